"""Which faults are worth a retry: a store or timestamp service that did not answer."""

from __future__ import annotations

from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun

from pipeline.transient import is_transient


def transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """For `retry_condition_fn`: Prefect hands over the exception itself as the data of the failed state."""
    return isinstance(state.data, BaseException) and is_transient(state.data)

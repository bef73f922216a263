"""Tasks that are tried again, and the faults worth it: a store or timestamp service that did not answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from pipeline.transient import is_transient

P = ParamSpec("P")
R = TypeVar("R")


def tried_again(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task of that name, tried four times in all where a fault passes by itself. Nothing of it is kept."""
    return task(
        name=name,
        retries=3,
        retry_delay_seconds=10,
        retry_condition_fn=transient,
        cache_policy=NO_CACHE,
        persist_result=False,
    )


def transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """For `retry_condition_fn`: Prefect hands over the exception itself as the data of the failed state."""
    return isinstance(state.data, BaseException) and is_transient(state.data)

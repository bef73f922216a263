"""The commands of `python -m flows`, once Prefect has a server to talk to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from prefect import serve as serve_deployments
from prefect.deployments.runner import RunnerDeployment

from flows.context import FlowContext, current
from flows.daily import daily
from flows.digitize import digitize_batch
from flows.finalize import finalize_approved
from flows.renew import renew_archive_timestamps
from pipeline.batch import count


def digitize(context: FlowContext, batch: str) -> int:
    """Run `digitize-batch`; 5 when something is quarantined or the batch could not be closed, else 0."""
    closed = digitize_batch(batch)
    with context.services.ledger.reading() as connection:
        counts = count(connection, batch)
    return 0 if closed and counts.pages_quarantined == 0 else 5


def finalize(records: Sequence[str]) -> int:
    """Run `finalize-approved`; 4 when a record was refused, else 0."""
    return 4 if finalize_approved(list(records) or None) else 0


def renew() -> int:
    """Run `renew-due`; 5 when a record was not renewed, else 0."""
    return 5 if renew_archive_timestamps() else 0


def serve(api_url: str) -> int:
    """Serve the flows until stopped, for runs that are asked for through Prefect's API or page; `renew-due` runs daily.

    Without a schedule of Prefect's: its 3.8.8 scheduler fails on SQLAlchemy 2.1 (bulk insert of scheduled runs).
    """
    current().tell("serving", {"api_url": api_url})
    deployments = (
        digitize_batch.to_deployment("default"),
        finalize_approved.to_deployment("default"),
        renew_archive_timestamps.to_deployment("default"),
    )
    # Outside an event loop `to_deployment` answers at once; its type also names the awaitable of the other case.
    with daily(renew_archive_timestamps):
        serve_deployments(*(cast("RunnerDeployment", deployment) for deployment in deployments))
    return 0

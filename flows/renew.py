"""The flow `renew-due`: archived records whose newest archive timestamp nears its end get a new one.

Asks for nothing where no timestamp service is set. A record that is refused is told and does not stop the others.
"""

from __future__ import annotations

from prefect import flow

from flows.context import current
from flows.retrying import tried_again
from pipeline.issuing.renewal import renew_due
from pipeline.signatures import timestamper


@tried_again("renew-records")
def renew_archived() -> int:
    """Renew what is due now; returns how many were not renewed."""
    context = current()
    left = 0
    for one in renew_due(context.services, context.act()):
        context.tell("renewal", {"record": one.record, "outcome": one.outcome, "ends": one.ends})
        left += one.outcome != "renewed"
    return left


@flow(name="renew-due", persist_result=False)
def renew_archive_timestamps() -> int:
    """Renew what is due within a year; returns how many were not renewed."""
    return renew_archived() if timestamper(current().services.settings) else 0

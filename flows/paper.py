"""Reading one paper of the counter: the steps of `digitize-batch` without Prefect, because somebody waits for it.

Starting Prefect's server costs more than reading a page. Nothing is lost by it: page states live in our ledger, and the
next run goes on where this one stopped.
"""

from __future__ import annotations

from flows.context import FlowContext
from pipeline import digitize


def read_paper(context: FlowContext, batch: str) -> int:
    """Take one registered paper to review; 5 when it could not be closed, else 0. Safe to run again."""
    services, act = context.services, context.act()
    with services.workspace.lock(batch):
        context.tell("stage", {"name": "survey"})
        digitize.survey_sources(services, context.pool(), batch, act)
        context.tell("stage", {"name": "read"})
        waiting = digitize.pending_pages(services, batch, act)
        for counts in digitize.read(services, context.pool(), batch, waiting, act):
            context.tell("counts", {**counts.as_json(), "pages_open": counts.pages_open})
        digitize.look_again(services, context.pool(), batch)
        context.tell("stage", {"name": "draft"})
        digitize.draft(services, batch, act)
        context.tell("stage", {"name": "close"})
        return 0 if digitize.close(services, batch, act) else 5

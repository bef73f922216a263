"""The flow `digitize-batch`: read the pages of a batch, draft its records, close it with the capture deposit.

Only ids go to Prefect. Page states live in our ledger, so a run of this flow is disposable: the next run goes
on where this one stopped.
"""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.context import current
from flows.retrying import tried_again
from pipeline import digitize

# A task run costs the server some 14 ms whatever it does; 40 pages keep that below a thousandth of the reading.
PAGES_PER_TASK = 40


@task(name="survey-sources", cache_policy=NO_CACHE, persist_result=False)
def survey_sources(batch: str) -> None:
    """Look into the sources and give every page its row."""
    context = current()
    context.tell("stage", {"name": "survey"})
    digitize.survey_sources(context.services, context.pool(), batch, context.act())


@task(name="read-pages", cache_policy=NO_CACHE, persist_result=False)
def read_pages(batch: str, pages: list[str]) -> None:
    """Read some pages; counts are told page by page."""
    context = current()
    for counts in digitize.read(context.services, context.pool(), batch, pages, context.act()):
        quarantined = {"pages_quarantined": counts.pages_quarantined, "pages_open": counts.pages_open}
        context.tell("counts", {**counts.as_json(), **quarantined})


@task(name="look-again", cache_policy=NO_CACHE, persist_result=False)
def look_again(batch: str) -> int:
    """Read doubtful places again; returns how many pages had any."""
    context = current()
    context.tell("stage", {"name": "look"})
    return digitize.look_again(context.services, context.pool(), batch)


@task(name="draft-records", cache_policy=NO_CACHE, persist_result=False)
def draft_records(batch: str) -> int:
    """Turn read pages into records; returns how many were added."""
    context = current()
    context.tell("stage", {"name": "draft"})
    return digitize.draft(context.services, batch, context.act())


@tried_again("close-batch")
def close_batch(batch: str) -> bool:
    """Commit masters, readings and docket to the store; False when the sum of pages is wrong."""
    context = current()
    context.tell("stage", {"name": "close"})
    return digitize.close(
        context.services,
        batch,
        context.act(),
        progress=lambda done, all_of_them: context.tell("deposit", {"done": done, "all": all_of_them}),
    )


@flow(name="digitize-batch", flow_run_name="digitize-{batch}", persist_result=False)
def digitize_batch(batch: str) -> bool:
    """Take one registered batch to review; True when it could be closed. Safe to run again after any crash."""
    context = current()
    with context.services.workspace.lock(batch):
        survey_sources(batch)
        context.tell("stage", {"name": "read"})
        waiting = digitize.pending_pages(context.services, batch, context.act())
        for start in range(0, len(waiting), PAGES_PER_TASK):
            read_pages(batch, waiting[start : start + PAGES_PER_TASK])
        look_again(batch)
        draft_records(batch)
        return close_batch(batch)

"""The flow `finalize-approved`: assemble, sign and archive what people have approved.

One task takes some records; a record that is refused is told and does not stop the others.
"""

from __future__ import annotations

from prefect import flow

from flows.context import current
from flows.retrying import tried_again
from pipeline import assemble, finalize
from pipeline.errors import Missing, PipelineError
from pipeline.issuing.agent_answers import finish_kept

RECORDS_PER_TASK = 20


@tried_again("finalize-records")
def finalize_records(records: list[str]) -> int:
    """Take each record as far as settings allow; returns how many were refused."""
    context = current()
    refused = assemble.assemble(context.services, records, context.act())
    for record in records:
        if record in refused:
            continue
        try:
            outcome = finalize.finalize(context.services, record, context.act())
        except Missing:
            raise  # the machine's fault, the same for every record: not a refusal of this one
        except PipelineError as refusal:
            refused[record] = refusal
            continue
        vi, en = outcome.why or ("", "")
        told = {"record": outcome.record, "state": outcome.state.value, "waits_for": outcome.waits_for}
        context.tell("record", {**told, "vi": vi, "en": en})
    for record, why in refused.items():
        context.tell("refused", {"record": record, "vi": why.vi, "en": why.en, "exit_code": why.exit_code})
    return len(refused)


@flow(name="finalize-approved", persist_result=False)
def finalize_approved(records: list[str] | None = None) -> int:
    """Finalize the named records, or all that are approved or half-way; returns how many were refused."""
    context = current()
    chosen = records or finalize.waiting(context.services)
    refused = 0
    finish_kept(context.services, context.services.clock())
    with context.services.workspace.lock(finalize.LOCK):
        for start in range(0, len(chosen), RECORDS_PER_TASK):
            refused += finalize_records(chosen[start : start + RECORDS_PER_TASK])
    return refused

"""Signing the records in one's hand, one after the other, with one open identity; each has its own result.

A document that cannot be signed stops nobody; what is wrong with the signer or this installation stops the rest,
because it would stop each of them. Killed anywhere, what was signed stands and the rest is claimed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.actors import Act, Actor
from pipeline.errors import MoveRefused, PipelineError
from pipeline.issuing.cases import Case, case_of
from pipeline.issuing.claims import heartbeat, held_file, release
from pipeline.issuing.preflight import LACKING
from pipeline.issuing.sign_queue import refusal
from pipeline.issuing.signing_step import Batch, batch_of, sign_step
from pipeline.wiring import Services
from signing.errors import DocumentRefused, SigningError
from signing.identity import SigningIdentity

SIGNED, AWAITING, REFUSED, NOT_TRIED = "signed", "awaiting_timestamp", "refused", "not_tried"


@dataclass(frozen=True)
class Result:
    """What became of one document; `vi` and `en` are empty when it was signed."""

    record: str
    outcome: str
    vi: str = ""
    en: str = ""

    def as_json(self, language: str = "vi") -> dict[str, Any]:
        """The form of `sign --json`."""
        message = self.en if language == "en" else self.vi
        return {"record": self.record, "outcome": self.outcome, "message": message or None}


def sign_claimed(
    services: Services, by: Actor, ids: Sequence[str], identity: SigningIdentity
) -> Iterator[Result]:
    """Sign these claimed records in order, telling each as it is done, and give back what was signed.

    After a fault of the signer (PIN, token taken out, certificate) or of this installation the rest is `not_tried`
    and stays in hand. The fault itself is raised after the last result, so that the caller knows its kind.
    """
    run, stopped = batch_of(services), None
    for at, record in enumerate(ids):
        if stopped is not None:
            yield Result(record, NOT_TRIED, stopped.vi, stopped.en)
            continue
        act = Act(by, services.clock())
        heartbeat(services, act, ids[at:])
        try:
            waits = _one(services, act, record, identity, run)
        except (PipelineError, DocumentRefused) as fault:
            yield Result(record, REFUSED, fault.vi, fault.en)
            continue
        except SigningError as fault:
            stopped = fault
            yield Result(record, REFUSED, fault.vi, fault.en)
            continue
        release(services, act, [record])
        yield Result(record, AWAITING if waits == "timestamp" else SIGNED)
    if stopped is not None:
        raise stopped


def _one(services: Services, act: Act, record: str, identity: SigningIdentity, run: Batch) -> str:
    with services.ledger.reading() as connection:
        case = case_of(connection, run.policy, act, record)
    fit(act, case, run)
    return sign_step(services, act, case, identity, run)


def fit(act: Act, case: Case, run: Batch) -> None:
    """Return when this person may sign this record now as it was claimed; raise MoveRefused otherwise."""
    reason = refusal(run.policy, act, case) or held_file(act, case)
    if reason is not None:
        raise MoveRefused(reason[1], reason[2])
    refuse_lacking(case)


def refuse_lacking(case: Case) -> None:
    """Raise MoveRefused while initials or number are not there yet."""
    if case.lacking:
        vi, en = (", ".join(LACKING[one][language] for one in case.lacking) for language in (0, 1))
        raise MoveRefused(f"Chưa ký được {case.record[:8]}: {vi}.", f"Record {case.record[:8]} lacks {en}.")

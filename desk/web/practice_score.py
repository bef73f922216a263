"""Judging a practice: what the person left standing, or typed blind, beside what is known to stand on the papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desk.web.practice_home import Papers
from pipeline.accounts.practice_runs import Judged
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.review.keying import first_typed
from pipeline.review.stages import item_of
from pipeline.wiring import Services

REVIEWED = (RecordState.IN_REVIEW, RecordState.APPROVED)


@dataclass(frozen=True)
class _Work:
    """The newcomer's part in one record. `blind`: typing it for the first time; all else there is for others.

    A record that was not brought to its end is not reviewed, whatever the machine had put there.
    """

    fields: Mapping[str, Field]
    finished: bool
    blind: bool


def judged(services: Services, papers: Papers, batch: str) -> list[Judged]:
    """Every field of the batch that is known of its paper and was the newcomer's to decide; a paper taken for another
    type is left out, since no newcomer can help that."""
    with services.ledger.reading() as connection:
        found = [view(connection, record) for record in record_ids(connection, batch=batch)]
        works = [(one, _work(connection, one)) for one in found]
    return [one for record, work in works for one in _of_record(record, work, papers)]


def done(services: Services, batch: str) -> tuple[int, int]:
    """How many records of the batch are reviewed, of how many."""
    with services.ledger.reading() as connection:
        every = record_ids(connection, batch=batch, states=list(REVIEWED))
        finished = [_work(connection, view(connection, record)).finished for record in every]
    return sum(finished), len(every)


def _work(connection: Connection, found: RecordView) -> _Work:
    item = item_of(connection, found.id, found.row.type)
    if item.keyed:
        typed, finished = first_typed(connection, item, record_types()[found.row.type])
        return _Work(typed, finished, blind=True)
    held = {field.key: field for field in found.fields}
    return _Work(held, found.state is RecordState.APPROVED, blind=False)


def _of_record(found: RecordView, work: _Work, papers: Papers) -> Iterator[Judged]:
    name = Path(found.file_of(found.pages[0])).name
    known = papers.known[name][1] if name in papers.known else None
    if known is None or known.type != found.row.type:
        return
    kind = record_types()[found.row.type]
    for spec in (one for one in kind.fields if one.key in known.fields):
        if work.blind and spec.key not in work.fields:
            continue
        true, given = known.fields[spec.key], work.fields.get(spec.key) if work.finished else None
        shown = (given.value or given.written or "") if given else ""
        told = true[0] or true[1] or ""
        yield Judged(kind.name, spec.key, told, shown, _right(given, *true), work.blind, work.finished)


def _right(given: Field | None, value: str | None, written: str | None) -> bool:
    if given is None or given.state in {FieldState.UNREADABLE, FieldState.NOT_YET_KEYED}:
        return False
    if given.state is FieldState.AS_WRITTEN and value is None:
        return (given.written or "").casefold() == (written or "").casefold()
    # Capitals are a matter of type, not of fact.
    return (given.value or "").casefold() == (value or "").casefold()

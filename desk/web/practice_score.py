"""Judging a practice: what the person left standing beside what is known to stand on the papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desk.web.practice_home import Papers
from pipeline.accounts.practice_runs import Judged
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import Field, FieldState, RecordState
from pipeline.record_type import record_types
from pipeline.wiring import Services

# A record that was not brought to its end is not reviewed, whatever the machine had put there.
DONE = frozenset({RecordState.APPROVED})


def judged(services: Services, papers: Papers, batch: str) -> list[Judged]:
    """Every field of the batch that is known of its paper; a paper taken for another type is left out, since no
    newcomer can help that."""
    with services.ledger.reading() as connection:
        found = [view(connection, record) for record in record_ids(connection, batch=batch)]
    return [one for record in found for one in _of_record(record, papers)]


def done(services: Services, batch: str) -> tuple[int, int]:
    """How many records of the batch are reviewed, of how many."""
    with services.ledger.reading() as connection:
        every = record_ids(connection, batch=batch, states=[RecordState.IN_REVIEW, *DONE])
        reviewed = record_ids(connection, batch=batch, states=sorted(DONE))
    return len(reviewed), len(every)


def _of_record(found: RecordView, papers: Papers) -> Iterator[Judged]:
    name = Path(found.file_of(found.pages[0])).name
    known = papers.known[name][1] if name in papers.known else None
    if known is None or known.type != found.row.type:
        return
    held = {field.key: field for field in found.fields}
    kind, finished = record_types()[found.row.type], found.state in DONE
    for spec in (one for one in kind.fields if one.key in known.fields):
        true, given = known.fields[spec.key], held.get(spec.key)
        right = finished and _right(given, *true)
        shown = (given.value or given.written or "") if given else ""
        yield Judged(kind.name, spec.key, true[0] or true[1] or "", shown, right)


def _right(given: Field | None, value: str | None, written: str | None) -> bool:
    if given is None or given.state is FieldState.UNREADABLE:
        return False
    if given.state is FieldState.AS_WRITTEN and value is None:
        return (given.written or "").casefold() == (written or "").casefold()
    # Capitals are a matter of type, not of fact.
    return (given.value or "").casefold() == (value or "").casefold()

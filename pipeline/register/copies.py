"""The second paper copy of a volume beside the first: entries matched by number, differences as findings on both.

Neither copy is ever written from the other: a person looks at both and decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from pipeline.findings import Finding
from pipeline.ledger import add_findings
from pipeline.ledger_tables import findings
from pipeline.lookup import RecordView, view
from pipeline.normalize.spelling import comparable
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types
from pipeline.register.numbers import EntryLine, entries_of, keep, ranges
from pipeline.register.volume import Volume, volume
from pipeline.review.sight import is_closed

AT_ONCE = 500
DIFFERS, MISSING = "SECOND_COPY_DIFFERS", "SECOND_COPY_MISSING"


@dataclass(frozen=True)
class Difference:
    """A field in which two copies of one entry differ; a value is None where the paper has nothing."""

    number: int
    key: str
    first: str | None
    second: str | None


def compare(connection: Connection, second: Volume) -> list[Difference]:
    """Compare a second copy with its first and keep the findings on both. A volume that is no copy has none."""
    if second.declared.first_copy is None:
        return []
    first = volume(connection, second.declared.first_copy)
    ours, theirs = (_by_number(entries_of(connection, one)) for one in (first, second))
    for one, other, has, lacks in ((first, second, ours, theirs), (second, first, theirs, ours)):
        missing = sorted(set(has) - set(lacks))
        facts = {"volume": other.name, "other": one.name, "numbers": ranges(missing)}
        keep(connection, other, [MISSING], [Finding(MISSING, "", facts)] if missing else [])
    found = []
    for number in sorted(set(ours) & set(theirs)):
        pair = view(connection, ours[number].record), view(connection, theirs[number].record)
        differences = _differences(number, *pair)
        quiet = any(is_closed(connection, one.id) for one in pair)
        _keep(connection, pair[0], second, differences, quiet)
        _keep(connection, pair[1], first, differences, quiet)
        found += differences
    return found


@dataclass(frozen=True)
class OpenDifference:
    """A difference that nobody has closed: the record it stands on, the entry's number, the field. No values."""

    record: str
    number: str
    key: str


def open_differences(connection: Connection, lines: Iterable[EntryLine]) -> list[OpenDifference]:
    """The differences last found at these entries and still open, in the order of the book."""
    ids = [line.record for line in lines]
    found: dict[str, list[OpenDifference]] = {}
    for start in range(0, len(ids), AT_ONCE):
        where = findings.c.record.in_(ids[start : start + AT_ONCE]) & (findings.c.code == DIFFERS)
        query = select(findings).where(where, findings.c.closed_at.is_(None)).order_by(findings.c.id)
        for row in connection.execute(query):
            one = OpenDifference(row.record, str(row.facts["number"]), str(row.facts["key"]))
            found.setdefault(row.record, []).append(one)
    return [one for record in ids for one in found.get(record, ())]


def _by_number(lines: Iterable[EntryLine]) -> dict[int, EntryLine]:
    """Entries whose number stands once: a repeated number is a finding of its own and matches nothing."""
    found: dict[int, list[EntryLine]] = {}
    for line in lines:
        if line.number is not None:
            found.setdefault(line.number, []).append(line)
    return {number: same[0] for number, same in found.items() if len(same) == 1}


def _differences(number: int, first: RecordView, second: RecordView) -> list[Difference]:
    ours, theirs = ({field.key: field for field in one.fields} for one in (first, second))
    found = []
    for spec in record_types()[first.row.type].fields:
        one, other = ours.get(spec.key), theirs.get(spec.key)
        # What nobody has read or keyed yet differs from nothing.
        if _known(one) and _known(other) and _plain(one) != _plain(other):
            found.append(
                Difference(number, spec.key, one.value if one else None, other.value if other else None)
            )
    return found


def _known(field: Field | None) -> bool:
    if field is None or field.state is FieldState.UNREADABLE:
        return False
    return field.value is not None or field.state is not FieldState.NEEDS_REVIEW


def _plain(field: Field | None) -> str:
    return comparable(field.value) if field and field.value else ""


def _keep(
    connection: Connection, record: RecordView, other: Volume, found: Iterable[Difference], quiet: bool
) -> None:
    """Let the open findings of differences on one record be exactly `found`.

    They name the field among their facts, not as the finding's field: checks of fields come and go with every
    correction, a difference stays until a person closes it or the values agree. `quiet`: no values in the text.
    """
    told = [_finding(record, other, difference, quiet) for difference in found]
    stale = [
        kept.id
        for kept in record.findings
        if kept.finding.code == DIFFERS and kept.closed_at is None and kept.finding not in told
    ]
    connection.execute(delete(findings).where(findings.c.id.in_(stale)))
    add_findings(connection, record.row.batch, told, record=record.id)


def _finding(record: RecordView, other: Volume, difference: Difference, quiet: bool) -> Finding:
    spec = record_types()[record.row.type].spec(difference.key)
    facts: Mapping[str, str] = {
        "key": difference.key,
        "label": spec.vi if spec else difference.key,
        "number": str(difference.number),
        "volume": other.name,
        "first": "•••" if quiet else difference.first or "-",
        "second": "•••" if quiet else difference.second or "-",
    }
    return Finding(DIFFERS, "", dict(facts))

"""Checks of one record against the others in the ledger: same key, same person with other facts, same event.

A record type names these rules among its checks like any other; they need a connection and are therefore not part of
`pipeline.checks.check`. Records that were rejected or replaced count for nothing, and neither do those that only named
people may see: no finding on another record may tell of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, delete, insert, select

from archive.folding import number_key
from pipeline.checks.conflict import Conflict, Values, conflict
from pipeline.checks.tables import check_keys
from pipeline.errors import NotFound
from pipeline.ledger_tables import records
from pipeline.lookup import fields_of
from pipeline.normalize.dates import write_date
from pipeline.normalize.places import units_in
from pipeline.normalize.spelling import comparable, letters
from pipeline.record import RecordState
from pipeline.record_type import record_types

_GONE = frozenset({RecordState.REJECTED.value, RecordState.SUPERSEDED.value})
# More than these say nothing new, and a key shared by hundreds is a fault of the data, not of each record.
_MOST_OTHERS = 5


@dataclass(frozen=True)
class Key:
    """What one check of a record's type looks for: `place` is the check's place in the type."""

    place: int
    rule: str
    digest: str
    fields: tuple[str, ...]


def keys_of(values: Values) -> Iterator[Key]:
    """Keys of every check across records whose fields are all there."""
    for place, spec in enumerate(values.type.checks):
        maker = ACROSS.get(spec.rule)
        parts = maker(values, spec.fields) if maker else None
        if parts and all(parts):
            digest = hashlib.sha256(json.dumps([spec.rule, *parts], ensure_ascii=False).encode()).hexdigest()
            yield Key(place, spec.rule, digest, spec.fields)


def rekey(connection: Connection, record: str) -> None:
    """Make the record's keys follow its fields; afterwards other records find it."""
    values = _values_of(connection, record)
    connection.execute(delete(check_keys).where(check_keys.c.record == record))
    if _closed(connection, record):
        return
    for key in keys_of(values):
        connection.execute(
            insert(check_keys).values(
                record=record, place=key.place, rule=key.rule, digest=key.digest, fields=list(key.fields)
            )
        )


def partners(connection: Connection, record: str) -> tuple[str, ...]:
    """Ids of the records that tell of this one, as both are keyed now, for sharing a key with it; the oldest first.

    A record tells of the oldest _MOST_OTHERS only, so that one behind them is told of nowhere. Hundreds of copies of
    one page would otherwise all be checked anew at each of them.
    """
    mine = select(check_keys.c.digest).where(check_keys.c.record == record).distinct()
    found: dict[str, None] = {}
    for digest in connection.execute(mine).scalars().all():
        query = (
            select(records.c.id)
            .join(check_keys, check_keys.c.record == records.c.id)
            .where(check_keys.c.digest == digest)
            .where(records.c.state.not_in(_GONE) | (records.c.id == record))
            .order_by(records.c.created_at, records.c.id)
        )
        sharing = list(dict.fromkeys(connection.execute(query).scalars()))
        if sharing.index(record) <= _MOST_OTHERS:
            found |= dict.fromkeys(one for one in sharing if one != record)
    return tuple(found)


def conflicts_across(connection: Connection, record: str, scanned: date) -> tuple[Conflict, ...]:
    """What other records say against this one, and dates later than the day on which it was scanned."""
    here = _values_of(connection, record)
    found = list(_future(here, scanned))
    told: set[tuple[str, str]] = set()
    for key in () if _closed(connection, record) else keys_of(here):
        for other, fields in _others(connection, record, key.digest):
            if (key.rule, other) not in told:
                told.add((key.rule, other))
                found += _ANSWERS[key.rule](connection, here, key, (other, fields))
    return tuple(dict.fromkeys(found))


def _values_of(connection: Connection, record: str) -> Values:
    """The fields alone: asked for at each key typed, where pages and sources would be read for nothing."""
    type = connection.scalar(select(records.c.type).where(records.c.id == record))
    if type is None:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    return Values({field.key: field for field in fields_of(connection, record)}, record_types()[type])


def _others(connection: Connection, record: str, digest: str) -> list[tuple[str, tuple[str, ...]]]:
    query = (
        select(records.c.id, check_keys.c.fields)
        .join(check_keys, check_keys.c.record == records.c.id)
        .where(check_keys.c.digest == digest, records.c.id != record, records.c.state.not_in(_GONE))
        .order_by(records.c.created_at, records.c.id)
        .limit(_MOST_OTHERS)
    )
    rows = connection.execute(query).all()
    return [(row.id, tuple(row.fields)) for row in rows if not _closed(connection, row.id)]


def _closed(connection: Connection, record: str) -> bool:
    # Imported here, because review itself stands on the checks.
    from pipeline.review.sight import is_closed

    return is_closed(connection, record)


def _future(values: Values, scanned: date) -> Iterator[Conflict]:
    for spec in values.type.fields:
        iso = values.iso(spec.key) if spec.kind == "date" else None
        if iso and iso > scanned.isoformat()[: len(iso)]:
            facts = {"label": spec.vi, "date": write_date(iso), "scanned": scanned.strftime("%d/%m/%Y")}
            yield conflict("R053", spec.key, **facts)


def _unique(values: Values, keys: Sequence[str]) -> list[str] | None:
    """Place, book (or day) and number; without a book the number must carry its year."""
    place, *book, number = (values.text(key) or "" for key in keys)
    if not book and not re.search(r"/\d{4}(/|$)", number):
        return None
    return [values.type.name, _place(values, place), *map(number_key, [*book, number])]


def _place(values: Values, place: str) -> str:
    wards = units_in(place, values.iso(values.type.description.issued or "") or "").ward
    return wards[0].key if len(wards) == 1 else letters(place)


def _person(values: Values, keys: Sequence[str]) -> list[str] | None:
    """A personal number (the first field); what it is compared by stands behind it."""
    return [values.text(keys[0]) or ""]


def _once(values: Values, keys: Sequence[str]) -> list[str] | None:
    """A name and whole dates that only one event of this type can have."""
    name, *days = keys
    whole = [iso if (iso := values.iso(key)) and len(iso) == 10 else "" for key in days]
    return [values.type.name, comparable(values.text(name) or ""), *whole]


ACROSS: Mapping[str, Callable[[Values, Sequence[str]], list[str] | None]] = MappingProxyType(
    {"unique": _unique, "person": _person, "once": _once}
)
Other = tuple[str, tuple[str, ...]]


def _same_key(connection: Connection, here: Values, key: Key, other: Other) -> list[Conflict]:
    return [conflict("R050", key.fields[-1], *key.fields[:-1], record=other[0])]


def _same_event(connection: Connection, here: Values, key: Key, other: Other) -> list[Conflict]:
    return [conflict("R052", *key.fields, record=other[0])]


def _other_facts(connection: Connection, here: Values, key: Key, other: Other) -> list[Conflict]:
    """The facts behind the number that differ; a partial date is no other date, marks and capitals no other name."""
    theirs = {field.key: field.value or "" for field in fields_of(connection, other[0])}
    found = []
    for mine, there in zip(key.fields[1:], other[1][1:], strict=False):
        value, said = here.text(mine) or "", theirs.get(there, "")
        size = min(len(value), len(said)) if here.iso(mine) else None
        if value and said and comparable(value[:size]) != comparable(said[:size]):
            facts = {"record": other[0], "label": here.label(mine), "other": said, "value": value}
            found.append(conflict("R051", mine, key.fields[0], **facts))
    return found


_ANSWERS: Mapping[str, Callable[[Connection, Values, Key, Other], list[Conflict]]] = MappingProxyType(
    {"unique": _same_key, "person": _other_facts, "once": _same_event}
)

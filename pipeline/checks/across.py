"""Checks of one record against the others in the ledger: same key, same person with other facts, same event.

A record type names these rules among its checks like any other; they need a connection and are therefore not part of
`pipeline.checks.check`. Records that were rejected or replaced count for nothing, and neither do those that only named
people may see: no finding on another record may tell of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from archive.folding import number_key
from pipeline.checks.conflict import Conflict, Values, conflict
from pipeline.checks.tables import check_keys
from pipeline.errors import NotFound
from pipeline.ledger_tables import records
from pipeline.lookup import fields_of
from pipeline.normalize.dates import write_date
from pipeline.normalize.places import units_in
from pipeline.normalize.spelling import comparable, letters
from pipeline.record import Field, RecordState
from pipeline.record_type import record_types

_GONE = frozenset({RecordState.REJECTED.value, RecordState.SUPERSEDED.value})
# More than these say nothing new, and a key shared by hundreds is a fault of the data, not of each record.
_MOST_OTHERS = 5


@dataclass(frozen=True)
class Checked:
    """A record as its checks see it, read once; `closed`: only named people may see it."""

    id: str
    batch: str
    state: RecordState
    created_at: str
    values: Values
    closed: bool

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its fields in the order of the printed form."""
        return tuple(self.values.fields.values())


# By digest, every record that has it, the oldest first; without those that count for nothing.
Sharing = Mapping[str, Sequence[str]]


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


# What every check asks, made once: making a statement costs more than its answer.
_ONE: BindParameter[str] = bindparam("record")
_RECORD = select(records.c.type, records.c.batch, records.c.state, records.c.created_at).where(
    records.c.id == _ONE
)
_KEYS = select(check_keys).where(check_keys.c.record == _ONE).order_by(check_keys.c.place)
_MINE = check_keys.alias()
_SHARING = (
    select(_MINE.c.digest, records.c.id)
    .join(check_keys, check_keys.c.digest == _MINE.c.digest)
    .join(records, records.c.id == check_keys.c.record)
    .where(_MINE.c.record == _ONE, records.c.state.not_in(_GONE) | (records.c.id == _ONE))
    .order_by(_MINE.c.place, records.c.created_at, records.c.id)
)


def checked(connection: Connection, record: str) -> Checked:
    """The record with its fields alone: asked for at each key typed, where pages would be read for nothing.

    Raises NotFound.
    """
    row = connection.execute(_RECORD, {"record": record}).first()
    if row is None:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    held = {field.key: field for field in fields_of(connection, record)}
    values, closed = Values(held, record_types()[row.type]), _closed(connection, record, row.type)
    return Checked(record, row.batch, RecordState(row.state), row.created_at, values, closed)


def rekey(connection: Connection, one: Checked) -> bool:
    """Make the record's keys follow its fields; afterwards other records find it. Whether any changed."""
    wanted = () if one.closed else tuple(keys_of(one.values))
    rows = connection.execute(_KEYS, {"record": one.id})
    if wanted == tuple(Key(row.place, row.rule, row.digest, tuple(row.fields)) for row in rows):
        return False
    connection.execute(delete(check_keys).where(check_keys.c.record == one.id))
    if wanted:
        connection.execute(insert(check_keys), [{"record": one.id, **asdict(key)} for key in wanted])
    return True


def sharing(connection: Connection, record: str) -> Sharing:
    """Who shares a key with the record, as all are keyed now."""
    found = defaultdict[str, dict[str, None]](dict)
    for digest, other in connection.execute(_SHARING, {"record": record}):
        found[digest][other] = None
    return {digest: tuple(every) for digest, every in found.items()}


def partners(record: str, shared: Sharing) -> tuple[str, ...]:
    """Ids of the records that tell of this one for sharing a key with it; the oldest first.

    A record tells of the oldest _MOST_OTHERS only, so that one behind them is told of nowhere. Hundreds of copies of
    one page would otherwise all be checked anew at each of them.
    """
    found: dict[str, None] = {}
    for every in shared.values():
        if every.index(record) <= _MOST_OTHERS:
            found |= dict.fromkeys(one for one in every if one != record)
    return tuple(found)


def conflicts_across(
    connection: Connection, one: Checked, scanned: date, shared: Sharing
) -> tuple[Conflict, ...]:
    """What other records say against this one, and dates later than the day on which it was scanned."""
    found = list(_future(one.values, scanned))
    told: set[tuple[str, str]] = set()
    for key in () if one.closed else keys_of(one.values):
        for other, fields in _others(connection, one.id, key.digest, shared):
            if (key.rule, other) not in told:
                told.add((key.rule, other))
                found += _ANSWERS[key.rule](connection, one.values, key, (other, fields))
    return tuple(dict.fromkeys(found))


def _others(
    connection: Connection, record: str, digest: str, shared: Sharing
) -> list[tuple[str, tuple[str, ...]]]:
    if set(shared.get(digest, ())) <= {record}:
        return []
    query = (
        select(records.c.id, records.c.type, check_keys.c.fields)
        .join(check_keys, check_keys.c.record == records.c.id)
        .where(check_keys.c.digest == digest, records.c.id != record, records.c.state.not_in(_GONE))
        .order_by(records.c.created_at, records.c.id)
        .limit(_MOST_OTHERS)
    )
    rows = connection.execute(query).all()
    return [(row.id, tuple(row.fields)) for row in rows if not _closed(connection, row.id, row.type)]


def _closed(connection: Connection, record: str, type: str) -> bool:
    # Imported here, because review itself stands on the checks.
    from pipeline.review.sight import is_closed

    return is_closed(connection, record, type)


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

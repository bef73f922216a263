"""Two passes over a record: the finding key first, every column later; and what is carried down from entry to entry.

Says which fields belong to which pass and which of them two people key blind. Types nothing itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from pipeline.errors import MoveRefused
from pipeline.ledger_tables import batches, records
from pipeline.lookup import RecordView, fields_of
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType

FINDING, FULL = "finding", "full"
HANDWRITTEN = "HANDWRITTEN"
# Kinds that stay the same from one entry of a volume to the next: place, year, signer (by source, see `carries`).
_CARRIED_KEYS = ("signer", "registration_place", "registrar", "book_number", "year")


def pass_of(kind: RecordType, doubtful: Iterable[str]) -> str:
    """The pass a record is in, by the keys still to look at: `finding` while one of the finding key is among them."""
    return FINDING if finding_keys(kind) & set(doubtful) else FULL


def finding_keys(kind: RecordType) -> set[str]:
    """Keys of the fields by which people find a record."""
    return {spec.key for spec in kind.fields if spec.finding_key}


def keyed_keys(kind: RecordType, found: RecordView, rule: Mapping[str, Any]) -> list[str]:
    """Keys of the fields that two people key blind, in the order of the form.

    By risk class on handwritten papers and on types that people key, on every paper of a type named by the rule;
    with `doubtful` also whatever the machine did not accept. What a person has decided is never keyed again.
    """
    held = {field.key: field for field in found.fields}
    twice = kind.keyed or kind.name in rule["types"] or is_handwritten(found)
    return [
        spec.key
        for spec in kind.fields
        if _keyed_twice(spec, held.get(spec.key), rule, twice and bool(rule["by_risk"]), kind.keyed)
    ]


def _keyed_twice(
    spec: FieldSpec, held: Field | None, rule: Mapping[str, Any], twice: bool, all_: bool
) -> bool:
    if held is not None and held.state.by_person:
        return False
    if twice and spec.risk in rule["risks"]:
        # A form that people do not key altogether has on it what was found there, and what no form lacks.
        return all_ or held is not None or spec.required or spec.finding_key
    if not rule["doubtful"]:
        return False
    return all_ if held is None else not held.state.settled


def is_handwritten(found: RecordView) -> bool:
    """Whether the reader said that a page of the record is written by hand."""
    return any(kept.finding.code == HANDWRITTEN for kept in found.findings)


def of_pass(kind: RecordType, keys: Collection[str], pass_: str) -> list[str]:
    """Those of `keys` that are typed in that pass. Two passes are made of types that people key; others have one."""
    finding = finding_keys(kind) if kind.keyed else set()
    return [key for key in keys if (key in finding) == (pass_ == FINDING)]


def carries(spec: FieldSpec) -> bool:
    """Whether the field's value usually stands for many entries of a volume: place, signer, volume, year."""
    return spec.source in {"signer", "position"} or spec.key.startswith(_CARRIED_KEYS)


def previous_entry(connection: Connection, record: str) -> str | None:
    """The record before this one in the same volume: of the same type, in scan order; None for the first.

    A volume is what the docket names (register and volume); without a docket it is the batch.
    """
    row = connection.execute(select(records).where(records.c.id == record)).one()
    query = select(records).where(
        records.c.batch.in_(_batches_of_volume(connection, row.batch)),
        records.c.type == row.type,
        records.c.created_at <= row.created_at,
    )
    order = (records.c.created_at, records.c.first_source, records.c.first_number, records.c.entry)
    here = _place(row)
    for one in connection.execute(query.order_by(*(column.desc() for column in order))):
        if _place(one) < here:
            return str(one.id)
    return None


def _place(row: Any) -> tuple[str, int, int, int, str]:
    return (row.created_at, row.first_source, row.first_number, row.entry, row.id)


def _batches_of_volume(connection: Connection, batch: str) -> list[str]:
    own = connection.execute(select(batches.c.docket, batches.c.unit).where(batches.c.id == batch)).one()
    volume = _volume(own.docket)
    if not any(volume):
        return [batch]
    every = connection.execute(select(batches.c.id, batches.c.docket).where(batches.c.unit == own.unit))
    return [one.id for one in every if _volume(one.docket) == volume]


def _volume(docket: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return docket.get("register"), docket.get("volume")


def carried(connection: Connection, kind: RecordType, record: str, keys: Sequence[str]) -> list[Field]:
    """What the entry before says in `keys`, marked as carried: nobody has said it of this record.

    Without `keys`: every field that usually stays the same (`carries`) and is not settled here. A value that was
    itself only carried is carried on. Raises MoveRefused when there is no entry before.
    """
    before = previous_entry(connection, record)
    if before is None:
        raise MoveRefused(
            f"Tài liệu {record} không có trường hợp nào trước nó trong quyển.",
            f"Record {record} has no entry before it in its volume.",
        )
    here = {field.key: field for field in fields_of(connection, record)}
    there = {field.key: field for field in fields_of(connection, before)}
    wanted = keys or [spec.key for spec in kind.fields if carries(spec)]
    found = []
    for key in wanted:
        open_here = key not in here or not here[key].state.settled
        source = there.get(key)
        if open_here and source and source.value and source.state is not FieldState.NEEDS_REVIEW:
            place = here.get(key)
            page, box = (place.page, place.box) if place else (None, None)
            found.append(replace(source, confidence=0.0, state=FieldState.CARRIED, page=page, box=box))
    return found

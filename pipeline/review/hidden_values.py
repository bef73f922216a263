"""Fields that two people key: what the machine read there is out of sight, and kept as its own entry."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.actors import Act
from pipeline.ledger_tables import fields
from pipeline.lookup import RecordView, fields_of
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType
from pipeline.review.tables import entries

# The stage under which its entries stand.
MACHINE = "machine"


def hide(connection: Connection, act: Act, found: RecordView, round: int, field: Field) -> None:
    """Put what the machine read in `field` out of sight; it stays as the machine's entry of that round."""
    if field.state is FieldState.NOT_YET_KEYED:
        return
    known = {f.key for f in found.fields}
    where = {"record": found.id, "round": round, "stage": MACHINE, "actor": act.by.id, "field": field.key}
    if field.key in known:
        connection.execute(
            delete(entries).where(*(entries.c[name] == value for name, value in where.items()))
        )
        connection.execute(insert(entries).values(**where, data=field.as_json(), at=act.time))
    hidden = {"value": None, "written": None, "confidence": 0.0, "state": FieldState.NOT_YET_KEYED.value}
    if field.key in known:
        of_field = (fields.c.record == found.id) & (fields.c.key == field.key)
        connection.execute(update(fields).where(of_field).values(**hidden))
    else:
        connection.execute(
            insert(fields).values(record=found.id, key=field.key, ordinal=len(known), **hidden)
        )


def unseal(connection: Connection, record: str) -> None:
    """Show again what the machine read in fields that wait to be keyed; only while nobody has begun."""
    for field in fields_of(connection, record):
        if field.state is not FieldState.NOT_YET_KEYED:
            continue
        query = select(entries.c.data).where(
            entries.c.record == record, entries.c.stage == MACHINE, entries.c.field == field.key
        )
        read = connection.scalar(query.order_by(entries.c.round.desc()).limit(1))
        where = (fields.c.record == record) & (fields.c.key == field.key)
        connection.execute(
            update(fields).where(where).values(**read) if read else delete(fields).where(where)
        )


def put_in_order(connection: Connection, record: str, kind: RecordType) -> None:
    """Fields stand in the order of the form, also those that came in later."""
    order = {spec.key: ordinal for ordinal, spec in enumerate(kind.fields)}
    for field in fields_of(connection, record):
        where = (fields.c.record == record) & (fields.c.key == field.key)
        connection.execute(update(fields).where(where).values(ordinal=order.get(field.key, len(order))))

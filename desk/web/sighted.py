"""The one door to a record for a person at the desk: role, unit, record class, and papers closed to most people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from desk.web.visitor import Visitor
from pipeline.errors import NotFound
from pipeline.ledger_tables import records
from pipeline.lookup import RecordView, view
from pipeline.review.lease import refuse_unseen


def record_for(visitor: Visitor, connection: Connection, record: str, *actions: str) -> RecordView:
    """The record, when one of `actions` is allowed on it. Raises NotFound: who may not see it learns nothing."""
    found = view(connection, record)
    _refuse_outside(visitor, connection, found.row, actions)
    return found


def reach(visitor: Visitor, connection: Connection, record: str, *actions: str) -> None:
    """The same door for an act that reads the record itself: a tenth of the questions. Raises NotFound."""
    query = select(records.c.id, records.c.unit, records.c.type).where(records.c.id == record)
    row = connection.execute(query).first()
    if row is None:
        raise _unknown(record)
    _refuse_outside(visitor, connection, row, actions)


def _refuse_outside(visitor: Visitor, connection: Connection, row: Any, actions: tuple[str, ...]) -> None:
    for action in actions:
        names = visitor.unit_names(connection, action)
        if (names is None or row.unit in names) and visitor.may(action, types=row.type):
            return refuse_unseen(connection, visitor.act(), row.id, row.type)
    raise _unknown(row.id)


def _unknown(record: str) -> NotFound:
    return NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")

"""The one door to a record for a person at the desk: role, unit, record class, and papers closed to most people."""

from __future__ import annotations

from sqlalchemy import Connection

from desk.web.visitor import Visitor
from pipeline.errors import NotFound
from pipeline.lookup import RecordView, view
from pipeline.review.lease import refuse_unseen


def record_for(visitor: Visitor, connection: Connection, record: str, *actions: str) -> RecordView:
    """The record, when one of `actions` is allowed on it. Raises NotFound: who may not see it learns nothing."""
    found = view(connection, record)
    for action in actions:
        names = visitor.unit_names(connection, action)
        here = names is None or found.row.unit in names
        if here and visitor.may(action, types=found.row.type):
            refuse_unseen(connection, visitor.act(), record)
            return found
    raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")

"""What was handed out, to whom, in which revision: a receipt for each delivery, written with its audit event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.actors import Act
from pipeline.exchange.tables import export_items, exports
from pipeline.ledger import note


@dataclass(frozen=True)
class HandedOut:
    """One record in a delivery: the revision that left, the file it left in, and that file's digest."""

    record: str
    revision: int
    file: str
    sha256: str | None = None


def keep_receipt(
    connection: Connection, act: Act, kind: str, receiver: str, delivery: str, items: Sequence[HandedOut]
) -> bool:
    """Keep the receipt of the delivery with digest `delivery`; False when it is kept already (a second run)."""
    if connection.execute(select(exports.c.id).where(exports.c.id == delivery)).first():
        return False
    connection.execute(
        insert(exports).values(
            id=delivery,
            kind=kind,
            receiver=receiver,
            records=len(items),
            made_at=act.time,
            made_by=act.by.id,
        )
    )
    for item in items:
        connection.execute(insert(export_items).values(export=delivery, **vars(item)))
    note(connection, act, "export.made", delivery, {"kind": kind, "records": len(items)})
    return True


def receivers(connection: Connection, record: str) -> list[dict[str, Any]]:
    """Every delivery that held the record, oldest first: receiver, kind, revision, file, when and by whom."""
    query = (
        select(exports, export_items.c.revision, export_items.c.file, export_items.c.sha256)
        .join(export_items, export_items.c.export == exports.c.id)
        .where(export_items.c.record == record)
        .order_by(exports.c.made_at)
    )
    return [dict(row._mapping) for row in connection.execute(query)]

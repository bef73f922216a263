"""Which records are used before they are checked, and what happens to that when somebody has checked them.

A record that is used early goes to signature and store without an approval; its index rows say `unreviewed`, and as
soon as it is archived it stands in the queue of review. Its approval then changes what is said of it, not its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from pipeline.actors import Act
from pipeline.ledger import note
from pipeline.window.tables import early_uses


@dataclass(frozen=True)
class EarlyUse:
    """`pages` are ids of those that the final file shows, in order; `checked`: a person has approved the record."""

    dossier: str
    component: str
    pages: tuple[str, ...]
    checked: bool


def early_use(connection: Connection, record: str) -> EarlyUse | None:
    """The early use of a record, or None."""
    row = connection.execute(select(early_uses).where(early_uses.c.record == record)).first()
    return EarlyUse(row.dossier, row.component, tuple(row.pages), row.checked_at is not None) if row else None


def begin_use(
    connection: Connection, act: Act, record: str, place: tuple[str, str], pages: Sequence[str]
) -> None:
    """Note that a record is used in `place` (dossier code, component) from now on. Safe to repeat."""
    if early_use(connection, record) is not None:
        return
    dossier, component = place
    connection.execute(
        insert(early_uses).values(
            record=record, dossier=dossier, component=component, pages=list(pages),
            used_at=act.time, used_by=act.by.id,
        )
    )  # fmt: skip
    note(connection, act, "record.used_early", record)


def mark_checked(connection: Connection, act: Act, record: str) -> None:
    """Note that a record used early is approved and goes on as one that was checked. Safe to repeat."""
    where = (early_uses.c.record == record) & early_uses.c.checked_at.is_(None)
    connection.execute(update(early_uses).where(where).values(checked_at=act.time))

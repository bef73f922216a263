"""Events of reading that pages write: lists that name people, and the alarm when somebody reads too much."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from desk.web.visitor import Visitor
from pipeline import alarms
from pipeline.actors import Act
from pipeline.exposure import LISTED
from pipeline.ledger import note
from pipeline.viewing import Purpose, note_listed


def note_shown(visitor: Visitor, records: Sequence[str], purpose: Purpose) -> None:
    """Write down, before the page is sent, whose records its list names; an empty list is no event."""
    if not records:
        return
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        note_listed(connection, act, records, purpose)
        sound(visitor, connection, act, LISTED)


def note_dossiers(visitor: Visitor, dossiers: Sequence[str]) -> None:
    """The same of dossiers (ids), whose titles name people: one event for each page of the list."""
    if not dossiers:
        return
    act = visitor.act()
    with visitor.services.ledger.writing(act) as connection:
        if len(dossiers) == 1:
            note(connection, act, "dossier.seen", dossiers[0])
        else:
            note(connection, act, "dossiers.listed", "dossiers", {"count": len(dossiers)})


def sound(visitor: Visitor, connection: Connection, act: Act, kind: str) -> None:
    """Raise the alarm when an event of this kind was one too many."""
    alarms.watch(connection, act, kind, visitor.services.settings.bulk_reading)

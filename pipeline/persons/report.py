"""What is held of a person, who saw it, to whom it went: the answer to somebody who asks. Reads index, ledger, trail.

People are found as a search finds them: by the words given, exact names first. Two people of one name stand in one
answer; whoever reads it out has to tell them apart by birth date and number, which stand beside the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from archive.search import Hit, SearchFilters
from archive.tables import handover_items, handovers
from pipeline.actors import Act
from pipeline.exchange.receipts import receivers
from pipeline.exposure import Exposure, of_record
from pipeline.find import find
from pipeline.issuing.tables import copies
from pipeline.ledger_tables import actors, records
from pipeline.persons.requests import PersonRequest, every
from pipeline.record import urn
from pipeline.review.sight import may_see

MOST = 200


@dataclass(frozen=True)
class Held:
    """One record that names the person: what it is, who was shown it, where copies of it went, what was asked."""

    record: str
    type: str
    title: str
    issued: str
    unit: str
    dossiers: tuple[str, ...]
    seen: tuple[Exposure, ...]
    sent: tuple[dict[str, str], ...]
    asked: tuple[PersonRequest, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of `person report --json`."""
        plain = {**vars(self), "dossiers": list(self.dossiers), "sent": list(self.sent)}
        return plain | {"seen": [vars(one) for one in self.seen], "asked": [vars(one) for one in self.asked]}


@dataclass(frozen=True)
class Report:
    """What was found; `more` when there are records beyond the first MOST, `hidden` that `act.by` may not see."""

    held: tuple[Held, ...]
    more: bool
    hidden: int
    names: dict[str, str]


def report(connection: Connection, act: Act, text: str) -> Report:
    """Everything the archive has for the words of a name, birth date or number."""
    found = find(connection, text, SearchFilters(), MOST, 0)
    open_ = [hit for hit in found.hits if may_see(connection, act.by, _id(hit))]
    held = tuple(_held(connection, hit) for hit in open_)
    people = {one.actor for entry in held for one in entry.seen}
    rows = connection.execute(select(actors.c.id, actors.c.name).where(actors.c.id.in_(people)))
    names = {row.id: row.name for row in rows}
    return Report(held, bool(found.more), len(found.hits) - len(open_), names)


def _id(hit: Hit) -> str:
    return hit.record.removeprefix("urn:uuid:")


def _held(connection: Connection, hit: Hit) -> Held:
    record = _id(hit)
    unit = connection.scalar(select(records.c.unit).where(records.c.id == record)) or hit.unit
    return Held(
        record=record,
        type=hit.type,
        title=hit.title,
        issued=hit.issued,
        unit=unit,
        dossiers=hit.dossiers,
        seen=tuple(of_record(connection, record)),
        sent=tuple(_sent(connection, record)),
        asked=tuple(every(connection, record=record)),
    )


def _sent(connection: Connection, record: str) -> list[dict[str, str]]:
    """Deliveries, hand-overs and certified copies, by time."""
    told = [
        {"at": row["made_at"], "kind": f"export-{row['kind']}", "to": row["receiver"], "by": row["made_by"]}
        for row in receivers(connection, record)
    ]
    over = handovers.join(handover_items, handover_items.c.handover == handovers.c.id)
    query = select(handovers).select_from(over).where(handover_items.c.object == urn(record))
    for row in connection.execute(query):
        told.append({"at": row.offered_at, "kind": "handover", "to": row.receiver, "by": row.offered_by})
    made = (copies.c.record == record) & copies.c.made_at.is_not(None)
    for row in connection.execute(select(copies).where(made)):
        told.append({"at": row.made_at, "kind": f"copy-{row.kind}", "to": "", "by": row.made_by or ""})
    return sorted(told, key=lambda one: one["at"])

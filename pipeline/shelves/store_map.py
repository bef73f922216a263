"""The map of the store: each volume or file on its shelf and how far its digitisation is. Counts; moves no paper.

A place is what dockets name: store, box, and the archival file or the register's volume. It is not started while no
batch names it, scanned when its batches are closed, checked when nothing of it waits for review, accepted when every
record of it is archived, and returned when the paper of all its batches went back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select

from pipeline.actors import Act
from pipeline.batch import WITHDRAWN
from pipeline.errors import MoveRefused, WrongUse
from pipeline.ledger import note
from pipeline.ledger_tables import batches, records
from pipeline.record import RecordState
from pipeline.shelves.tables import paper_returns, planned

Stage = Literal["not_started", "scanning", "scanned", "checked", "accepted", "returned"]
STAGES: tuple[Stage, ...] = ("not_started", "scanning", "scanned", "checked", "accepted", "returned")
MOST_LINES, MOST_LETTERS = 5000, 200
_STANDS = {
    **dict.fromkeys((RecordState.CAPTURED, RecordState.READ, RecordState.IN_REVIEW), "waiting"),
    **dict.fromkeys((RecordState.REJECTED, RecordState.QUARANTINED), "waiting"),
    **dict.fromkeys((RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED), "under_way"),
    RecordState.ARCHIVED: "archived",
}

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Place:
    """One place; `archived` of `records` are in the store with their final file, `waiting` wait for review."""

    unit: str
    store: str
    box: str
    volume: str
    stage: Stage
    batches: tuple[str, ...]
    records: int
    waiting: int
    archived: int


def store_map(connection: Connection, units: Sequence[str] | None) -> list[Place]:
    """Every place of these units (None: of all), in the order of the shelves. Reads each batch once."""
    sums: dict[Key, Counter[str]] = defaultdict(Counter)
    ids: dict[Key, list[str]] = defaultdict(list)
    states = _states(connection, units)
    for row in _batches(connection, units):
        # A paper of the counter comes from no shelf.
        if not row.docket.get("window"):
            ids[_key(row)].append(row.id)
            sums[_key(row)] += states[row.id]
            sums[_key(row)] += Counter(open=row.state == "open", returned=row.at is not None)
    plan = select(planned) if units is None else select(planned).where(planned.c.unit.in_(units))
    every = {*ids, *((row.unit, row.store, row.box, row.volume) for row in connection.execute(plan))}
    return [_place(key, tuple(ids[key]), sums[key]) for key in sorted(every)]


def _batches(connection: Connection, units: Sequence[str] | None) -> Iterator[Any]:
    query = select(batches.c.id, batches.c.unit, batches.c.state, batches.c.docket, paper_returns.c.at)
    query = query.join(paper_returns, paper_returns.c.batch == batches.c.id, isouter=True)
    query = query.where(batches.c.state != WITHDRAWN).order_by(batches.c.created_at)
    if units is not None:
        query = query.where(batches.c.unit.in_(units))
    yield from connection.execute(query)


def _states(connection: Connection, units: Sequence[str] | None) -> dict[str, Counter[str]]:
    """How many records of each batch wait for review, are on their way, are archived."""
    query = select(records.c.batch, records.c.state, func.count()).group_by(records.c.batch, records.c.state)
    if units is not None:
        query = query.where(records.c.unit.in_(units))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for batch, state, number in connection.execute(query):
        if (kind := _STANDS.get(RecordState(state))) is not None:
            found[batch][kind] += number
    return found


def _key(row: Any) -> Key:
    told = row.docket
    volume = told.get("archival_file") or " ".join(
        str(told[key]) for key in ("register", "volume") if told.get(key)
    )
    return (row.unit, str(told.get("store") or ""), str(told.get("box") or ""), str(volume or ""))


def _place(key: Key, ids: tuple[str, ...], found: Counter[str]) -> Place:
    total = found["waiting"] + found["under_way"] + found["archived"]
    return Place(*key, _stage(ids, found), ids, total, found["waiting"], found["archived"])


def _stage(ids: tuple[str, ...], found: Counter[str]) -> Stage:
    if not ids:
        return "not_started"
    if found["open"]:
        return "scanning"
    if found["returned"] == len(ids):
        return "returned"
    if found["waiting"]:
        return "scanned"
    return "checked" if found["under_way"] else "accepted"


def plan_places(connection: Connection, act: Act, text: str) -> int:
    """Add what is to be scanned to the unit's map: one place a line, `store; box; volume`, also parted by tabs.

    Returns how many were new; those that are known stay. Raises WrongUse with the line that is wrong.
    """
    known = {
        (row.store, row.box, row.volume)
        for row in connection.execute(select(planned).where(planned.c.unit == act.by.unit))
    }
    added = 0
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        if not any(parts):
            continue
        if len(parts) != 3 or not parts[2] or any(len(part) > MOST_LETTERS for part in parts):
            raise WrongUse(
                f"Dòng {number} phải có ba phần: kho; hộp; hồ sơ hoặc quyển.",
                f"Line {number} needs three parts: store; box; file or volume.",
            )
        place = (parts[0], parts[1], parts[2])
        if place not in known:
            known.add(place)
            values = {"unit": act.by.unit, "planned_at": act.time, "planned_by": act.by.id}
            told = {"store": place[0], "box": place[1], "volume": place[2]}
            connection.execute(insert(planned).values(**told, **values))
            added += 1
    note(connection, act, "shelves.planned", "shelves", {"added": added})
    return added


def returned(connection: Connection, batch: str) -> Any:
    """The row of a batch whose paper went back, or None."""
    return connection.execute(select(paper_returns).where(paper_returns.c.batch == batch)).first()


def return_paper(connection: Connection, act: Act, batch: str, receiver: str) -> None:
    """Note that the paper of a closed batch went back, and to whom. Safe to repeat. Raises MoveRefused, WrongUse."""
    if not receiver.strip():
        raise WrongUse("Ghi tên người nhận lại giấy.", "Name who took the paper back.")
    state = connection.scalar(select(batches.c.state).where(batches.c.id == batch))
    if state != "closed":
        raise MoveRefused(
            "Lô chưa đóng: giấy chưa trả được, vì chưa chắc mọi trang đã vào kho.",
            "The batch is not closed: its paper stays until every page is in the store.",
        )
    if returned(connection, batch) is None:
        values = {"batch": batch, "receiver": receiver.strip()[:200], "at": act.time, "actor": act.by.id}
        connection.execute(insert(paper_returns).values(**values))
        note(connection, act, "batch.paper_returned", batch)

"""Units (offices): their names and dates, and who answers for the records of one that is no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from pipeline.accounts.rights import EVERYWHERE
from pipeline.accounts.tables import custody, units
from pipeline.actors import Act, code
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger import note


@dataclass(frozen=True)
class Unit:
    """An office by the name that stands on its records; dates are `YYYY-MM-DD`, `valid_to` the last day."""

    code: str
    name: str
    valid_from: str | None
    valid_to: str | None


def register(connection: Connection, act: Act, name: str, valid_from: str | None = None) -> Unit:
    """Make sure the unit of that name is known; safe to repeat. Raises WrongUse when another has the same code."""
    key = code(name)
    known = connection.execute(select(units).where(units.c.code == key)).first()
    if known is None:
        connection.execute(insert(units).values(code=key, name=name, valid_from=valid_from))
        note(connection, act, "unit.register", key)
        return Unit(key, name, valid_from, None)
    if known.name != name:
        raise WrongUse(
            f"Đơn vị '{name}' trùng mã {key} với '{known.name}'. Ghi tên đầy đủ hơn.",
            f"Unit '{name}' has the same code {key} as '{known.name}'. Write a fuller name.",
        )
    return Unit(**known._mapping)


def find(connection: Connection, text: str) -> Unit:
    """The unit with that name or code. Raises NotFound."""
    row = connection.execute(select(units).where((units.c.code == text) | (units.c.name == text))).first()
    if row is None:
        raise NotFound(f"Không có đơn vị '{text}'.", f"There is no unit '{text}'.")
    return Unit(**row._mapping)


def in_being(connection: Connection, text: str, day: date) -> Unit:
    """The same, of a unit that is not over on `day`. Raises NotFound, WrongUse with who took over."""
    unit = find(connection, text)
    if unit.valid_to is not None and unit.valid_to < day.isoformat():
        heirs = ", ".join(one.holder for one in custodies(connection) if one.unit == unit.name)
        raise WrongUse(
            f"Đơn vị '{unit.name}' đã giải thể từ sau ngày {unit.valid_to}; nơi tiếp nhận: {heirs}.",
            f"Unit '{unit.name}' ended on {unit.valid_to}; taken over by: {heirs}.",
        )
    return unit


@dataclass(frozen=True)
class Custody:
    """Which unit (by name) answers for whose records since which day, by which document."""

    unit: str
    holder: str
    since: str
    until: str | None
    basis: str


def custodies(connection: Connection) -> list[Custody]:
    """The whole table, by unit."""
    heir = units.alias("heir")
    query = (
        select(custody, units.c.name, heir.c.name.label("heir"))
        .join(units, units.c.code == custody.c.unit)
        .join(heir, heir.c.code == custody.c.holder)
        .order_by(units.c.name, custody.c.since, heir.c.name)
    )
    rows = connection.execute(query)
    return [Custody(row.name, row.heir, row.since, row.until, row.basis) for row in rows]


def all_units(connection: Connection) -> list[Unit]:
    """Every unit by name."""
    return [Unit(**row._mapping) for row in connection.execute(select(units).order_by(units.c.name))]


def dissolve(
    connection: Connection, act: Act, unit: str, last_day: date, heirs: Iterable[str], basis: str
) -> None:
    """End a unit on `last_day` and give its records into the custody of `heirs` from the next day on.

    Raises WrongUse without heirs or basis, or with an heir that is over itself: records that nobody answers for must
    not exist; MoveRefused for a unit that was dissolved before.
    """
    after = date.fromordinal(last_day.toordinal() + 1)
    keys = list(dict.fromkeys(in_being(connection, heir, after).code for heir in heirs))
    known = find(connection, unit)
    if known.valid_to is not None:
        raise MoveRefused(
            f"Đơn vị '{known.name}' đã giải thể, ngày cuối {known.valid_to}.",
            f"Unit '{known.name}' is dissolved already; its last day was {known.valid_to}.",
        )
    gone, since = known.code, after.isoformat()
    if not keys or gone in keys or not basis.strip():
        raise WrongUse(
            "Giải thể đơn vị phải nêu đơn vị tiếp nhận và văn bản làm căn cứ.",
            "Dissolving a unit needs a unit that takes over and the document it stands on.",
        )
    connection.execute(update(units).where(units.c.code == gone).values(valid_to=last_day.isoformat()))
    note(connection, act, "unit.dissolved", gone, {"last": last_day.isoformat()})
    for key in keys:
        connection.execute(insert(custody).values(unit=gone, holder=key, since=since, basis=basis.strip()))
        note(connection, act, "unit.custody", gone, {"holder": key, "since": since})


def reached(connection: Connection, codes: Iterable[str], day: date) -> list[str] | None:
    """Names of the units whose records are reached from `codes`, custody included; None means every unit."""
    open_, found = list(codes), set[str]()
    if EVERYWHERE in open_:
        return None
    today = day.isoformat()
    in_force = (custody.c.since <= today) & (custody.c.until.is_(None) | (custody.c.until >= today))
    held = connection.execute(select(custody.c.holder, custody.c.unit).where(in_force)).all()
    while open_:
        unit = open_.pop()
        if unit not in found:
            found.add(unit)
            open_.extend(row.unit for row in held if row.holder == unit)
    return list(connection.scalars(select(units.c.name).where(units.c.code.in_(found))))

"""Registers of numbers: one sequence for each unit, series and year, without gaps and without repeats.

A number is taken in the transaction that writes down what bears it, so that a step that fails gives it back. Once
taken it stays: what never comes to be is annulled with a reason, and its number is not given to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing.policy import on_day
from pipeline.issuing.tables import numbers, series
from pipeline.ledger import note

USED, ANNULLED = "used", "annulled"


@dataclass(frozen=True)
class Number:
    """One number of a register; `text` is as people write it, for example `05/SY-UBND`."""

    unit: str
    series: str
    year: int
    number: int
    date: str

    @property
    def text(self) -> str:
        """Two digits at least, then the series."""
        return f"{self.number:02d}/{self.series}"


def take_number(connection: Connection, act: Act, register: tuple[str, str], about: str) -> Number:
    """The next number of (unit, series) in the year of `act`, for `about`; the one it bears already, asked again.

    The caller's transaction holds the register until it ends: nobody else takes a number meanwhile.
    """
    unit, name = register
    known = number_of(connection, about)
    if known is not None:
        return known
    taken = next_number(connection, act, register, hold=True)
    where = (series.c.unit == unit) & (series.c.series == name) & (series.c.year == taken.year)
    if taken.number == 1:
        connection.execute(insert(series).values(unit=unit, series=name, year=taken.year, last=1))
    else:
        connection.execute(update(series).where(where).values(last=taken.number))
    connection.execute(
        insert(numbers).values(
            unit=unit, series=name, year=taken.year, number=taken.number, about=about, state=USED,
            date=taken.date, at=act.time, actor=act.by.id,
        )
    )  # fmt: skip
    note(connection, act, "number.taken", about, {"number": taken.number, "year": taken.year})
    return taken


def next_number(connection: Connection, act: Act, register: tuple[str, str], *, hold: bool = False) -> Number:
    """The number that `take_number` would give now. Without `hold` somebody else may take it meanwhile."""
    unit, name = register
    day = on_day(act.at)
    where = (series.c.unit == unit) & (series.c.series == name) & (series.c.year == day.year)
    query = select(series.c.last).where(where)
    last = connection.scalar(query.with_for_update() if hold else query)
    return Number(unit, name, day.year, (last or 0) + 1, day.isoformat())


def number_of(connection: Connection, about: str) -> Number | None:
    """The living number that `about` bears."""
    where = (numbers.c.about == about) & (numbers.c.state == USED)
    row = connection.execute(select(numbers).where(where)).first()
    return _number(row) if row is not None else None


def annul_number(connection: Connection, act: Act, about: str, reason: str) -> Number:
    """Take a number out of use, with the reason; it keeps its place in the register. Raises MoveRefused, WrongUse."""
    if not reason.strip():
        raise WrongUse("Hủy số phải ghi lý do.", "Annulling a number needs a reason.")
    found = number_of(connection, about)
    if found is None:
        raise MoveRefused(f"{about} không mang số nào.", f"{about} bears no number.")
    where = (numbers.c.about == about) & (numbers.c.state == USED)
    connection.execute(update(numbers).where(where).values(state=ANNULLED, reason=reason))
    note(connection, act, "number.annulled", about, {"number": found.number, "year": found.year})
    return found


def register_of(connection: Connection, unit: str, name: str, year: int) -> list[Row[Any]]:
    """Every number of a register in order, annulled ones too."""
    where = (numbers.c.unit == unit) & (numbers.c.series == name) & (numbers.c.year == year)
    return list(connection.execute(select(numbers).where(where).order_by(numbers.c.number)))


def _number(row: Row[Any]) -> Number:
    return Number(row.unit, row.series, row.year, row.number, row.date)

"""How long records are kept: the classes, which record is in which, and whose time is over. Removes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from sqlalchemy import Connection, select

from archive import retention, tables
from archive.retention import Term
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.ledger import note
from pipeline.record import urn
from pipeline.record_type import record_types


@dataclass(frozen=True)
class RetentionClass:
    """`code` is that of TT 05/2025 (maintenance). Without `years` nothing may be destroyed until a person decides."""

    name: str
    code: str
    vi: str
    en: str
    years: int | None = None

    def ends(self, issued: str) -> date | None:
        """The first day after the term of a paper of `issued` (may be partial, its year counts); None: never, or
        not before a person decides, or the year is not known."""
        if self.years is None or not issued[:4].isdigit():
            return None
        return date(int(issued[:4]) + self.years + 1, 1, 1)


@dataclass(frozen=True)
class Due:
    """A record whose term is over."""

    record: str
    title: str
    issued: str
    retention_class: str
    legal_basis: str
    ended: str
    held: str | None

    def as_json(self) -> dict[str, str | None]:
        """One line of `archive due --json`."""
        return dict(vars(self))


@cache
def classes() -> Mapping[str, RetentionClass]:
    """Every class by name."""
    text = resources.files("pipeline").joinpath("data/retention_classes.toml").read_text(encoding="utf-8")
    return {name: RetentionClass(name, **entry) for name, entry in tomllib.loads(text).items()}


def class_named(name: str) -> RetentionClass:
    """The class of that name. Raises WrongUse with those there are."""
    if name not in classes():
        known = ", ".join(classes())
        raise WrongUse(
            f"Không có thời hạn {name}. Các thời hạn: {known}.", f"There is no term {name}. Known: {known}."
        )
    return classes()[name]


def term_of(connection: Connection, record: str, type: str) -> Term:
    """The term that holds for a record: the one decided for it, else that of its type."""
    kind = record_types()[type]
    decided = retention.term_of(connection, urn(record))
    return decided or Term(kind.retention_class, kind.legal_basis)


def decide_term(connection: Connection, act: Act, record: str, name: str, basis: str) -> None:
    """Give a record a term of its own, with its legal basis. Raises WrongUse for an unknown class."""
    found = class_named(name)
    retention.decide_term(connection, urn(record), Term(found.name, basis), act.at, act.by.id)
    note(connection, act, "record.term", record, {"class": found.name})


def due(connection: Connection, day: date, only: Sequence[str] = ()) -> list[Due]:
    """Archived records whose term is over on `day`, oldest first; of `only` when given. Unreviewed ones never are."""
    rows = tables.records
    wanted = select(rows.c.id, rows.c.type, rows.c.title, rows.c.issued).where(
        rows.c.review_state == "reviewed"
    )
    if only:
        wanted = wanted.where(rows.c.id.in_([urn(record) for record in only]))
    found = []
    for row in connection.execute(wanted.order_by(rows.c.issued, rows.c.id)).all():
        record = row.id.removeprefix("urn:uuid:")
        term = term_of(connection, record, row.type)
        ends = classes()[term.retention_class].ends(row.issued) if term.retention_class in classes() else None
        if ends is not None and ends <= day:
            held = retention.held(connection, [row.id]).get(row.id)
            told = (record, row.title, row.issued, term.retention_class, term.legal_basis, ends.isoformat())
            found.append(Due(*told, held))
    return found

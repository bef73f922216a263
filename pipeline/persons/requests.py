"""Requests of people to correct, restrict or delete what a record says of them: state, answer, day by which it is due.

A restriction that is granted closes the record at once; a correction or a removal is made by its own command
(`record annotate`, `archive remove`), with its own four eyes, and the answer names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger import note
from pipeline.lookup import view
from pipeline.persons.tables import requests
from pipeline.review import sight

# The mark that a granted restriction leaves on the record.
MARK = "restricted-by-request"
LONGEST_TEXT = 2000


class Kind(StrEnum):
    """What is asked for."""

    CORRECT = "correct"
    RESTRICT = "restrict"
    DELETE = "delete"


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class PersonRequest:
    """One request; times are UTC, `due` a day."""

    id: str
    record: str
    kind: str
    applicant: str
    text: str
    state: str
    asked_at: str
    asked_by: str
    due: str
    answer: str | None
    answered_at: str | None
    answered_by: str | None


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: about which record, in which words, answered within how many days."""

    record: str
    kind: Kind
    applicant: str
    text: str
    days: int


def ask(connection: Connection, act: Act, asked: Asked) -> PersonRequest:
    """Take a request down; the same one still open is not taken down twice. Raises NotFound, WrongUse."""
    view(connection, asked.record)
    applicant, text = asked.applicant.strip(), asked.text.strip()
    if not applicant or not text or len(text) > LONGEST_TEXT or not 0 < asked.days <= 366:
        raise WrongUse(
            f"Yêu cầu phải ghi người yêu cầu và nội dung (tối đa {LONGEST_TEXT} chữ), hạn trả lời 1 đến 366 ngày.",
            f"A request names who asks and for what (up to {LONGEST_TEXT} letters); an answer is due in 1 to 366 days.",
        )
    same = (requests.c.record == asked.record) & (requests.c.kind == asked.kind.value)
    same &= (requests.c.applicant == applicant) & (requests.c.text == text)
    known = connection.scalar(select(requests.c.id).where(same, requests.c.state == State.OPEN.value))
    if known is not None:
        return find(connection, known)
    key, due = str(uuid4()), (act.at.date() + timedelta(days=asked.days)).isoformat()
    values = {
        "id": key,
        "record": asked.record,
        "kind": asked.kind.value,
        "applicant": applicant,
        "text": text,
    }
    stands = {"state": State.OPEN.value, "asked_at": act.time, "asked_by": act.by.id, "due": due}
    connection.execute(insert(requests).values(**values, **stands))
    note(
        connection, act, "person.asked", asked.record, {"request": key, "kind": asked.kind.value, "due": due}
    )
    return find(connection, key)


def answer(connection: Connection, act: Act, key: str, to: State, text: str) -> PersonRequest:
    """Grant or refuse with words; a granted restriction closes the record in the same transaction.

    Raises NotFound, MoveRefused when it was answered before, WrongUse without words.
    """
    found = find(connection, key)
    if to is State.OPEN or not text.strip() or len(text) > LONGEST_TEXT:
        raise WrongUse("Trả lời phải có lời và kết quả.", "An answer needs words and an outcome.")
    values = {"state": to.value, "answer": text.strip(), "answered_at": act.time, "answered_by": act.by.id}
    where = (requests.c.id == found.id) & (requests.c.state == State.OPEN.value)
    if connection.execute(update(requests).where(where).values(**values)).rowcount != 1:
        raise MoveRefused(
            f"Yêu cầu {found.id} đã được trả lời.", f"Request {found.id} has been answered already."
        )
    if to is State.GRANTED and found.kind == Kind.RESTRICT:
        sight.mark(connection, act, found.record, MARK)
    note(connection, act, "person.answered", found.record, {"request": found.id, "state": to.value})
    return find(connection, found.id)


def find(connection: Connection, key: str) -> PersonRequest:
    """The request whose id begins with `key`. Raises NotFound when none or several do."""
    where = requests.c.id.startswith(key, autoescape=True)
    rows = connection.execute(select(requests).where(where).limit(2)).all() if key else []
    if len(rows) != 1:
        raise NotFound(f"Không có yêu cầu {key}.", f"There is no request {key}.")
    return PersonRequest(**rows[0]._mapping)


def every(connection: Connection, state: State | None = None, record: str = "") -> list[PersonRequest]:
    """Requests, the one due first before the others; of one state and one record, or all."""
    query = select(requests).order_by(requests.c.due, requests.c.asked_at, requests.c.id)
    if state is not None:
        query = query.where(requests.c.state == state.value)
    if record:
        query = query.where(requests.c.record == record)
    return [PersonRequest(**row._mapping) for row in connection.execute(query)]


def late(one: PersonRequest, day: date) -> bool:
    """Whether its answer was due before `day`."""
    return one.state == State.OPEN and one.due < day.isoformat()

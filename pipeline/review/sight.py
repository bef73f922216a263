"""Who may see a record: everybody, or only the people named for it. Not an authentication; the desk adds that.

A record is closed when its type is `restricted` (adoption) or a mark stands on it (a secret paper, also a suspected
one). A closed record without named people is seen by nobody, until somebody is named for it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, select, update

from pipeline.actors import Act, Actor
from pipeline.errors import NotFound
from pipeline.ledger import note
from pipeline.ledger_tables import records
from pipeline.record_type import record_types
from pipeline.review.tables import sight_marks, sight_people


def may_see(connection: Connection, actor: Actor, record: str, type: str | None = None) -> bool:
    """Whether `actor` may see what `record` says; `type` where it is known. Raises NotFound."""
    return not is_closed(connection, record, type) or actor.id in named_people(connection, record)


def is_closed(connection: Connection, record: str, type: str | None = None) -> bool:
    """Whether the record is shown to named people only, by its type (looked up unless given) or by a mark.

    Raises NotFound.
    """
    if type is None:
        type = connection.scalar(select(records.c.type).where(records.c.id == record))
    if type is None:
        raise NotFound(f"Không có tài liệu {record}.", f"There is no record {record}.")
    kind = record_types().get(type)
    return bool(kind and kind.restricted) or bool(marks_of(connection, record))


_MARKS = (
    select(sight_marks.c.mark)
    .where(sight_marks.c.record == bindparam("record"), sight_marks.c.lifted_at.is_(None))
    .order_by(sight_marks.c.mark)
)


def marks_of(connection: Connection, record: str) -> tuple[str, ...]:
    """The marks that close the record, none for an open one."""
    return tuple(connection.scalars(_MARKS, {"record": record}))


def named_people(connection: Connection, record: str) -> frozenset[str]:
    """Ids of the actors who are named for the record."""
    query = select(sight_people.c.person).where(
        sight_people.c.record == record, sight_people.c.withdrawn_at.is_(None)
    )
    return frozenset(connection.scalars(query))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a row of `ledger_records` may be listed for `actor`; the same rule as `may_see`."""
    restricted = [name for name, kind in record_types().items() if kind.restricted]
    marked = exists().where(sight_marks.c.record == records.c.id, sight_marks.c.lifted_at.is_(None))
    named = exists().where(
        sight_people.c.record == records.c.id,
        sight_people.c.person == actor.id,
        sight_people.c.withdrawn_at.is_(None),
    )
    return (records.c.type.not_in(restricted) & ~marked) | named


def mark(connection: Connection, act: Act, record: str, name: str) -> None:
    """Close the record with a mark such as `secret`. Safe to repeat."""
    where = (sight_marks.c.record == record) & (sight_marks.c.mark == name)
    known = connection.execute(select(sight_marks.c.lifted_at).where(where)).first()
    if known is None:
        connection.execute(insert(sight_marks).values(record=record, mark=name, at=act.time, actor=act.by.id))
    elif known.lifted_at is not None:
        connection.execute(
            update(sight_marks).where(where).values(at=act.time, actor=act.by.id, lifted_at=None)
        )
    else:
        return
    note(connection, act, "record.closed_to_sight", record, {"mark": name})


def lift_mark(connection: Connection, act: Act, record: str, name: str) -> None:
    """Take a mark off again, because the paper is not secret (any more). Safe to repeat."""
    where = (sight_marks.c.record == record) & (sight_marks.c.mark == name)
    done = connection.execute(
        update(sight_marks).where(where, sight_marks.c.lifted_at.is_(None)).values(lifted_at=act.time)
    )
    if done.rowcount:
        note(connection, act, "record.opened_to_sight", record, {"mark": name})


def name_person(connection: Connection, act: Act, record: str, person: str, reason: str) -> None:
    """Let the actor with id `person` see a closed record, with the reason. Safe to repeat."""
    if person in named_people(connection, record):
        return
    where = (sight_people.c.record == record) & (sight_people.c.person == person)
    values = {"at": act.time, "actor": act.by.id, "reason": reason, "withdrawn_at": None}
    if not connection.execute(update(sight_people).where(where).values(**values)).rowcount:
        connection.execute(insert(sight_people).values(record=record, person=person, **values))
    note(connection, act, "record.person_named", record, {"person": person})


def withdraw_person(connection: Connection, act: Act, record: str, person: str) -> None:
    """End that right again; the row stays with both times. Safe to repeat."""
    where = (sight_people.c.record == record) & (sight_people.c.person == person)
    done = connection.execute(
        update(sight_people).where(where, sight_people.c.withdrawn_at.is_(None)).values(withdrawn_at=act.time)
    )
    if done.rowcount:
        note(connection, act, "record.person_withdrawn", record, {"person": person})

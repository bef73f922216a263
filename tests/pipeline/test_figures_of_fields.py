"""Rates of error by field: what is counted in sets is what a plain count of every field, one by one, gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from random import Random
from typing import Any

import pytest
from reviewing import AT, LAN, MACHINE, MINH, act, put_batch, put_record, set_state
from sqlalchemy import Connection, Row, delete, insert, null, select, update

from pipeline.field_marks import keep_marks
from pipeline.figures import APPROVED, Scope
from pipeline.figures_of_fields import field_errors
from pipeline.ledger import Ledger, withdraw_batch
from pipeline.ledger_tables import batches, decisions, field_marks, fields, records
from pipeline.record import FieldState
from pipeline.review.decisions import Correction, correct

NAME = "child_full_name"
KEYED = {FieldState.NOT_YET_KEYED.value, FieldState.IMPORTED.value}
VALUES = ("LÊ NHƯ PHƯỢNG", "LÊ NHƯ QUỲNH", None)
STATES = ("accepted", "confirmed", "not_yet_keyed", "imported")


def plain(connection: Connection) -> list[tuple[str, str, int, int]]:
    """Type, field, changed and counted fields, by looking at every field and every decision about it."""
    whole, changed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for kind, field in _approved(connection):
        about = (decisions.c.record == field.record) & (decisions.c.field == field.key)
        first = connection.execute(select(decisions).where(about).order_by(decisions.c.id)).first()
        old = (first.old or {}) if first else {"value": field.value}
        if field.state in KEYED or old.get("state") in KEYED:
            continue
        whole[kind, field.key] += 1
        changed[kind, field.key] += old.get("value") != field.value
    return sorted((*key, changed[key], whole[key]) for key in whole)


def _approved(connection: Connection) -> Iterator[tuple[str, Row[Any]]]:
    kept = {row.id for row in connection.execute(select(batches).where(batches.c.state != "withdrawn"))}
    for record in connection.execute(select(records)).all():
        if record.state in APPROVED and record.batch in kept:
            for field in connection.execute(select(fields).where(fields.c.record == record.id)).all():
                yield record.type, field


def counted(connection: Connection) -> list[tuple[str, str, int, int]]:
    found = field_errors(connection, Scope())
    return sorted((one.type, one.field, one.changed.part, one.changed.whole) for one in found)


@pytest.fixture
def mixed(ledger: Ledger) -> list[str]:
    """Records with every mixture of what stood first, what was decided, and what stands now."""
    batch, gone = put_batch(ledger), put_batch(ledger)
    chance, keys = Random(7), []
    for value, state, before, first in chance.sample(list(product(VALUES, STATES, VALUES, STATES)), 60):
        keys.append(put_record(ledger, batch))
        if chance.random() < 0.5:
            confirm(ledger, keys[-1], "child_gender")
        with ledger.writing(act(LAN)) as connection:
            for old in ({"value": before, "state": first}, {"value": value, "state": "corrected"}):
                decided(connection, keys[-1], old, value)
            put_value(connection, keys[-1], value=value, state=state)
        set_state(ledger, keys[-1], chance.choice((*APPROVED, "in_review")))
    set_state(ledger, put_record(ledger, gone), "approved")
    with ledger.writing(act(MINH)) as connection:
        withdraw_batch(connection, act(MINH), gone)
    return keys


def confirm(ledger: Ledger, record: str, field: str) -> None:
    with ledger.writing(act(LAN)) as connection:
        correct(connection, act(LAN), record, [Correction(field, FieldState.CONFIRMED)])


def decided(connection: Connection, record: str, old: dict[str, Any], value: str | None) -> None:
    told = {"record": record, "at": AT.isoformat(), "actor": LAN.id, "action": "corrected", "field": NAME}
    connection.execute(insert(decisions).values(**told, old=old, new={"value": value}))


def put_value(connection: Connection, record: str, **columns: str | None) -> None:
    where = (fields.c.record == record) & (fields.c.key == NAME)
    connection.execute(update(fields).where(where).values(**columns))


def kept(connection: Connection) -> set[str]:
    return set(connection.scalars(select(field_marks.c.record)))


def test_counting_in_sets_is_counting_one_by_one(ledger: Ledger, mixed: list[str]) -> None:
    with ledger.reading() as connection:
        assert counted(connection) == plain(connection)
        assert any(0 < part < whole for _type, _field, part, whole in plain(connection))


def test_what_is_kept_for_the_archive_counts_the_same(ledger: Ledger, mixed: list[str]) -> None:
    with ledger.reading() as connection:
        archived = set(connection.scalars(select(records.c.id).where(records.c.state == "archived")))
        before = counted(connection)
    assert keep_marks(ledger, act(MACHINE)) == len(archived)
    assert keep_marks(ledger, act(MACHINE)) == 0
    with ledger.reading() as connection:
        assert kept(connection) == archived
        assert counted(connection) == before


def _other_value(connection: Connection, record: str) -> None:
    put_value(connection, record, value="ĐỖ THỊ BỊA", state="corrected")


def _field_gone(connection: Connection, record: str) -> None:
    connection.execute(delete(fields).where(fields.c.record == record, fields.c.key == NAME))


def _field_added(connection: Connection, record: str) -> None:
    row = connection.execute(select(fields).where(fields.c.record == record)).mappings().first()
    assert row is not None
    connection.execute(insert(fields).values(**{**row, "key": "note"}))


def _decision_added(connection: Connection, record: str) -> None:
    told = {"record": record, "at": AT.isoformat(), "actor": LAN.id, "action": "corrected"}
    old = {"value": "khác", "state": "accepted"}
    connection.execute(insert(decisions).values(**told, field="child_birth_date", old=old, new=None))


def _decisions_emptied(connection: Connection, record: str) -> None:
    connection.execute(update(decisions).where(decisions.c.record == record).values(old=null()))


def _decisions_gone(connection: Connection, record: str) -> None:
    connection.execute(delete(decisions).where(decisions.c.record == record))


@pytest.mark.parametrize(
    "change",
    [_other_value, _field_gone, _field_added, _decision_added, _decisions_emptied, _decisions_gone],
)
def test_what_is_kept_goes_with_any_change(
    ledger: Ledger, mixed: list[str], change: Callable[[Connection, str], None]
) -> None:
    keep_marks(ledger, act(MACHINE))
    with ledger.writing(act(MACHINE)) as connection:
        changed = sorted(kept(connection))[:5]
        for record in changed:
            change(connection, record)
    with ledger.reading() as connection:
        assert kept(connection).isdisjoint(changed)
        assert counted(connection) == plain(connection)

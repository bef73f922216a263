"""Rates of error by field: what is counted in sets is what a plain count of every field, one by one, gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

from reviewing import AT, LAN, MINH, act, put_batch, put_record, set_state
from sqlalchemy import Connection, Row, insert, select, update

from pipeline.figures import APPROVED, Scope
from pipeline.figures_of_fields import field_errors
from pipeline.ledger import Ledger, withdraw_batch
from pipeline.ledger_tables import batches, decisions, fields, records
from pipeline.record import FieldState
from pipeline.review.decisions import Correction, correct

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


def test_counting_in_sets_is_counting_one_by_one(ledger: Ledger) -> None:
    """Every mixture of what stood first, what was decided, and what stands now."""
    batch, gone = put_batch(ledger), put_batch(ledger)
    chance, name = Random(7), "child_full_name"
    mixtures = list(product(VALUES, STATES, VALUES, STATES))
    for value, state, before, first in chance.sample(mixtures, 60):
        key = put_record(ledger, batch)
        if chance.random() < 0.5:
            with ledger.writing(act(LAN)) as connection:
                correct(connection, act(LAN), key, [Correction("child_gender", FieldState.CONFIRMED)])
        with ledger.writing(act(LAN)) as connection:
            told = {
                "record": key,
                "at": AT.isoformat(),
                "actor": LAN.id,
                "action": "corrected",
                "field": name,
            }
            for old in ({"value": before, "state": first}, {"value": value, "state": "corrected"}):
                connection.execute(insert(decisions).values(**told, old=old, new={"value": value}))
            where = (fields.c.record == key) & (fields.c.key == name)
            connection.execute(update(fields).where(where).values(value=value, state=state))
        set_state(ledger, key, chance.choice((*APPROVED, "in_review")))
    set_state(ledger, put_record(ledger, gone), "approved")
    with ledger.writing(act(MINH)) as connection:
        withdraw_batch(connection, act(MINH), gone)
    with ledger.reading() as connection:
        assert counted(connection) == plain(connection)
        assert any(0 < part < whole for _type, _field, part, whole in plain(connection))

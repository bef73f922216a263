"""Records under review for tests of the desk: read from printed pages, with names and numbers of their own."""

from __future__ import annotations

from uuid import uuid4

from counter_desk import DeskHouse
from printed_records import BIRTH

from pipeline.assemble import assemble
from pipeline.finalize import finalize
from pipeline.lookup import RecordView, record_ids, view
from pipeline.record import RecordState
from pipeline.review import approve


def waiting(house: DeskHouse, name: str, number: int) -> str:
    """A birth certificate under review, whose child is LÊ NHƯ `name`, read with doubt; returns its id."""
    lines = tuple(line.replace("PHƯỢNG?60", f"{name}?60").replace("773/", f"{number}/") for line in BIRTH)
    batch = house.take_in(str(uuid4()), [house.press.page(f"{uuid4()}.png", lines)])
    with house.services.ledger.reading() as connection:
        return record_ids(connection, batch=batch)[0]


def seen(house: DeskHouse, record: str) -> RecordView:
    """The record as it is now."""
    with house.services.ledger.reading() as connection:
        return view(connection, record)


def archived(house: DeskHouse, name: str, number: int) -> str:
    """A birth certificate that was approved, signed with the development identity, and archived."""
    record, act = waiting(house, name, number), house.act("kiem")
    with house.services.ledger.writing(act) as connection:
        approve(connection, act, record, confirm=True)
    assert assemble(house.services, [record], act) == {}
    outcome = finalize(house.services, record, act)
    assert seen(house, record).state is RecordState.ARCHIVED, outcome
    return record

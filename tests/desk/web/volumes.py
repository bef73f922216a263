"""Civil-status books for tests of the desk: one page for each entry, whose numbers are keyed."""

from __future__ import annotations

from counter_desk import DeskHouse
from printed_records import BIRTH

from pipeline.record import FieldState
from pipeline.register import arrange
from pipeline.register.cancel_entry import cancel
from pipeline.register.numbers import entries_of
from pipeline.register.volume import Declared, Volume, declare
from pipeline.review import correct
from pipeline.review.decisions import Correction


def volume_of(house: DeskHouse, name: str, numbers: tuple[str, ...], first: str | None = None) -> Volume:
    """A volume of one page for each entry, whose numbers are keyed."""
    lines = [tuple(line.replace("773/", f"{one}/") for line in BIRTH) for one in numbers]
    pages = [house.press.page(f"{name}-{at}.png", one) for at, one in enumerate(lines)]
    batch, act = house.take_in(name, pages), house.act("kiem")
    told = Declared(type="birth", book="01", year=2019, first_number=1, last_number=4, first_copy=first)
    with house.services.ledger.writing(act) as connection:
        held = declare(connection, act, batch, told)
    arrange.arrange(house.services, held, range(1, len(pages) + 1), arrange.Plan(1, "bands"), act)
    with house.services.ledger.writing(act) as connection:
        for line, number in zip(entries_of(connection, held), numbers, strict=True):
            one = Correction("number", FieldState.CORRECTED, f"{number}/2019")
            correct(connection, act, line.record, [one], reason="trên giấy")
    return held


def books(house: DeskHouse) -> tuple[Volume, Volume]:
    """A book with a gap, a repeat and a cancelled entry, and its second copy, which says one name otherwise."""
    first = volume_of(house, "so-1", ("1", "2", "2"))
    second = volume_of(house, "so-2", ("1", "3"), first.id)
    act = house.act("kiem")
    with house.services.ledger.writing(act) as connection:
        cancel(connection, act, entries_of(connection, first)[0].record, "gạch trong sổ")
        for held, name in ((first, "AN"), (second, "ÁN")):
            one = Correction("child_full_name", FieldState.CORRECTED, f"LÊ NHƯ {name}")
            correct(connection, act, entries_of(connection, held)[0].record, [one], reason="trên giấy")
    return first, second

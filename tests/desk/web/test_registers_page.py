"""Volumes at the desk: what their numbers say, what the second copy says otherwise, and whose they are."""

from __future__ import annotations

import pytest
from counter_desk import STRANGER, DeskHouse
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


@pytest.fixture(scope="module")
def books(house: DeskHouse) -> tuple[Volume, Volume]:
    """A book with a gap, a repeat and a cancelled entry, and its second copy."""
    first = volume_of(house, "so-1", ("1", "2", "2"))
    second = volume_of(house, "so-2", ("1", "3"), first.id)
    act = house.act("kiem")
    with house.services.ledger.writing(act) as connection:
        cancel(connection, act, entries_of(connection, first)[0].record, "gạch trong sổ")
        for held, name in ((first, "AN"), (second, "ÁN")):
            one = Correction("child_full_name", FieldState.CORRECTED, f"LÊ NHƯ {name}")
            correct(connection, act, entries_of(connection, held)[0].record, [one], reason="trên giấy")
    return first, second


def test_the_list_counts_pages_and_entries_and_says_what_is_wrong(
    house: DeskHouse, books: tuple[Volume, Volume]
) -> None:
    page = house.client("luutru").page("/registers")
    first, second = (page.split(f"/registers/{one.id}")[1].split("</tr>")[0] for one in books)
    assert '<td class="figure">3</td><td class="figure">3</td><td class="figure">1</td>' in first
    assert "3-4" in first
    assert "sổ thứ hai" in second
    assert "0 trên 2 quyển" in page
    assert books[0].id not in house.client(STRANGER).page("/registers")


def test_checking_keeps_findings_and_shows_where_the_copies_differ(
    house: DeskHouse, books: tuple[Volume, Volume]
) -> None:
    first, second = books
    auditor = house.client("kiemtoan")
    assert "Kiểm số và đối chiếu" not in auditor.page(f"/registers/{first.id}")
    assert auditor.submit(f"/registers/{first.id}/check").status_code == 403
    client = house.client("luutru")
    page = client.page(f"/registers/{second.id}")
    assert "xem hai giá trị" not in page
    for _ in range(2):
        done = client.submit(f"/registers/{second.id}/check")
        assert done.status_code == 303
    page = client.page(done.headers["location"])
    assert "xem hai giá trị" in page
    assert "Họ, chữ đệm, tên" in page
    assert "ÁN" not in page
    page = client.page(f"/registers/{first.id}")
    assert "sổ đã hủy" in page
    assert "xem hai giá trị" in page
    assert house.client(STRANGER).get(f"/registers/{first.id}").status_code == 404

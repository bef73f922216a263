"""Volumes at the desk: what their numbers say, what the second copy says otherwise, and whose they are."""

from __future__ import annotations

import pytest
from counter_desk import STRANGER, DeskHouse
from volumes import books

from pipeline.register.volume import Volume


@pytest.fixture(scope="module", name="books")
def two_books(house: DeskHouse) -> tuple[Volume, Volume]:
    return books(house)


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

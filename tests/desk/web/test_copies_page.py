"""Certified copies at the desk: what will stand on one, signing, the registers, who may, and one walk by keyboard."""

from __future__ import annotations

import csv
import io
import re

import pytest
from browser_window import Window
from counter_desk import STRANGER, Client, DeskHouse
from playwright.sync_api import expect
from reviewed import archived, waiting
from sqlalchemy import select

from archive.tables import outbox
from pipeline.review.sight import lift_mark, mark


@pytest.fixture(scope="module")
def kept(house: DeskHouse) -> str:
    """An archived birth certificate of LÊ NHƯ NGỌC."""
    return archived(house, "NGỌC", 961)


def once_of(client: Client, record: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', client.page(f"/records/{record}/copy"))
    assert found is not None
    return found[1]


def test_a_clerk_sees_what_will_stand_on_it_signs_and_takes_the_file_away(
    house: DeskHouse, kept: str
) -> None:
    client, address = house.client("motcua"), f"/records/{kept}/copy"
    assert address in client.page(f"/records/{kept}")
    assert address in client.page("/search?q=LE NHU NGOC")
    page = client.page(address)
    assert all(told in page for told in ("SAO Y 01/SY-UBND", "SAO LỤC 01/SL-UBND", "TRÍCH SAO 01/TrS-UBND"))
    form = {"kind": "sao_y", "receiver": "=Bà Đặt", "once": once_of(client, kept)}
    made = client.submit(address, **form)
    assert made.status_code == 303, made.text
    assert client.submit(address, **form).headers["location"] == made.headers["location"]
    page = client.page(made.headers["location"])
    assert "Đã ký bản sao 01/SY-UBND" in page
    assert "1 số, đến số 1" in page
    assert "không thiếu số" in page
    file = made.headers["location"].partition("made=")[2]
    answer = client.get(f"/copies/{file}.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="01-SY-UBND.pdf"' in answer.headers["content-disposition"]
    assert client.get(f"/copies/{file[:8]}.pdf").status_code == 404
    rows = list(csv.reader(io.StringIO(client.get("/copies.csv").text.lstrip("\ufeff"))))
    assert [rows[1][0], rows[1][4], rows[1][6]] == ["01/SY-UBND", kept, "'=Bà Đặt"]
    for login, status in ((STRANGER, 404), ("kiem", 403), ("luutru", 200)):
        other = house.client(login)
        assert other.get(f"/copies/{file}.pdf").status_code == status, login
    assert "01/SY-UBND" not in house.client(STRANGER).page("/copies")
    assert len(house.client(STRANGER).get("/copies.csv").text.splitlines()) == 1
    with house.services.ledger.reading() as connection:
        told = connection.execute(select(outbox.c.detail).where(outbox.c.object == kept)).scalars().all()
    assert "Bà Đặt" not in str(told)


def test_an_extract_needs_pages_that_are_there(house: DeskHouse, kept: str) -> None:
    client, address = house.client("chutich"), f"/records/{kept}/copy"
    for first, last in (("", ""), ("2", "1"), ("x", "1"), ("7", "9")):
        form = {"kind": "trich_sao", "first": first, "last": last, "once": once_of(client, kept)}
        answer = client.submit(address, **form)
        assert answer.status_code == 409, (first, last)
        assert 'role="alert"' in answer.text
    form = {"kind": "trich_sao", "first": "1", "last": "1", "once": once_of(client, kept)}
    made = client.submit(address, **form)
    assert "01/TrS-UBND" in client.page(made.headers["location"])


def test_what_must_not_be_copied_is_refused_with_the_reason_and_takes_no_number(
    house: DeskHouse, kept: str
) -> None:
    client, early = house.client("motcua"), waiting(house, "SƠN", 962)
    page = client.page(f"/records/{early}/copy")
    assert "chưa lưu kho" in page
    assert "Lấy mã" not in page
    once = once_of(client, kept)
    assert client.submit(f"/records/{kept}/copy", kind="photocopy", once=once).status_code == 409
    assert client.submit(f"/records/{kept}/copy", kind="sao_luc").status_code == 409
    act = house.act("luutru")
    with house.services.ledger.writing(act) as connection:
        mark(connection, act, kept, "secret")
    assert client.get(f"/records/{kept}/copy").status_code == 404
    assert "LÊ NHƯ NGỌC" not in client.page("/copies")
    with house.services.ledger.writing(act) as connection:
        lift_mark(connection, act, kept, "secret")
    assert "SAO LỤC 01/SL-UBND" in client.page(f"/records/{kept}/copy")


def test_a_copy_by_keyboard_from_the_record_to_the_file(window: Window, kept: str) -> None:
    page = window.log_in("motcua")
    window.open(f"/records/{kept}/copy")
    first = page.get_by_role("radio", name="Sao y")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Sao lục")).to_be_checked()
    window.both("copy-kinds")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ký bản sao 02/SY-UBND")
    expect(page.locator(".made a")).to_be_focused()
    window.both("copy-register")
    with page.expect_download() as given:
        page.keyboard.press("Enter")
    assert given.value.suggested_filename == "02-SY-UBND.pdf"

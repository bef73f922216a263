"""Boxes for a day show dd/mm/yyyy in every browser, take what people type, and say in words what is no day."""

from __future__ import annotations

import html
import re

import pytest
from browser_window import Window
from counter_desk import DeskHouse
from playwright.sync_api import expect
from sqlalchemy import select, update

from desk.web.days import in_box, read_day
from pipeline.errors import WrongUse
from pipeline.ledger_tables import batches

FIRST_OF_FEBRUARY = (
    "1/2/2024", "01/02/2024", "01.02.2024", "1-2-2024", "01 02 2024", "1 / 2 / 2024", "01022024", "2024-02-01",
    "2024-2-1", " 01/02/2024 ",
)  # fmt: skip
NO_DAYS = (
    "31/02/2024",
    "29/02/2023",
    "13/13/2024",
    "0/1/2024",
    "1/2/24",
    "010224",
    "hôm qua",
    "2024",
    "2/2024",
    "１/2/2024",
)


@pytest.mark.parametrize("typed", FIRST_OF_FEBRUARY)
def test_the_forms_that_people_type_are_one_day(typed: str) -> None:
    assert str(read_day(typed)) == "2024-02-01"
    assert in_box(typed) == "01/02/2024"


@pytest.mark.parametrize("typed", NO_DAYS)
def test_what_is_no_day_is_refused_and_stays_in_the_box(typed: str) -> None:
    with pytest.raises(WrongUse, match="05/09/2024"):
        read_day(typed)
    assert in_box(typed) == typed


def test_an_empty_box_is_no_day_and_no_fault() -> None:
    assert (read_day("  "), in_box("")) == (None, "")


def test_a_period_typed_as_the_office_writes_it_is_counted(house: DeskHouse) -> None:
    client = house.client("luutru")
    told = client.get("/figures.csv", params={"from": "1/1/2001", "to": "31.12.2001"}).text
    assert ",2001-01-01,2001-12-31,pages_read,0,0" in told
    page = client.get("/figures", params={"from": "1/1/2001", "to": "31.12.2001"}).text
    assert 'name="from" value="01/01/2001"' in page
    assert 'name="to" value="31/12/2001"' in page
    assert "Máy đã đọc 0 trên 0 trang" in page


def test_a_day_that_does_not_exist_is_told_beside_its_box(house: DeskHouse) -> None:
    answer = house.client("luutru").get("/figures", params={"from": "31/2/2024", "to": "1/3/2024"})
    page = html.unescape(answer.text)
    assert answer.status_code == 400
    assert 'name="from" value="31/2/2024"' in page
    assert re.search(r'id="from-why"[^>]*>\'31/2/2024\' không phải ngày có thật', page)
    assert re.search(r'id="to-why"[^>]*></span>', page)
    assert "của 30 ngày qua" in page


def test_a_deputy_is_appointed_by_days_in_the_office_s_form(house: DeskHouse) -> None:
    client = house.client("quantri")
    client.page("/system")
    told = {"deputy": "motcua", "absent": "chutich", "first": "1/2/2094"}
    wrong = client.submit("/system/deputies", **told, last="30/2/2094")
    page = html.unescape(wrong.text)
    assert wrong.status_code == 400
    assert re.search(r'id="last-why"[^>]*>\'30/2/2094\' không phải ngày có thật', page)
    assert 'name="first" value="01/02/2094"' in page
    assert '<option value="chutich" selected>' in page
    missing = client.submit("/system/deputies", **told, last="")
    assert "Ghi ngày/tháng/năm." in missing.text
    assert client.submit("/system/deputies", **told, last="05.02.2094").status_code == 303
    assert "<td>01/02/2094</td><td>05/02/2094</td>" in client.page("/system")
    client.submit("/system/accounts/motcua/deputy-end", **{"for": "chutich"})


def test_a_docket_keeps_the_day_as_iso_and_what_a_file_said_otherwise(house: DeskHouse) -> None:
    batch = house.take_in("days", [house.press.page("ngay.png", ("Tờ khai",))], {"sheets": 1}, read=False)
    client, address = house.client("luutru"), f"/batches/{batch}"
    client.page(address)
    assert (
        client.submit(f"{address}/docket", **{"docket.sheets": "1", "docket.date": "5.9.2024"}).status_code
        == 303
    )
    assert 'name="docket.date" value="05/09/2024"' in client.page(address)
    assert _docket(house, batch)["date"] == "2024-09-05"
    refused = client.submit(f"{address}/docket", **{"docket.date": "tháng chín"})
    assert refused.status_code == 400
    assert "không phải ngày có thật" in refused.text
    with house.services.ledger.writing(house.act()) as connection:
        said = {"sheets": 1, "date": "tháng 9 năm 2024"}
        connection.execute(update(batches).where(batches.c.id == batch).values(docket=said))
    assert 'name="docket.date" value="tháng 9 năm 2024"' in client.page(address)
    kept = {"docket.sheets": "2", "docket.date": "tháng 9 năm 2024"}
    assert client.submit(f"{address}/docket", **kept).status_code == 303
    told = _docket(house, batch)
    assert (told["sheets"], told["date"]) == (2, "tháng 9 năm 2024")


def _docket(house: DeskHouse, batch: str) -> dict[str, object]:
    with house.services.ledger.reading() as connection:
        return dict(connection.scalar(select(batches.c.docket).where(batches.c.id == batch)) or {})


def test_the_script_reads_as_the_server_does_and_tells_it_at_the_box(window: Window) -> None:
    page = window.log_in("luutru")
    window.open("/figures")
    read = "async (typed) => (await import('/static/day_box.js')).dayOf(typed)"
    for typed in (*FIRST_OF_FEBRUARY, *NO_DAYS, "29/2/2000", "29/2/1900", ""):
        try:
            meant = in_box(typed) if read_day(typed) or not typed else None
        except WrongUse:
            meant = None
        assert page.evaluate(read, typed) == meant, typed
    box, why = page.locator("#from"), page.locator("#from-why")
    box.fill("31/2/2024")
    box.press("Tab")
    expect(why).to_contain_text("không có thật")
    expect(box).to_have_attribute("aria-invalid", "true")
    window.shot("figures-no-day")
    box.fill("1.2.2024")
    box.press("Tab")
    expect(box).to_have_value("01/02/2024")
    expect(why).to_be_empty()
    assert window.faults == []

"""The page of figures: for whom, of which units, the same numbers as its CSV; drawn without a script."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from axe_core import findings, judge
from browser_window import Window
from counter_desk import OTHER, STRANGER, UNIT, DeskHouse
from printed_records import BIRTH
from sqlalchemy import update

from desk.web.day_line import day_line
from desk.web.language import Tongue
from desk.web.numbers import decimal, share, whole
from pipeline.actors import timestamp
from pipeline.figures import KEYS, Ratio
from pipeline.issuing.policy import on_day
from pipeline.ledger_tables import batches


def rows(text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """The lines of the CSV by unit and figure."""
    sheet = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {(row["unit"], row["figure"]): (int(row["part"]), int(row["whole"])) for row in sheet}


def test_the_sentences_tell_the_numbers_of_the_csv(house: DeskHouse) -> None:
    client = house.client("luutru")
    page, answer = client.page("/figures"), client.get("/figures.csv")
    told = rows(answer.text)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert {unit for unit, _figure in told} == {UNIT}
    assert {figure for _unit, figure in told} >= set(KEYS)
    assert told[UNIT, "pages_read"] == (4, 4)
    assert "Máy đã đọc 4 trên 4 trang đã quét (100,00 %)." in page
    part, of = told[UNIT, "records_read"]
    assert f"Đã đọc {part} trên {of} tài liệu" in page
    assert of > 0
    assert "Chưa đo được tốc độ quét" in page


def test_a_period_without_work_counts_nothing(house: DeskHouse) -> None:
    client = house.client("luutru")
    assert "Máy đã đọc 0 trên 0 trang đã quét." in client.page("/figures?from=2001-01-01&to=2001-12-31")
    assert "Máy đã đọc 4 trên 4" in client.page("/figures?from=&to=")
    assert client.get("/figures?from=hom-qua").status_code == 400


def test_another_unit_is_neither_counted_nor_named(house: DeskHouse) -> None:
    stranger = house.client(STRANGER)
    assert "Máy đã đọc 0 trên 0" in stranger.page("/figures")
    assert UNIT not in stranger.page("/figures")
    assert rows(stranger.get("/figures.csv").text) == {}
    for address in ("/figures", "/figures.csv"):
        assert stranger.get(address, params={"unit": UNIT}).status_code == 404
        assert stranger.get(address, params={"unit": OTHER}).status_code == 200


def test_sentences_lead_only_where_the_role_may_go(house: DeskHouse) -> None:
    seen = {login: house.client(login).page("/figures") for login in ("luutru", "kiemtoan", "chutich")}
    assert 'href="/review">Đã duyệt' in seen["luutru"]
    assert 'href="/review">' not in seen["kiemtoan"]
    assert 'href="/batches">Máy đã đọc' in seen["kiemtoan"]
    assert 'href="/batches"' not in seen["chutich"]
    assert 'href="/dossiers">Đã số hóa' in seen["chutich"]
    for login in ("quet", "kiem", "motcua"):
        assert house.client(login).get("/figures").status_code == 403


def test_numbers_are_written_as_the_language_does() -> None:
    vi, en, ratio = Tongue("vi"), Tongue("en"), Ratio(9112, 11340)
    assert (whole(vi, 9112), share(vi, ratio), decimal(vi, 12.34)) == ("9.112", "80,35 %", "12,3")
    assert (whole(en, 9112), share(en, ratio), decimal(en, 1234.56)) == ("9,112", "80.35%", "1,235")


def test_the_line_keeps_days_without_pages_and_long_times_by_weeks(house: DeskHouse) -> None:
    today, tongue = on_day(house.services.clock()), Tongue("vi")
    drawn = day_line(tongue, {today.replace(day=1): 10, today.replace(day=4): 40})
    assert drawn is not None
    heights = [point.split(",")[1] for point in drawn.points.split()]
    assert heights == ["70.0", "92.0", "92.0", "4.0"]
    assert "40 trang, ngày 04/" in drawn.told
    assert day_line(tongue, {today: 5}) is None
    long = day_line(tongue, {today - timedelta(days=365): 7, today: 7})
    assert long is not None
    assert len(long.points.split()) in {53, 54}
    assert "tuần từ" in long.told


def test_the_page_in_a_browser_keeps_nobody_out(window: Window, house: DeskHouse) -> None:
    early = house.take_in("early", [house.press.page(f"som-{at}.png", BIRTH) for at in range(6)])
    act = house.act()
    with house.services.ledger.writing(act) as connection:
        days_ago = timestamp(act.at - timedelta(days=5))
        connection.execute(update(batches).where(batches.c.id == early).values(created_at=days_ago))
    window.log_in("luutru")
    for theme in ("light", "dark"):
        window.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        window.open("/figures")
        box = window.page.locator(".days polyline").bounding_box()
        assert box is not None
        assert box["width"] > 300
        window.shot(f"figures-{theme}")
        assert findings(window, judge()) == []

"""The map of the paper store, the minutes of delivery and return, and sheets to print."""

from __future__ import annotations

import pytest
from counter_desk import DeskHouse

from pipeline import attach
from pipeline.errors import MoveRefused
from pipeline.shelves.store_map import plan_places, return_paper, store_map


def test_a_place_goes_from_not_started_to_paper_returned(house: DeskHouse) -> None:
    archivist = house.client("luutru")
    page = archivist.page("/shelves")
    assert "HS-01" in page
    assert "đã quét, chờ kiểm tra" in page
    wrong = archivist.submit("/shelves/plan", places="Kho 1; 7")
    assert wrong.status_code == 409
    assert "Dòng 1" in wrong.text
    assert archivist.submit("/shelves/plan", places="Kho 1; 7; HS-77\nKho 1\t7\tHS-78\n").status_code == 303
    planned = archivist.page("/shelves?stage=not_started")
    assert "HS-77" in planned
    assert "HS-01" not in planned
    assert house.client("quet").submit("/shelves/plan", places="a; b; c").status_code == 403
    batch = house.batches["closed"]
    scanner = house.client("quet")
    assert "Bên giao" in scanner.page(f"/batches/{batch}/minutes/delivery")
    assert "Ghi là đã trả" in scanner.page(f"/batches/{batch}/minutes/return")
    assert scanner.submit(f"/batches/{batch}/returned", receiver=" ").status_code == 409
    assert scanner.submit(f"/batches/{batch}/returned", receiver="Lê Văn Trả").status_code == 303
    assert "Lê Văn Trả" in scanner.page(f"/batches/{batch}/minutes/return")
    assert scanner.get(f"/batches/{batch}/minutes/else").status_code == 404
    assert "đã trả giấy" in archivist.page("/shelves?stage=returned")
    stranger = house.client("ngoai")
    assert "HS-01" not in stranger.page("/shelves")
    assert stranger.get(f"/batches/{batch}/minutes/return").status_code == 404


def test_paper_of_an_open_batch_does_not_go_back(house: DeskHouse) -> None:
    page = house.press.page("mo.png", ("Tờ khai",))
    batch = house.take_in("open-one", [page], {"sheets": 5, "archival_file": "HS-02"})
    act = house.act("luutru")
    with house.services.ledger.writing(act) as connection:
        assert plan_places(connection, act, "; ; HS-03\n; ; HS-03") == 1
        assert plan_places(connection, act, "; ; HS-03") == 0
        with pytest.raises(MoveRefused):
            return_paper(connection, act, batch, "Lê Văn Trả")
        stages = {one.volume: one.stage for one in store_map(connection, None)}
    assert (stages["HS-02"], stages["HS-03"]) == ("scanning", "not_started")


def test_covers_and_separators_are_pdfs(house: DeskHouse) -> None:
    act = house.act("motcua")
    attach.open_dossier(house.services, "H29.22.33-261127-0900", act, procedure="birth-registration")
    clerk = house.client("motcua")
    sheet = clerk.get("/dossiers/H29.22.33-261127-0900/covers/birth-notice.pdf")
    assert (sheet.status_code, sheet.content[:5]) == (200, b"%PDF-")
    sheets = house.client("quet").get("/covers/sheets.pdf?kind=next&code=HS-01&count=2")
    assert (sheets.status_code, sheets.content[:5]) == (200, b"%PDF-")
    assert "In tờ phân cách" in house.client("quet").page("/covers")
    assert (
        house.client("ngoai").get("/dossiers/H29.22.33-261127-0900/covers/birth-notice.pdf").status_code
        == 404
    )

"""What people, papers and file names say is text on every page: markup in it does nothing, no address leads away."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_desk import PASSWORD, UNIT, DeskHouse
from reviewed import seen
from sqlalchemy import select, update

from desk.web.guard import POLICY
from pipeline import attach
from pipeline.accounts import account as accounts
from pipeline.accounts.account import NewAccount
from pipeline.ledger_tables import fields

BAD = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
DOSSIER = "H29.22.33-260115-0071"


@pytest.fixture(scope="module")
def spoilt(house: DeskHouse) -> dict[str, str]:
    """Markup in a file's name, a docket, a value read from paper, a dossier's title and a person's name."""
    paper = house.press.page("sach.png", ("Giấy mời", "Tờ 1"))
    hostile = Path(paper).with_name(BAD.replace("/", "") + ".png")
    hostile.write_bytes(paper.read_bytes())
    batch = house.take_in("spoilt", [hostile], {"archival_file": BAD, "sheets": 1}, read=False)
    act, record = house.act("motcua"), ""
    with house.services.ledger.writing(act) as connection:
        record = str(connection.scalar(select(fields.c.record).limit(1)))
        connection.execute(update(fields).where(fields.c.record == record).values(value=BAD, written=BAD))
        accounts.create(connection, act, NewAccount("markup", BAD, UNIT), PASSWORD, must_change=False)
    attach.open_dossier(house.services, DOSSIER, act, title=BAD, procedure="")
    return {"batch": batch, "record": record}


def test_markup_is_shown_and_never_run(house: DeskHouse, spoilt: dict[str, str]) -> None:
    assert seen(house, spoilt["record"]).fields[0].value == BAD
    shown = 0
    for login, address in (
        ("quet", "/batches"), ("quet", f"/batches/{spoilt['batch']}"), ("quet", f"/batches/{spoilt['batch']}/receipt"),
        ("kiem", "/review"), ("kiem", f"/review/{spoilt['record']}"), ("kiem", f"/records/{spoilt['record']}"),
        ("kiem", f"/review/{spoilt['record']}/fields"), ("motcua", "/dossiers"), ("motcua", f"/dossiers/{DOSSIER}"),
        ("motcua", f"/dossiers/{DOSSIER}/receipt"), ("quantri", "/system"), ("markup", "/account"),
    ):  # fmt: skip
        page = house.client(login).page(address)
        assert "<img src=x" not in page, address
        assert "<script>alert" not in page, address
        shown += "&lt;img src=x" in page
    assert shown >= 8, "the pages do show what was written"


def test_what_was_typed_into_search_comes_back_as_text(house: DeskHouse) -> None:
    answer = house.client("kiem").get("/search", params={"q": BAD, "type": BAD, "dossier": BAD, "from": BAD})
    assert "<img src=x" not in answer.text
    assert "&lt;img src=x" in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY


def test_no_address_leads_to_another_site(house: DeskHouse) -> None:
    client = house.client("quet")
    for bad in ("//evil.example", "https://evil.example", "/\\evil.example"):
        for address in ("/language/vi", "/login"):
            answer = client.get(address, params={"next": bad})
            assert answer.headers["location"] == "/", f"{address} {bad}"


@pytest.mark.parametrize("path", ["..%2f..%2fdesk.key", "%2e%2e/%2e%2e/desk.key", "....//desk.key", "%00"])
def test_no_address_leads_out_of_its_folder(house: DeskHouse, path: str) -> None:
    client = house.client("luutru")
    for before in (
        "/static/",
        "/static/vendor/",
        "/uploads/",
        "/records/",
        "/batches/",
        "/pages/",
        "/dossiers/",
    ):
        answer = client.get(f"{before}{path}")
        assert answer.status_code in {303, 400, 403, 404, 405}, f"{before}{path}: {answer.status_code}"
        assert (house.home / "desk.key").read_bytes() not in answer.content

"""Records, dossiers and verdicts by their addresses: who gets what, what is masked, what is refused, what is told."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from counter_desk import STRANGER, Client, DeskHouse
from reviewed import archived, seen, waiting
from sqlalchemy import select

from archive.tables import outbox
from desk.web.record_values import masked
from desk.web.routes.keying import marked
from pipeline.record import FieldState, RecordState
from pipeline.review import Correction, correct

DOSSIER = "H29.22.33-260115-0007"


def events(house: DeskHouse, kind: str) -> list[dict[str, object]]:
    """What the audit trail holds of that kind."""
    with house.services.ledger.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.type == kind)).all()
    return [dict(row._mapping) for row in rows]


@pytest.fixture(scope="module")
def kept(house: DeskHouse) -> str:
    """An archived record."""
    return archived(house, "HIỀN", 901)


def key_of(client: Client, record: str, purpose: str = "request") -> str:
    """Open a record with a purpose; returns what the session got for it."""
    client.page(f"/records/{record}")
    answer = client.submit(f"/records/{record}/open", purpose=purpose)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("key=")[2]


def test_a_stranger_of_another_unit_finds_nothing_at_any_address(house: DeskHouse, kept: str) -> None:
    record, client = waiting(house, "NGA", 902), house.client(STRANGER)
    client.page("/account")
    for address in (
        f"/review/{record}", f"/review/{record}/fields", f"/review/{record}/history", f"/records/{record}",
        f"/records/{record}/pages/0/827.jpg", f"/records/{record}/fields/child_full_name/crop.png",
        f"/records/{kept}", f"/records/{kept}/final.pdf", f"/records/{kept}/verdict", f"/review/{record}/slips/x.pdf",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for address in ("lease", "heartbeat", "release", "undo", "key", "keyed"):
        answer = client.submit(f"/review/{record}/{address}", act="value", key="number", value="1")
        assert answer.status_code == 404, address
    for address, form in {
        "field": {"key": "number", "act": "value", "value": "1/2020", "revision": "1"},
        "accept": {"revision": "1"}, "finding": {"code": "R050", "reason": "x"},
        "rescan": {"page": "1", "reason": "x"}, "adjudicate": {"key": "number", "side": "first"},
    }.items():  # fmt: skip
        assert client.submit(f"/review/{record}/{address}", **form).status_code == 404, address
    client.submit("/review/quick", record=record)
    assert client.submit(f"/records/{kept}/open", purpose="request").status_code == 404
    assert record not in client.page("/review")
    assert "HIỀN" not in client.page("/search?q=HIEN")
    assert seen(house, record).state is RecordState.IN_REVIEW


def test_a_role_without_the_right_is_told_so(house: DeskHouse) -> None:
    scanner = house.client("quet")
    for address in ("/review", "/search?q=an", "/dossiers", "/verify"):
        assert scanner.get(address).status_code == 403, address
    official = house.client("chutich")
    assert official.get("/dossiers").status_code == 200
    assert official.submit("/dossiers", code=DOSSIER, person="A", procedure="x").status_code == 403


def test_an_act_without_the_pages_token_changes_nothing(house: DeskHouse) -> None:
    record, client = waiting(house, "TOÀN", 903), house.client("kiem")
    form = {"key": "number", "act": "value", "value": "1/2020", "revision": "1", "reason": "x"}
    assert client.post(f"/review/{record}/field", data=form).status_code == 403
    assert client.post("/verify", content=b"%PDF-1.7").status_code == 403


def test_two_editors_never_overwrite_each_other(house: DeskHouse) -> None:
    record, client, act = waiting(house, "VÂN", 904), house.client("kiem"), house.act("luutru")
    client.page(f"/review/{record}")
    revision = seen(house, record).row.revision
    with house.services.ledger.writing(act) as connection:
        one = Correction("child_full_name", FieldState.CORRECTED, "LÊ NHƯ VÂN ANH")
        correct(connection, act, record, [one])
    form = {"key": "child_full_name", "act": "value", "value": "LÊ NHƯ VÂN KHÁNH", "revision": str(revision)}
    answer = client.submit(f"/review/{record}/field", **form)
    told = answer.json()
    assert (answer.status_code, told["conflict"]) == (409, True)
    assert (told["theirs"], told["mine"]) == ("LÊ NHƯ VÂN ANH", "LÊ NHƯ VÂN KHÁNH")
    values = {field.key: field.value for field in seen(house, record).fields}
    assert values["child_full_name"] == "LÊ NHƯ VÂN ANH"


def test_what_stands_in_values_and_files_never_becomes_script(house: DeskHouse) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    record, client, act = waiting(house, "MY", 905), house.client("kiem"), house.act("luutru")
    with house.services.ledger.writing(act) as connection:
        one = Correction("child_full_name", FieldState.AS_WRITTEN, f"{bad}{{{{7*7}}}}")
        correct(connection, act, record, [one], reason=bad)
    for address in (f"/review/{record}", "/review", f"/review/{record}/history", f"/records/{record}"):
        page = client.get(address).text
        assert "<img src=x" not in page, address
        assert "onerror" not in page or "&lt;img" in page or "&#34;&gt;" in page, address
    assert "<img" not in client.get("/search", params={"q": bad}).text
    client.page("/verify")
    answer = client.post(
        "/verify", content=b"no pdf", headers={"x-sohoa-csrf": client.token, "x-sohoa-name": quote(bad)}
    )
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert "REFUSED" in answer.text


def test_identity_numbers_and_pictures_wait_for_a_purpose_and_the_opening_is_told(
    house: DeskHouse, kept: str
) -> None:
    client = house.client("motcua")
    page = client.page(f"/records/{kept}")
    assert "LÊ NHƯ HIỀN" in page
    assert "data-viewer" not in page
    assert client.get(f"/records/{kept}/pages/0/827.jpg").status_code == 404
    assert client.get(f"/records/{kept}/final.pdf").status_code == 404
    assert client.submit(f"/records/{kept}/open", purpose="curious").status_code == 400
    assert client.submit(f"/records/{kept}/open", purpose="request", dossier="hồ sơ cũ").status_code == 400
    before = len(events(house, "record.opened"))
    key = key_of(client, kept)
    assert len(events(house, "record.opened")) == before + 1
    assert client.get(f"/records/{kept}/pages/0/827.jpg?key={key}").headers["content-type"] == "image/jpeg"
    assert client.get(f"/records/{kept}/final.pdf?key={key}").content.startswith(b"%PDF-")
    assert "HIỀN" in client.get(f"/records/{kept}/fields/child_full_name/origin?key={key}").text
    assert "TOTAL-PASSED" in client.get(f"/records/{kept}/verdict?key={key}").text
    # The same key in another session opens nothing.
    assert house.client("luutru").get(f"/records/{kept}/final.pdf?key={key}").status_code == 404


def test_masking_leaves_too_little_to_use() -> None:
    assert masked("079319498325") == "0793•••••325"
    assert masked("123") == "•••"


def test_search_finds_with_and_without_marks_and_tells_the_trail_no_names(
    house: DeskHouse, kept: str
) -> None:
    client = house.client("motcua")
    for text in ("LÊ NHƯ HIỀN", "le nhu hien", "901/2019"):
        page = client.page(f"/search?q={quote(text)}")
        assert kept in page, text
        assert "<mark>" in page, text
    assert "Không tìm thấy" in client.page("/search?q=khongcoainhuvay")
    assert "không phải ngày" in client.page("/search?q=hien&from=hôm qua")
    assert not re.search("hi[eề]n", str(events(house, "search.used")), re.IGNORECASE)


def test_a_dossier_from_opening_to_closing(house: DeskHouse, kept: str) -> None:
    client = house.client("motcua")
    client.page("/dossiers")
    form = {"procedure": "civil-status-extract", "person": "LÊ NHƯ HIỀN", "born": "15/10/2019"}
    assert client.submit("/dossiers", code="không phải mã", **form).status_code == 400
    assert client.submit("/dossiers", code=DOSSIER, **form).headers["location"] == f"/dossiers/{DOSSIER}"
    page = client.page(f"/dossiers/{DOSSIER}")
    assert kept in page
    assert "còn thiếu 1 thành phần" in page
    assert "<mark>" in page
    refused = client.submit(f"/dossiers/{DOSSIER}/close")
    assert refused.status_code == 409
    assert "Tờ khai cấp bản sao" in refused.text
    at = f"/dossiers/{DOSSIER}"
    assert client.submit(f"{at}/attach", record=kept, component="nothing").status_code == 409
    assert client.submit(f"{at}/attach", record=kept, component="registered").status_code == 303
    assert "dùng lại từ kho" in client.page(at)
    assert client.get(f"{at}/signatures").json() == {kept: "signed"}
    assert client.submit(f"{at}/detach", record=kept, reason=" ").status_code == 409
    assert client.submit(f"{at}/detach", record=kept, reason="gắn nhầm").status_code == 303
    assert "gắn nhầm" in client.page(at)
    assert client.submit(f"{at}/attach", record=kept, component="application").status_code == 303
    assert "Tiếp nhận lúc" in client.page(f"{at}/receipt")
    assert client.submit(f"{at}/close").status_code == 303
    assert "đã đóng" in client.page(at)
    assert client.submit(f"{at}/attach", record=kept, component="registered").status_code == 409
    other = house.client(STRANGER)
    assert other.get(at).status_code == 404
    assert other.get(f"{at}/receipt").status_code == 404
    assert other.submit(f"{at}/attach", record=kept, component="registered").status_code == 404
    assert DOSSIER not in other.page("/dossiers")


def test_papers_of_another_person_are_not_offered_as_this_persons(house: DeskHouse, kept: str) -> None:
    other, client, code = archived(house, "THIỀN", 907), house.client("motcua"), "H29.22.33-260115-0009"
    client.page("/dossiers")
    # Typed in a run, the day is written as people write it, and found.
    form = {"procedure": "civil-status-extract", "person": "LÊ NHƯ HIỀN", "born": "15102019"}
    assert client.submit("/dossiers", code=code, **form).status_code == 303
    page = client.page(f"/dossiers/{code}")
    assert "LÊ NHƯ HIỀN, sinh 15/10/2019" in page
    sure, _, near = page.partition('<details class="near">')
    assert f'name="record" value="{kept}"' in sure
    # The same birth day and two words of the name, and yet another child.
    assert f'name="record" value="{other}"' not in sure
    assert f'name="record" value="{other}"' in near


def test_differing_letters_are_marked() -> None:
    first, second = marked("NGUYỄN VĂN AN", "NGUYỄN VĂN ẨN")
    assert [one.text for one in first if one.differs] == ["A"]
    assert [one.text for one in second if one.differs] == ["Ẩ"]


def test_the_slip_for_a_page_to_scan_again(house: DeskHouse) -> None:
    record, client = waiting(house, "DUY", 906), house.client("kiem")
    client.page(f"/review/{record}")
    assert client.submit(f"/review/{record}/rescan", page="9", reason="mờ").status_code == 400
    told = client.submit(f"/review/{record}/rescan", page="1", reason="mờ").json()
    assert client.get(told["slip"]).content.startswith(b"%PDF-")
    assert seen(house, record).state is RecordState.REJECTED

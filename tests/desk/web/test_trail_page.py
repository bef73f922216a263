"""The audit trail at the desk: for auditors, of their units; the verifier names what somebody changed."""

from __future__ import annotations

import ast

from counter_desk import STRANGER, DeskHouse
from sqlalchemy import text
from terminal import ROOT

from desk.web.event_words import act_word
from desk.web.language import Tongue
from pipeline.audit_trail import seal_trail


def test_an_auditor_reads_the_trail_of_the_own_unit(house: DeskHouse) -> None:
    batch = house.batches["closed"]
    auditor = house.client("kiemtoan")
    found = auditor.page(f"/audit?object={batch}")
    assert "batch.open" in found
    assert "batch.close" in found
    assert "record.captured" not in found
    assert batch not in house.client(STRANGER).page("/audit")
    assert "audit.seen" in auditor.page("/audit?type=audit.")
    assert 'href="/audit"' in auditor.page("/figures")
    for login in ("luutru", "quantri", "quet"):
        assert house.client(login).get("/audit").status_code == 403


def test_older_events_are_reached_page_by_page(house: DeskHouse) -> None:
    auditor = house.client("kiemtoan")
    for _ in range(101):
        auditor.page("/audit?type=audit.seen")
    first = auditor.page("/audit?type=audit.seen")
    assert "before=" in first
    assert "Không có sự kiện nào" in auditor.page("/audit?before=1")
    assert auditor.get("/audit?before=9999999999999999999999").status_code == 200
    # A sign that searches understand is only a letter here.
    assert "Không có sự kiện nào" in auditor.page("/audit?type=%25")


def test_the_button_verifies_and_names_the_event_that_was_changed(house: DeskHouse) -> None:
    seal_trail(house.services, house.act("may-chu"))
    auditor = house.client("kiemtoan")
    auditor.page("/audit")
    assert "Không thấy chỗ nào bị sửa" in auditor.submit("/audit/verify").text
    with house.services.ledger.engine.begin() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit_outbox SET actor = 'person:khac' WHERE id = 3"))
    answer = auditor.submit("/audit/verify")
    assert "Nhật ký không còn nguyên vẹn" in answer.text
    assert "sự kiện 3: Sự kiện đã bị sửa" in answer.text


def acts_in_the_code() -> set[str]:
    """Every act that some code notes by name."""
    files = (path for folder in ("pipeline", "desk") for path in (ROOT / folder).rglob("*.py"))
    calls = (node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    found = set()
    for one in calls:
        if isinstance(one, ast.Call) and len(one.args) > 2 and getattr(one.func, "id", "") == "note":
            found |= {part.value for part in (one.args[2],) if isinstance(part, ast.Constant)}
    return found


def test_every_act_has_its_word_and_leads_to_more_of_the_same(house: DeskHouse) -> None:
    acts = acts_in_the_code()
    assert len(acts) > 100
    wordless = {one for one in acts if act_word(one, Tongue("vi")) == one}
    assert wordless == set()
    page = house.client("kiemtoan").page("/audit?type=batch.close")
    assert '<a href="/audit?type=batch.close" title="batch.close">đóng lô</a>' in page
    assert 'title="person:quet">Phạm Văn Quét</a>' in page

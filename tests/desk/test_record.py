"""Review at the terminal: cards, corrections, findings, approval, each in the person's name."""

from __future__ import annotations

from counter import Desk

NAMED = {"id", "type", "state", "pages", "fields", "findings"}
FIELD = {"value", "written", "confidence", "state", "page", "box"}


def field(desk: Desk, record: str, key: str) -> dict[str, object]:
    found: dict[str, object] = desk("record", "show", record, "--json").document["fields"][key]
    return found


def confirm_rest(desk: Desk, record: str) -> None:
    """Settle everything that is still open, as a person would before approving."""
    shown = desk("record", "show", record, "--json").document
    doubtful = [key for key, value in shown["fields"].items() if value["state"] == "needs_review"]
    codes = {f["code"] for f in shown["findings"] if f["open"] and f["severity"] == "error"}
    words = [word for key in doubtful for word in ("--confirm", key)]
    words += [word for code in codes for word in ("--close-finding", code)]
    assert desk("record", "correct", record, *words, "--reason", "seen on the image").code == 0


def test_a_record_as_json_has_the_promised_keys(desk: Desk, record: str) -> None:
    shown = desk("record", "show", record, "--json")
    assert (shown.code, shown.err) == (0, "")
    assert shown.document.keys() >= NAMED
    assert all(value.keys() == FIELD for value in shown.document["fields"].values())
    listed = desk("record", "list", "--state", "in_review", "--json").document
    assert (listed["total"], [one["id"] for one in listed["records"]]) == (1, [record])


def test_a_card_tells_what_is_doubted_from_what_is_not(desk: Desk, record: str) -> None:
    shown = desk("record", "show", record[:8])
    lines = {line.split()[-1]: line for line in shown.out.splitlines() if line.strip()}
    assert lines["child_full_name"].startswith("?")
    assert "LÊ NHƯ PHƯỢNG" in lines["child_full_name"]
    assert lines["child_birth_date"].startswith(("·", "?"))
    assert "2019-10-15" in lines["child_birth_date"]
    assert "on the paper: 15/10/2019" in shown.out
    assert f"sohoa record approve {record[:8]}" in shown.out


def test_a_correction_is_kept_with_who_and_what_it_replaced(desk: Desk, record: str) -> None:
    assert desk("record", "correct", record, "child_full_name=LÊ NHƯ PHỤNG", "--reason", "blurred").code == 0
    assert field(desk, record, "child_full_name")["state"] == "corrected"
    decision = desk("record", "show", record, "--json").document["decisions"][-1]
    assert (decision["actor"], decision["reason"]) == ("person:lan", "blurred")
    assert decision["old"]["value"] == "LÊ NHƯ PHƯỢNG"
    assert "LÊ NHƯ PHỤNG" in desk("record", "show", record, "--history").out


def test_each_way_of_deciding_has_its_state(desk: Desk, record: str) -> None:
    line = ["child_birth_date=16/10/2019", "--as-written", "number=773 bis", "--unreadable", "child_gender"]
    assert desk("record", "correct", record, *line, "--confirm", "mother_full_name").code == 1
    line += ["--reason", "seen on the image"]
    assert desk("record", "correct", record, *line, "--confirm", "mother_full_name").code == 0
    assert field(desk, record, "child_birth_date")["value"] == "2019-10-16"
    assert field(desk, record, "number")["state"] == "as_written"
    assert field(desk, record, "child_gender")["value"] is None
    assert field(desk, record, "mother_full_name")["state"] == "confirmed"


def test_a_line_with_one_fault_decides_nothing(desk: Desk, record: str) -> None:
    for line in (
        ["child_gender=Nam", "child_birth_date=someday", "--reason", "seen"],
        ["child_gender=Nam", "no_such_field=1"],
        ["child_gender=Nam", "child_gender=Nữ"],
        ["child_gender"],
        ["child_gender=Nam", "--close-finding", "R999", "--reason", "none"],
        [],
    ):
        assert desk("record", "correct", record, *line).code == 1
    assert field(desk, record, "child_gender")["value"] == "Nữ"
    assert desk("record", "show", record, "--json").document["decisions"] == []


def test_a_record_with_a_doubtful_field_is_not_approved(desk: Desk, record: str) -> None:
    refused = desk("record", "approve", record)
    assert refused.code == 4
    assert "child_full_name" in refused.err
    assert desk("record", "approve", "--quick").code == 0
    assert desk("record", "show", record, "--json").document["state"] == "in_review"


def test_a_settled_record_is_approved_from_the_quick_queue(desk: Desk, record: str) -> None:
    confirm_rest(desk, record)
    assert desk("record", "approve", "--quick").code == 0
    shown = desk("record", "show", record, "--json").document
    assert shown["state"] == "approved"
    assert (shown["decisions"][-1]["action"], shown["decisions"][-1]["actor"]) == ("approve", "person:lan")


def test_another_type_brings_its_own_fields(desk: Desk, record: str) -> None:
    assert desk("record", "correct", record, "--type", "death").code == 0
    shown = desk("record", "show", record, "--json").document
    assert shown["type"] == "death"
    assert "child_full_name" not in shown["fields"]
    assert [decision["action"] for decision in shown["decisions"]] == ["retype"]


def test_a_rejected_record_keeps_the_reason(desk: Desk, record: str) -> None:
    assert desk("record", "reject", record, "--reason", "two pages stuck together").code == 0
    shown = desk("record", "show", record, "--json").document
    assert (shown["state"], shown["decisions"][-1]["reason"]) == ("rejected", "two pages stuck together")


def test_an_id_that_fits_no_record_is_wrong_use(desk: Desk, record: str) -> None:
    for id in ("zzzz", "%", ""):
        assert desk("record", "show", id).code == 1

"""Record types on their way through a reading: an office's own, those that people key, records of odd lengths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from papers import CHANGES, OLD_BIRTH, PAPERS
from test_record_type import SMALL
from typeset import BIRTH, MOTTO, reading, typeset

from ocr.reading import PageReading
from pipeline.errors import WrongUse
from pipeline.interpret import interpret
from pipeline.record import DraftRecord, FieldState
from pipeline.record_type import RecordTypeInvalid, record_types, use_office_types
from pipeline.settings import load

RECEIPT = (*MOTTO, ">GIẤY BIÊN NHẬN", "Số: 12/2024", "Người nộp: Lê Văn An")


@pytest.fixture(autouse=True)
def only_the_built_in_types_afterwards() -> Iterator[None]:
    yield
    use_office_types(None)


def codes(draft: DraftRecord) -> set[str]:
    return {finding.code for finding in draft.findings}


def test_a_new_type_is_a_file_in_the_office_s_folder(tmp_path: Path) -> None:
    (tmp_path / "receipt.toml").write_text(SMALL, encoding="utf-8")
    settings = load({"SOHOA_HOME": str(tmp_path), "SOHOA_RECORD_TYPES": str(tmp_path)})
    assert [draft.type for draft in interpret([reading(typeset(*RECEIPT))])] == ["unknown"]
    use_office_types(settings.record_types)
    found, birth = interpret([reading(typeset(*RECEIPT)), reading(typeset(*BIRTH), 2)])
    assert (found.type, {field.key: field.value for field in found.fields}) == (
        "receipt",
        {"number": "12/2024"},
    )
    assert birth.type == "birth"


def test_an_office_s_type_replaces_the_built_in_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SMALL.replace('"receipt"', '"drawing"', 1), encoding="utf-8")
    use_office_types(tmp_path)
    assert record_types()["drawing"].vi == "Giấy biên nhận"
    use_office_types(None)
    assert record_types()["drawing"].vi != "Giấy biên nhận"


def test_a_broken_file_stops_the_start_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "receipt.toml").write_text(SMALL.replace("labels", "lables"), encoding="utf-8")
    with pytest.raises(RecordTypeInvalid) as refused:
        use_office_types(tmp_path)
    assert "receipt.toml" in refused.value.vi
    assert "lables" in refused.value.en
    with pytest.raises(WrongUse, match="no folder"):
        use_office_types(tmp_path / "nowhere")


def test_an_old_paper_is_named_and_left_to_be_keyed() -> None:
    (draft,) = interpret([reading(typeset(*OLD_BIRTH))])
    assert draft.type == "old_birth"
    assert {field.state for field in draft.fields} == {FieldState.NOT_YET_KEYED}
    assert not any(field.value or field.written for field in draft.fields)
    assert len(draft.fields) == len(record_types()["old_birth"].fields)


def test_a_certificate_of_three_pages_is_looked_at() -> None:
    page, back = typeset(*BIRTH), typeset("Ghi chú khác", "Không")
    assert "PAGES_MANY" not in codes(interpret([reading(page), reading(back, 2)])[0])
    (draft,) = interpret([reading(page), reading(back, 2), reading(back, 3)])
    assert "PAGES_MANY" in codes(draft)


def test_a_page_that_is_not_there_is_missed() -> None:
    def counted(number: int) -> PageReading:
        head = CHANGES if number == 1 else ("Nội dung tiếp theo", *([""] * (len(CHANGES) - 1)))
        return reading(typeset(*head, *([""] * (39 - len(CHANGES))), f"Trang {number}/3"), number)

    (whole,) = interpret([counted(1), counted(2), counted(3)])
    assert "PAGES_MISSING" not in codes(whole)
    (torn,) = interpret([counted(1), counted(3)])
    assert [f.facts for f in torn.findings if f.code == "PAGES_MISSING"] == [{"missing": "2"}]


def test_the_newer_papers_are_read_by_their_own_labels() -> None:
    wanted = {
        "completion": {"permit_number": "118/GPXD", "permit_date": "2012-02-03", "actual_storeys": "3"},
        "penalty_decision": {"fine_amount_vnd": "30000000", "violator_name": "Võ Thành Long"},
        "violation_record": {"recorder_name": "Nguyễn Văn Tâm", "violator_name": "Võ Thành Long"},
        "marital_status": {"number": "45/UBND-XNTTHN", "subject_purpose": "đăng ký kết hôn"},
        "planning_information": {"area_m2": "120.5", "land_use_function": "đất ở đô thị", "map_sheet": "32"},
        "house_number": {"house_number": "12/4", "old_house_number": "8A", "street": "Kha Vạn Cân"},
        "drawing": {"drawing_number": "KT-03", "scale": "1/100", "drawn_date": "2012-03"},
        "guardianship": {"guardian_full_name": "ĐỖ THỊ LAN", "minor_birth_date": "2011-09-30"},
        "adoption": {"mother_full_name": "HỒ THỊ SEN", "child_full_name": "BÙI AN NHIÊN"},
        "register_changes": {"change_from": "Võ Hồng Nhung", "change_to": "Võ Hồng Nhưng"},
    }
    for kind, values in wanted.items():
        (draft,) = interpret([reading(typeset(*PAPERS[kind]))])
        found = {field.key: field.value for field in draft.fields}
        assert (draft.type, {key: found.get(key) for key in values}) == (kind, values)

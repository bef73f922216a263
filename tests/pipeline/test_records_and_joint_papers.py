"""Records, minutes and papers of several bodies: who signs them, who issued them, where what they are about ends."""

from __future__ import annotations

import pytest
from office_words import TEXT
from official_papers import SIGNED, foot, head, values
from typeset import typeset

from pipeline.extract import Extraction, extract_layouts
from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import read_letterhead
from pipeline.normalize.kinds import normalise
from pipeline.record_type import record_types

HEAD = head("UBND QUẬN 9", "PHÒNG QUẢN LÝ ĐÔ THỊ", "Số: 45/TB-QLĐT")


def about(*lines: str) -> str:
    """What a notice with these lines below its title is about."""
    made = read_letterhead(lay_out(typeset(*HEAD, "", ">THÔNG BÁO", *lines)), ["THÔNG BÁO"])
    return " ".join(token.text for token in made.abstract)


def record(*signed: str) -> Extraction:
    """What is found in a record of a violation that these lines close."""
    act = ("Hành vi vi phạm: Xây dựng không có giấy phép", *[""] * 12)
    return extract_layouts([lay_out(typeset(*act, *signed))], record_types()["violation_record"], None)


def signer(found: Extraction) -> tuple[str | None, str | None]:
    told = {one.key: one.value for one in found.fields}
    return told.get("signer_position"), told.get("signer_name")


SIGNED_BY_THREE = (
    "NGƯỜI VI PHẠM|>NGƯỜI LẬP BIÊN BẢN",
    "(Ký, ghi rõ họ tên)|>(Ký, ghi rõ họ tên)",
    "",
    "",
    "Ngô Thị Út|>Hoàng Thanh Thảo",
)


def test_who_wrote_a_record_signs_it_at_the_right() -> None:
    made = record(*SIGNED_BY_THREE)
    assert signer(made) == ("NGƯỜI LẬP BIÊN BẢN", "Hoàng Thanh Thảo")
    assert made.evidence["signer_position"].whole


def test_who_wrote_a_record_may_be_something_besides() -> None:
    said = record("|>NGƯỜI LẬP BIÊN BẢN", "|>CHỦ TỊCH", "", "", "|>Dương Đức Nghĩa")
    assert signer(said) == ("CHỦ TỊCH", "Dương Đức Nghĩa")
    # What he is may stand under the seal.
    lost = record("|>NGƯỜI LẬP BIÊN BẢN", "", "", "|>Dương Đức Nghĩa")
    assert signer(lost) == ("NGƯỜI LẬP BIÊN BẢN", "Dương Đức Nghĩa")
    assert not lost.evidence["signer_position"].whole


def test_a_position_goes_on_behind_a_dash() -> None:
    signed = foot("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH -", "TỔNG HỢP", "", "Trần Văn Hòa")
    told = values(*HEAD, ">THÔNG BÁO", ">Về việc nghỉ lễ", "", *TEXT, "", *signed)
    assert told["signer_position"] == "TL. GIÁM ĐỐC TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP"


@pytest.mark.parametrize("stray", ["TRƯỞNG PHÒNG HÀNH CHÍNH -?40", "TRƯỞNG PHÒNG HÀNH CHÍNH"])
def test_a_fleck_at_the_end_of_a_line_is_no_dash(stray: str) -> None:
    signed = foot("TL. GIÁM ĐỐC", stray, "TỔNG HỢP", "", "Trần Văn Hòa")
    told = values(*HEAD, ">THÔNG BÁO", ">Về việc nghỉ lễ", "", *TEXT, "", *signed)
    assert told["signer_position"] == "TL. GIÁM ĐỐC TRƯỞNG PHÒNG HÀNH CHÍNH TỔNG HỢP"


def test_a_stamp_above_a_body_has_a_head_of_its_own() -> None:
    made = head("BỘ CÔNG AN", "CÔNG AN TỈNH NGHỆ AN", "Số: 3873/CAT-VP", "V/v cung cấp hồ sơ")
    told = values("SỐ", *made, "", ">Kính gửi: Sở Tư pháp", "", *TEXT, "", *SIGNED)
    assert told["issuing_body"] == "CÔNG AN TỈNH NGHỆ AN"


@pytest.mark.parametrize("joined", ["BỘ TƯ PHÁP-", "BỘ TƯ PHÁP -"])
def test_bodies_that_issue_a_paper_together_are_parted_by_a_dash(joined: str) -> None:
    made = head(joined, "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 20/TB-BTP-BGDĐT")
    told = values(*made, "", ">THÔNG BÁO", ">Về việc nghỉ lễ", "", *TEXT, "", *SIGNED)
    assert told["issuing_body"] == "BỘ TƯ PHÁP - BỘ GIÁO DỤC VÀ ĐÀO TẠO"


@pytest.mark.parametrize(("above", "number"), [("tuyển sinh đợt", "2"), ("thu ngân sách quý", "III")])
def test_what_is_counted_has_its_number_in_the_next_line(above: str, number: str) -> None:
    assert about(f">Về việc {above}", f">{number}") == f"Về việc {above} {number}"


def test_a_figure_below_what_counts_nothing_is_a_stamps() -> None:
    assert about(">Về việc tuyển sinh đại học", ">2") == "Về việc tuyển sinh đại học"


def test_a_text_begins_though_a_stamp_lies_over_its_first_words() -> None:
    told = (
        "Về việc thu hồi đất để thực hiện dự án sửa chữa trụ sở làm việc của Ủy ban nhân dân các xã, phường"
    )
    spoilt = "Că0?13 cấ?30 p0ạ6?30 Tổ chức chính quyền địa phương số 72/2025/QH15"
    assert about(told, spoilt) == told
    # What is read clearly is no spoilt "Căn cứ".
    assert about(told, ">Các cơ quan chuyên môn của thành phố").endswith("thành phố")


def test_a_numbered_paragraph_begins_the_text_whatever_sign_its_number_has() -> None:
    full = "công an phường tăng cường tuần tra, kiểm soát, kịp thời phát hiện, lập biên bản và xử lý nghiêm các vụ"
    assert about(">Về việc tuần tra", f"2, {full}", full) == "Về việc tuần tra"


def test_no_stop_stands_before_how_many_copies_are_kept() -> None:
    assert normalise("recipients", "- Như Điều 3; - Lưu: VT, TP. (3b).") == "Như Điều 3; Lưu: VT, TP (3b)"
    assert normalise("recipients", "- UBND TP. (để b/c); - Lưu: VT.") == "UBND TP. (để b/c); Lưu: VT"

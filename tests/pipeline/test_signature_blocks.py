"""What a spoilt signature block must have said, as Decree 30/2020 has it; and what is left as it was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_words import TEXT
from official_papers import TO, foot, head, values

from pipeline.normalize.proposals import propose
from pipeline.normalize.signature_blocks import nearest_position

SPOILT = {
    "TM. B^N THƯỜNG VỤ PHÓ Bị THƯ": "TM. BAN THƯỜNG VỤ PHÓ BÍ THƯ",
    "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH (y": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN tm'. CHỦ TỊCH ĐHÓ CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    "TM. BAN THƯỜNG VỤ KT. CHỦ TỊCH Ủ TỊCH": "TM. BAN THƯỜNG VỤ KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    "TL. BỘ TRƯỞNG KT. CHÁNH VĂN PHÒNG PHÓ CHÁ": "TL. BỘ TRƯỞNG KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG",
    "TL. GIÁM ĐỐC KT. TRƯỞNG PHÒNG TỔ CHỨC PHÓ TRƯỞN HÒNG": (
        "TL. GIÁM ĐỐC KT. TRƯỞNG PHÒNG TỔ CHỨC PHÓ TRƯỞNG PHÒNG TỔ CHỨC"
    ),
    "TT. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO": "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO",
    "TE; HIỆU TRƯỞNG TRƯỞNG PHÒNG CTSV": "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG CTSV",
    "TL. CHỦ TỊCH TRƯỜNG PHÒNG QUẢN LÝ ĐÔ THỊ": "TL. CHỦ TỊCH TRƯỞNG PHÒNG QUẢN LÝ ĐÔ THỊ",
    "1 BỘ TRƯỞNG TH TRƯỞNG": "KT. BỘ TRƯỞNG THỨ TRƯỞNG",
    "ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    "TUQ. CHỦ TỊCH CÔ CHỨC TƯ PHÁP - Ô TỊCH": "TUQ. CHỦ TỊCH CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",
    "T/M BAN THƯỜNG VỤ Z PHÓ BÍ THƯ PHỤ TPẮCH": "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ PHỤ TRÁCH",
    "TL. GIÁM ĐỐC TRƯỞNG HÒNG TỔ CHỨC - HÀNH CHÍNH": "TL. GIÁM ĐỐC TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH",
}
AS_READ = (
    "CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
    "KT. CHỦ TỊCH PHÓ CHỦ TỊCH THƯỜNG TRỰC",
    "KT. BỘ TRƯỞNG THỨ TRƯỞNG",
    "TL. CHỦ TỊCH KT. GIÁM ĐỐC SỞ NỘI VỤ PHÓ GIÁM ĐỐC SỞ NỘI VỤ",
    "TL. HIỆU TRƯỞNG TRƯỞNG PHÒNG ĐÀO TẠO",
    "TUQ. CỤC TRƯỞNG TRƯỞNG PHÒNG TUYÊN TRUYỀN HỖ TRỢ NGƯỜI NỘP THUẾ",
    "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ",
    "TL. BỘ TRƯỞNG CỤC TRƯỞNG CỤC QUẢN LÝ CHẤT LƯỢNG",
    "TL. CHỦ TỊCH KT. TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ PHÓ TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ",
    "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",
    "GIÁM ĐỐC SỞ Y TẾ",
    "Trưởng phòng (đã ký)",
    "GIÁM C",
    "Z{A'C 9",
)


@pytest.mark.parametrize(("written", "meant"), SPOILT.items())
def test_what_a_spoilt_block_must_have_said(written: str, meant: str) -> None:
    assert [(one.proposed, one.why) for one in propose("position", written)] == [(meant, "block")]


@pytest.mark.parametrize("written", [*AS_READ, *SPOILT.values()])
def test_what_reads_well_or_is_beyond_us_stays_as_it_was_read(written: str) -> None:
    assert nearest_position(written)[1] is None


@given(st.text(max_size=80) | st.lists(st.sampled_from(" ".join(SPOILT).split()), max_size=12).map(" ".join))
def test_any_text_is_mended_once_and_never_an_exception(written: str) -> None:
    meant = nearest_position(written)[1]
    assert meant is None or nearest_position(meant)[1] is None


def test_a_person_starts_from_what_the_block_must_have_said_and_is_told_what_was_read() -> None:
    found = values(
        *head("BỘ TÀI CHÍNH", "", "Số: 12/BTC-QLCS"),
        *TO,
        *TEXT,
        *foot("KT. BỘ TRƯỞNG", "TH TRƯỞNG", "", "Hồ An"),
    )
    assert found["signer_position"] == "KT. BỘ TRƯỞNG THỨ TRƯỞNG"


def test_what_an_electronic_signature_prints_about_itself_is_no_position() -> None:
    lines = foot("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "ời ký: ỦY BAN NHÂN DÂN TỈNH", "", "Hồ Thanh Sơn")
    assert values(*head("ỦY BAN NHÂN DÂN", "", "Số: 12/UBND-NC"), *TO, *TEXT, *lines)["signer_position"] == (
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"
    )


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("(ào Hồng Kim Ngân", "Hồng Kim Ngân"),
        ("(Đã ký)", None),
        ("(Đã ký", None),
        ("(Ký, ghi rõ họ tên", None),
    ],
)
def test_a_name_whose_c_a_pen_made_a_bracket_is_found_and_a_remark_is_none(
    below: str, name: str | None
) -> None:
    lines = foot("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "", below)
    found = values(*head("BỘ TÀI CHÍNH", "", "Số: 12/BTC-QLCS"), *TO, *TEXT, *lines)
    assert found["signer_name"] == name

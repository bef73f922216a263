"""What stands in the head of a letter or notice and where each of it ends: abstract, motto, date, kind."""

from __future__ import annotations

import pytest
from office_words import TEXT
from official_papers import foot, head
from official_papers import values as letter
from test_extract_cells import page

from pipeline.extract.layout import lay_out
from pipeline.extract.letterhead import read_letterhead

SIGNED = foot("TRƯỞNG PHÒNG", "", "", "Trần Văn Hòa")
HEAD = head("UBND QUẬN 9", "PHÒNG QUẢN LÝ ĐÔ THỊ", "Số: 45/KH-QLĐT")
ABSTRACT = "Tổ chức Hội nghị tổng kết phong trào thi đua năm 2023"
PARAGRAPHS = (
    "    Qua kiểm tra thực tế, đoàn kiểm tra ghi nhận có mười bốn trường hợp không phép",
    "và đã xử lý xong chín trường hợp.",
    "    Đề nghị các đoàn thể tuyên truyền, vận động hội viên, nhân dân chấp hành đúng quy định",
    "của pháp luật.",
    "    Giao Trưởng phòng Quản lý đô thị chủ trì, phối hợp với Ủy ban nhân dân các phường rà soát",
    "và báo cáo kết quả.",
)


def _indented() -> tuple[dict[int, str], ...]:
    """The lines of a plan, whose text begins 80 pixels into the page as that of its paragraphs does."""
    text = [{240 if line.startswith(" ") else 160: line.strip()} for line in PARAGRAPHS]
    title = (
        {200: "UBND QUẬN 9", 760: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        {760: "KẾ HOẠCH"},
        {520: ABSTRACT},
        {670: "và phát động thi đua năm 2024"},
    )
    return (*title, *text)


def test_an_abstract_ends_where_a_paragraph_begins() -> None:
    head = read_letterhead(lay_out(page(*_indented())), ["KẾ HOẠCH"])
    said = " ".join(token.text for token in head.abstract)
    assert said == "Tổ chức Hội nghị tổng kết phong trào thi đua năm 2023 và phát động thi đua năm 2024"


@pytest.mark.parametrize(
    "text",
    ["ĐẾN Kính gửi: Bà Lê Thị Mai", "UBND Phường Hòa Minh trân trọng kính mời: Công ty Hạ tầng Phương Đông"],
)
def test_an_abstract_ends_where_the_text_speaks(text: str) -> None:
    found = letter(*HEAD, "", ">GIẤY MỜI", f">{ABSTRACT}", f">{text}", *SIGNED)
    assert found["abstract"] == ABSTRACT


def test_an_abstract_across_the_page_makes_no_letter_of_a_paper_without_a_legible_title() -> None:
    rows = (
        {200: "THÀNH PHỐ HỒ CHÍ MINH", 820: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
        {240: "ỦY BAN NHÂN DÂN", 900: "Độc lập - Tự do - Hạnh phúc"},
        {260: "Số: 1467/TB-UBND", 830: "Cát Lái, ngày 14 tháng 8 năm 2026"},
        {740: "THÔYNGB(O"},
        {330: "Về việc lịch tiếp công dân định kỳ của lãnh đạo Ủy ban nhân dân phường Cát Lái"},
        {240: "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013, Ủy ban nhân dân phường"},
    )
    head = read_letterhead(lay_out(page(*rows)), ["THÔNG BÁO"])
    assert (head.kind_tokens, head.abstract) == ((), ())
    assert " ".join(token.text for token in head.body) == "ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    "date",
    [
        ("Hiệp Bình Chánh, ngày 28 tháng 7", "năm 2022"),
        ("Hiệp Bình Chánh, ngày 28 tháng 7 năm", "2022"),
    ],
)
def test_a_year_may_stand_below_its_date(date: tuple[str, str]) -> None:
    paper = ("UBND QUẬN 9", "PHÒNG QUẢN LÝ ĐÔ THỊ", "Số: 45/KH-QLĐT", f"|>{date[1]}")
    lines = [*head(*paper[:3], date=date[0]), paper[3], "", ">THÔNG BÁO", ">Về việc nghỉ lễ"]
    assert letter(*lines, "", *TEXT, *SIGNED)["issue_date"] == "2022-07-28"


@pytest.mark.parametrize(
    ("above", "about"),
    [
        ((*HEAD, "V/v xác minh tình trạng hôn nhân", "", ">Kính gửi: Sở Xây dựng"), "V/v "),
        ((*HEAD, "", ">BÁO CÁO", ">Xác minh tình trạng hôn nhân"), ""),
    ],
)
def test_what_a_letter_is_about_makes_no_certificate_of_it(above: tuple[str, ...], about: str) -> None:
    found = letter(*above, "", *TEXT, *SIGNED)
    assert found["abstract"] == (f"{about}xác minh" if about else "Xác minh") + " tình trạng hôn nhân"


def test_a_motto_without_a_gap_before_it_takes_no_word_of_the_body() -> None:
    rows = (
        {280: "SỞ XÂY DỰNG NGHỆ AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT"},
        {300: "CHI CỤC KIỂM ĐỊNH", 720: "NAM"},
        {320: "XÂY DỰNG", 660: "Độc lập - Tự do - Hạnh phúc"},
        {300: "Số: 97/CKĐ", 660: "Nghệ An, ngày 28 tháng 01 năm 2024"},
        {290: "V/v tránh bão lũ"},
        {700: "Kính gửi: Các phòng"},
    )
    head = read_letterhead(lay_out(page(*rows)), ["KẾ HOẠCH"])
    assert " ".join(token.text for token in head.body) == "CHI CỤC KIỂM ĐỊNH XÂY DỰNG"
    assert " ".join(token.text for token in head.abstract) == "V/v tránh bão lũ"

"""Kinds of paper from titles and labels, garbled or not; what is unsure says so."""

from __future__ import annotations

import random

import papers
import pytest
from typeset import BIRTH, MOTTO, typeset

from pipeline.classify import UNKNOWN, Classification, classify
from pipeline.normalize.spelling import bare


def paper(title: str, *lines: str) -> tuple[str, ...]:
    return (*MOTTO, *(f">{part}" for part in title.split(" / ")), *lines)


PEOPLE = (
    "Họ, chữ đệm, tên: LÊ NHƯ PHƯỢNG",
    "Ngày, tháng, năm sinh: 15/10/2019",
    "Dân tộc: Kinh Quốc tịch: Việt Nam",
)
PAPERS = [
    ("birth", BIRTH),
    ("birth", paper("GIÂY KHAl SINH", *BIRTH[4:12])),
    ("birth", paper("TRÍCH LỤC KHAI SINH", *BIRTH[4:14])),
    ("death", paper("TRÍCH LỤC KHAI TỬ", *PEOPLE, "Đã chết vào lúc: 4 giờ", "Nơi chết: nhà riêng")),
    ("death", paper("GIẤY CHỨNG TỬ", *PEOPLE, "Nơi chết: nhà riêng", "Nguyên nhân chết: bệnh")),
    ("marriage", paper("GIẤY CHỨNG NHẬN KẾT HÔN", "Họ và tên chồng: A|Họ và tên vợ: B", "Quyển số: 1", *PEOPLE[1:])),
    ("parent_child", paper("TRÍCH LỤC / ĐĂNG KÝ NHẬN CHA, MẸ, CON", *PEOPLE, "Là cha của người có tên dưới đây:")),
    ("parent_child", paper("QUYẾT ĐỊNH / Về việc công nhận việc nhận cha, mẹ, con", "Căn cứ Luật Hộ tịch;", *PEOPLE)),
    ("construction_permit", paper("GIẤY PHÉP XÂY DỰNG", "1. Cấp cho: Ông A", "+ Mật độ xây dựng: 80%",
                                  "+ Tổng diện tích sàn: 90 m2", "+ Số tầng: 2", "+ Chỉ giới xây dựng: 3 m")),
    ("correspondence", paper("QUYẾT ĐỊNH", "Căn cứ Luật Lưu trữ;", "Điều 1. Phê duyệt.", "Nơi nhận:")),
    ("correspondence", (*MOTTO, "Số: 12/UBND-VP", "V/v rà soát", "Kính gửi: Các khu phố", "Nơi nhận:")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "lines"), PAPERS)
def test_papers_are_known_by_title_and_labels(kind: str, lines: tuple[str, ...]) -> None:
    seen = classify(typeset(*lines))
    assert (seen.type, seen.sure) == (kind, True), seen


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        *papers.PAPERS.items(),
        ("register_changes", papers.CHANGES_OLD),
        ("old_birth", papers.FRENCH_BIRTH),
        (
            "planning_information",
            (*papers.HEAD, "V/v cung cấp thông tin quy hoạch", "Kính gửi: Ông A", *papers.PLANNING[5:]),
        ),
    ],
)
def test_every_kind_of_paper_is_known(kind: str, lines: tuple[str, ...]) -> None:
    seen = classify(typeset(*lines))
    assert (seen.type, seen.sure) == (kind, True), seen


def garbled(line: str, chance: random.Random) -> str:
    """As a bad scan reads: one letter in twelve is another one, lost, doubled or without its marks."""
    made = ""
    for sign in line:
        if sign in "| >" or chance.random() > 1 / 12:
            made += sign
            continue
        plain = bare(sign)
        made += chance.choice(
            ("", sign + ".", plain.upper() if sign.isupper() else plain, chance.choice("iltoegIHMNE1"))
        )
    return made


@pytest.mark.parametrize("seed", range(3))
def test_a_garbled_paper_is_known_or_left_to_a_person(seed: int) -> None:
    known = 0
    for kind, lines in papers.PAPERS.items():
        chance = random.Random(f"{kind} {seed}")
        seen = classify(typeset(*(garbled(line, chance) for line in lines)))
        assert seen.type == kind or not seen.sure, seen
        known += seen.sure
    assert known >= 0.8 * len(papers.PAPERS)


def test_a_garbled_subject_does_not_turn_a_penalty_into_a_letter() -> None:
    lines = [
        line.replace("Xử phạt vi phạm hành chính", "Xứ phot vi phqm hònh chinl") for line in papers.PENALTY
    ]
    assert not surely(classify(typeset(*lines)), "correspondence")


def surely(seen: Classification, kind: str) -> bool:
    return seen.sure and seen.type == kind


LETTER = (*papers.HEAD, "Số: 5/QĐ-UBND|>Thủ Đức, ngày 1 tháng 2 năm 2020")
LOOKALIKES = [
    paper("TỜ KHAI / CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Kính gửi: UBND phường", *papers.MARITAL_STATUS[6:12]),
    paper("ĐƠN ĐỀ NGHỊ / CẤP GIẤY PHÉP XÂY DỰNG", "Kính gửi: UBND", "Mật độ xây dựng: 80%", "Số tầng: 3"),
    paper("ĐƠN ĐỀ NGHỊ CẤP SỐ NHÀ", "Kính gửi: UBND phường", *papers.HOUSE_NUMBER[4:8]),
    paper("ĐƠN XIN NHẬN CON NUÔI TRONG NƯỚC", "Kính gửi: UBND phường", *papers.ADOPTION[4:8]),
    paper("MẪU GIẤY KHAI SINH", *BIRTH[4:12]),
    paper("SỔ ĐĂNG KÝ KHAI SINH", "Quyển số: 01"),
    paper("GIẤY CHỨNG NHẬN / QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở", "Thửa đất số: 5", "Tờ bản đồ số: 6"),
    paper("GIẤY KHAI SANH", *BIRTH[3:12]),
    paper("DANH SÁCH", "", "", ">TRÍCH LỤC KHAI SINH", *BIRTH[4:12]),
    paper("HỦY GIẤY PHÉP XÂY DỰNG", "Lý do: xây dựng sai phép"),
    (">GIẤY KHAI SINH",),
    ("Điều 5. Giấy tờ hộ tịch", "Ủy ban nhân dân cấp", "GIẤY KHAI SINH", "cho người đi đăng ký khai sinh."),
    (*LETTER, ">THÔNG BÁO", ">Cấp giấy phép xây dựng", "Căn cứ Luật Xây dựng;", "Nơi nhận:"),
]  # fmt: skip
LETTERS = [
    (
        *LETTER,
        ">QUYẾT ĐỊNH",
        ">Về việc thu hồi giấy phép xây dựng",
        "Căn cứ Luật Xây dựng;",
        "Điều 1. Thu hồi.",
        "Nơi nhận:",
    ),
    (*LETTER, ">BIÊN BẢN", ">Họp giao ban tháng 2", "Thành phần:", "Nơi nhận:"),
    (
        *LETTER,
        ">THÔNG TƯ",
        ">Quy định chi tiết Luật Hộ tịch",
        "Căn cứ Luật Hộ tịch;",
        "Điều 1. Mẫu",
        "",
        ">GIẤY KHAI SINH",
        "Nơi nhận:",
    ),
]


@pytest.mark.parametrize("lines", LOOKALIKES)
def test_what_only_looks_alike_is_left_to_a_person(lines: tuple[str, ...]) -> None:
    seen = classify(typeset(*lines))
    assert not seen.sure, seen


@pytest.mark.parametrize("lines", LETTERS)
def test_a_paper_of_decree_30_about_another_is_correspondence(lines: tuple[str, ...]) -> None:
    assert surely(classify(typeset(*lines)), "correspondence")


@pytest.mark.parametrize(
    "title",
    [
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
        "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
        "GIẤY CHỨNG SINH",
    ],
)
def test_an_application_is_not_the_paper_it_asks_for(title: str) -> None:
    seen = classify(typeset(*paper(title, "Kính gửi: Ủy ban nhân dân phường", *BIRTH[4:14])))
    assert not seen.sure


def test_a_form_without_a_legible_title_is_only_a_guess() -> None:
    seen = classify(typeset(*BIRTH[4:]))
    assert (seen.type, seen.sure) == ("birth", False)


@pytest.mark.parametrize("lines", [(), ("Danh sách lớp học", "1. An", "2. Bình"), ("....", "-- --")])
def test_other_papers_are_unknown(lines: tuple[str, ...]) -> None:
    seen = classify(typeset(*lines))
    assert (seen.type, seen.sure) == (UNKNOWN, False)


def test_forms_are_told_apart() -> None:
    assert classify(typeset(*BIRTH)).form == "giay_khai_sinh_2016"
    old = paper("GIẤY KHAI SINH", "Số: 5 Quyển số: 1", "Họ và tên: A", "Họ và tên cha: B", "Họ và tên mẹ: C")
    assert classify(typeset(*old)).form == "giay_khai_sinh_old"


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("death", ("Đã chết lúc: 4 giờ", "Nơi chết: nhà riêng")),
        ("marriage", ("CHỒNG", *PEOPLE[1:], "VỢ", *PEOPLE[1:])),
    ],
)
def test_labels_and_headings_of_one_type_make_it_the_guess(kind: str, lines: tuple[str, ...]) -> None:
    seen = classify(typeset(*paper("KIL LTU", *PEOPLE, *lines, "Nơi đăng ký: UBND phường Tam Phú")))
    assert (seen.type, seen.sure) == (kind, False)


def test_the_second_row_of_a_title_may_be_five_letters() -> None:
    page = typeset(
        *MOTTO, "", ">GIẤY CHỨNG NHẬN", ">SỐ NHÀ", "", "Chủ nhà: Nguyễn Thị Lan", "Số nhà: 396",
        "Đường (phố): Đỗ Xuân Hợp", "Phường: An Phú",
    )  # fmt: skip
    seen = classify(page)
    assert (seen.type, seen.sure) == ("house_number", True)

"""Kinds of paper from titles and labels, garbled or not; what is unsure says so."""

from __future__ import annotations

import pytest
from typeset import BIRTH, MOTTO, typeset

from pipeline.classify import UNKNOWN, classify


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

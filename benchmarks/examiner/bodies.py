"""Bodies that write letters: the line above them, their own lines, their sign, seat, who signs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """A body. `own` are the lines of its name as the head prints it; `orders` who may sign, line by line."""

    above: tuple[str, ...]
    own: tuple[str, ...]
    sign: str
    seat: str
    orders: tuple[tuple[str, ...], ...]
    desks: tuple[str, ...]
    to: tuple[str, ...]


_CHAIR = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
)
_RECTOR = (
    ("HIỆU TRƯỞNG",),
    ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
    ("TL. HIỆU TRƯỞNG", "TRƯỞNG PHÒNG ĐÀO TẠO"),
)
_MINISTER = (
    ("BỘ TRƯỞNG",),
    ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
    ("TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG"),
    ("TUQ. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ"),
)
_MANAGER = (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
_GENERAL = (
    ("TỔNG GIÁM ĐỐC",),
    ("KT. TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC"),
    ("TL. TỔNG GIÁM ĐỐC", "TRƯỞNG BAN TỔ CHỨC NHÂN SỰ"),
)

_WARDS = ("Thường trực Đảng ủy, HĐND (để báo cáo)", "CT, các PCT UBND", "Các tổ chức chính trị - xã hội")
_SCHOOL = ("Ban Giám hiệu (để b/c)", "Các khoa, phòng, trung tâm", "Website Trường")
_STATE = (
    "Bộ trưởng (để b/c)",
    "Các Thứ trưởng",
    "Cổng Thông tin điện tử của Bộ",
    "Các Vụ, Cục, đơn vị thuộc Bộ",
)
_FIRM = ("Hội đồng thành viên (để b/c)", "Các phòng, ban, xí nghiệp trực thuộc", "Trang thông tin điện tử")

BODIES = (
    Body(
        (), ("ỦY BAN NHÂN DÂN", "PHƯỜNG TAM BÌNH"), "UBND", "Tam Bình", _CHAIR, ("VP", "KT-HT", "ĐT"), _WARDS
    ),
    Body(
        ("THÀNH PHỐ HỒ CHÍ MINH",),
        ("ỦY BAN NHÂN DÂN QUẬN 6",),
        "UBND",
        "Quận 6",
        _CHAIR,
        ("TP", "QLĐT", "NV"),
        _WARDS,
    ),
    Body(
        (), ("ỦY BAN NHÂN DÂN", "HUYỆN LỤC NGẠN"), "UBND", "Lục Ngạn", _CHAIR, ("TNMT", "VHTT", "VP"), _WARDS
    ),
    Body(
        (), ("ỦY BAN NHÂN DÂN", "TỈNH VĨNH LONG"), "UBND", "Vĩnh Long", _CHAIR, ("NC", "KTNV", "THNV"), _WARDS
    ),
    Body(
        ("UBND TỈNH NAM ĐỊNH",),
        ("SỞ TƯ PHÁP",),
        "STP",
        "Nam Định",
        _MANAGER,
        ("HCTP", "VP"),
        ("Như trên", "Giám đốc Sở (để b/c)"),
    ),
    Body(
        ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ"),
        ("SỞ XÂY DỰNG",),
        "SXD",
        "Cần Thơ",
        _MANAGER,
        ("QHKT", "TTr"),
        ("Ban Giám đốc Sở", "Chánh Thanh tra Sở"),
    ),
    Body((), ("BỘ Y TẾ",), "BYT", "Hà Nội", _MINISTER, ("DP", "TCCB", "KH-TC"), _STATE),
    Body(
        (),
        ("BỘ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"),
        "BNN",
        "Hà Nội",
        _MINISTER,
        ("BVTV", "TCCB", "VP"),
        _STATE,
    ),
    Body((), ("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "BGDĐT", "Hà Nội", _MINISTER, ("GDĐH", "QLCL", "PC"), _STATE),
    Body(
        ("BỘ TÀI CHÍNH",),
        ("KHO BẠC NHÀ NƯỚC",),
        "KBNN",
        "Hà Nội",
        (("TỔNG GIÁM ĐỐC",), ("KT. TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC")),
        ("KTNN", "TVQT"),
        ("Lãnh đạo Bộ (để b/c)", "KBNN các khu vực"),
    ),
    Body(
        ("ĐẠI HỌC QUỐC GIA TP. HỒ CHÍ MINH",),
        ("TRƯỜNG ĐẠI HỌC BÁCH KHOA",),
        "ĐHBK",
        "TP. Hồ Chí Minh",
        _RECTOR,
        ("ĐT", "TCHC"),
        _SCHOOL,
    ),
    Body(
        ("BỘ CÔNG THƯƠNG",),
        ("TRƯỜNG CAO ĐẲNG", "KỸ THUẬT CAO THẮNG"),
        "CĐKTCT",
        "TP. Hồ Chí Minh",
        _RECTOR,
        ("ĐT", "CTHSSV"),
        _SCHOOL,
    ),
    Body(
        ("BỘ NỘI VỤ",),
        ("HỌC VIỆN HÀNH CHÍNH QUỐC GIA",),
        "HCQG",
        "Hà Nội",
        (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("QLĐT", "VP"),
        _SCHOOL,
    ),
    Body(
        ("UBND QUẬN BÌNH THỦY",),
        ("TRƯỜNG THCS AN THỚI",),
        "THCSAT",
        "An Thới",
        (("HIỆU TRƯỞNG",), ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")),
        ("VP",),
        ("Phòng GDĐT (để b/c)", "Các tổ chuyên môn"),
    ),
    Body(
        ("TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM",),
        ("TỔNG CÔNG TY", "ĐIỆN LỰC MIỀN NAM"),
        "EVN SPC",
        "TP. Hồ Chí Minh",
        _GENERAL,
        ("TCNS", "KT"),
        _FIRM,
    ),
    Body(
        ("TỔNG CÔNG TY CẤP NƯỚC SÀI GÒN",),
        ("CÔNG TY CỔ PHẦN", "CẤP NƯỚC THỦ ĐỨC"),
        "CNTĐ",
        "Thủ Đức",
        (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KTCN", "TCHC"),
        _FIRM,
    ),
)

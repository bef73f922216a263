"""Invented use of real kinds of offices: wards, districts, departments, provinces, ministries, and who \
signs for them."""

from __future__ import annotations

from random import Random

from benchmarks.third_hand.frame import Office

_WARDS = (
    ("Phường Hiệp Bình Chánh", "Thành phố Thủ Đức", "Hiệp Bình Chánh"),
    ("Phường Linh Xuân", "", "Linh Xuân"),
    ("Phường Tân Phú", "Quận 7", "Quận 7"),
    ("Xã Bình Hưng", "Huyện Bình Chánh", "Bình Hưng"),
    ("Phường Dịch Vọng", "Quận Cầu Giấy", "Cầu Giấy"),
    ("Phường Hưng Dũng", "Thành phố Vinh", "Hưng Dũng"),
    ("Xã Diễn Thành", "Huyện Diễn Châu", "Diễn Thành"),
    ("Phường An Bình", "Quận Ninh Kiều", "Ninh Kiều"),
    ("Phường Hòa Minh", "Quận Liên Chiểu", "Hòa Minh"),
    ("Thị trấn Bến Lức", "Huyện Bến Lức", "Bến Lức"),
    ("Phường Tăng Nhơn Phú", "", "Tăng Nhơn Phú"),
)
_DISTRICTS = (
    ("Quận 9", "Quận 9"),
    ("Thành phố Thủ Đức", "Thủ Đức"),
    ("Quận Ninh Kiều", "Ninh Kiều"),
    ("Huyện Long Thành", "Long Thành"),
    ("Thành phố Biên Hòa", "Biên Hòa"),
)
_PROVINCES = (
    ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ("Tỉnh Đồng Nai", "Đồng Nai"),
    ("Thành phố Cần Thơ", "Cần Thơ"),
    ("Tỉnh Nghệ An", "Nghệ An"),
)
PEOPLE_COMMITTEE = "ỦY BAN NHÂN DÂN"


def _committee(rng: Random, unit: str) -> str:
    start = rng.choice((PEOPLE_COMMITTEE, PEOPLE_COMMITTEE, "UBND"))
    breaks = start == PEOPLE_COMMITTEE and (len(unit) > 12 or rng.random() < 0.6)
    return f"{start}{chr(10) if breaks else ' '}{unit.upper()}"


def ward(rng: Random) -> Office:
    """A ward, commune or township."""
    name, over, place = rng.choice(_WARDS)
    above = (
        ""
        if not over and rng.random() < 0.3
        else f"{'UBND ' if over else ''}{(over or 'Thành phố Hồ Chí Minh').upper()}"
    )
    return Office(above if rng.random() < 0.5 else "", _committee(rng, name), "UBND", place)


def district(rng: Random) -> Office:
    """A district or a town under a province."""
    name, place = rng.choice(_DISTRICTS)
    over = rng.choice(("", "", "THÀNH PHỐ HỒ CHÍ MINH")) if name in ("Quận 9", "Thành phố Thủ Đức") else ""
    return Office(over, _committee(rng, name), "UBND", place)


def province(rng: Random) -> Office:
    """A province or city under the government."""
    name, place = rng.choice(_PROVINCES)
    return Office("", _committee(rng, name), "UBND", place)


def department(rng: Random) -> Office:
    """A department of a province, a division of a district, a board, a branch."""
    name, place = rng.choice(_PROVINCES)
    unit, area = rng.choice(_DISTRICTS)
    above = f"{PEOPLE_COMMITTEE}\n{name.upper()}" if rng.random() < 0.6 else f"UBND {name.upper()}"
    return rng.choice(
        (
            Office(above, "SỞ XÂY DỰNG", "SXD", place),
            Office(above, "SỞ TƯ PHÁP", "STP", place),
            Office(above, "SỞ QUY HOẠCH - KIẾN TRÚC", "SQHKT", place),
            Office(above, "SỞ NÔNG NGHIỆP VÀ\nPHÁT TRIỂN NÔNG THÔN", "SNN", place),
            Office(f"UBND {unit.upper()}", "PHÒNG QUẢN LÝ ĐÔ THỊ", "QLĐT", area),
            Office(f"UBND {unit.upper()}", "PHÒNG TƯ PHÁP", "TP", area),
            Office(f"UBND {unit.upper()}", "VĂN PHÒNG HĐND VÀ UBND", "VP", area),
            Office(f"UBND {unit.upper()}", "BAN QUẢN LÝ DỰ ÁN\nĐẦU TƯ XÂY DỰNG KHU VỰC", "BQLDA", area),
            Office(f"SỞ XÂY DỰNG {name.upper()}", "CHI CỤC GIÁM ĐỊNH XÂY DỰNG", "CCGĐ", place),
            Office("BỘ TƯ PHÁP", "CỤC HỘ TỊCH, QUỐC TỊCH,\nCHỨNG THỰC", "HTQTCT", "Hà Nội"),
            Office("", "BỘ XÂY DỰNG", "BXD", "Hà Nội"),
            Office(
                "TỔNG CÔNG TY CẤP NƯỚC SÀI GÒN\nTRÁCH NHIỆM HỮU HẠN MTV",
                "CÔNG TY CỔ PHẦN\nCẤP NƯỚC THỦ ĐỨC",
                "CNTĐ",
                "Thủ Đức",
            ),
        )
    )


_OF_COMMITTEES = (
    ["CHỦ TỊCH"],
    ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
    ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"],
    ["Q. CHỦ TỊCH"],
    ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
    ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG QUẢN LÝ ĐÔ THỊ"],
)
# By the beginning of the body's name.
_CHIEFS = {
    "BỘ": "BỘ TRƯỞNG",
    "CỤC": "CỤC TRƯỞNG",
    "PHÒNG": "TRƯỞNG PHÒNG",
    "CHI": "CHI CỤC TRƯỞNG",
    "VĂN": "CHÁNH VĂN PHÒNG",
}


def positions(rng: Random, office: Office) -> list[str]:
    """The lines of who signs for `office`, in the orders papers use."""
    body = " ".join(office.body.split())
    if office.sign == "UBND":
        return [*rng.choice(_OF_COMMITTEES)]
    chief = next((title for head, title in _CHIEFS.items() if body.startswith(head)), "GIÁM ĐỐC")
    deputy = "THỨ TRƯỞNG" if chief == "BỘ TRƯỞNG" else f"PHÓ {chief}"
    return rng.choice(
        (
            [chief],
            [f"KT. {chief}", deputy],
            [f"KT. {chief}", deputy],
            [f"TL. {chief}", "TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP"],
        )
    )


def registrar(rng: Random) -> list[str]:
    """Who signs papers of the civil register."""
    return rng.choice(
        (
            ["CHỦ TỊCH"],
            ["PHÓ CHỦ TỊCH"],
            ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
            ["TUQ. CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"],
        )
    )

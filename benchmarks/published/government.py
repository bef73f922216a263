"""Bodies of the government, from ministries to offices of a ward."""

from __future__ import annotations

from random import Random

from benchmarks.published.bodies import DISTRICTS, PROVINCES, WARDS, Issuer

_MINISTRIES = (
    ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "BGDĐT"), ("BỘ NỘI VỤ", "BNV"), ("BỘ CÔNG THƯƠNG", "BCT"), ("BỘ TÀI CHÍNH", "BTC"),
    ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", "BKHCN"), ("BỘ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", "BVHTTDL"), ("BỘ Y TẾ", "BYT"),
    ("BỘ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG", "BNNMT"), ("BỘ TƯ PHÁP", "BTP"), ("BỘ XÂY DỰNG", "BXD"),
)  # fmt: skip
_SECTORS = (
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT"), ("SỞ NỘI VỤ", "SNV"), ("SỞ TÀI CHÍNH", "STC"), ("SỞ Y TẾ", "SYT"),
    ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT"), ("SỞ CÔNG THƯƠNG", "SCT"), ("SỞ XÂY DỰNG", "SXD"),
    ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "SVHTTDL"), ("SỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "SLĐTBXH"),
    ("THANH TRA TỈNH", "TTr"), ("BAN DÂN TỘC", "BDT"),
)  # fmt: skip


def ministry(rng: Random) -> Issuer:
    """A ministry."""
    body, sign = rng.choice(_MINISTRIES)
    staff = ("CHÁNH VĂN PHÒNG", "VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ", "CỤC TRƯỞNG CỤC QUẢN LÝ CHẤT LƯỢNG")
    return Issuer("", body, sign, "Hà Nội", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "", staff, emblem=True)


def bureau(rng: Random) -> Issuer:
    """A bureau under a ministry."""
    over, body, sign, chief = rng.choice(
        (
            ("BỘ TÀI CHÍNH", "CỤC THUẾ", "CT", "CỤC TRƯỞNG"),
            ("BỘ Y TẾ", "CỤC QUẢN LÝ DƯỢC", "QLD", "CỤC TRƯỞNG"),
            ("BỘ CÔNG THƯƠNG", "CỤC XUẤT NHẬP KHẨU", "XNK", "CỤC TRƯỞNG"),
            ("VĂN PHÒNG CHÍNH PHỦ", "CỤC HÀNH CHÍNH - QUẢN TRỊ II", "HCQT.II", "CỤC TRƯỞNG"),
            ("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CỤC CHĂN NUÔI VÀ THÚ Y", "CNTY", "CỤC TRƯỞNG"),
        )
    )
    return Issuer(over, body, sign, "Hà Nội", chief, f"PHÓ {chief}", "", ("CHÁNH VĂN PHÒNG",))


def province(rng: Random) -> Issuer:
    """The committee of a province."""
    name, place = rng.choice(PROVINCES)
    staff = ("CHÁNH VĂN PHÒNG", "GIÁM ĐỐC SỞ NỘI VỤ")
    body = f"ỦY BAN NHÂN DÂN\n{name}"
    return Issuer(
        "", body, "UBND", place, "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", staff, emblem=True
    )


def council(rng: Random) -> Issuer:
    """A People's Council of a province or a ward."""
    name, place = rng.choice(PROVINCES + WARDS)
    body = f"HỘI ĐỒNG NHÂN DÂN\n{name}"
    deputy = rng.choice(("PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"))
    return Issuer("", body, "HĐND", place, "CHỦ TỊCH", deputy, "TM. THƯỜNG TRỰC HĐND", emblem=True)


def district(rng: Random) -> Issuer:
    """The committee of a district, while there were any."""
    (name, place), (above, _) = rng.choice(DISTRICTS), rng.choice(PROVINCES)
    over = rng.choice(("", "", above, f"UBND {above}"))
    staff = ("CHÁNH VĂN PHÒNG HĐND VÀ UBND", "TRƯỞNG PHÒNG NỘI VỤ")
    return Issuer(
        over, f"ỦY BAN NHÂN DÂN\n{name}", "UBND", place, "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", staff,
        emblem=True, years=(2012, 2024),
    )  # fmt: skip


def ward(rng: Random) -> Issuer:
    """The committee of a ward, commune or special zone."""
    name, place = rng.choice(WARDS)
    over = rng.choice(("", "", "", rng.choice(PROVINCES)[0]))
    start = rng.choice(("ỦY BAN NHÂN DÂN\n", "UỶ BAN NHÂN DÂN\n", "UBND "))
    staff = ("TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "CHÁNH VĂN PHÒNG")
    return Issuer(
        over,
        f"{start}{name}",
        "UBND",
        place,
        "CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        staff,
        emblem=True,
    )


def ward_office(rng: Random) -> Issuer:
    """An office of a ward since July 2025."""
    name, place = rng.choice(WARDS)
    body, sign, chief = rng.choice(
        (
            ("VĂN PHÒNG HĐND VÀ UBND", "VP", "CHÁNH VĂN PHÒNG"),
            ("PHÒNG VĂN HÓA - XÃ HỘI", "VHXH", "TRƯỞNG PHÒNG"),
            ("PHÒNG KINH TẾ, HẠ TẦNG\nVÀ ĐÔ THỊ", "KTHTĐT", "TRƯỞNG PHÒNG"),
            ("TRUNG TÂM PHỤC VỤ\nHÀNH CHÍNH CÔNG", "TTPVHCC", "GIÁM ĐỐC"),
        )
    )
    return Issuer(f"UBND {name}", body, sign, place, chief, f"PHÓ {chief}", years=(2025, 2026))


def department(rng: Random) -> Issuer:
    """A department of a province."""
    (name, place), (body, sign) = rng.choice(PROVINCES), rng.choice(_SECTORS)
    over = rng.choice((f"ỦY BAN NHÂN DÂN\n{name}", f"UBND {name}"))
    chief = {"TTr": "CHÁNH THANH TRA", "BDT": "TRƯỞNG BAN"}.get(sign, "GIÁM ĐỐC")
    staff = ("CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH")
    return Issuer(over, body, sign, place, chief, f"PHÓ {chief}", "", staff, emblem=rng.random() < 0.3)


def centre(rng: Random) -> Issuer:
    """A centre under a department."""
    name, place = rng.choice(PROVINCES)
    over, body, sign = rng.choice(
        (
            ("SỞ TƯ PHÁP", "TRUNG TÂM TRỢ GIÚP PHÁP LÝ\nNHÀ NƯỚC", "TGPL"),
            ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "VPĐKĐĐ"),
            ("SỞ Y TẾ", "TRUNG TÂM KIỂM SOÁT BỆNH TẬT", "KSBT"),
            ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "TRUNG TÂM CHUYỂN ĐỔI SỐ", "TTCĐS"),
            ("SỞ NỘI VỤ", "TRUNG TÂM LƯU TRỮ LỊCH SỬ", "TTLTLS"),
        )
    )
    return Issuer(f"{over} {name}", body, sign, place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def board(rng: Random) -> Issuer:
    """A board, or a council for one task."""
    name, place = rng.choice(PROVINCES)
    return rng.choice(
        (
            Issuer(f"UBND {name}", "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ\nXÂY DỰNG CÁC CÔNG TRÌNH GIAO THÔNG", "BQLDAGT", place,
                   "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            Issuer(f"UBND {name}", "BAN QUẢN LÝ KHU KINH TẾ", "BQLKKT", place, "TRƯỞNG BAN",
                   rng.choice(("PHÓ TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"))),
            Issuer(f"ỦY BAN NHÂN DÂN\n{name}", "HỘI ĐỒNG TUYỂN DỤNG\nVIÊN CHỨC NĂM 2025", "HĐTD", place,
                   "CHỦ TỊCH HỘI ĐỒNG", "PHÓ CHỦ TỊCH HỘI ĐỒNG", "TM. HỘI ĐỒNG", years=(2025, 2025)),
            Issuer("", f"BAN CHỈ ĐẠO 389\n{name}", "BCĐ389", place, "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
                   "TM. BAN CHỈ ĐẠO"),
        )
    )  # fmt: skip

"""Bodies beside the government: courts, revenue, police, schools, hospitals, companies, Party, unions."""

from __future__ import annotations

from random import Random

from benchmarks.published.bodies import DISTRICTS, PROVINCES, WARDS, Issuer

_ACADEMIC = ("", "TS. ", "PGS.TS. ", "GS.TS. ", "ThS. ", "PGS. TS. ")
_MEDICAL = ("", "BS.CKII. ", "BSCKI. ", "TS.BS. ", "ThS.BS. ")
_OFFICER = ("Đại tá ", "Thượng tá ", "Trung tá ", "Thiếu tướng ")


def justice(rng: Random) -> Issuer:
    """A court, a procuracy, an office that enforces judgments."""
    name, place = rng.choice(PROVINCES)
    region = f"KHU VỰC {rng.randint(1, 9)} - {place.upper()}"
    return rng.choice(
        (
            Issuer("", f"TÒA ÁN NHÂN DÂN\n{name}", "TA", place, "CHÁNH ÁN", "PHÓ CHÁNH ÁN", emblem=True),
            Issuer(f"TÒA ÁN NHÂN DÂN {name}", f"TÒA ÁN NHÂN DÂN\n{region}", "TAKV", place, "CHÁNH ÁN", "PHÓ CHÁNH ÁN",
                   emblem=True, years=(2025, 2026)),
            Issuer("VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", f"VIỆN KIỂM SÁT NHÂN DÂN\n{name}", "VKS", place, "VIỆN TRƯỞNG",
                   "PHÓ VIỆN TRƯỞNG", emblem=True),
            Issuer(f"CỤC THI HÀNH ÁN DÂN SỰ\n{name}", "CHI CỤC THI HÀNH ÁN DÂN SỰ", "CCTHADS", place, "CHI CỤC TRƯỞNG",
                   "PHÓ CHI CỤC TRƯỞNG", years=(2014, 2024)),
        )
    )  # fmt: skip


def revenue(rng: Random) -> Issuer:
    """Tax, customs, treasury, social insurance."""
    name, place = rng.choice(PROVINCES)
    return rng.choice(
        (
            Issuer("TỔNG CỤC THUẾ", f"CỤC THUẾ {name}", f"CT{place[:3].upper()}", place, "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG",
                   years=(2014, 2024)),
            Issuer("CỤC THUẾ", f"THUẾ {name}", "CTTTHT", place, f"TRƯỞNG THUẾ {name.split()[0]}",
                   f"PHÓ TRƯỞNG THUẾ {name.split()[0]}", years=(2025, 2026)),
            Issuer("BẢO HIỂM XÃ HỘI VIỆT NAM", f"BẢO HIỂM XÃ HỘI\n{name}", "BHXH", place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            Issuer("KHO BẠC NHÀ NƯỚC", "KHO BẠC NHÀ NƯỚC\nKHU VỰC XI", "KBKVXI", place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
                   years=(2025, 2026)),
            Issuer("CỤC HẢI QUAN", "CHI CỤC HẢI QUAN KHU VỰC III", "HQKV3", place, "CHI CỤC TRƯỞNG",
                   "PHÓ CHI CỤC TRƯỞNG", years=(2025, 2026)),
        )
    )  # fmt: skip


def forces(rng: Random) -> Issuer:
    """Police or army of a province."""
    name, place = rng.choice(PROVINCES)
    return rng.choice(
        (
            Issuer("BỘ CÔNG AN", f"CÔNG AN {name}", "CAT", place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", ranks=_OFFICER,
                   emblem=True),
            Issuer("QUÂN KHU 4", f"BỘ CHỈ HUY QUÂN SỰ\n{name}", "BCHQS", place, "CHỈ HUY TRƯỞNG",
                   "PHÓ CHỈ HUY TRƯỞNG", ranks=_OFFICER),
        )
    )  # fmt: skip


def school(rng: Random) -> Issuer:
    """A school, a university, a hospital."""
    (district, near), (name, place) = rng.choice(DISTRICTS), rng.choice(PROVINCES)
    staff = ("TRƯỞNG PHÒNG ĐÀO TẠO", "TRƯỞNG PHÒNG TỔ CHỨC HÀNH CHÍNH", "TRƯỞNG PHÒNG CTSV")
    high = ("HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "", staff, _ACADEMIC)
    return rng.choice(
        (
            Issuer("BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC CÔNG NGHIỆP\nVIỆT TRÌ", "ĐHCNVT", "Phú Thọ", *high),
            Issuer("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG ĐẠI HỌC VINH", "ĐHV", "Nghệ An", *high),
            Issuer("ĐẠI HỌC QUỐC GIA HÀ NỘI", "TRƯỜNG ĐẠI HỌC KINH TẾ", "ĐHKT", "Hà Nội", *high),
            Issuer("BỘ Y TẾ", "TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI", "DHN", "Hà Nội", *high),
            Issuer(f"UBND {district}", "TRƯỜNG TRUNG HỌC CƠ SỞ\nLÊ QUÝ ĐÔN", "THCSLQĐ", near, "HIỆU TRƯỞNG",
                   "PHÓ HIỆU TRƯỞNG", years=(2014, 2024)),
            Issuer(f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {place.upper()}", "TRƯỜNG THPT CHUYÊN\nPHAN BỘI CHÂU", "PBC", place,
                   "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "", (), ("", "", "ThS. ")),
            Issuer(f"SỞ Y TẾ {name}", "BỆNH VIỆN ĐA KHOA KHU VỰC\nTÂY BẮC", "BVTB", place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
                   "", ("TRƯỞNG PHÒNG KẾ HOẠCH TỔNG HỢP",), _MEDICAL),
            Issuer("BỘ Y TẾ", "BỆNH VIỆN HỮU NGHỊ VIỆT ĐỨC", "VĐ", "Hà Nội", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", (),
                   _ACADEMIC),
        )
    )  # fmt: skip


def company(rng: Random) -> Issuer:
    """A company or a fund of the state."""
    name, place = rng.choice(PROVINCES)
    return rng.choice(
        (
            Issuer("TẬP ĐOÀN\nĐIỆN LỰC VIỆT NAM", "TỔNG CÔNG TY\nĐIỆN LỰC MIỀN TRUNG", "EVNCPC", "Đà Nẵng",
                   "TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC", "", ("TRƯỞNG BAN TỔ CHỨC VÀ NHÂN SỰ",)),
            Issuer("TỔNG CÔNG TY ĐIỆN LỰC MIỀN BẮC", f"CÔNG TY ĐIỆN LỰC {place.upper()}", "PCNA", place, "GIÁM ĐỐC",
                   "PHÓ GIÁM ĐỐC"),
            Issuer(f"UBND {name}", "CÔNG TY TNHH MỘT THÀNH VIÊN\nKHAI THÁC CÔNG TRÌNH THỦY LỢI", "KTTL", place,
                   "CHỦ TỊCH CÔNG TY", "PHÓ GIÁM ĐỐC"),
            Issuer("", f"QUỸ BẢO LÃNH TÍN DỤNG\n{name}", "QBLTD", place, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        )
    )  # fmt: skip


def party(rng: Random) -> Issuer:
    """A body of the Party."""
    (name, place), (ward, near) = rng.choice(PROVINCES), rng.choice(WARDS)
    level = "THÀNH" if name.startswith("THÀNH") else "TỈNH"
    over = f"{level} ỦY {place.upper()}"
    order = "T/L BAN THƯỜNG VỤ"
    return rng.choice(
        (
            Issuer("", over, "TU", place, "BÍ THƯ", "PHÓ BÍ THƯ", "T/M BAN THƯỜNG VỤ", (), head="party"),
            Issuer(over, "BAN TỔ CHỨC", "BTCTU", place, "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", head="party"),
            Issuer(over, "ỦY BAN KIỂM TRA", "UBKTTU", place, "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM THƯỜNG TRỰC",
                   "T/M ỦY BAN KIỂM TRA", head="party"),
            Issuer(f"ĐẢNG BỘ {name}", f"ĐẢNG ỦY {ward}", "ĐU", near, "BÍ THƯ", "PHÓ BÍ THƯ THƯỜNG TRỰC",
                   rng.choice(("T/M BAN THƯỜNG VỤ", "T/M ĐẢNG ỦY", order)), head="party"),
        )
    )  # fmt: skip


def union(rng: Random) -> Issuer:
    """A union, a front, an association."""
    name, place = rng.choice(PROVINCES)
    return rng.choice(
        (
            Issuer("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", f"LIÊN ĐOÀN LAO ĐỘNG\n{name}", "LĐLĐ", place, "CHỦ TỊCH",
                   "PHÓ CHỦ TỊCH", "TM. BAN THƯỜNG VỤ"),
            Issuer("ỦY BAN TRUNG ƯƠNG\nMẶT TRẬN TỔ QUỐC VIỆT NAM", f"ỦY BAN MTTQ VIỆT NAM\n{name}", "MTTQ-BTT", place,
                   "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TM. BAN THƯỜNG TRỰC"),
            Issuer("", f"HỘI NÔNG DÂN {name}", "HNDT", place, "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TM. BAN THƯỜNG VỤ"),
            Issuer("", "HIỆP HỘI CÁC TRƯỜNG ĐẠI HỌC,\nCAO ĐẲNG VIỆT NAM", "HHĐHCĐ", "Hà Nội", "CHỦ TỊCH",
                   "PHÓ CHỦ TỊCH", "", (), _ACADEMIC),
            Issuer(f"TỈNH ĐOÀN {place.upper()}", "BAN CHẤP HÀNH ĐOÀN KHỐI", "ĐTN", place, "BÍ THƯ", "PHÓ BÍ THƯ",
                   "TM. BAN THƯỜNG VỤ", head="youth"),
        )
    )  # fmt: skip

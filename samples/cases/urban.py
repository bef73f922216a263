"""Urban management: planning information, house numbers, completed works; construction permits are permits.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import DISTRICT_POSITIONS, Keeper, keeper, working_day
from samples.form import Cell
from samples.papers.construction_permit import WORKS, Work, draw_work
from samples.people import Person, person
from samples.places import STREETS, address, house
from samples.wording import comma, plain

TITLES = ("Ông", "Bà", "Ông (bà)", "ông/bà")
PARCEL = ("Thửa đất số", "Thửa số", "Số thửa")
MAP = ("Tờ bản đồ số", "Tờ bản đồ", "Số tờ bản đồ")


def agency(rng: Random, on: date) -> Keeper:
    """An office that gives permits: a district, a department, or a ward."""
    office = keeper(rng, on)
    city = ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH")
    if rng.random() < 0.3:
        return replace(office, body=(*city, "SỞ XÂY DỰNG"), position=rng.choice(DISTRICT_POSITIONS[2:]))
    if office.above and rng.random() < 0.3:
        body = (f"UBND {office.above.upper()}", "PHÒNG QUẢN LÝ ĐÔ THỊ")
        return replace(office, body=body, position=rng.choice(DISTRICT_POSITIONS[:2]))
    return office


def figure(key: str, labels: tuple[str, ...], number: float, unit: str) -> Entry:
    """A measured figure: a comma and a unit on paper, a plain number as value."""
    return Entry(key, labels, f"{comma(number)}{unit}", plain(number))


def _land(rng: Random, work: Work, sheet_key: str, area_key: str) -> tuple[Entry, ...]:
    return (
        Entry("land_parcel_number", PARCEL, str(rng.randint(3, 1400))),
        Entry(sheet_key, MAP, str(rng.randint(2, 120))),
        *(
            (figure(area_key, ("Diện tích", "Diện tích khu đất", "Diện tích lô đất"), work.land, " m²"),)
            if area_key
            else ()
        ),
    )


def lines(rng: Random) -> tuple[Entry, ...]:
    """Where the street and the house may begin."""
    return (
        Entry("red_line", ("Chỉ giới đường đỏ", "Lộ giới"), f"{rng.randint(4, 30)} m", wide=True),
        Entry(
            "building_line",
            ("Chỉ giới xây dựng", "Khoảng lùi xây dựng"),
            rng.choice(["trùng chỉ giới đường đỏ", f"lùi {rng.randint(1, 4)} m so với chỉ giới đường đỏ"]),
            wide=True,
        ),
    )


def planning(rng: Random) -> Case:
    """Chứng chỉ quy hoạch, văn bản cung cấp thông tin quy hoạch."""
    issued = working_day(rng, date(2008, 2, 1), date(2026, 9, 30))
    office, who, work = agency(rng, issued), person(rng, issued, (28, 75)), draw_work(rng)
    parts = (
        Part(
            (
                Entry(
                    "applicant_name",
                    ("Cấp cho", "Theo đề nghị của", "Người đề nghị"),
                    who.name,
                    strong=True,
                    wide=True,
                ),
                Entry(
                    "site_address",
                    ("Địa điểm", "Địa chỉ khu đất", "Địa chỉ thửa đất"),
                    address(rng, issued),
                    wide=True,
                ),
                *_land(rng, work, "map_sheet", "area_m2"),
            )
        ),
        Part(
            (
                Entry(
                    "land_use_function",
                    ("Chức năng sử dụng đất", "Chức năng quy hoạch"),
                    rng.choice(
                        [
                            "Đất nhóm nhà ở hiện hữu chỉnh trang",
                            "Đất ở xây dựng mới",
                            "Đất hỗn hợp",
                            "Đất cây xanh",
                        ]
                    ),
                    wide=True,
                ),
                figure("building_density", ("Mật độ xây dựng", "Mật độ xây dựng tối đa"), work.density, "%"),
                figure("floor_area_ratio", ("Hệ số sử dụng đất", "Hệ số sử dụng đất tối đa"), work.ratio, ""),
                Entry("storeys", ("Tầng cao", "Số tầng tối đa"), f"{work.storeys} tầng", str(work.storeys)),
                figure("height_m", ("Chiều cao tối đa", "Chiều cao công trình"), work.height, " m"),
                *lines(rng),
            ),
            ("Thông tin quy hoạch", "THÔNG TIN QUY HOẠCH"),
        ),
    )
    serial = f"{rng.randint(1, 2900)}/{rng.choice(['CCQH', 'TTQH', 'CCQH-QLĐT', 'UBND-TTQH'])}"
    head = Head(
        "letter", Entry("document_number", ("Số",), serial), body_key="issuing_agency", date_key="issue_date"
    )
    titles = (("CHỨNG CHỈ QUY HOẠCH",), ("THÔNG TIN QUY HOẠCH",), ("PHIẾU CUNG CẤP THÔNG TIN QUY HOẠCH",))
    return Case(
        "planning_information", "planning", titles, office, parts, head=head, foot=Foot(("",), (), True)
    )


def house_number(rng: Random) -> Case:
    """Giấy chứng nhận số nhà."""
    issued = working_day(rng, date(2000, 2, 1), date(2026, 9, 30))
    office, who = keeper(rng, issued), person(rng, issued, (25, 80))
    given = f"{rng.randint(1, 480)}{rng.choice(['', '', 'A', f'/{rng.randint(1, 60)}'])}"
    before = f"{rng.randint(1, 90)}/{rng.randint(1, 40)}" if rng.random() < 0.7 else ""
    owner: Person = who
    parts = (
        Part((Sentence((Cell(rng.choice(["CHỨNG NHẬN:", "Chứng nhận nhà ở, công trình của:"])),)),)),
        Part(
            (
                Entry(
                    "owner_name",
                    ("Ông (bà)", "Chủ sở hữu", "Chủ nhà", "Cấp cho ông/bà"),
                    owner.name,
                    strong=True,
                    wide=True,
                ),
                Entry("house_number", ("Được cấp số nhà", "Số nhà", "Số nhà mới"), given, strong=True),
                Entry("street", ("Đường", "Đường (phố)", "Tên đường"), rng.choice(STREETS)),
                Entry("ward", ("Phường", "Phường (xã)"), office.unit),
                Entry("old_house_number", ("Số nhà cũ", "Thay cho số nhà cũ"), before),
                *_land(rng, draw_work(rng), "map_sheet", ""),
            )
        ),
    )
    serial = f"{rng.randint(1, 2900)}/{rng.choice(['GCN-SN', 'CNSN', 'UBND-SN', 'GCNSN'])}"
    head = Head(
        "letter",
        Entry("certificate_number", ("Số",), serial),
        body_key="issuing_agency",
        date_key="issue_date",
    )
    titles = (("GIẤY CHỨNG NHẬN SỐ NHÀ",), ("GIẤY CHỨNG NHẬN", "SỐ NHÀ"))
    return Case("house_number", "house_number", titles, office, parts, head=head, foot=Foot(("",), (), True))


def completion(rng: Random) -> Case:
    """Biên bản kiểm tra hoàn công."""
    issued = working_day(rng, date(2003, 2, 1), date(2026, 9, 30))
    office, who, work = agency(rng, issued), person(rng, issued, (28, 75)), draw_work(rng)
    permitted = issued - timedelta(days=rng.randint(90, 700))
    parts = (
        Part(
            (
                Entry(
                    "owner_name",
                    ("Chủ đầu tư", "Tên chủ đầu tư", "Chủ sở hữu"),
                    who.name,
                    strong=True,
                    wide=True,
                ),
                Entry("work_name", ("Công trình", "Tên công trình"), rng.choice(WORKS), wide=True),
                Entry(
                    "site_address",
                    ("Địa điểm xây dựng", "Địa chỉ công trình"),
                    f"{house(rng)}, {office.local}",
                    wide=True,
                ),
                Sentence(
                    (
                        Cell("Giấy phép xây dựng số:", "permit_number", f"{rng.randint(1, 1900)}/GPXD"),
                        Cell(
                            "cấp ngày",
                            "permit_date",
                            w.written_date(permitted, "slash"),
                            permitted.isoformat(),
                        ),
                    )
                ),
            )
        ),
        Part(
            (
                figure(
                    "actual_first_floor_area_m2",
                    ("Diện tích xây dựng", "Diện tích xây dựng thực tế"),
                    work.first,
                    " m²",
                ),
                figure(
                    "actual_floor_area_m2",
                    ("Tổng diện tích sàn", "Tổng diện tích sàn thực tế"),
                    work.total,
                    " m²",
                ),
                Entry(
                    "actual_storeys", ("Số tầng", "Số tầng thực tế"), f"{work.storeys:02d}", str(work.storeys)
                ),
                figure("actual_height_m", ("Chiều cao công trình", "Chiều cao thực tế"), work.height, " m"),
                Entry("conclusion", ("Kết luận",), "Công trình xây dựng đúng giấy phép được cấp", wide=True),
            )
        ),
    )
    serial = f"{rng.randint(1, 900)}/{rng.choice(['BB-HC', 'BBHC', 'HC-QLĐT'])}"
    head = Head(
        "letter", Entry("document_number", ("Số",), serial), body_key="issuing_agency", date_key="issue_date"
    )
    titles = (
        ("BIÊN BẢN KIỂM TRA HOÀN CÔNG",),
        ("BIÊN BẢN HOÀN CÔNG",),
        ("BIÊN BẢN", "KIỂM TRA CÔNG TRÌNH HOÀN THÀNH"),
    )
    return Case(
        "completion",
        "completion",
        titles,
        office,
        parts,
        head=head,
        foot=Foot(("", "ĐẠI DIỆN CƠ QUAN KIỂM TRA")),
    )

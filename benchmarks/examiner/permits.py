"""Building permits: for a private house, and for works of a firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.examiner.dates import Spelling, day_between, signed
from benchmarks.examiner.form import End, Row, ending, head, row, rows, title
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import Person, id_paper, named, person
from benchmarks.examiner.places import Area, area, bare, home

_HOUSES = (
    "Nhà ở riêng lẻ",
    "Nhà ở gia đình",
    "Nhà ở riêng lẻ kết hợp kinh doanh",
    "Nhà ở riêng lẻ (xây dựng mới)",
)
_WORKS = (
    "Nhà xưởng sản xuất số 2",
    "Trường mẫu giáo tư thục",
    "Văn phòng kết hợp kho chứa hàng",
    "Cửa hàng xăng dầu",
)
_FIRMS = (
    "Công ty TNHH Gỗ Minh Phát",
    "Công ty Cổ phần Dệt may Phú Thịnh",
    "Công ty TNHH MTV Thương mại Hải Vân",
)
_DESIGNERS = (
    "Công ty TNHH Tư vấn Thiết kế Không Gian Việt",
    "Công ty CP Kiến trúc Đô thị Nam Sài Gòn",
    "Công ty TNHH XD Tâm Việt",
)
_LINES = ("theo bản vẽ đính kèm", "trùng ranh lộ giới", "cách tim đường 8,0 m", "theo chứng chỉ quy hoạch")
_LANDS = (
    "Giấy chứng nhận quyền sử dụng đất",
    "GCN QSDĐ, QSH nhà ở và tài sản khác gắn liền với đất",
    "Giấy chứng nhận QSDĐ",
)
_ORDERS = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG QUẢN LÝ ĐÔ THỊ"),
)


@dataclass(frozen=True)
class Desk:
    """The office that permits, its day and its manner of days. `body` is printed in `lines`."""

    where: Area
    day: date
    spelling: Spelling
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        """The office in one line."""
        return " ".join(self.lines)


def desk(paper: Paper, first: int, last: int) -> Desk:
    """A district's office before July 2025, a ward's since."""
    day = day_between(paper.rng, date(first, 2, 1), min(date(last, 12, 20), date(2026, 10, 20)))
    where = area(paper.rng, day)
    unit = (where.district or where.ward).upper()
    lines = paper.rng.choice((("ỦY BAN NHÂN DÂN", unit), (f"ỦY BAN NHÂN DÂN {unit}",), (f"UBND {unit}",)))
    return Desk(where, day, Spelling.of(paper.rng), lines)


def desk_head(
    paper: Paper,
    at: Desk,
    key: str,
    tail: str,
    agency: str = "issuing_agency",
    day: str | None = "issue_date",
) -> str:
    """The head with the office, a number recorded as `key`, and the day."""
    paper.say(agency, at.body)
    above = [at.where.province.upper()] if paper.chance(0.5) else []
    count = f"{paper.rng.randint(2, 1900):02}"
    under = f"Số: {paper.inked(key, [(count, True), (tail, False)], count + tail)}"
    parts = signed(at.day, paper.rng)
    told = paper.inked(day, parts, at.day.isoformat()) if day else "".join(text for text, _ in parts)
    return head(
        paper, [*above, "<br>".join(at.lines)], under, f"{bare(at.where.district or at.where.ward)}, {told}"
    )


def desk_end(
    paper: Paper, at: Desk, receivers: tuple[str, ...], orders: tuple[tuple[str, ...], ...] = _ORDERS
) -> str:
    """Who gets the paper and who signs it."""
    items = [f"- {one};" for one in receivers] + [f"- Lưu: VT{paper.either('', ', QLĐT', ', HS')}."]
    paper.say("recipients", " ".join(items))
    left = (
        f'<b><i>{paper.either("Nơi nhận:", "NƠI NHẬN:")}</i></b><div style="font-size:.83em">'
        f"{'<br>'.join(items)}</div>"
    )
    name = named(paper.rng, paper.either("Nam", "Nam", "Nữ"))
    how = paper.either("pen", "pen", "pen", "electronic")
    return ending(paper, End(paper.rng.choice(orders), name, at.body, at.day, how), left)


def measure(paper: Paper, key: str, low: float, high: float, unit: str) -> str:
    """A size with its unit, with a comma, in the truth with a point."""
    size = round(paper.rng.uniform(low, high), paper.rng.choice((0, 1, 2, 2)))
    plain = f"{size:.2f}".rstrip("0").rstrip(".")
    gap = paper.either("", " ") if unit != "%" else ""
    return paper.say(key, f"{plain.replace('.', ',')}{gap}{unit}", plain)


def square(paper: Paper) -> str:
    """How this page writes square metres."""
    return paper.either("m2", "m²", "m²")


def house(paper: Paper) -> str:
    """A permit for a family's house, in points as the form of the decree has it."""
    at = desk(paper, 2013, 2026)
    tail = paper.either("/GPXD", "/GPXD-UBND", f"/{at.day.year}/GPXD", "/GPXD-QLĐT")
    top = desk_head(paper, at, "permit_number", tail)
    name = title(
        paper,
        "GIẤY PHÉP XÂY DỰNG",
        paper.either("", "(Sử dụng cho nhà ở riêng lẻ)", "(Dùng cho nhà ở riêng lẻ ở đô thị)"),
    )
    owner = person(paper.rng, paper.either("Nam", "Nữ"), at.day, (26, 70), at.where)
    lives = home(paper.rng, at.where)
    inner = rows(paper, _grantee(paper, owner, lives, at))
    inner += rows(
        paper, [row("2. Được phép xây dựng công trình", paper.say("work_name", paper.rng.choice(_HOUSES)))]
    )
    inner += rows(
        paper, _design(paper) + _site(paper, lives if paper.chance(0.5) else home(paper.rng, at.where))
    )
    inner += rows(paper, _sizes(paper, False)) + rows(paper, _land(paper, at))
    return (
        top
        + name
        + inner
        + _until(paper, "4")
        + desk_end(paper, at, ("Như trên", "UBND phường/xã", "Thanh tra xây dựng")[: paper.rng.randint(1, 3)])
    )


def works(paper: Paper) -> str:
    """A permit for a firm."""
    at = desk(paper, 2015, 2026)
    top = desk_head(paper, at, "permit_number", "/GPXD")
    name = title(paper, "GIẤY PHÉP XÂY DỰNG", paper.either("", "(Sử dụng cho công trình không theo tuyến)"))
    inner = rows(
        paper,
        [
            row("1. Cấp cho", paper.say("grantee_name", paper.rng.choice(_FIRMS))),
            row("Địa chỉ", paper.say("grantee_address", home(paper.rng, area(paper.rng, at.day)))),
            row(
                paper.either("2. Được phép xây dựng công trình", "2. Công trình được phép xây dựng"),
                paper.say("work_name", paper.rng.choice(_WORKS)),
            ),
        ],
    )
    inner += rows(paper, _design(paper) + _site(paper, home(paper.rng, at.where)))
    inner += rows(paper, _sizes(paper, True)) + rows(paper, _land(paper, at))
    return (
        top + name + inner + _until(paper, "4") + desk_end(paper, at, ("Chủ đầu tư", "Sở Xây dựng (để b/c)"))
    )


def _grantee(paper: Paper, owner: Person, lives: str, at: Desk) -> list[Row]:
    told = f"{'Ông' if owner.gender == 'Nam' else 'Bà'} {owner.name.upper() if paper.chance(0.6) else owner.name}"
    lines: list[Row] = [row("1. Cấp cho", paper.say("grantee_name", told))]
    if paper.chance(0.6):
        lines.append(
            row(
                paper.either("CMND/CCCD/Hộ chiếu", "Giấy tờ tùy thân"),
                paper.say("grantee_id_doc", id_paper(paper.rng, owner, at.day, at.where, at.spelling)),
            )
        )
    lines.append(row(paper.either("Địa chỉ", "Địa chỉ thường trú"), paper.say("grantee_address", lives)))
    return lines


def _design(paper: Paper) -> list[Row]:
    who = paper.say("design_org", paper.rng.choice(_DESIGNERS))
    sheets = f"{paper.either('KT', 'TK')}-01 đến {paper.either('KT', 'TK')}-{paper.rng.randint(4, 14):02}"
    lines: list[Row] = [
        row(
            "Theo thiết kế",
            paper.say(
                "design_reference",
                paper.either(sheets, f"Hồ sơ bản vẽ số {paper.rng.randint(3, 99):02}/TKXD"),
            ),
        )
    ]
    lines.append(
        row("Do", f"{who}{paper.typed(' lập')}") if paper.chance(0.5) else row("Đơn vị thiết kế", who)
    )
    if paper.chance(0.6):
        lead = f"{paper.either('KTS.', 'KS.')} {named(paper.rng, 'Nam')}"
        lines.append(row("Chủ nhiệm, chủ trì thiết kế", paper.say("design_lead", lead)))
    return lines


def _site(paper: Paper, where: str) -> list[Row]:
    parcel = ("Thửa đất số", paper.say("land_parcel_number", str(paper.rng.randint(3, 2200))))
    map_sheet = ("Tờ bản đồ số", paper.say("map_sheet_number", f"{paper.rng.randint(2, 130):02}"))
    lines: list[Row] = [[parcel, map_sheet]]
    if paper.chance(0.7):
        lines[0].append(("Diện tích", measure(paper, "land_area_m2", 40, 600, square(paper))))
    return [
        *lines,
        row(paper.either("Địa điểm xây dựng", "Tại", "Vị trí xây dựng"), paper.say("site_address", where)),
    ]


def _sizes(paper: Paper, firm: bool) -> list[Row]:
    unit, floors = square(paper), paper.rng.randint(1, 7)
    told = paper.either(f"{floors:02} tầng", f"{floors}", f"{floors:02}", f"{floors} tầng")
    ground = paper.either("Diện tích xây dựng tầng 1 (tầng trệt)", "Diện tích xây dựng tầng một")
    lines: list[Row] = [
        row("Cốt nền xây dựng công trình", _level(paper)),
        [
            ("Mật độ xây dựng", measure(paper, "building_density", 30, 100, "%")),
            ("Hệ số sử dụng đất", measure(paper, "floor_area_ratio", 0.6, 6, "")),
        ],
        row("Chỉ giới đường đỏ", paper.say("red_line", paper.rng.choice(_LINES))),
        row("Chỉ giới xây dựng", paper.say("building_line", paper.rng.choice(_LINES))),
        row(ground, measure(paper, "first_floor_area_m2", 38, 900 if firm else 160, unit)),
        row("Tổng diện tích sàn", measure(paper, "total_floor_area_m2", 45, 999, unit)),
        [
            ("Chiều cao công trình", measure(paper, "height_m", 3.6, 27, "m")),
            ("Số tầng", paper.say("storeys", told, str(floors))),
        ],
    ]
    if paper.chance(0.35):
        colour = paper.say("colour", paper.either("Vàng nhạt", "Trắng kem", "Xám - trắng"))
        lines.insert(4, row("Màu sắc công trình", colour))
    return lines


def _level(paper: Paper) -> str:
    level = f"{paper.rng.choice((0.15, 0.3, 0.45, 2.0, 2.1, 2.35)):.2f}"
    return paper.say("ground_level", f"+{level}m".replace(".", ","), level.rstrip("0").rstrip("."))


def _land(paper: Paper, at: Desk) -> list[Row]:
    serial = f"{paper.rng.choice('ABCDĐ')}{paper.rng.choice('ABCDEGHKLMNPQRSTU')} {paper.rng.randint(100000, 999999)}"
    since = at.day - timedelta(days=paper.rng.randint(200, 5000))
    number = paper.say("land_certificate_number", serial)
    when = paper.say("land_certificate_date", f"{since:%d/%m/%Y}", since.isoformat())
    kind, by = (
        paper.rng.choice(_LANDS),
        paper.either("UBND huyện", "Sở Tài nguyên và Môi trường", "UBND quận", "Văn phòng đăng ký đất đai"),
    )
    paper.say("land_papers", f"{kind} số {serial} do {by} cấp ngày {since:%d/%m/%Y}")
    whole = f"{paper.typed(kind + ' số ')}{number}{paper.typed(f' do {by} cấp ngày ')}{when}"
    return [row(paper.either("3. Giấy tờ về đất đai", "3. Giấy tờ về quyền sử dụng đất"), whole)]


def _until(paper: Paper, point: str) -> str:
    told = paper.say("start_deadline_months", "12 tháng", "12")
    return (
        f"<p style='text-indent:0'>{point}. Giấy phép này có hiệu lực khởi công xây dựng "
        f"trong thời hạn {told} kể từ ngày cấp; quá thời hạn trên phải đề nghị gia hạn giấy phép.</p>"
    )

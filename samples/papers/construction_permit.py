"""Construction permits: numbered items over several lines, figures of the work, land papers, two sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.form import Cell, Form, Paper, Style
from samples.papers.registry import day
from samples.people import Person, id_doc, name, person
from samples.places import REFORM, address, ward
from samples.sheet import Column
from samples.wording import comma, date_figures, day_month, plain

WORKS = ("Nhà ở riêng lẻ", "Nhà ở gia đình", "Nhà ở kết hợp kinh doanh", "Nhà trọ cho thuê", "Nhà kho")
DESIGNERS = (
    "Công ty TNHH Tư vấn Xây dựng Nắng Mai",
    "Công ty CP Kiến trúc Bến Gỗ",
    "Công ty TNHH Thiết kế An Cư Phát",
)
COLOURS = ("Màu sáng, hài hòa với cảnh quan", "Trắng kem", "Vàng nhạt, mái ngói đỏ", "")


@dataclass(frozen=True)
class Work:
    """Figures that agree with each other: areas in square metres, heights in metres."""

    land: float
    first: float
    storeys: int
    total: float
    height: float

    @property
    def density(self) -> float:
        """Built share of the land in per cent."""
        return round(self.first / self.land * 100, 1)

    @property
    def ratio(self) -> float:
        """Floor area over land."""
        return round(self.total / self.land, 2)


def draw_work(rng: Random) -> Work:
    """The figures of an invented house."""
    land = round(rng.uniform(48, 260), 1)
    first = round(land * rng.uniform(0.55, 0.95), 1)
    storeys = rng.randint(1, 5)
    total = round(first * storeys * rng.uniform(0.95, 1.0), 1) if storeys > 1 else first
    return Work(land, first, storeys, total, round(3.6 + storeys * rng.uniform(3.2, 3.6), 2))


def figure(label: str, key: str, number: float, unit: str, share: float = 1.0) -> Cell:
    """A measured figure: written with its unit and a comma, valued as a plain number."""
    return Cell(label, key, f"{comma(number)}{unit}", plain(number), share)


def construction_permit(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Giấy phép xây dựng for a house; the signer stands on the second side when the first is full."""
    issued = on or day(rng, date(2014, 2, 1), date(2026, 9, 30))
    who, work = person(rng, issued, (28, 70)), draw_work(rng)
    form = Form(style, rng)
    place = _heads(form, issued)
    title = "GIẤY PHÉP XÂY DỰNG"
    form.title(title, size=style.size + 3)
    short = rng.random() < 0.5
    tail = "/GPXD" if short else f"/GPXD-{rng.choice(['UBND', 'QLĐT'])}"
    serial = f"{rng.randint(1, 1900)}{f'/{issued.year}' if rng.random() < 0.3 else ''}{tail}"
    form.say(f"Số: {serial}", form.ink("Bold"))
    form.fact("permit_number", serial)
    form.say("(Sử dụng cho công trình không theo tuyến)", form.ink("Italic", style.size - 1))
    form.space(6)
    _grantee(form, who, issued)
    _site(form, work, issued)
    _figures(form, work)
    _land(form, issued)
    _ending(form, issued, place)
    return form.paper("construction_permit", "giay_phep_xay_dung")


def _heads(form: Form, issued: date) -> str:
    name_of_ward, above = ward(form.rng, issued)
    if issued >= REFORM:
        lines = ["ỦY BAN NHÂN DÂN", f"PHƯỜNG {name_of_ward.upper()}"]
        place = name_of_ward
    else:
        unit = above or "thành phố Thủ Đức"
        lines = ["ỦY BAN NHÂN DÂN", unit.upper()]
        place = (
            unit.replace("quận ", "").replace("thành phố ", "") if "quận" not in unit else unit.capitalize()
        )
    place = "Thành phố Hồ Chí Minh" if form.rng.random() < 0.4 else place
    dateline = f"{place}, ngày {issued:%d} tháng {day_month(issued)} năm {issued.year}"
    form.heads([(line, "Bold", 12.0) for line in lines], [*form.national(), (dateline, "Italic", 13.0)])
    form.fact("issuing_agency", " ".join(lines))
    written = dateline.split(", ", 1)[1]
    form.fact("issue_date", written, issued.isoformat())
    form.space(16)
    return " ".join(lines)


def _grantee(form: Form, who: Person, issued: date) -> None:
    title = "Ông" if who.gender == "Nam" else "Bà"
    form.run(Cell(f"1. Cấp cho: {title}", "grantee_name", who.name.upper(), strong=True))
    form.row(Cell("- Giấy tờ tùy thân:", "grantee_id_doc", id_doc(form.rng, who, issued)))
    form.row(Cell("- Địa chỉ:", "grantee_address", who.address))


def _site(form: Form, work: Work, issued: date) -> None:
    rng = form.rng
    form.row(Cell("2. Được phép xây dựng công trình:", "work_name", rng.choice(WORKS)))
    if rng.random() < 0.7:
        form.row(
            Cell(
                "- Theo thiết kế có ký hiệu:",
                "design_reference",
                f"KT-{rng.randint(1, 60):02d}/{issued.year}",
            )
        )
        form.run(Cell("- Do:", "design_org", rng.choice(DESIGNERS)), Cell("lập."))
    form.run(
        Cell("- Vị trí xây dựng: thửa đất số", "land_parcel_number", str(rng.randint(3, 1400))),
        Cell(", tờ bản đồ số", "map_sheet_number", str(rng.randint(2, 120))),
        figure(", diện tích", "land_area_m2", work.land, " m²"),
    )
    form.row(Cell("- Địa chỉ công trình:", "site_address", address(rng, issued)))


def _figures(form: Form, work: Work) -> None:
    rng = form.rng
    level = round(rng.uniform(0.1, 0.6), 2)
    form.row(Cell("+ Cốt nền xây dựng công trình:", "ground_level", f"+{comma(level)} m", plain(level)))
    form.row(
        figure("+ Mật độ xây dựng:", "building_density", work.density, "%"),
        figure("hệ số sử dụng đất:", "floor_area_ratio", work.ratio, " lần", 1.15),
    )
    line = f"{rng.randint(4, 20)} m tính từ tim đường"
    back = rng.choice(["trùng chỉ giới đường đỏ", f"lùi {rng.randint(1, 4)} m so với chỉ giới đường đỏ"])
    form.row(Cell("+ Chỉ giới đường đỏ:", "red_line", line))
    form.row(Cell("+ Chỉ giới xây dựng:", "building_line", back))
    form.row(Cell("+ Màu sắc công trình (nếu có):", "colour", rng.choice(COLOURS)))
    form.row(figure("+ Diện tích xây dựng tầng 1 (tầng trệt):", "first_floor_area_m2", work.first, " m²"))
    form.row(figure("+ Tổng diện tích sàn:", "total_floor_area_m2", work.total, " m²"))
    form.row(
        figure("+ Chiều cao công trình:", "height_m", work.height, " m", 1.2),
        Cell("số tầng:", "storeys", f"{work.storeys:02d}", str(work.storeys)),
    )


def _land(form: Form, issued: date) -> None:
    rng = form.rng
    given = issued - timedelta(days=rng.randint(90, 5000))
    serial = f"{rng.choice(['CS', 'CH', 'CT'])} {rng.randint(0, 99999):05d}"
    form.run(
        Cell("3. Giấy tờ về đất đai: Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở số vào sổ"),
        Cell("", "land_certificate_number", serial),
        Cell("cấp ngày", "land_certificate_date", date_figures(given), given.isoformat()),
    )
    form.run(
        Cell("4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn"),
        Cell("", "start_deadline_months", "12 tháng", "12"),
        Cell("kể từ ngày ký; quá thời hạn trên thì phải đề nghị gia hạn giấy phép xây dựng."),
    )


def _ending(form: Form, issued: date, agency: str) -> None:
    """Recipients left, signer right."""
    rng, style = form.rng, form.style
    if form.sheet.y > 690:
        form.next_sheet(80)
    form.space(8)
    top = form.sheet.y
    receivers = [("- Chủ đầu tư;", "Regular", 10.5), ("- Lưu: VT, QLĐT.", "Regular", 10.5)]
    form.stack([("Nơi nhận:", "BoldItalic", 11), *receivers], Column(style.left, style.left + 170), "left")
    form.fact("recipients", " ".join(text for text, _, _ in receivers))
    form.sheet.y = top
    position = rng.choice([("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")])
    column = Column(style.left + 215, style.right)
    form.stack([(line, "Bold", style.size) for line in position], column)
    middle = (column.left + column.right) / 2
    form.signature(middle - 30, form.sheet.y + 32)
    form.seal(
        middle - 46, form.sheet.y + 26, agency.replace("ỦY BAN NHÂN DÂN", "U.B.N.D"), ("ỦY BAN", "NHÂN DÂN")
    )
    form.space(62)
    signer = name(rng, rng.choice(["Nam", "Nữ"]))
    form.say(signer, form.ink("Bold"), "center", column)
    form.fact("signer_name", signer)
    form.fact("signer_position", " ".join(position))

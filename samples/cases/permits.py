"""Giấy phép xây dựng: the building, its place, who builds it, and the papers of the land."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import working_day
from samples.cases.urban import TITLES, agency, figure, lines
from samples.form import Cell
from samples.papers.construction_permit import DESIGNERS, WORKS, Work, draw_work
from samples.people import Person, id_doc, person
from samples.places import address
from samples.wording import comma, plain


def permit(rng: Random) -> Case:
    """Giấy phép xây dựng."""
    issued = working_day(rng, date(2008, 2, 1), date(2026, 9, 30))
    office, who, work = agency(rng, issued), person(rng, issued, (28, 75)), draw_work(rng)
    level = round(rng.uniform(0.1, 0.6), 2)
    given = issued - timedelta(days=rng.randint(90, 5000))
    serial = f"{rng.choice(['CS', 'CH', 'CT'])} {rng.randint(0, 99999):05d}"
    m2, parcel = " m²" if rng.random() < 0.7 else "m2", str(rng.randint(3, 1400))
    works = _works(rng, work, level, m2)
    site = _site(rng, work, parcel, m2)
    parts = (_grantee(rng, who, issued, site), Part(works), _papers(serial, given))
    tail = rng.choice(["GPXD", "GPXD-UBND", f"{issued.year}/GPXD", "GPXD-SXD", "GPXD-QLĐT"])
    number = Entry("permit_number", ("Số",), f"{rng.randint(1, 1900)}/{tail}")
    head = Head("letter", number, body_key="issuing_agency", date_key="issue_date")
    titles = (("GIẤY PHÉP XÂY DỰNG",), ("GIẤY PHÉP XÂY DỰNG", "(Sử dụng cho nhà ở riêng lẻ)"))
    foot = Foot(("",), (), True)
    return Case("construction_permit", "permit", titles, office, parts, head=head, foot=foot, lines=True)


def _works(rng: Random, work: Work, level: float, m2: str) -> tuple[Entry | Sentence, ...]:
    return (
        Entry(
            "ground_level",
            ("Cốt nền xây dựng công trình", "Cốt nền xây dựng"),
            f"+{comma(level)} m",
            plain(level),
        ),
        figure("building_density", ("Mật độ xây dựng", "- Mật độ xây dựng"), work.density, "%"),
        figure(
            "floor_area_ratio",
            ("Hệ số sử dụng đất", "hệ số sử dụng đất"),
            work.ratio,
            rng.choice([" lần", ""]),
        ),
        *lines(rng),
        figure(
            "first_floor_area_m2",
            ("Diện tích xây dựng tầng 1", "Diện tích xây dựng tầng trệt"),
            work.first,
            m2,
        ),
        figure("total_floor_area_m2", ("Tổng diện tích sàn", "Tổng diện tích sàn xây dựng"), work.total, m2),
        figure("height_m", ("Chiều cao công trình", "Chiều cao toàn công trình"), work.height, " m"),
        Entry("storeys", ("Số tầng", "Tầng cao"), f"{work.storeys:02d}", str(work.storeys)),
    )


def _site(rng: Random, work: Work, parcel: str, m2: str) -> Sentence:
    return Sentence(
        (
            Cell(
                rng.choice(["Vị trí xây dựng: thửa đất số", "Xây dựng trên thửa đất số"]),
                "land_parcel_number",
                parcel,
            ),
            Cell(", tờ bản đồ số", "map_sheet_number", str(rng.randint(2, 120))),
            Cell(", diện tích", "land_area_m2", f"{comma(work.land)}{m2}", plain(work.land)),
        )
    )


def _grantee(rng: Random, who: Person, issued: date, site: Sentence) -> Part:
    return Part(
        (
            Sentence(
                (
                    Cell(
                        f"1. Cấp cho: {rng.choice(TITLES[:2])}",
                        "grantee_name",
                        who.name.upper(),
                        strong=True,
                    ),
                )
            ),
            Entry("grantee_id_doc", w.IDENTITY, id_doc(rng, who, issued), wide=True),
            Entry(
                "grantee_address",
                ("Địa chỉ", "Địa chỉ liên hệ", "Địa chỉ thường trú"),
                who.address,
                wide=True,
            ),
            Entry(
                "work_name",
                ("2. Được phép xây dựng công trình", "2. Được phép xây dựng"),
                rng.choice(WORKS),
                wide=True,
            ),
            Sentence((Cell("Theo thiết kế do", "design_org", rng.choice(DESIGNERS)), Cell("lập."))),
            site,
            Entry(
                "site_address",
                ("Địa chỉ công trình", "Địa điểm xây dựng"),
                address(rng, issued),
                wide=True,
            ),
        )
    )


def _papers(serial: str, given: date) -> Part:
    return Part(
        (
            Sentence(
                (
                    Cell(
                        "3. Giấy tờ về quyền sử dụng đất: Giấy chứng nhận số vào sổ",
                        "land_certificate_number",
                        serial,
                    ),
                    Cell(
                        "cấp ngày",
                        "land_certificate_date",
                        w.written_date(given, "slash"),
                        given.isoformat(),
                    ),
                )
            ),
            Sentence(
                (
                    Cell("4. Giấy phép có hiệu lực khởi công trong thời hạn"),
                    Cell("", "start_deadline_months", "12 tháng", "12"),
                    Cell("kể từ ngày ký."),
                )
            ),
        )
    )

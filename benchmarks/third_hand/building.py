"""Planning information, house numbers and completed works."""

from __future__ import annotations

from random import Random

from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.frame import Office, body_lines, closing, office_head
from benchmarks.third_hand.offices import department, district, positions, ward
from benchmarks.third_hand.people import STREETS, Person, day, identity_paper, person


def comma(number: float, unit: str = "") -> Fact:
    """A figure as Vietnam writes it."""
    text = f"{number:g}"
    return Fact(text, text.replace(".", ",") + unit)


def builder(rng: Random) -> Office:
    """Somebody who gives permits."""
    made = rng.choice((ward, district, department))(rng)
    fits = made.sign in ("UBND", "SXD", "QLĐT")
    return (
        made if fits else Office(f"ỦY BAN NHÂN DÂN\n{made.place.upper()}", "SỞ XÂY DỰNG", "SXD", made.place)
    )


def called(rng: Random, who: Person) -> str:
    """How papers name a person."""
    title = "Bà" if who.woman else "Ông"
    name = who.name.upper() if rng.random() < 0.7 else who.name
    return rng.choice((f"{title} {name}", f"{title}: {name}", name))


def site_of(sheet: Sheet, who: Person) -> dict[str, Fact | str]:
    """Land and house of `who`."""
    rng = sheet.rng
    floors = rng.randint(1, 6)
    first = round(rng.uniform(38, 140), rng.choice((0, 1, 2)))
    return {
        "land_parcel_number": str(rng.randint(3, 1800)),
        "sheet": str(rng.randint(1, 140)),
        "area": comma(round(first * rng.uniform(1.05, 1.8), 1), rng.choice((" m2", " m²", "m2"))),
        "site_address": who.home,
        "first_floor_area_m2": comma(first, rng.choice((" m2", " m²", "m²"))),
        "total_floor_area_m2": comma(round(first * floors * 1.05, 1), rng.choice((" m2", " m²"))),
        "height_m": comma(round(floors * 3.4 + rng.uniform(0, 2), 2), rng.choice((" m", "m"))),
        "storeys": Fact(str(floors), rng.choice((f"{floors:02d}", f"{floors:02d} tầng", f"{floors} tầng"))),
        "building_density": comma(round(rng.uniform(52, 98), 1), "%"),
        "floor_area_ratio": comma(round(rng.uniform(1.2, 4.9), 2)),
        "ground_level": comma(round(rng.uniform(0.1, 2.6), 2), " m"),
        "red_line": rng.choice(("cách tim đường 6,0 m", "theo bản vẽ đính kèm", "trùng ranh lộ giới 12 m")),
        "building_line": rng.choice(
            ("lùi 2,0 m so với chỉ giới đường đỏ", "trùng với chỉ giới đường đỏ", "theo bản vẽ đính kèm")
        ),
    }


def body_lines_only(sheet: Sheet, office: Office, key: str) -> str:
    """The issuing body alone, noted under `key`."""
    sheet.note(key, plain(office.body.replace("\n", " ")))
    return body_lines(office)


def planning(sheet: Sheet) -> str:
    """Planning information given as a letter."""
    rng = sheet.rng
    office, owner, when = builder(rng), person(rng), day(rng, 2018, 2026)
    values = site_of(sheet, owner) | {
        "applicant_name": called(rng, owner),
        "map_sheet": str(rng.randint(1, 99)),
        "land_use_function": rng.choice(
            ("Đất nhóm nhà ở hiện hữu", "Đất ở hiện hữu chỉnh trang", "Đất ở kết hợp thương mại dịch vụ")
        ),
    }
    about = f"<br>V/v cung cấp thông tin quy hoạch<br>thửa đất số {values['land_parcel_number']}"
    number = f"{rng.randint(10, 4000)}/{office.sign}-{rng.choice(('QH', 'QLĐT', 'KTQH'))}"
    top = office_head(
        sheet,
        office,
        number,
        when,
        ("issuing_agency", "document_number", "issue_date"),
        f'<div style="font-size:85%">{about}</div>',
    )
    body = (
        f'<div class="under" style="margin:12px 0">Kính gửi: {sheet.text("{applicant_name}", **values)}</div>'
    )
    body += sheet.lines(
        """
        Sau khi xem xét hồ sơ đề nghị cung cấp thông tin quy hoạch, {_office} có ý kiến như sau:
        1. Vị trí khu đất: {site_address}
        - Thửa đất số: {land_parcel_number} ¦ Tờ bản đồ số: {map_sheet}
        - Diện tích: {area_m2}
        2. Chức năng sử dụng đất: {land_use_function}
        3. Chỉ tiêu quy hoạch kiến trúc:
        - Mật độ xây dựng [tối đa|]: {building_density}
        - Hệ số sử dụng đất [tối đa|]: {floor_area_ratio}
        - Tầng cao [tối đa|xây dựng]: {storeys}
        - Chỉ giới đường đỏ: {red_line}
        - Chỉ giới xây dựng: {building_line}
        Trên đây là thông tin quy hoạch, {_office} cung cấp để ông/bà biết và liên hệ cơ quan có thẩm \
        quyền thực hiện theo quy định./.
        """,
        **values,
        area_m2=values["area"],
        _office=office.spoken,
    )
    return f"{top}{body}" + closing(
        sheet,
        office,
        positions(rng, office),
        person(rng).name,
        ["- Như trên", "- Lãnh đạo đơn vị (để b/c)", f"- Lưu: VT, {office.sign}"],
    )


def house_number(sheet: Sheet) -> str:
    """Giấy chứng nhận số nhà."""
    rng = sheet.rng
    office, owner, when = (
        rng.choice((ward, district))(rng),
        person(rng, born=(1945, 1990)),
        day(rng, 2012, 2026),
    )
    top = office_head(
        sheet,
        office,
        f"{rng.randint(2, 1500)}/{rng.choice(('GCN-UBND', 'CNSN', 'GCNSN'))}",
        when,
        ("issuing_agency", "certificate_number", "issue_date"),
    )
    door, street, unit = (
        f"{rng.randint(2, 180)}/{rng.randint(1, 40)}",
        rng.choice(STREETS),
        owner.place.split(", ")[0],
    )
    body = sheet.lines(
        """
        {_office} chứng nhận:
        [Ông (bà)|Chủ sở hữu nhà|Ông/Bà]: {owner_name}
        [CMND/CCCD số|Giấy tờ tùy thân]: {owner_id_doc}
        Được [cấp|gắn] số nhà: {house_number}
        Đường (phố): {street}
        Phường (xã): {ward}
        Số nhà cũ: {old_house_number}
        """,
        owner_name=owner.name.upper(),
        owner_id_doc=identity_paper(rng, owner),
        house_number=door,
        street=street,
        ward=unit.split(" ", 1)[1],
        old_house_number=f"{rng.randint(1, 90)}/{rng.randint(1, 9)}B",
        _office=office.spoken,
    )
    return f'{top}<div class="title">GIẤY CHỨNG NHẬN SỐ NHÀ</div>{body}' + closing(
        sheet,
        office,
        positions(rng, office),
        person(rng).name,
        ["- Chủ nhà", "- Công an phường", "- Lưu: VT"],
    )


def completion(sheet: Sheet) -> str:
    """Biên bản kiểm tra công trình hoàn thành."""
    rng = sheet.rng
    office, owner, when, permitted = builder(rng), person(rng), day(rng, 2015, 2025), day(rng, 2012, 2014)
    values = site_of(sheet, owner) | {
        "owner_name": called(rng, owner),
        "owner_address": owner.home,
        "permit_number": f"{rng.randint(20, 900)}/GPXD",
        "permit_date": Fact(permitted.isoformat(), f"{permitted:%d/%m/%Y}"),
        "work_name": "Nhà ở riêng lẻ",
        "difference": rng.choice(("Không", "Tăng 2,5 m2 ở tầng mái")),
        "conclusion": rng.choice(
            (
                "Công trình xây dựng đúng theo giấy phép xây dựng được cấp",
                "Công trình đủ điều kiện đưa vào sử dụng",
            )
        ),
    }
    top = office_head(
        sheet,
        office,
        f"{rng.randint(3, 400)}/BB-HC",
        when,
        ("issuing_agency", "document_number", "issue_date"),
    )
    body = sheet.lines(
        """
        Chủ đầu tư: {owner_name}
        Địa chỉ [thường trú|liên hệ|]: {owner_address}
        Giấy phép xây dựng số: {permit_number} ngày {permit_date}
        Tên công trình: {work_name}
        Địa điểm xây dựng: {site_address}
        Thửa đất số: {land_parcel_number} ¦ Tờ bản đồ số: {map_sheet}
        Diện tích xây dựng tầng trệt: {actual_first_floor_area_m2}
        Tổng diện tích sàn: {actual_floor_area_m2}
        Số tầng: {actual_storeys} ¦ Chiều cao công trình: {actual_height_m}
        Nội dung sai khác so với giấy phép: {difference}
        Kết luận: {conclusion}.
        """,
        **values,
        map_sheet=values["sheet"],
        actual_first_floor_area_m2=values["first_floor_area_m2"],
        actual_floor_area_m2=values["total_floor_area_m2"],
        actual_storeys=values["storeys"],
        actual_height_m=values["height_m"],
    )
    title = rng.choice(("BIÊN BẢN KIỂM TRA HOÀN CÔNG<br>CÔNG TRÌNH XÂY DỰNG", "BIÊN BẢN HOÀN CÔNG"))
    return f'{top}<div class="title">{title}</div>{body}' + closing(
        sheet, office, positions(rng, office), person(rng).name, ["- Chủ đầu tư", "- Lưu: VT"]
    )

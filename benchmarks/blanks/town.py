"""Blanks of urban management: permits, house numbers, planning information, completed works."""

from __future__ import annotations

import base64
import io
from random import Random

import numpy as np
import zxingcpp
from PIL import Image

from benchmarks.blanks.families import written
from benchmarks.blanks.form import Blank, Values
from benchmarks.blanks.offices import body_over, both, day_line, number, signer, split_head
from benchmarks.third_hand.building import builder, called, site_of
from benchmarks.third_hand.facts import Fact, plain
from benchmarks.third_hand.frame import Office
from benchmarks.third_hand.offices import district, positions, ward
from benchmarks.third_hand.people import STREETS, day, identity_paper, person

_PERMIT = """
1. Cấp cho: {grantee_name}
Địa chỉ: {grantee_address}
2. Được phép xây dựng công trình: {work_name}
Theo thiết kế: {design_reference}
Do: {design_org:90} lập
Chủ nhiệm, chủ trì thiết kế: {design_lead}
Gồm các nội dung sau:
- Vị trí xây dựng: {site_address}
- Lô đất số (thửa đất số): {land_parcel_number} ¦56¦ Tờ bản đồ số: {map_sheet_number}
- Cốt nền xây dựng công trình: {ground_level}
- Mật độ xây dựng: {building_density} ¦52¦ Hệ số sử dụng đất: {floor_area_ratio}
- Chỉ giới đường đỏ: {red_line}
- Chỉ giới xây dựng: {building_line}
- Diện tích xây dựng tầng 1: {first_floor_area_m2}
- Tổng diện tích sàn: {total_floor_area_m2}
- Chiều cao công trình: {height_m} ¦56¦ Số tầng: {storeys}
3. Giấy tờ về đất đai: {land_papers}
4. Giấy phép này có hiệu lực khởi công trong thời hạn {start_deadline_months:22} kể từ ngày ký.
"""
_HOUSE = """
Chứng nhận ông (bà): {owner_name}
[CMND/CCCD số|Giấy tờ tùy thân]: {owner_id_doc}
Là chủ sở hữu (sử dụng) nhà mang số: {house_number}
Đường (phố): {street}
Phường (xã): {ward}
Số nhà cũ: {old_house_number}
"""
_COMPLETION = """
Chủ đầu tư: {owner_name}
Địa chỉ: {owner_address}
Giấy phép xây dựng số: {permit_number:50} ngày {permit_date}
Tên công trình: {work_name}
Địa điểm xây dựng: {site_address}
Thửa đất số: {land_parcel_number} ¦50¦ Tờ bản đồ số: {map_sheet}
Diện tích xây dựng tầng trệt: {actual_first_floor_area_m2}
Tổng diện tích sàn: {actual_floor_area_m2}
Số tầng: {actual_storeys} ¦45¦ Chiều cao công trình: {actual_height_m}
Nội dung sai khác so với giấy phép: {difference}
Kết luận: {conclusion}
"""


def _pitch(blank: Blank, template: str, values: Values, room: float) -> float:
    return min(9.6, max(5.4, (blank.stock.height - room) / blank.count(template, values)))


def _head(blank: Blank, office: Office, keys: tuple[str, str, str], figure: str, dated: bool = True) -> str:
    blank.sheet.note(keys[0], plain(office.body.replace("\n", " ")))
    when = day(blank.sheet.rng, 2014, 2026)
    line = day_line(blank, keys[2], office.place, when)
    left = f"{body_over(blank, office.body)}<br>{number(blank, keys[1], figure, 'Số:', 46)}"
    return split_head(blank, left, line if dated else "")


def permit(blank: Blank) -> str:
    """Giấy phép xây dựng on a blank, sometimes with a QR code of its own number."""
    rng = blank.sheet.rng
    office, owner, given = builder(rng), person(rng, born=(1950, 1990)), day(rng, 2005, 2019)
    paper = f"{rng.choice(('CS', 'BT', 'CH', 'AA'))} {rng.randrange(100000, 999999):06d}"
    figure = f"{rng.randint(1, 2400)}/{rng.choice(('GPXD', f'GPXD-{office.sign}'))}"
    values: Values = site_of(blank.sheet, owner) | {
        "grantee_name": called(rng, owner),
        "grantee_address": owner.home,
        "work_name": rng.choice(("Nhà ở riêng lẻ", "Nhà ở gia đình", "Nhà ở liên kế")),
        "design_reference": rng.choice(("KT-01 đến KT-06", "Hồ sơ bản vẽ XP-01 đến XP-05")),
        "design_org": rng.choice(
            ("Công ty TNHH Tư vấn Thiết kế An Gia", "Công ty Cổ phần Xây dựng Phú Hưng")
        ),
        "design_lead": f"KTS. {person(rng).name}",
        "map_sheet_number": str(rng.randint(1, 120)),
        "land_papers": f"Giấy chứng nhận quyền sử dụng đất số {paper} cấp ngày {given:%d/%m/%Y}",
        "start_deadline_months": Fact("12", "12 tháng"),
    }
    top = _head(blank, office, ("issuing_agency", "permit_number", "issue_date"), figure)
    body = blank.lines(_PERMIT, values, _pitch(blank, _PERMIT, values, 128))
    blank.sheet.note("land_certificate_number", plain(paper))
    blank.sheet.note("land_certificate_date", Fact(given.isoformat(), f"{given:%d/%m/%Y}"))
    code = _qr(rng, f"{figure}|{owner.name}") if rng.random() < 0.45 else ""
    right = signer(blank, "", positions(rng, office), office.place)
    low = rng.random() < 0.6
    end = both(_to(blank, ["- Như trên", "- Lưu: VT"]) + (code if low else ""), right)
    use = rng.choice(("", "(Sử dụng cho nhà ở riêng lẻ)"))
    high = "" if low else f'<div class="mid">{code}</div>'
    return f'{top}{high}<div class="title">GIẤY PHÉP XÂY DỰNG</div><div class="mid label"><i>{use}</i></div>{body}{end}'


def _to(blank: Blank, items: list[str]) -> str:
    if blank.sheet.rng.random() < 0.35:
        return ""
    ended = [item + (";" if place + 1 < len(items) else ".") for place, item in enumerate(items)]
    blank.sheet.note("recipients", plain(" ".join(ended)))
    return (
        '<div class="to"><b class="label"><i>Nơi nhận:</i></b><br><span class="v">'
        + "<br>".join(ended)
        + "</span></div>"
    )


def _qr(rng: Random, text: str) -> str:
    side = rng.choice((18, 22, 26))
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=6))
    made = io.BytesIO()
    Image.fromarray(drawn).save(made, "PNG")
    coded = base64.b64encode(made.getvalue()).decode()
    return f'<img class="v" style="width:{side}mm;margin:1mm" src="data:image/png;base64,{coded}">'


def house_number(blank: Blank) -> str:
    """Giấy chứng nhận số nhà."""
    rng = blank.sheet.rng
    office, owner = rng.choice((ward, district))(rng), person(rng, born=(1945, 1990))
    figure = f"{rng.randint(2, 1500)}/{rng.choice(('CN-UBND', 'GCN-SN', 'CNSN'))}"
    top = _head(blank, office, ("issuing_agency", "certificate_number", "issue_date"), figure)
    values: Values = {
        "owner_name": owner.name.upper(),
        "owner_id_doc": identity_paper(rng, owner),
        "house_number": f"{rng.randint(2, 180)}" + rng.choice(("", f"/{rng.randint(1, 40)}", "A")),
        "street": rng.choice(STREETS),
        "ward": owner.place.split(", ")[0].split(" ", 1)[1],
        "old_house_number": rng.choice((f"{rng.randint(1, 90)}/{rng.randint(1, 9)}B", Fact(None))),
    }
    body = blank.lines(_HOUSE, values, _pitch(blank, _HOUSE, values, 130))
    end = both("", signer(blank, "", positions(rng, office), office.place))
    return f'{top}<div class="title">GIẤY CHỨNG NHẬN SỐ NHÀ</div>{body}{end}'


def planning(blank: Blank) -> str:
    """Planning information with a table."""
    rng = blank.sheet.rng
    office, owner = builder(rng), person(rng)
    figure = f"{rng.randint(10, 3000)}/{office.sign}-{rng.choice(('QH', 'TTQH'))}"
    top = _head(blank, office, ("issuing_agency", "document_number", "issue_date"), figure)
    values: Values = site_of(blank.sheet, owner) | {
        "applicant_name": called(rng, owner),
        "map_sheet": str(rng.randint(1, 99)),
    }
    values["area_m2"] = values["area"]
    values["land_use_function"] = rng.choice(("Đất nhóm nhà ở hiện hữu", "Đất ở hiện hữu chỉnh trang"))
    lines = """
    Cung cấp cho: {applicant_name}
    Vị trí khu đất: {site_address}
    Thửa đất số: {land_parcel_number} ¦36¦ Tờ bản đồ số: {map_sheet} ¦68¦ Diện tích: {area_m2}
    Theo đồ án quy hoạch được duyệt, khu đất có các chỉ tiêu sau:
    """
    rows = (
        ("Chức năng sử dụng đất", "land_use_function"), ("Mật độ xây dựng", "building_density"),
        ("Hệ số sử dụng đất", "floor_area_ratio"), ("Tầng cao", "storeys"), ("Chỉ giới đường đỏ", "red_line"),
        ("Chỉ giới xây dựng", "building_line"),
    )  # fmt: skip
    numbered = rng.random() < 0.6
    cells = "".join(
        f"<tr>{f'<td class=label>{place}</td>' if numbered else ''}"
        f'<td class="label">{label}</td><td>{blank.value(key, values)}</td></tr>'
        for place, (label, key) in enumerate(rows, 1)
    )
    first = '<th style="width:10mm">STT</th>' if numbered else ""
    heads = f'<tr>{first}<th>Nội dung</th><th style="width:55%">Chỉ tiêu quy hoạch</th></tr>'
    table = f'<table class="grid rows label">{heads}{cells}</table>'
    body = blank.lines(lines, values, 7.5) + table
    end = both(
        _to(blank, ["- Như trên", f"- Lưu: VT, {office.sign}"]),
        signer(blank, "", positions(rng, office), office.place),
    )
    title = rng.choice(("THÔNG TIN QUY HOẠCH", "PHIẾU CUNG CẤP THÔNG TIN QUY HOẠCH"))
    return f'{top}<div class="title">{title}</div>{body}{end}'


def completion(blank: Blank) -> str:
    """Biên bản kiểm tra công trình hoàn thành."""
    rng = blank.sheet.rng
    office, owner, permitted = builder(rng), person(rng), day(rng, 2008, 2013)
    figure = f"{rng.randint(3, 400)}/{rng.choice(('BB-HC', 'BBHC', 'HC'))}"
    top = _head(blank, office, ("issuing_agency", "document_number", "issue_date"), figure)
    site = site_of(blank.sheet, owner)
    values: Values = site | {
        "owner_name": called(rng, owner),
        "owner_address": owner.home,
        "permit_number": f"{rng.randint(20, 900)}/GPXD",
        "permit_date": written(rng, permitted),
        "work_name": "Nhà ở riêng lẻ",
        "map_sheet": site["sheet"],
        "actual_first_floor_area_m2": site["first_floor_area_m2"],
        "actual_floor_area_m2": site["total_floor_area_m2"],
        "actual_storeys": site["storeys"],
        "actual_height_m": site["height_m"],
        "difference": "Không",
        "conclusion": rng.choice(("Công trình xây dựng đúng giấy phép", "Đủ điều kiện đưa vào sử dụng")),
    }
    body = blank.lines(_COMPLETION, values, _pitch(blank, _COMPLETION, values, 132))
    end = both(
        _to(blank, ["- Chủ đầu tư", "- Lưu: VT"]), signer(blank, "", positions(rng, office), office.place)
    )
    return f'{top}<div class="title">BIÊN BẢN KIỂM TRA CÔNG TRÌNH HOÀN THÀNH</div>{body}{end}'

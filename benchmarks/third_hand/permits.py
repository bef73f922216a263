"""Building permits and their changes, in the forms of the decrees of 2021 and 2024."""

from __future__ import annotations

from random import Random

from benchmarks.third_hand.building import body_lines_only, builder, called, site_of
from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.frame import closing, head, motto, number_line, office_head, place_and_date
from benchmarks.third_hand.offices import positions
from benchmarks.third_hand.people import day, identity_paper, person


def permit(sheet: Sheet) -> str:
    """Giấy phép xây dựng nhà ở riêng lẻ of the decrees of 2021 and 2024."""
    rng = sheet.rng
    owner, office, when = person(rng, born=(1950, 1990)), builder(sheet.rng), day(rng, 2021, 2026)
    number = f"{rng.randint(1, 3200)}/{rng.choice(('GPXD', f'{when.year}/GPXD', f'GPXD-{office.sign}', 'GPXD-UBND'))}"
    paper = f"{rng.choice(('CS', 'BT', 'DB', 'AA'))} {rng.randrange(100000, 999999):06d}"
    given = day(rng, 2005, 2020)
    given_on = f"{given:%d/%m/%Y}"
    site = site_of(sheet, owner)
    values = site | {
        "land_area_m2": site["area"],
        "grantee_name": called(rng, owner),
        "grantee_address": owner.home,
        "grantee_id_doc": identity_paper(rng, owner),
        "work_name": rng.choice(
            ("Nhà ở riêng lẻ", "Nhà ở riêng lẻ kết hợp kinh doanh", "Nhà ở liên kế có sân vườn")
        ),
        "design_org": rng.choice(
            (
                "Công ty TNHH Tư vấn Xây dựng An Cư",
                "Công ty Cổ phần Kiến trúc Sông Xanh",
                "Công ty TNHH Thiết kế Nhà Mới",
            )
        ),
        "design_lead": f"KTS. {person(rng).name}",
        "design_reference": rng.choice(
            ("KT-01 đến KT-08", "hồ sơ thiết kế bản vẽ thi công ký hiệu XP-01/05")
        ),
        "colour": rng.choice(("Vàng kem", "Trắng - xám", "Phù hợp cảnh quan khu vực")),
        "map_sheet_number": str(rng.randint(1, 140)),
        "land_papers": "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất "
        f"số {paper} do Sở Tài nguyên và Môi trường cấp ngày {given_on}",
        "start_deadline_months": Fact("12", "12 tháng"),
    }
    top = head(body_lines_only(sheet, office, "issuing_agency"), motto(rng))
    title = (
        '<div class="title">GIẤY PHÉP XÂY DỰNG</div><div class="under">'
        f"{number_line(sheet, 'permit_number', number)}</div>"
    )
    title += rng.choice(("", '<div class="under"><i>(Sử dụng cho công trình nhà ở riêng lẻ)</i></div>'))
    body = sheet.lines(_permit_form(rng), **values)
    sheet.note("land_certificate_number", plain(paper))
    sheet.note("land_certificate_date", Fact(given.isoformat(), given_on))
    date_line = f'<div style="text-align:right">{place_and_date(sheet, office, when, "issue_date")}</div>'
    to = rng.choice(
        (
            None,
            ["- Như trên", "- UBND phường (để theo dõi)", "- Lưu: VT, QLĐT"],
            ["- Chủ đầu tư", "- Lưu: VT"],
        )
    )
    return f"{top}{title}{body}{date_line}" + closing(
        sheet, office, positions(rng, office), person(rng).name, to
    )


def _permit_form(rng: Random) -> str:
    owner = rng.choice(
        (
            "1. Cấp cho: {grantee_name}\n",
            "1. Cấp cho (ông/bà): {grantee_name}\nGiấy tờ tùy thân: {grantee_id_doc}\n",
            "<b>1. Cấp cho:</b> {grantee_name}\n",
        )
    )
    return owner + rng.choice(
        (
            """Địa chỉ thường trú: {grantee_address}
            2. Được phép xây dựng công trình: {work_name}
            - Theo thiết kế: {design_reference}
            - Do: {design_org} lập
            - Chủ nhiệm, chủ trì thiết kế: {design_lead}
            Gồm các nội dung sau:
            - Vị trí xây dựng: {site_address}
            - Thửa đất số: {land_parcel_number}, tờ bản đồ số: {map_sheet_number}
            - Cốt nền xây dựng công trình: {ground_level}
            - Mật độ xây dựng: {building_density}; hệ số sử dụng đất: {floor_area_ratio}
            - Chỉ giới đường đỏ: {red_line}; chỉ giới xây dựng: {building_line}
            - Màu sắc công trình (nếu có): {colour}
            - Diện tích xây dựng (tầng một): {first_floor_area_m2}
            - Tổng diện tích sàn: {total_floor_area_m2}
            - Chiều cao công trình: {height_m}; số tầng: {storeys}
            3. Giấy tờ về quyền sử dụng đất: {land_papers}.
            4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn {start_deadline_months} kể \
            từ ngày ký; quá thời hạn trên thì phải đề nghị gia hạn giấy phép xây dựng./.
            """,
            """- Địa chỉ: {grantee_address}
            2. Được phép xây dựng công trình theo những nội dung sau:
            - Tên công trình: {work_name}
            - Vị trí xây dựng công trình: {site_address}
            - Thuộc thửa đất số {land_parcel_number}, tờ bản đồ số {map_sheet_number}, diện tích đất: \
            {land_area_m2}
            - Tổng số tầng: {storeys}
            - Diện tích xây dựng tầng 1: {first_floor_area_m2}; Tổng diện tích sàn xây dựng: \
            {total_floor_area_m2}
            - Chiều cao công trình: {height_m}
            - Mật độ xây dựng: {building_density}, hệ số sử dụng đất: {floor_area_ratio} lần
            - Đơn vị thiết kế: {design_org}
            - Chủ trì thiết kế: {design_lead}
            3. Giấy tờ về đất đai: {land_papers}.
            4. Giấy phép có hiệu lực khởi công xây dựng trong thời hạn {start_deadline_months} kể từ \
            ngày ký; quá thời hạn trên thì phải gia hạn giấy phép xây dựng.
            """,
        )
    )


def permit_change(sheet: Sheet) -> str:
    """Phụ lục điều chỉnh giấy phép xây dựng."""
    rng = sheet.rng
    office, owner, when = builder(rng), person(rng), day(rng, 2021, 2025)
    top = office_head(sheet, office, f"{rng.randint(2, 300)}/PLGP", when, ("_a", "_b", "_c"))
    body = sheet.lines(
        """
        Cấp cho: {_owner}
        Địa chỉ: {_home}
        Được phép điều chỉnh Giấy phép xây dựng số {_n}/GPXD ngày 12/03/2021 với nội dung sau:
        - Tổng diện tích sàn: từ 180,2 m2 thành 201,5 m2
        - Các nội dung khác giữ nguyên theo giấy phép đã cấp.
        Phụ lục này là một phần không tách rời của giấy phép xây dựng đã cấp.
        """,
        _owner=called(rng, owner),
        _home=owner.home,
        _n=str(rng.randint(30, 900)),
    )
    return f'{top}<div class="title">PHỤ LỤC ĐIỀU CHỈNH GIẤY PHÉP XÂY DỰNG</div>{body}' + closing(
        sheet, office, positions(rng, office), person(rng).name
    )

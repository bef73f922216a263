"""Correspondence in the forms of decree 30/2020: letters without a title, and papers whose kind is \
their title."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from benchmarks.third_hand.facts import Fact, Sheet, plain
from benchmarks.third_hand.frame import Office, closing, office_head
from benchmarks.third_hand.offices import department, district, positions, province, ward
from benchmarks.third_hand.pen import box_stamp
from benchmarks.third_hand.people import day, person
from benchmarks.third_hand.subjects import ABSTRACTS, ADDRESSEES, KEEPERS, PARAGRAPHS, RECIPIENTS, SIGNS

_KEYS = ("issuing_body", "number", "issue_date")


def _office(rng: Random) -> Office:
    return rng.choice((ward, ward, district, department, department, province))(rng)


def _recipients(rng: Random) -> list[str]:
    return [*rng.sample(RECIPIENTS, rng.randint(1, 5)), rng.choice(KEEPERS)]


def _stamps(sheet: Sheet) -> str:
    rng, marks = sheet.rng, ""
    if rng.random() < 0.22:
        received = (
            f"ĐẾN<br>Số: {rng.randint(100, 9000)}<br>Ngày: "
            f"{rng.randint(10, 28)}/{rng.randint(1, 12)}/2023<br>Chuyển: ........"
        )
        marks += box_stamp(
            rng, received, rng.randint(0, 30), rng.randint(150, 190), rng.choice(("#c8202f", "#24409a"))
        )
    if rng.random() < 0.12:
        marks += box_stamp(
            rng, rng.choice(("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")), rng.randint(60, 120), rng.randint(112, 130)
        )
    if rng.random() < 0.12:
        marks += box_stamp(rng, "SAO Y<br>Ngày 12 tháng 5 năm 2023<br>VĂN PHÒNG", 440, -64)
    return marks


def _ending(sheet: Sheet, office: Office, recipients: list[str] | None) -> str:
    return closing(sheet, office, positions(sheet.rng, office), person(sheet.rng).name, recipients)


def _text(rng: Random, many: int) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in rng.sample(PARAGRAPHS, min(many, len(PARAGRAPHS))))


def letter(sheet: Sheet, pages: int = 1) -> str:
    """Công văn: its abstract stands under the number."""
    rng, office = sheet.rng, _office(sheet.rng)
    when = day(rng, 2017, 2026)
    about = f"{rng.choice(('V/v', 'V/v', 'Về việc'))} {rng.choice(ABSTRACTS)}"
    size = rng.choice(("80%", "88%", "92%"))
    under = f'<div style="font-size:{size};margin-top:4px">{sheet.text("{abstract}", abstract=about)}</div>'
    sheet.note("kind", Fact("CÔNG VĂN", about.split(" ", 1)[0]))
    number = f"{rng.randint(12, 7000)}/{office.sign}{rng.choice(('', '-VX', '-NC', '-QLĐT', '-VP', '-TH'))}"
    top = office_head(sheet, office, number, when, _KEYS, under)
    many = rng.sample(ADDRESSEES, rng.choice((1, 1, 2, 3)))
    to = many[0] + "." if len(many) == 1 else "<br>" + "<br>".join(f"- {one};" for one in many)
    greeting = f'<div style="margin:14px 0 10px 90px">Kính gửi: {to}</div>'
    body = _text(rng, rng.randint(2, 5)) if pages == 1 else _text(rng, 7) * pages
    return _stamps(sheet) + top + greeting + body + _ending(sheet, office, _recipients(rng))


def titled(sheet: Sheet, kind: str, pages: int = 1) -> str:
    """A paper that names its kind, with the abstract below."""
    rng, office = sheet.rng, _office(sheet.rng)
    about = rng.choice(ABSTRACTS)
    start = "Về việc " if rng.random() < 0.6 and kind not in ("KẾ HOẠCH", "BÁO CÁO") else ""
    about = start + about if start else about[0].upper() + about[1:]
    number = f"{rng.randint(2, 5000):02d}/{SIGNS[kind]}-{office.sign}"
    top = office_head(sheet, office, number, day(rng, 2017, 2026), _KEYS)
    title = sheet.text('<div class="title">{kind}</div>', kind=kind).replace("<b>", "").replace("</b>", "")
    width = rng.choice((60, 75, 90))
    title += (
        f'<div class="under" style="width:{width}%;margin:0 auto"><b>'
        f'{sheet.text("{abstract}", abstract=about)}</b><div class="rule" style="width:20%"></div>'
        "</div>"
    )
    return (
        _stamps(sheet)
        + top
        + title
        + _before(sheet, kind, office)
        + _text(rng, 5 if pages == 1 else 7) * pages
        + _ending(sheet, office, _recipients(rng))
    )


def _before(sheet: Sheet, kind: str, office: Office) -> str:
    body = office.body.replace("\n", " ")
    if kind in ("QUYẾT ĐỊNH", "NGHỊ QUYẾT", "CHỈ THỊ"):
        chief = positions(sheet.rng, office)[0].split(". ")[-1] if office.sign != "UBND" else "CHỦ TỊCH"
        grounds = (
            "<p><i>Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;</i></p><p><i>"
            "Xét đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 45/TTr-NV ngày 02 tháng 3 năm "
            "2022,</i></p>"
        )
        return (
            f'<div class="under" style="margin-top:8px"><b>{chief} {body}</b></div>{grounds}<div '
            f'class="title">{kind}:</div>'
        )
    if kind in ("TỜ TRÌNH", "BÁO CÁO") and sheet.rng.random() < 0.8:
        return f'<div class="under" style="margin:10px 0">Kính gửi: {sheet.rng.choice(ADDRESSEES)}</div>'
    return ""


def invitation(sheet: Sheet) -> str:
    """Giấy mời: the title, and below it what one is invited to."""
    rng, office = sheet.rng, _office(sheet.rng)
    top = office_head(sheet, office, f"{rng.randint(2, 900)}/GM-{office.sign}", day(rng, 2017, 2026), _KEYS)
    about = f"{rng.choice(('Dự họp', 'Về việc', 'Tham dự hội nghị'))} {rng.choice(ABSTRACTS[:6])}"
    title = (
        f'<div class="title">{sheet.text("{kind}", kind="GIẤY MỜI")}</div><div class="under"><b>'
        f"{sheet.text('{abstract}', abstract=about)}</b></div>"
    )
    body = sheet.lines(
        """
        {_who} trân trọng kính mời: {_guest}
        Tới dự: cuộc họp theo nội dung nêu trên
        Chủ trì: Ông Nguyễn Quốc Bảo - Phó Chủ tịch
        Thời gian: 14 giờ 00 phút, ngày 18 tháng 4 năm 2024
        Địa điểm: Phòng họp số 2, trụ sở cơ quan
        """,
        _who=office.spoken, _guest=rng.choice(ADDRESSEES),
    )  # fmt: skip
    return _stamps(sheet) + top + title + body + _ending(sheet, office, _recipients(rng))


def introduction(sheet: Sheet) -> str:
    """Giấy giới thiệu, which has a title and no abstract."""
    rng, office = sheet.rng, _office(sheet.rng)
    top = office_head(sheet, office, f"{rng.randint(2, 900)}/GGT-{office.sign}", day(rng, 2017, 2026), _KEYS)
    body = sheet.lines(
        """
        {_who} trân trọng giới thiệu:
        Ông (bà): {_name}
        Chức vụ: Chuyên viên
        Được cử đến: {_where}
        Về việc: {_what}.
        Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên trên hoàn thành nhiệm vụ.
        Giấy này có giá trị đến hết ngày 30 tháng 6 năm 2024./.
        """,
        _who=office.spoken, _name=person(rng).name, _where=rng.choice(ADDRESSEES), _what=ABSTRACTS[7],
    )  # fmt: skip
    sheet.note("kind", plain("GIẤY GIỚI THIỆU"))
    return (
        top
        + '<div class="title">GIẤY GIỚI THIỆU</div>'
        + body
        + _ending(sheet, office, ["- Như trên", "- Lưu: VT"])
    )


def routing_slip(sheet: Sheet) -> str:
    """Phiếu chuyển of a petition."""
    rng, office = sheet.rng, _office(sheet.rng)
    top = office_head(sheet, office, f"{rng.randint(2, 900)}/PC-{office.sign}", day(rng, 2017, 2026), _KEYS)
    about = rng.choice(("Về việc chuyển đơn của công dân", "Chuyển đơn kiến nghị, phản ánh"))
    title = (
        f'<div class="title">{sheet.text("{kind}", kind="PHIẾU CHUYỂN")}</div><div class="under">'
        f"<b>{sheet.text('{abstract}', abstract=about)}</b></div>"
    )
    return (
        top
        + title
        + f'<div class="under" style="margin:10px 0">Kính gửi: {rng.choice(ADDRESSEES)}</div>'
        + _text(rng, 2)
        + _ending(sheet, office, _recipients(rng))
    )


def minutes(sheet: Sheet) -> str:
    """Biên bản of a meeting: chairman and clerk sign."""
    rng, office = sheet.rng, _office(sheet.rng)
    top = office_head(
        sheet, office, f"{rng.randint(2, 90):02d}/BB-{office.sign}", day(rng, 2017, 2026), _KEYS
    )
    about = f"Họp {rng.choice(ABSTRACTS[:4])}"
    title = (
        f'<div class="title">{sheet.text("{kind}", kind="BIÊN BẢN")}</div><div class="under"><b>'
        f"{sheet.text('{abstract}', abstract=about)}</b></div>"
    )
    chair, clerk = person(rng).name, person(rng).name
    sheet.note("signer_position", plain("CHỦ TỌA"))
    sheet.note("signer_name", plain(chair))
    lead = (
        "<p>Thời gian bắt đầu: 8 giờ 00 ngày 12 tháng 6 năm 2023. Địa điểm: Hội trường.</p><p>"
        "Thành phần tham dự: Trưởng các phòng, ban.</p>"
    )
    cells = "".join(
        f'<td class="sign"><b>{role}</b><div style="height:90px"></div><b>{name}</b></td>'
        for role, name in (("THƯ KÝ", clerk), ("CHỦ TỌA", chair))
    )
    return top + title + lead + _text(rng, 3) + f'<table class="end"><tr>{cells}</tr></table>'


def contract(sheet: Sheet) -> str:
    """Hợp đồng between two parties."""
    rng, office = sheet.rng, department(sheet.rng)
    top = office_head(
        sheet, office, f"{rng.randint(2, 90):02d}/HĐ-{office.sign}", day(rng, 2017, 2026), _KEYS
    )
    title = (
        '<div class="title">HỢP ĐỒNG</div><div class="under"><b>Cung cấp dịch vụ số hóa tài liệu</b></div>'
    )
    first, second = person(rng).name, person(rng).name
    sides = (
        f'<div class="line"><b>BÊN A:</b> {office.body.replace(chr(10), " ")}</div><div '
        f'class="line">Đại diện: {first} ¦ Chức vụ: Giám đốc</div><div class="line"><b>BÊN B:</b> '
        f'CÔNG TY TNHH SỐ HÓA MINH LONG</div><div class="line">Đại diện: {second}</div>'.replace(" ¦ ", "; ")
    )
    cells = "".join(
        f'<td class="sign"><b>{role}</b><div style="height:90px"></div><b>{name}</b></td>'
        for role, name in (("ĐẠI DIỆN BÊN A", first), ("ĐẠI DIỆN BÊN B", second))
    )
    return top + title + sides + _text(rng, 3) + f'<table class="end"><tr>{cells}</tr></table>'


def of_kind(kind: str, pages: int = 1) -> Callable[[Sheet], str]:
    """Draws papers of one kind."""
    return partial(titled, kind=kind, pages=pages)

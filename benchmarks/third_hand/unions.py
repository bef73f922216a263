"""Certificates and extracts of marriages, and of the recognition of parents and children."""

from __future__ import annotations

from benchmarks.third_hand.births import registered_at, signing
from benchmarks.third_hand.facts import Fact, Sheet
from benchmarks.third_hand.frame import Office, closing, head, motto, number_line, office_head, place_of
from benchmarks.third_hand.offices import registrar
from benchmarks.third_hand.pen import signature
from benchmarks.third_hand.people import Person, day, identity_paper, person, written_date

_ROWS = """
Họ, chữ đệm, tên {who}: {{full_name}}
Ngày, tháng, năm sinh: {{birth_date}}
Dân tộc: {{ethnicity}}{cell}Quốc tịch: {{nationality}}
Nơi cư trú: {{residence_place}}
Giấy tờ tùy thân: {{id_doc}}
"""
_OLD_ROWS = """
Họ và tên {who}: {{full_name}}
[Ngày, tháng, năm sinh|Sinh ngày]: {{birth_date}}
Dân tộc: {{ethnicity}}{cell}Quốc tịch: {{nationality}}
Nơi thường trú/tạm trú: {{residence_place}}
Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế: {{id_doc}}
"""


def _about(sheet: Sheet, part: str, who: Person, rows: str, called: str, cell: str = "\n") -> str:
    values: dict[str, Fact | str] = {
        f"{part}_full_name": sheet.name(who.name),
        f"{part}_birth_date": written_date(sheet.rng, who.born),
        f"{part}_ethnicity": who.ethnicity,
        f"{part}_nationality": "Việt Nam",
        f"{part}_residence_place": who.home,
        f"{part}_id_doc": identity_paper(sheet.rng, who),
    }
    template = rows.format(who=called, cell=cell)
    for key in values:
        template = template.replace(f"{{{key.removeprefix(part + '_')}}}", f"{{{key}}}")
    return sheet.lines(template, **values)


def _couple(sheet: Sheet) -> tuple[Person, Person]:
    return person(sheet.rng, woman=True, born=(1960, 2000)), person(sheet.rng, woman=False, born=(1958, 1999))


def _registration(
    sheet: Sheet, who: Person, template: str, years: tuple[int, int], **more: Fact | str
) -> tuple[str, str]:
    place = registered_at(sheet.rng, who)
    when = written_date(sheet.rng, day(sheet.rng, *years))
    lines = sheet.lines(template, registration_place=place, registration_date=when, **more)
    return lines, place.replace("Ủy ban nhân dân ", "").replace("UBND ", "")


def _two_signatures(sheet: Sheet, first: str, second: str) -> str:
    pen = "".join(signature(sheet.rng, left, 18) for left in (20, 330))
    return (
        f'<div style="position:relative;height:95px">{pen}<table class="both"><tr><td '
        f'class="sign"><b>{first}</b><br><i>(Ký, ghi rõ họ, chữ đệm, tên)</i></td><td '
        f'class="sign"><b>{second}</b><br><i>(Ký, ghi rõ họ, chữ đệm, tên)</i></td></tr></table>'
        "</div>"
    )


def certificate_2016(sheet: Sheet) -> str:
    """Giấy chứng nhận kết hôn since 2016: two columns, the wife left."""
    wife, husband = _couple(sheet)
    number = (
        f"{sheet.rng.randint(1, 200)}/{sheet.rng.randint(2016, 2025)}"
        if sheet.rng.random() < 0.6
        else str(sheet.rng.randint(1, 200))
    )
    top = f'<div class="under">{motto(sheet.rng)}</div>'
    cell = sheet.rng.choice(("\n", " ¦ "))
    left = _about(sheet, "wife", wife, _ROWS, "vợ", cell)
    right = _about(sheet, "husband", husband, _ROWS, "chồng", cell)
    end, unit = _registration(
        sheet,
        wife,
        "Nơi đăng ký kết hôn: {registration_place}\nNgày, tháng, năm đăng ký: {registration_date}",
        (2016, 2025),
    )
    numbered = f'<div class="under">{number_line(sheet, "number", number)}</div>'
    return (
        f'{top}<div class="title">GIẤY CHỨNG NHẬN KẾT HÔN</div>{numbered}<table class="both"><tr>'
        f"<td>{left}</td><td>{right}</td></tr></table>{end}"
        + _two_signatures(sheet, "VỢ", "CHỒNG")
        + signing(sheet, unit, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN")
    )


def certificate_2010(sheet: Sheet) -> str:
    """Giấy chứng nhận kết hôn of 2010: the husband left, book named."""
    wife, husband = _couple(sheet)
    right = f"{number_line(sheet, 'number', str(sheet.rng.randint(1, 150)))}<br>" + sheet.text(
        "Quyển số: {book_number}", book_number="01/2012"
    )
    top = f'<div class="under">{motto(sheet.rng)}</div><div style="text-align:right">{right}</div>'
    columns = (
        f"<td>{_about(sheet, 'husband', husband, _OLD_ROWS, 'chồng')}</td><td>"
        f"{_about(sheet, 'wife', wife, _OLD_ROWS, 'vợ')}</td>"
    )
    end, unit = _registration(
        sheet,
        wife,
        "Nơi đăng ký: {registration_place}\nNgày, tháng, năm đăng ký: {registration_date}",
        (2010, 2015),
    )
    return (
        f'{top}<div class="title">GIẤY CHỨNG NHẬN KẾT HÔN</div><table class="both"><tr>'
        f"{columns}</tr></table>{end}"
        + _two_signatures(sheet, "CHỒNG", "VỢ")
        + signing(sheet, unit, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN")
    )


def extract(sheet: Sheet) -> str:
    """Trích lục kết hôn (bản sao): one below the other."""
    wife, husband = _couple(sheet)
    issued = day(sheet.rng, 2021, 2026)
    both = [("wife", wife, "vợ"), ("husband", husband, "chồng")]
    if sheet.rng.random() < 0.3:
        both.reverse()
    body = "".join(_about(sheet, part, who, _ROWS, called, " ¦ ") for part, who, called in both)
    end, unit = _registration(
        sheet,
        wife,
        "[Nơi đăng ký kết hôn|Đăng ký kết hôn tại]: {registration_place}\nSố: {number} ¦ Ngày, "
        "tháng, năm đăng ký: {registration_date}",
        (1998, 2020),
        number=str(sheet.rng.randint(1, 180)),
    )
    sheet.note("note", Fact(None))
    left = (
        f"<b>ỦY BAN NHÂN DÂN<br>{unit.split(',')[0].upper()}</b><br>Số: {sheet.rng.randint(3, 500)}/TLKH-BS"
    )
    top = head(left, motto(sheet.rng) + f"<i>Ngày {issued:%d} tháng {issued:%m} năm {issued.year}</i>")
    return (
        f'{top}<div class="title">TRÍCH LỤC KẾT HÔN</div><div class="under">(BẢN SAO)</div>'
        f'{body}{end}<div class="line">Ghi chú:</div>' + signing(sheet, unit, "NGƯỜI KÝ TRÍCH LỤC")
    )


def recognition_extract(sheet: Sheet) -> str:
    """Trích lục đăng ký nhận cha, mẹ, con since 2016."""
    woman = sheet.rng.random() < 0.4
    parent, child = person(sheet.rng, woman=woman, born=(1970, 1995)), person(sheet.rng, born=(2010, 2023))
    role = "mẹ" if woman else "cha"
    body = _about(sheet, "parent", parent, _ROWS, f"người {role}", " ¦ ")
    body += sheet.lines("<b>Là {confirmation_type} của</b>", confirmation_type=role)
    body += _about(
        sheet, "child", child, _ROWS.replace("Giấy tờ tùy thân: {{id_doc}}", ""), "người con", " ¦ "
    )
    end, unit = _registration(
        sheet,
        parent,
        "Đăng ký nhận cha, mẹ, con tại: {registration_place}\nSố: {number} ¦ ngày, tháng, năm "
        "đăng ký: {registration_date}",
        (2016, 2025),
        number=str(sheet.rng.randint(1, 40)),
    )
    sheet.note("note", Fact(None))
    number = number_line(sheet, "extract_number", f"{sheet.rng.randint(1, 60)}/TLNCMC-BS")
    top = head(f"<b>ỦY BAN NHÂN DÂN<br>{unit.split(',')[0].upper()}</b><br>{number}", motto(sheet.rng))
    return (
        f'{top}<div class="title">TRÍCH LỤC<br>ĐĂNG KÝ NHẬN CHA, MẸ, CON</div><div class="under">'
        f'(BẢN SAO)</div>{body}{end}<div class="line">Ghi chú:</div>'
        + signing(sheet, unit, "NGƯỜI KÝ TRÍCH LỤC")
    )


def recognition_decision(sheet: Sheet) -> str:
    """Quyết định công nhận việc nhận cha, mẹ, con of 2006 to 2015, in running text."""
    rng = sheet.rng
    father, child = person(rng, woman=False, born=(1965, 1985)), person(rng, born=(2000, 2013))
    when = day(rng, 2008, 2015)
    unit, area = father.place.split(", ")[:2]
    office = Office(f"UBND {area.upper()}", f"ỦY BAN NHÂN DÂN\n{unit.upper()}", "UBND", place_of(unit))
    top = office_head(
        sheet,
        office,
        f"{rng.randint(1, 90):02d}/QĐ-UBND",
        when,
        ("registration_place", "decision_number", "registration_date"),
    )
    body = sheet.lines(
        """
        <i>Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;</i>
        <i>Căn cứ Nghị định số 158/2005/NĐ-CP ngày 27 tháng 12 năm 2005 của Chính phủ về đăng ký và \
        quản lý hộ tịch;</i>
        <b>Điều 1.</b> Công nhận
        Ông/bà: {parent_full_name}
        Sinh ngày: {parent_birth_date}
        Dân tộc: {parent_ethnicity} ¦ Quốc tịch: {parent_nationality}
        Nơi thường trú/tạm trú: {parent_residence_place}
        Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế: {parent_id_doc}
        Là {confirmation_type} của:
        Họ và tên: {child_full_name}
        Sinh ngày: {child_birth_date}
        Dân tộc: {child_ethnicity} ¦ Quốc tịch: {child_nationality}
        Nơi thường trú/tạm trú: {child_residence_place}
        <b>Điều 2.</b> Quyết định này có hiệu lực kể từ ngày ký. Cán bộ tư pháp hộ tịch và các ông/bà \
        có tên trên chịu trách nhiệm thi hành Quyết định này./.
        """,
        parent_full_name=sheet.name(father.name),
        parent_birth_date=written_date(rng, father.born),
        parent_ethnicity=father.ethnicity,
        parent_nationality="Việt Nam",
        parent_residence_place=father.home,
        parent_id_doc=identity_paper(rng, father),
        confirmation_type="cha",
        child_full_name=sheet.name(child.name),
        child_birth_date=written_date(rng, child.born),
        child_ethnicity=father.ethnicity,
        child_nationality="Việt Nam",
        child_residence_place=father.home,
    )
    lead = (
        '<div class="title">QUYẾT ĐỊNH</div><div class="under"><b>Về việc công nhận việc nhận '
        'cha, mẹ, con</b></div><div class="under"><b>CHỦ TỊCH ỦY BAN NHÂN DÂN</b></div>'
    )
    decree = '<div class="title">QUYẾT ĐỊNH:</div>'
    before, mark, after = body.partition('<div class="line"><b>Điều 1')
    return f"{top}{lead}{before}{decree}{mark}{after}" + closing(
        sheet, office, registrar(rng), person(rng).name
    )

"""Blanks of the civil register about two persons or none: marriages, marital status, recognition of a parent."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.blanks import families
from benchmarks.blanks.form import Blank
from benchmarks.blanks.marks import fingers
from benchmarks.blanks.offices import (
    body_over,
    both,
    centred_head,
    clerk,
    day_line,
    number,
    signer,
    split_head,
)
from benchmarks.blanks.register import pitch, spread, tall
from benchmarks.published.ink import signature
from benchmarks.third_hand.facts import Fact, plain
from benchmarks.third_hand.frame import place_of
from benchmarks.third_hand.offices import registrar
from benchmarks.third_hand.people import day, person

_ROWS_2015 = """
Họ, chữ đệm, tên {who}: {{full_name}}
Ngày, tháng, năm sinh: {{birth_date}}
Dân tộc: {{ethnicity}}{cell}Quốc tịch: {{nationality}}
Nơi cư trú: {{residence_place}}
Giấy tờ tùy thân: {{id_doc}}
"""
_ROWS_2010 = """
Họ và tên {who}: {{full_name}}
Ngày, tháng, năm sinh: {{birth_date}}
Dân tộc: {{ethnicity}}{cell}Quốc tịch: {{nationality}}
Nơi thường trú/tạm trú: {{residence_place}}
Số Giấy CMND/Hộ chiếu/Giấy tờ
hợp lệ thay thế: {{id_doc}}
"""
_SINGLE = """
Họ, chữ đệm, tên: {subject_full_name}
Ngày, tháng, năm sinh: {subject_birth_date}
Giới tính: {subject_gender} ¦28¦ Dân tộc: {subject_ethnicity} ¦62¦ Quốc tịch: {subject_nationality}
Giấy tờ tùy thân: {subject_id_doc}
Nơi cư trú: {subject_residence_place}
Tình trạng hôn nhân: {subject_marital_status_text}
Giấy này có giá trị sử dụng trong thời hạn 6 tháng kể từ ngày cấp, được sử dụng để: {subject_purpose}
"""


def _rows(part: str, template: str, called: str, cell: str) -> str:
    rows = template.format(who=called, cell=cell)
    for key in ("full_name", "birth_date", "ethnicity", "nationality", "residence_place", "id_doc"):
        rows = rows.replace(f"{{{key}}}", f"{{{part}_{key}}}")
    return rows


def marriage(blank: Blank) -> str:
    """Giấy chứng nhận kết hôn in two columns: since 2016 the wife left, before the husband."""
    rng = blank.sheet.rng
    old = rng.random() < 0.45
    wife, husband = person(rng, True, (1965, 1998)), person(rng, False, (1962, 1997))
    when = day(rng, *((2006, 2015) if old else (2016, 2025)))
    values = families.spouse(blank, "wife", wife, when) | families.spouse(blank, "husband", husband, when)
    values |= {
        "registration_place": families.office_of(rng, wife),
        "registration_date": families.written(rng, when),
    }
    rows, width = _ROWS_2010 if old else _ROWS_2015, blank.width / 2 - 3
    cell = rng.choice(("\n", " ¦50¦ "))
    parts = [(_rows("wife", rows, "vợ", cell)), (_rows("husband", rows, "chồng", cell))]
    if old:
        parts.reverse()
    lines = max(blank.count(part, values, width) for part in parts)
    pitch = min(8.5, max(5.4, tall(blank, 130 if old else 122) / (lines + 2)))
    if rng.random() < 0.4:  # The dotted lines of both columns are printed with one ruler.
        pitch = min(pitch, 7.0)
    columns = "".join(
        f'<td style="width:50%"><div style="width:{width}mm">{blank.lines(part, values, pitch, width)}</div></td>'
        for part in parts
    )
    figure = str(rng.randint(1, 220)) + ("" if old or rng.random() < 0.4 else f"/{when.year}")
    corner = number(blank, "number", figure, "Số:", 24)
    if old:
        corner = f'<i class="label small">TP/HT-2010-KH.1</i><br>{corner}<br>' + number(
            blank, "book_number", f"01/{when.year}", "Quyển số:", 24
        )
    top = centred_head(blank, rng.random() < 0.8, corner)
    foot = "Nơi đăng ký" + ("" if old else " kết hôn") + ": {registration_place}\n"
    foot += "Ngày, tháng, năm đăng ký: {registration_date}"
    end = blank.lines(foot, values, pitch)
    names = ("CHỒNG", "VỢ") if old else ("VỢ", "CHỒNG")
    pair = both(_signed(blank, names[0]), _signed(blank, names[1]), 50)
    last = signer(blank, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", registrar(rng), families.unit_of(values))
    if old and rng.random() < 0.5:
        last = both(clerk(blank, "NGƯỜI THỰC HIỆN", "implementer_name"), last)
    else:
        last = f'<div style="width:92mm;margin:1mm auto 0">{last}</div>'
    couple = f'<table class="pair"><tr>{columns}</tr></table>'
    return f'{top}<div class="title">GIẤY CHỨNG NHẬN KẾT HÔN</div>{couple}{end}{pair}{last}'


def _signed(blank: Blank, who: str) -> str:
    rng = blank.sheet.rng
    mark = f'<span class="ink">{signature(rng, rng.randint(30, 110), rng.randint(0, 16))}</span>'
    finger = fingers(rng) if rng.random() < 0.08 else ""
    return (
        f'<div class="sign"><b class="label">{who}</b><br><i class="label small">(Ký, ghi rõ họ, chữ đệm, tên)</i>'
        f'<div class="gap" style="height:15mm">{mark}{finger}</div></div>'
    )


def marriage_extract(blank: Blank) -> str:
    """Trích lục kết hôn: one below the other."""
    rng = blank.sheet.rng
    wife, husband, when = (
        person(rng, True, (1960, 1996)),
        person(rng, False, (1958, 1995)),
        day(rng, 1998, 2022),
    )
    values = families.spouse(blank, "wife", wife, when) | families.spouse(blank, "husband", husband, when)
    values |= {
        "registration_place": families.office_of(rng, wife),
        "number": str(rng.randint(1, 190)) + rng.choice(("", f"/{when.year}")),
        "registration_date": Fact(when.isoformat()),
    }
    values |= spread(values, "registration_date", ("_d", "_m", "_y"))
    blank.sheet.note(
        "registration_date", Fact(when.isoformat(), f"ngày {when:%d} tháng {when:%m} năm {when.year}")
    )
    template = _rows("wife", _ROWS_2015, "vợ", " ¦50¦ ").strip() + _rows(
        "husband", _ROWS_2015, "chồng", " ¦50¦ "
    )
    template += (
        "Đăng ký kết hôn tại: {registration_place}\nSố: {number:36} ngày {_d:12} tháng {_m:12} năm {_y:18}\n"
    )
    unit = families.unit_of(values)
    figure = plain(f"{rng.randint(2, 600)}/TLKH{rng.choice(('', '-BS'))}")
    left = f"{body_over(blank, f'ỦY BAN NHÂN DÂN{chr(10)}{unit.upper()}')}<br>{number(blank, '_extract', figure.shown)}"
    top = split_head(blank, left, day_line(blank, "_issued", place_of(unit), day(rng, 2023, 2026)))
    body = blank.lines(template, values, pitch(blank, template, values, tall(blank, 130)))
    end = both("", signer(blank, "NGƯỜI KÝ TRÍCH LỤC", registrar(rng), unit))
    return f'{top}<div class="title">TRÍCH LỤC KẾT HÔN</div><div class="mid label"><b>(BẢN SAO)</b></div>{body}{end}'


def marital_status(blank: Blank) -> str:
    """Giấy xác nhận tình trạng hôn nhân."""
    rng = blank.sheet.rng
    who, when = person(rng, born=(1970, 2001)), day(rng, 2016, 2025)
    unit = who.place.split(", ")[0]
    values = families.single(blank, who, when)
    body = f"ỦY BAN NHÂN DÂN\n{unit.upper()}"
    blank.sheet.note("issue_place", plain(body.replace("\n", " ")))
    figure = f"{rng.randint(2, 900)}/{rng.choice(('UBND-XNTTHN', 'XNTTHN', 'UBND-GXN'))}"
    left = f"{body_over(blank, body)}<br>{number(blank, 'number', figure, 'Số:', 44)}"
    top = split_head(blank, left, day_line(blank, "registration_date", place_of(unit), when))
    lead = "Xét đề nghị của ông/bà: {applicant_full_name}\nvề việc cấp Giấy xác nhận tình trạng hôn nhân cho: {_who}"
    step = pitch(blank, lead + _SINGLE, values, tall(blank, 145))
    title = '<div class="title">GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN</div>'
    middle = '<div class="mid label"><b>XÁC NHẬN:</b></div>'
    end = both("", signer(blank, rng.choice(("", "NGƯỜI KÝ GIẤY XÁC NHẬN")), registrar(rng), unit))
    return f"{top}{title}{blank.lines(lead, values, step)}{middle}{blank.lines(_SINGLE, values, step)}{end}"


def recognition(blank: Blank) -> str:
    """Trích lục đăng ký nhận cha, mẹ, con."""
    rng = blank.sheet.rng
    woman, when = rng.random() < 0.35, day(rng, 2016, 2025)
    parent, child = person(rng, woman, (1970, 1996)), person(rng, born=(2009, 2015))
    role = "mẹ" if woman else "cha"
    values = families.spouse(blank, "parent", parent, when) | families.spouse(blank, "child", child, when)
    values |= {
        "registration_place": families.office_of(rng, parent), "confirmation_type": role,
        "number": str(rng.randint(1, 60)), "registration_date": Fact(when.isoformat()),
    }  # fmt: skip
    values |= spread(values, "registration_date", ("_d", "_m", "_y"))
    blank.sheet.note(
        "registration_date", Fact(when.isoformat(), f"ngày {when:%d} tháng {when:%m} năm {when.year}")
    )
    template = (
        _rows("parent", _ROWS_2015, f"người {role}", " ¦50¦ ").strip() + "\nLà {confirmation_type:24} của"
    )
    template += _rows("child", _ROWS_2015, "người con", " ¦50¦ ").replace(
        "Giấy tờ tùy thân: {child_id_doc}\n", ""
    )
    template += "Đăng ký nhận cha, mẹ, con tại: {registration_place}\n"
    template += "Số: {number:36} ngày {_d:12} tháng {_m:12} năm {_y:18}\n"
    unit = families.unit_of(values)
    figure = f"{rng.randint(2, 90)}/TLNCMC{rng.choice(('', '-BS'))}"
    left = f"{body_over(blank, f'ỦY BAN NHÂN DÂN{chr(10)}{unit.upper()}')}<br>{number(blank, 'extract_number', figure)}"
    top = split_head(
        blank,
        left,
        day_line(blank, "_issued", place_of(unit), when + timedelta(days=rng.randint(0, 300))),
    )
    title = '<div class="title">TRÍCH LỤC<br>ĐĂNG KÝ NHẬN CHA, MẸ, CON</div>'
    body = blank.lines(template, values, pitch(blank, template, values, tall(blank, 140)))
    return f"{top}{title}{body}" + both("", signer(blank, "NGƯỜI KÝ TRÍCH LỤC", registrar(rng), unit))

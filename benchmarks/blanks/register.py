"""Blanks of the civil register: births, deaths, marriages, marital status, recognition of a parent."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.blanks import families
from benchmarks.blanks.form import Blank, Values
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
from benchmarks.published.ink import signature
from benchmarks.third_hand.facts import Fact, plain
from benchmarks.third_hand.frame import place_of
from benchmarks.third_hand.offices import registrar
from benchmarks.third_hand.people import day, person

_BIRTH_2010 = """
Họ và tên: {child_full_name} ¦72¦ Giới tính: {child_gender}
Ngày, tháng, năm sinh: {child_birth_date}
(Bằng chữ: {child_birth_date_words})
Nơi sinh: {child_birth_place}
Dân tộc: {child_ethnicity} ¦ Quốc tịch: {child_nationality}
Quê quán: {child_origin_place}
Họ và tên cha: {father_full_name}
Dân tộc: {father_ethnicity} ¦34¦ Quốc tịch: {father_nationality} ¦68¦ Năm sinh: {father_birth_date}
Nơi thường trú/tạm trú: {father_residence_place}
Họ và tên mẹ: {mother_full_name}
Dân tộc: {mother_ethnicity} ¦34¦ Quốc tịch: {mother_nationality} ¦68¦ Năm sinh: {mother_birth_date}
Nơi thường trú/tạm trú: {mother_residence_place}
Nơi đăng ký: {registration_place}
Ngày, tháng, năm đăng ký: {registration_date}
"""
_BIRTH_2015 = """
Họ, chữ đệm, tên: {child_full_name}
Ngày, tháng, năm sinh: {child_birth_date:46} ghi bằng chữ: {child_birth_date_words}
Giới tính: {child_gender} ¦28¦ Dân tộc: {child_ethnicity} ¦62¦ Quốc tịch: {child_nationality}
Nơi sinh: {child_birth_place}
Quê quán: {child_origin_place}
Số định danh cá nhân: {child_personal_id}
Họ, chữ đệm, tên người mẹ: {mother_full_name}
Năm sinh: {mother_birth_date} ¦32¦ Dân tộc: {mother_ethnicity} ¦62¦ Quốc tịch: {mother_nationality}
Nơi cư trú: {mother_residence_place}
Họ, chữ đệm, tên người cha: {father_full_name}
Năm sinh: {father_birth_date} ¦32¦ Dân tộc: {father_ethnicity} ¦62¦ Quốc tịch: {father_nationality}
Nơi cư trú: {father_residence_place}
Họ, chữ đệm, tên người đi khai sinh: {applicant_full_name}
Giấy tờ tùy thân: {applicant_id_doc}
Nơi đăng ký khai sinh: {registration_place}
Ngày, tháng, năm đăng ký: {registration_date}
"""
_DEATH = """
Họ, chữ đệm, tên: {deceased_full_name}
Ngày, tháng, năm sinh: {deceased_birth_date}
Giới tính: {deceased_gender} ¦28¦ Dân tộc: {deceased_ethnicity} ¦62¦ Quốc tịch: {deceased_nationality}
Số định danh cá nhân: {deceased_personal_id}
Giấy tờ tùy thân: {deceased_id_doc}
Đã chết vào lúc: {_hour:14} giờ {_minute:14} phút, ngày {_d:12} tháng {_m:12} năm {_y:18}
Ghi bằng chữ: {deceased_death_date_words}
Nơi chết: {deceased_death_place}
[Nguyên nhân chết|Nguyên nhân]: {deceased_death_cause}
[Đã được đăng ký khai tử tại|Đăng ký khai tử tại]: {registration_place}
Số: {number:40} ngày {_rd:12} tháng {_rm:12} năm {_ry:18}
"""
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


def _pitch(blank: Blank, template: str, values: Values, room: float, width: float = 0) -> float:
    """Lines as far from one another as `room` mm allow, in the bounds of what blanks have."""
    return min(9.6, max(5.6, room / blank.count(template, values, width)))


def _tall(blank: Blank, spent: float) -> float:
    return blank.stock.height - spent


def _spread(values: Values, key: str, names: tuple[str, str, str]) -> Values:
    """Day, month and year of a field for the three gaps of a line; the field is noted by who calls."""
    fact = values[key]
    assert isinstance(fact, Fact) and fact.value
    when = date.fromisoformat(fact.value)
    return {names[0]: f"{when:%d}", names[1]: f"{when:%m}", names[2]: str(when.year)}


def birth_2010(blank: Blank) -> str:
    """Giấy khai sinh of 2010: the father first, clerk and registrar sign."""
    rng = blank.sheet.rng
    values = families.birth(blank, (2008, 2015))
    year = str(values["_registered"])[:4]
    copy = rng.choice(("(BẢN CHÍNH)", "(BẢN SAO)", "BẢN SAO"))
    code = f'<i class="label small">Mẫu TP/HT-2010-KS.{2 if "SAO" in copy else 1}</i><br>'
    corner = code + number(blank, "number", str(rng.randint(1, 320)), "Số:", 24) + "<br>"
    corner += number(blank, "book_number", f"0{rng.randint(1, 2)}/{year}", "Quyển số:", 24)
    top = centred_head(blank, rng.random() < 0.6, corner)
    template = _BIRTH_2010
    if rng.random() < 0.6:
        template += "Họ, tên người đi khai sinh: {applicant_full_name}\nQuan hệ với người được khai sinh: {applicant_relationship}\n"
    body = blank.lines(template, values, _pitch(blank, template, values, _tall(blank, 145)))
    note = ""
    if rng.random() < 0.5:
        blank.sheet.note("note", Fact(None))
        note = blank.lines("Ghi chú: {_none}", {"_none": ""}, 7)
    end = both(
        clerk(blank, "NGƯỜI THỰC HIỆN", "implementer_name"),
        signer(blank, "NGƯỜI KÝ GIẤY KHAI SINH", registrar(rng), families.unit_of(values)),
    )
    title = f'<div class="title">GIẤY KHAI SINH</div><div class="mid label"><b>{copy}</b></div>'
    return f"{top}{title}{body}{note}{end}"


def birth_2015(blank: Blank) -> str:
    """Giấy khai sinh of 2015 and 2020: the mother first."""
    rng = blank.sheet.rng
    values = families.birth(blank, (2016, 2024))
    year, unit = str(values["_registered"])[:4], families.unit_of(values)
    figure = f"{rng.randint(1, 480)}" + rng.choice(("", f"/{year}", f"/{year}"))
    left = (
        f"{body_over(blank, f'ỦY BAN NHÂN DÂN{chr(10)}{unit.upper()}')}<br>{number(blank, 'number', figure)}"
    )
    if arms := rng.random() < 0.4:
        top = centred_head(blank, True, "") + f'<div class="beside">{left}</div>'
    else:
        top = split_head(blank, left)
    body = blank.lines(
        _BIRTH_2015, values, _pitch(blank, _BIRTH_2015, values, _tall(blank, 176 if arms else 134))
    )
    copy = rng.choice(("", "", '<div class="mid label"><b>(BẢN SAO)</b></div>'))
    end = both("", signer(blank, "NGƯỜI KÝ GIẤY KHAI SINH", registrar(rng), unit))
    return f'{top}<div class="title">GIẤY KHAI SINH</div>{copy}{body}{end}'


def death_extract(blank: Blank) -> str:
    """Trích lục khai tử; its own number above, that of the register below."""
    rng = blank.sheet.rng
    values = families.death(blank, (2009, 2025))
    unit, issued = (
        families.unit_of(values),
        date.fromisoformat(str(values["_died"])) + timedelta(days=rng.randint(21, 500)),
    )
    issued = min(issued, date(2026, 10, 30))
    time, died = values["deceased_death_time"], values["deceased_death_date"]
    assert isinstance(time, Fact) and isinstance(died, Fact)
    hour, minute = (time.value or ":").split(":")
    values |= {"_hour": hour or blank.print.empty, "_minute": minute or blank.print.empty}
    values |= _spread(values, "deceased_death_date", ("_d", "_m", "_y")) | _spread(
        values, "registration_date", ("_rd", "_rm", "_ry")
    )
    registered = values["registration_date"]
    assert isinstance(registered, Fact) and registered.value
    blank.sheet.note(
        "deceased_death_time", Fact(time.value, f"{hour} giờ {minute} phút") if time.value else time
    )
    blank.sheet.note("deceased_death_date", died)
    when = date.fromisoformat(registered.value)
    blank.sheet.note(
        "registration_date", Fact(registered.value, f"ngày {when:%d} tháng {when:%m} năm {when.year}")
    )
    figure = f"{rng.randint(2, 900)}/{rng.choice(('TLKT', 'TLKT-BS', f'{issued.year}/TLKT-BS'))}"
    left = f"{body_over(blank, f'ỦY BAN NHÂN DÂN{chr(10)}{unit.upper()}')}<br>{number(blank, 'extract_number', figure)}"
    top = split_head(blank, left, day_line(blank, "_issued", place_of(unit), issued))
    body = blank.lines(_DEATH, values, _pitch(blank, _DEATH, values, _tall(blank, 130)))
    copy = "(BẢN SAO)" if rng.random() < 0.6 else ""
    source = ""
    if rng.random() < 0.5:
        source = blank.lines("Thực hiện trích lục từ: {_source}", {"_source": "Sổ đăng ký khai tử"}, 7)
    end = both("", signer(blank, "NGƯỜI KÝ TRÍCH LỤC", registrar(rng), unit))
    return f'{top}<div class="title">TRÍCH LỤC KHAI TỬ</div><div class="mid label"><b>{copy}</b></div>{body}{source}{end}'


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
    pitch = min(8.5, max(5.4, _tall(blank, 130 if old else 122) / (lines + 2)))
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
    foot = ("Nơi đăng ký: {registration_place}\nNgày, tháng, năm đăng ký: {registration_date}" if old
            else "Nơi đăng ký kết hôn: {registration_place}\nNgày, tháng, năm đăng ký: {registration_date}")  # fmt: skip
    end = blank.lines(foot, values, pitch)
    names = ("CHỒNG", "VỢ") if old else ("VỢ", "CHỒNG")
    pair = both(_signed(blank, names[0]), _signed(blank, names[1]), 50)
    last = signer(blank, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", registrar(rng), families.unit_of(values))
    if old and rng.random() < 0.5:
        last = both(clerk(blank, "NGƯỜI THỰC HIỆN", "implementer_name"), last)
    else:
        last = f'<div style="width:92mm;margin:1mm auto 0">{last}</div>'
    return f'{top}<div class="title">GIẤY CHỨNG NHẬN KẾT HÔN</div><table class="pair"><tr>{columns}</tr></table>{end}{pair}{last}'


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
    values |= _spread(values, "registration_date", ("_d", "_m", "_y"))
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
    body = blank.lines(template, values, _pitch(blank, template, values, _tall(blank, 130)))
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
    pitch = _pitch(blank, lead + _SINGLE, values, _tall(blank, 145))
    title = '<div class="title">GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN</div>'
    middle = '<div class="mid label"><b>XÁC NHẬN:</b></div>'
    end = both("", signer(blank, rng.choice(("", "NGƯỜI KÝ GIẤY XÁC NHẬN")), registrar(rng), unit))
    return f"{top}{title}{blank.lines(lead, values, pitch)}{middle}{blank.lines(_SINGLE, values, pitch)}{end}"


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
    values |= _spread(values, "registration_date", ("_d", "_m", "_y"))
    blank.sheet.note(
        "registration_date", Fact(when.isoformat(), f"ngày {when:%d} tháng {when:%m} năm {when.year}")
    )
    template = (
        _rows("parent", _ROWS_2015, f"người {role}", " ¦50¦ ").strip() + "\nLà {confirmation_type:24} của"
    )
    template += _rows("child", _ROWS_2015, "người con", " ¦50¦ ").replace(
        "Giấy tờ tùy thân: {child_id_doc}\n", ""
    )
    template += "Đăng ký nhận cha, mẹ, con tại: {registration_place}\nSố: {number:36} ngày {_d:12} tháng {_m:12} năm {_y:18}\n"
    unit = families.unit_of(values)
    figure = f"{rng.randint(2, 90)}/TLNCMC{rng.choice(('', '-BS'))}"
    left = f"{body_over(blank, f'ỦY BAN NHÂN DÂN{chr(10)}{unit.upper()}')}<br>{number(blank, 'extract_number', figure)}"
    top = split_head(
        blank,
        left,
        day_line(blank, "_issued", place_of(unit), when + timedelta(days=rng.randint(0, 300))),
    )
    title = '<div class="title">TRÍCH LỤC<br>ĐĂNG KÝ NHẬN CHA, MẸ, CON</div>'
    body = blank.lines(template, values, _pitch(blank, template, values, _tall(blank, 140)))
    return f"{top}{title}{body}" + both("", signer(blank, "NGƯỜI KÝ TRÍCH LỤC", registrar(rng), unit))

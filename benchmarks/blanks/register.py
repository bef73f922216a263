"""Blanks of the civil register: births and deaths, and how far apart their lines stand."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.blanks import families
from benchmarks.blanks.form import Blank, Values
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
from benchmarks.third_hand.facts import Fact
from benchmarks.third_hand.frame import place_of
from benchmarks.third_hand.offices import registrar

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


def pitch(blank: Blank, template: str, values: Values, room: float, width: float = 0) -> float:
    """Lines as far from one another as `room` mm allow, in the bounds of what blanks have."""
    return min(9.6, max(5.6, room / blank.count(template, values, width)))


def tall(blank: Blank, spent: float) -> float:
    """The room that `spent` mm leave on the sheet, in mm."""
    return blank.stock.height - spent


def spread(values: Values, key: str, names: tuple[str, str, str]) -> Values:
    """Day, month and year of a field for the three gaps of a line; the field is noted by who calls."""
    fact = values[key]
    assert isinstance(fact, Fact)
    assert fact.value
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
        template += "Họ, tên người đi khai sinh: {applicant_full_name}\n"
        template += "Quan hệ với người được khai sinh: {applicant_relationship}\n"
    body = blank.lines(template, values, pitch(blank, template, values, tall(blank, 145)))
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
        _BIRTH_2015, values, pitch(blank, _BIRTH_2015, values, tall(blank, 176 if arms else 134))
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
    assert isinstance(time, Fact)
    assert isinstance(died, Fact)
    hour, minute = (time.value or ":").split(":")
    values |= {"_hour": hour or blank.print.empty, "_minute": minute or blank.print.empty}
    values |= spread(values, "deceased_death_date", ("_d", "_m", "_y")) | spread(
        values, "registration_date", ("_rd", "_rm", "_ry")
    )
    registered = values["registration_date"]
    assert isinstance(registered, Fact)
    assert registered.value
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
    body = blank.lines(_DEATH, values, pitch(blank, _DEATH, values, tall(blank, 130)))
    copy = "(BẢN SAO)" if rng.random() < 0.6 else ""
    source = ""
    if rng.random() < 0.5:
        source = blank.lines("Thực hiện trích lục từ: {_source}", {"_source": "Sổ đăng ký khai tử"}, 7)
    end = both("", signer(blank, "NGƯỜI KÝ TRÍCH LỤC", registrar(rng), unit))
    title = f'<div class="title">TRÍCH LỤC KHAI TỬ</div><div class="mid label"><b>{copy}</b></div>'
    return f"{top}{title}{body}{source}{end}"

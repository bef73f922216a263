"""Marriage certificates: two columns that must not be read across. Since 2016 the wife stands left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from samples.form import TITLE_RED, Cell, Form, Paper, Style
from samples.papers.registry import date_cell, day, head_old, number, office, sign, sign_old
from samples.people import Person, id_doc, person
from samples.sheet import Column
from samples.wording import date_figures

JOBS = [
    "Công nhân",
    "Giáo viên",
    "Buôn bán",
    "Kỹ sư xây dựng",
    "Lái xe",
    "Nhân viên văn phòng",
    "Thợ may",
    "Nông dân",
    "Y sĩ",
    "Nội trợ",
]


def marriage_2016(rng: Random, style: Style, on: date | None = None, *, swapped: bool = False) -> Paper:
    """Giấy chứng nhận kết hôn since 2016; `swapped` prints the husband left, under printed heads."""
    registered = on or day(rng, date(2016, 2, 1), date(2026, 9, 30))
    keeper = office(rng, registered)
    wife, husband = person(rng, registered, (19, 38), "Nữ"), person(rng, registered, (21, 45), "Nam")
    form = Form(style, rng)
    form.motto()
    form.space(10)
    if rng.random() < 0.5:
        form.frame()
        form.emblem()
    form.title("GIẤY CHỨNG NHẬN KẾT HÔN", TITLE_RED, 20)
    column = Column(style.left + 150, style.right - 150, style.leaders)
    form.row(Cell("Số:", "number", number(rng, registered)), column=column)
    form.space(10)
    pair = [("wife", "vợ", wife), ("husband", "chồng", husband)]
    _columns(form, pair[::-1] if swapped else pair, registered, heads=swapped or rng.random() < 0.4)
    form.row(Cell("Nơi đăng ký kết hôn:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, "slash"))
    form.space(8)
    _spouses(form, [word for _, word, _ in (pair[::-1] if swapped else pair)])
    sign(form, keeper, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", left=200)
    return form.paper("marriage", "giay_chung_nhan_ket_hon_swapped" if swapped else "giay_chung_nhan_ket_hon")


def _columns(form: Form, pair: list[tuple[str, str, Person]], on: date, *, heads: bool) -> None:
    """One spouse per column, the left one whole before the right one in reading order."""
    middle = (form.style.left + form.style.right) / 2
    top, deepest = form.sheet.y, form.sheet.y
    edges = ((form.style.left - 14, middle - 8), (middle + 8, form.style.right + 12))
    for (role, word, who), (left, right) in zip(pair, edges, strict=True):
        form.sheet.y = top
        column = Column(left, right, form.style.leaders, drop=form.style.drop)
        if heads:
            form.say(word.upper(), form.ink("Bold"), "center", column)
        _spouse(form, role, word, who, on, column)
        deepest = max(deepest, form.sheet.y)
    form.sheet.y = deepest + 6


def _spouse(form: Form, role: str, word: str, who: Person, on: date, column: Column) -> None:
    cells = [
        Cell(f"Họ, chữ đệm, tên {word}:", f"{role}_full_name", who.name.upper(), strong=True),
        Cell("Ngày, tháng, năm sinh:", f"{role}_birth_date", date_figures(who.born), who.born.isoformat()),
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam"),
        Cell("Nơi cư trú:", f"{role}_residence_place", who.address),
        Cell("Giấy tờ tùy thân:", f"{role}_id_doc", id_doc(form.rng, who, on)),
    ]
    for cell in cells:
        form.row(cell, column=column)


def _spouses(form: Form, words: list[str]) -> None:
    """Where the spouses signed by hand."""
    middle = (form.style.left + form.style.right) / 2
    top = form.sheet.y
    for word, left in zip(words, (form.style.left, middle), strict=True):
        form.sheet.y = top
        column = Column(left, left + middle - form.style.left)
        form.say(word.capitalize(), form.ink("Bold"), "center", column)
        form.say("(Ký, ghi rõ họ, chữ đệm, tên)", form.ink("Italic", form.style.size - 2), "center", column)
        form.signature(left + 60, form.sheet.y + 24, size=0.8)
    form.space(54)


def marriage_old(rng: Random, style: Style, on: date | None = None) -> Paper:
    """The certificate before 2016: husband left, occupations, clerk and signer at the foot."""
    registered = on or day(rng, date(2001, 2, 1), date(2015, 11, 30))
    keeper = office(rng, registered)
    wife, husband = person(rng, registered, (19, 38), "Nữ"), person(rng, registered, (21, 45), "Nam")
    form = Form(style, rng)
    head_old(form, keeper, "KH", registered)
    form.title("GIẤY CHỨNG NHẬN KẾT HÔN", TITLE_RED if rng.random() < 0.5 else (20, 20, 20), 19)
    form.space(10)
    middle = (style.left + style.right) / 2
    top, deepest = form.sheet.y, form.sheet.y
    narrow = replace(form.body, left=style.left - 14, right=middle - 8)
    wide = replace(form.body, left=middle + 8, right=style.right + 12)
    for role, word, who, column in (("husband", "chồng", husband, narrow), ("wife", "vợ", wife, wide)):
        form.sheet.y = top
        _spouse_old(form, role, word, who, column)
        deepest = max(deepest, form.sheet.y)
    form.sheet.y = deepest + 6
    form.row(Cell("Nơi đăng ký:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, "slash"))
    form.space(8)
    _spouses(form, ["chồng", "vợ"])
    sign_old(form, keeper, "NGƯỜI KÝ GIẤY CNKH")
    return form.paper("marriage", "giay_chung_nhan_ket_hon_old")


def _spouse_old(form: Form, role: str, word: str, who: Person, column: Column) -> None:
    cells = [
        Cell(f"Họ và tên {word}:", f"{role}_full_name", who.name.upper(), strong=True),
        Cell(
            "Ngày, tháng, năm sinh:",
            f"{role}_birth_date",
            date_figures(who.born, "dash"),
            who.born.isoformat(),
        ),
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam"),
        Cell("Nghề nghiệp:", f"{role}_occupation", form.rng.choice(JOBS)),
        Cell("Nơi thường trú/tạm trú:", f"{role}_residence_place", who.address),
        Cell("Số CMND/Hộ chiếu:", f"{role}_id_doc", who.old_id),
    ]
    for cell in cells:
        form.row(cell, column=column)

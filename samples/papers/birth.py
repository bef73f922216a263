"""Birth certificates: the form since 2016 (mother first) and the older one (father first)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.form import TITLE_RED, Cell, Form, Paper, Style
from samples.papers.registry import (
    Office,
    date_cell,
    day,
    head_old,
    number,
    office,
    sign,
    sign_old,
    year_cell,
)
from samples.people import Person, id_doc, name, person, personal_id
from samples.places import HOSPITALS, ward_line
from samples.sheet import Column
from samples.wording import date_words


def _family(rng: Random, born: date) -> tuple[Person, Person, str, str]:
    """Father, mother, the child's name and gender."""
    father = person(rng, born, (23, 45), "Nam")
    mother = person(rng, born, (20, 39), "Nữ")
    gender = rng.choice(["Nam", "Nữ"])
    child = name(rng, gender, father.name.split()[0])
    return father, mother, child, gender


def _birth_place(rng: Random, office: Office) -> str:
    hospital = rng.choice(HOSPITALS)
    home = f"Trạm y tế {ward_line((office.ward, office.above))}"
    return rng.choice([hospital, f"{hospital}, Thành phố Hồ Chí Minh", f"{hospital}, TP. Hồ Chí Minh", home])


def birth_2016(rng: Random, style: Style, on: date | None = None, *, fatherless: bool = False) -> Paper:
    """Giấy khai sinh since 2016; `fatherless` leaves the father's lines empty."""
    registered = on or day(rng, date(2016, 2, 1), date(2026, 6, 30))
    born = registered - timedelta(days=rng.randint(3, 58))
    keeper = office(rng, registered)
    father, mother, child, gender = _family(rng, born)
    form = Form(style, rng)
    _head_2016(form, number(rng, registered))
    figures = rng.choice(["slash", "slash", "short", "long", "dash"])
    _child_2016(form, (child, gender, born), mother if fatherless else father, figures)
    form.row(Cell("Nơi sinh:", "child_birth_place", _birth_place(rng, keeper)))
    form.row(Cell("Quê quán:", "child_origin_place", mother.origin if fatherless else father.origin))
    form.row(Cell("Số định danh cá nhân:", "child_personal_id", personal_id(rng, "079", gender, born)))
    _parent_2016(form, "mẹ", "mother", mother)
    _parent_2016(form, "cha", "father", None if fatherless else father)
    applicant = mother if fatherless else rng.choice([father, mother])
    _registered_2016(form, applicant, keeper, figures)
    sign(form, keeper, rng.choice(["NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ"]))
    return form.paper("birth", "giay_khai_sinh_2016")


def _child_2016(form: Form, child: tuple[str, str, date], parent: Person, figures: str) -> None:
    """Name, gender and date of birth of the child; the ethnicity is that of `parent`."""
    name_of_child, gender, born = child
    form.row(Cell("Họ, chữ đệm, tên:", "child_full_name", name_of_child.upper(), strong=True))
    form.run(
        date_cell("Ngày, tháng, năm sinh:", "child_birth_date", born, figures),
        Cell("ghi bằng chữ:", "child_birth_date_words", date_words(form.rng, born)),
    )
    form.row(
        Cell("Giới tính:", "child_gender", gender, share=1),
        Cell("Dân tộc:", "child_ethnicity", parent.ethnicity, share=1.1),
        Cell("Quốc tịch:", "child_nationality", "Việt Nam", share=1.4),
    )


def _registered_2016(form: Form, applicant: Person, keeper: Office, figures: str) -> None:
    form.row(Cell("Họ, chữ đệm, tên người đi khai sinh:", "applicant_full_name", applicant.name))
    form.row(Cell("Giấy tờ tùy thân:", "applicant_id_doc", id_doc(form.rng, applicant, keeper.on)))
    form.row(Cell("Nơi đăng ký khai sinh:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", keeper.on, figures))
    form.space(8)


def _head_2016(form: Form, register_number: str) -> None:
    form.motto()
    form.space(10)
    decorated = form.rng.random() < 0.5
    if decorated:
        form.frame()
        form.emblem()
    form.title("GIẤY KHAI SINH", TITLE_RED if decorated else (20, 20, 20), 21)
    if form.rng.random() < 0.3:
        form.say("(BẢN SAO)", form.ink("Bold"))
    column = Column(form.style.left + 150, form.style.right - 150, form.style.leaders)
    form.row(Cell("Số:", "number", register_number), column=column)
    form.space(8)


def _parent_2016(form: Form, word: str, role: str, who: Person | None) -> None:
    """The three lines of a parent; empty for a parent who is not entered."""
    form.space(3)
    full_name, year = (who.name.upper(), str(who.born.year)) if who else ("", "")
    form.row(Cell(f"Họ, chữ đệm, tên người {word}:", f"{role}_full_name", full_name, strong=True))
    form.row(
        Cell("Năm sinh:", f"{role}_birth_date", year),
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity if who else "", share=1.1),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam" if who else "", share=1.4),
    )
    form.row(Cell("Nơi cư trú:", f"{role}_residence_place", who.address if who else ""))


def birth_old(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Giấy khai sinh before 2016: office and numbers at the head, father first, clerk and signer at the foot."""
    registered = on or day(rng, date(1999, 2, 1), date(2015, 11, 30))
    born = registered - timedelta(days=rng.randint(3, 58))
    keeper = office(rng, registered)
    father, mother, child, gender = _family(rng, born)
    form = Form(style, rng)
    head_old(form, keeper, "KS", registered)
    _title_old(form)
    figures = rng.choice(["slash", "dash", "long", "dot"])
    form.row(
        Cell("Họ và tên:", "child_full_name", child.upper(), share=2.2, strong=True),
        Cell("Giới tính:", "child_gender", gender, share=1),
    )
    form.row(date_cell("Ngày, tháng, năm sinh:", "child_birth_date", born, figures))
    form.run(Cell("(Ghi bằng chữ:", "child_birth_date_words", date_words(rng, born)), Cell(")"))
    form.row(Cell("Nơi sinh:", "child_birth_place", _birth_place(rng, keeper)))
    form.row(
        Cell("Dân tộc:", "child_ethnicity", father.ethnicity),
        Cell("Quốc tịch:", "child_nationality", "Việt Nam"),
    )
    _parent_old(form, "cha", "father", father)
    _parent_old(form, "mẹ", "mother", mother)
    form.row(Cell("Nơi đăng ký:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, figures))
    form.row(Cell("Ghi chú:", "note", rng.choice(["", "", "Đăng ký đúng hạn", "Đăng ký lại"])))
    form.space(8)
    sign_old(form, keeper, "NGƯỜI KÝ GIẤY KHAI SINH")
    return form.paper("birth", "giay_khai_sinh_old")


def _title_old(form: Form) -> None:
    form.title("GIẤY KHAI SINH", TITLE_RED if form.rng.random() < 0.4 else (20, 20, 20), 22)
    form.say(form.rng.choice(["(BẢN CHÍNH)", "(BẢN SAO)"]), form.ink("Bold", 11))
    form.space(8)


def _parent_old(form: Form, word: str, role: str, who: Person) -> None:
    form.row(Cell(f"Họ và tên {word}:", f"{role}_full_name", who.name, strong=True))
    form.row(
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam", share=1.2),
        year_cell("Năm sinh:", f"{role}_birth_date", who.born),
    )
    form.row(Cell("Nơi thường trú/tạm trú:", f"{role}_residence_place", who.address))

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


def birth_2016(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Giấy khai sinh since 2016."""
    registered = on or day(rng, date(2016, 2, 1), date(2026, 6, 30))
    born = registered - timedelta(days=rng.randint(3, 58))
    keeper = office(rng, registered)
    father, mother, child, gender = _family(rng, born)
    form = Form(style, rng)
    _head_2016(form, number(rng, registered))
    ethnicity = rng.choice([father.ethnicity, mother.ethnicity])
    figures = rng.choice(["slash", "slash", "short", "long", "dash"])
    form.row(Cell("Họ, chữ đệm, tên:", "child_full_name", child.upper(), strong=True))
    form.run(
        date_cell("Ngày, tháng, năm sinh:", "child_birth_date", born, figures),
        Cell("ghi bằng chữ:", "child_birth_date_words", date_words(rng, born)),
    )
    form.row(
        Cell("Giới tính:", "child_gender", gender, share=1),
        Cell("Dân tộc:", "child_ethnicity", ethnicity, share=1.1),
        Cell("Quốc tịch:", "child_nationality", "Việt Nam", share=1.4),
    )
    form.row(Cell("Nơi sinh:", "child_birth_place", _birth_place(rng, keeper)))
    form.row(Cell("Quê quán:", "child_origin_place", father.origin))
    code = personal_id(rng, "079", gender, born)
    form.row(Cell("Số định danh cá nhân:", "child_personal_id", code))
    _parent_2016(form, "mẹ", "mother", mother)
    _parent_2016(form, "cha", "father", father)
    applicant = rng.choice([father, mother])
    form.row(Cell("Họ, chữ đệm, tên người đi khai sinh:", "applicant_full_name", applicant.name))
    form.row(Cell("Giấy tờ tùy thân:", "applicant_id_doc", id_doc(rng, applicant, registered)))
    form.row(Cell("Nơi đăng ký khai sinh:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, figures))
    form.space(8)
    sign(form, keeper, rng.choice(["NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ"]))
    return form.paper("birth", "giay_khai_sinh_2016")


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


def _parent_2016(form: Form, word: str, role: str, who: Person) -> None:
    form.space(3)
    form.row(Cell(f"Họ, chữ đệm, tên người {word}:", f"{role}_full_name", who.name.upper(), strong=True))
    form.row(
        year_cell("Năm sinh:", f"{role}_birth_date", who.born),
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity, share=1.1),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam", share=1.4),
    )
    form.row(Cell("Nơi cư trú:", f"{role}_residence_place", who.address))


def birth_old(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Giấy khai sinh before 2016: office and numbers at the head, father first, clerk and signer at the foot."""
    registered = on or day(rng, date(1999, 2, 1), date(2015, 11, 30))
    born = registered - timedelta(days=rng.randint(3, 58))
    keeper = office(rng, registered)
    father, mother, child, gender = _family(rng, born)
    form = Form(style, rng)
    head_old(form, keeper, "KS", registered)
    form.title("GIẤY KHAI SINH", TITLE_RED if rng.random() < 0.4 else (20, 20, 20), 22)
    form.say(rng.choice(["(BẢN CHÍNH)", "(BẢN SAO)"]), form.ink("Bold", 11))
    form.space(8)
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


def _parent_old(form: Form, word: str, role: str, who: Person) -> None:
    form.row(Cell(f"Họ và tên {word}:", f"{role}_full_name", who.name, strong=True))
    form.row(
        Cell("Dân tộc:", f"{role}_ethnicity", who.ethnicity),
        Cell("Quốc tịch:", f"{role}_nationality", "Việt Nam", share=1.2),
        year_cell("Năm sinh:", f"{role}_birth_date", who.born),
    )
    form.row(Cell("Nơi thường trú/tạm trú:", f"{role}_residence_place", who.address))

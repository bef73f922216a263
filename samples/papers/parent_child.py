"""Recognition of father, mother or child: the extract since 2016 and the older decision.

The exact printed form was not found in public; labels follow the columns of the ministry's import table.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.form import Cell, Form, Paper, Style
from samples.papers.registry import date_cell, day, extract_heads, number, office, person_row, sign
from samples.people import Person, id_doc, person
from samples.places import HOSPITALS
from samples.wording import date_figures


def recognition_extract(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Trích lục đăng ký nhận cha, mẹ, con."""
    issued = on or day(rng, date(2016, 6, 1), date(2026, 9, 30))
    registered = max(date(2016, 1, 5), issued - timedelta(days=rng.choice([0, 0, 7, 90])))
    keeper = office(rng, issued)
    word, sex = rng.choice([("cha", "Nam"), ("cha", "Nam"), ("mẹ", "Nữ")])
    parent, child = person(rng, registered, (24, 52), sex), person(rng, registered, (0, 6))
    form = Form(style, rng)
    extract_heads(form, keeper, "TLNCMC-BS")
    form.title("TRÍCH LỤC")
    form.title("ĐĂNG KÝ NHẬN CHA, MẸ, CON", size=style.size + 1)
    form.say("(BẢN SAO)", form.ink("Bold"))
    form.space(8)
    figures = rng.choice(["slash", "short", "dash"])
    form.row(Cell(f"Họ, chữ đệm, tên người {word}:", "parent_full_name", parent.name.upper(), strong=True))
    form.row(date_cell("Ngày, tháng, năm sinh:", "parent_birth_date", parent.born, figures))
    person_row(form, "parent", parent)
    form.row(Cell("Nơi cư trú:", "parent_residence_place", parent.address))
    form.row(Cell("Giấy tờ tùy thân:", "parent_id_doc", id_doc(rng, parent, registered)))
    form.run(Cell("Là", "confirmation_type", word, strong=True), Cell("của người có tên dưới đây:"))
    form.row(Cell("Họ, chữ đệm, tên:", "child_full_name", child.name.upper(), strong=True))
    _child(form, child, figures)
    form.row(Cell("Đã được đăng ký tại:", "registration_place", office(rng, registered).place))
    form.run(
        Cell("Số:", "number", number(rng, registered)),
        date_cell("", "registration_date", registered, "long"),
    )
    form.space(8)
    sign(form, keeper, "NGƯỜI KÝ TRÍCH LỤC")
    return form.paper("parent_child", "trich_luc_nhan_cha_me_con")


def _child(form: Form, child: Person, figures: str) -> None:
    rng = form.rng
    form.row(
        date_cell("Ngày, tháng, năm sinh:", "child_birth_date", child.born, figures, 1.7),
        Cell("Giới tính:", "child_gender", child.gender),
    )
    person_row(form, "child", child)
    form.row(Cell("Nơi sinh:", "child_birth_place", rng.choice(HOSPITALS)))
    form.row(Cell("Nơi cư trú:", "child_residence_place", child.address))
    form.row(
        Cell("Số định danh cá nhân:", "child_personal_id", child.personal_id if rng.random() < 0.8 else "")
    )
    if rng.random() < 0.6:
        registered = f"{rng.randint(5, 600)}/{child.born.year}"
        form.row(Cell("Giấy khai sinh số:", "child_birth_registration_number", registered))


def recognition_decision(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Quyết định công nhận việc nhận cha, mẹ, con before 2016."""
    registered = on or day(rng, date(2007, 2, 1), date(2015, 11, 30))
    keeper = office(rng, registered)
    parent, child = person(rng, registered, (24, 50), "Nam"), person(rng, registered, (1, 9))
    form = Form(style, rng)
    extract_heads(form, keeper, "QĐ-UBND", "decision_number")
    _decision_head(form, keeper.ward)
    form.run(Cell("Điều 1. Công nhận người có tên dưới đây:"))
    _parent_old(form, parent)
    form.run(Cell("Là", "confirmation_type", "cha", strong=True), Cell("của:"))
    form.row(Cell("Họ và tên:", "child_full_name", child.name, strong=True))
    form.row(
        Cell(
            "Ngày, tháng, năm sinh:",
            "child_birth_date",
            date_figures(child.born),
            child.born.isoformat(),
            1.7,
        ),
        Cell("Giới tính:", "child_gender", child.gender),
    )
    person_row(form, "child", child)
    form.row(Cell("Nơi sinh:", "child_birth_place", rng.choice(HOSPITALS)))
    form.run(Cell("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, "slash"))
    form.space(6)
    sign(form, keeper, "")
    return form.paper("parent_child", "quyet_dinh_cong_nhan")


def _grounds(form: Form) -> None:
    for text in (
        "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;",
        "Căn cứ Nghị định số 158/2005/NĐ-CP ngày 27 tháng 12 năm 2005 của Chính phủ về đăng ký và quản lý hộ tịch;",
    ):
        form.say(text, form.ink("Italic"), "justify")


def _decision_head(form: Form, ward: str) -> None:
    form.title("QUYẾT ĐỊNH")
    form.title("Công nhận việc nhận cha, mẹ, con", size=form.style.size + 1)
    form.space(6)
    form.say(f"CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG {ward.upper()}", form.ink("Bold"))
    _grounds(form)
    form.say("QUYẾT ĐỊNH:", form.ink("Bold"))


def _parent_old(form: Form, parent: Person) -> None:
    form.row(Cell("Họ và tên:", "parent_full_name", parent.name, strong=True))
    form.row(date_cell("Ngày, tháng, năm sinh:", "parent_birth_date", parent.born, "slash"))
    person_row(form, "parent", parent)
    form.row(Cell("Nơi thường trú/tạm trú:", "parent_residence_place", parent.address))
    form.row(Cell("Số CMND/Hộ chiếu:", "parent_id_doc", parent.old_id))

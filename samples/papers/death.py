"""Death papers: the extract with its two numbers, and the older certificate."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.form import Cell, Form, Paper, Style
from samples.papers.registry import (
    date_cell,
    day,
    extract_heads,
    head_old,
    number,
    office,
    person_row,
    sign,
    sign_old,
)
from samples.people import CARD_START, Person, id_doc, name, person
from samples.places import HOSPITALS
from samples.wording import date_figures, date_words

CAUSES = [
    "Bệnh già",
    "Suy hô hấp",
    "Tai biến mạch máu não",
    "Nhồi máu cơ tim",
    "Ung thư phổi",
    "Suy thận mạn giai đoạn cuối",
    "Viêm phổi nặng, suy hô hấp",
    "Tai nạn giao thông",
    "Xơ gan",
]


def _moment(rng: Random) -> tuple[str, str]:
    """A time of day as written, and HH:MM."""
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    return f"{hour:02d} giờ {minute:02d} phút", f"{hour:02d}:{minute:02d}"


def _place(rng: Random, who: Person) -> str:
    return rng.choice([rng.choice(HOSPITALS), "Tại nhà riêng, " + who.address, "Tại nơi cư trú"])


def death_extract(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Trích lục khai tử since 2016: the number of the extract at the head, that of the register below."""
    issued = on or day(rng, date(2017, 2, 1), date(2026, 9, 30))
    registered = max(CARD_START, issued - timedelta(days=rng.choice([0, 0, 2, 30, 400])))
    died = registered - timedelta(days=rng.randint(1, 14))
    keeper = office(rng, issued)
    who = person(rng, died, (38, 97))
    form = Form(style, rng)
    extract_heads(form, keeper, "TLKT-BS")
    form.title("TRÍCH LỤC KHAI TỬ")
    form.say("(BẢN SAO)", form.ink("Bold"))
    form.space(10)
    figures = rng.choice(["slash", "short", "long"])
    form.row(Cell("Họ, chữ đệm, tên:", "deceased_full_name", who.name.upper(), strong=True))
    form.row(date_cell("Ngày, tháng, năm sinh:", "deceased_birth_date", who.born, figures))
    person_row(form, "deceased", who, gender=True)
    _identity(form, who, died)
    _died(form, died)
    form.row(Cell("Nơi chết:", "deceased_death_place", _place(rng, who)))
    if rng.random() < 0.5:
        form.row(Cell("Nguyên nhân chết:", "deceased_death_cause", rng.choice(CAUSES)))
    form.row(Cell("Đã được đăng ký khai tử tại:", "registration_place", office(rng, registered).place))
    form.run(
        Cell("Số:", "number", number(rng, registered)),
        date_cell("", "registration_date", registered, "long"),
    )
    form.row(Cell("Thực hiện trích lục từ:", "extract_source", rng.choice(SOURCES)))
    form.space(12)
    sign(form, keeper, "NGƯỜI KÝ TRÍCH LỤC")
    return form.paper("death", "trich_luc_khai_tu")


def _identity(form: Form, who: Person, died: date) -> None:
    if died >= CARD_START and form.rng.random() < 0.8:
        form.row(Cell("Số định danh cá nhân:", "deceased_personal_id", who.personal_id))
    form.row(Cell("Giấy tờ tùy thân:", "deceased_id_doc", id_doc(form.rng, who, died)))


SOURCES = ("Sổ đăng ký khai tử", "Cơ sở dữ liệu hộ tịch điện tử", "Sổ hộ tịch")


def _died(form: Form, died: date) -> None:
    written, value = _moment(form.rng)
    form.run(
        Cell("Đã chết vào lúc:", "deceased_death_time", written, value),
        date_cell(", ngày", "deceased_death_date", died, "slash")
        if form.rng.random() < 0.4
        else date_cell(",", "deceased_death_date", died, "long"),
    )
    form.row(Cell("ghi bằng chữ:", "deceased_death_date_words", date_words(form.rng, died)))


def death_old(rng: Random, style: Style, on: date | None = None) -> Paper:
    """Giấy chứng tử before 2016."""
    registered = on or day(rng, date(1999, 2, 1), date(2015, 11, 30))
    died = registered - timedelta(days=rng.randint(1, 14))
    keeper = office(rng, registered)
    who = person(rng, died, (38, 95))
    form = Form(style, rng)
    head_old(form, keeper, "KT", registered)
    form.title("GIẤY CHỨNG TỬ", size=21)
    form.say(rng.choice(["(BẢN CHÍNH)", "(BẢN SAO)"]), form.ink("Bold", 11))
    form.space(8)
    figures = rng.choice(["slash", "dash", "dot"])
    _deceased_old(form, who, figures)
    written, value = _moment(rng)
    form.run(
        Cell("Đã chết vào lúc:", "deceased_death_time", written, value),
        date_cell(",", "deceased_death_date", died, "long"),
    )
    form.row(Cell("Nơi chết:", "deceased_death_place", _place(rng, who)))
    form.row(Cell("Nguyên nhân chết:", "deceased_death_cause", rng.choice(CAUSES)))
    _notice(form, died)
    form.row(Cell("Nơi đăng ký:", "registration_place", keeper.place))
    form.row(date_cell("Ngày, tháng, năm đăng ký:", "registration_date", registered, figures))
    form.row(
        Cell("Họ và tên người đi khai tử:", "applicant_full_name", name(rng, "Nam", who.name.split()[0]))
    )
    form.space(8)
    sign_old(form, keeper, "NGƯỜI KÝ GIẤY CHỨNG TỬ")
    return form.paper("death", "giay_chung_tu_old")


def _deceased_old(form: Form, who: Person, figures: str) -> None:
    rng = form.rng
    form.row(
        Cell("Họ và tên:", "deceased_full_name", who.name.upper(), share=2.2, strong=True),
        Cell("Giới tính:", "deceased_gender", who.gender),
    )
    if rng.random() < 0.35:
        year = str(who.born.year)
        form.row(Cell("Ngày, tháng, năm sinh:", "deceased_birth_date", year, year))
    else:
        form.row(date_cell("Ngày, tháng, năm sinh:", "deceased_birth_date", who.born, figures))
    person_row(form, "deceased", who)
    form.row(Cell("Nơi thường trú/tạm trú cuối cùng:", "deceased_residence_place", who.address))
    form.row(Cell("Số CMND/Hộ chiếu:", "deceased_id_doc_number", who.old_id if rng.random() < 0.8 else ""))


def _notice(form: Form, died: date) -> None:
    """The notice of death that was handed in; some offices left the line empty."""
    if form.rng.random() < 0.3:
        form.run(
            Cell("Số Giấy báo tử:", "death_notice_number"),
            Cell("do", "death_notice_issuer"),
            Cell("cấp ngày", "death_notice_date"),
        )
        return
    notice = f"{form.rng.randint(11, 480)}/GBT"
    form.run(
        Cell("Số Giấy báo tử:", "death_notice_number", notice),
        Cell("do", "death_notice_issuer", form.rng.choice(HOSPITALS)),
        Cell("cấp ngày", "death_notice_date", date_figures(died), died.isoformat()),
    )

"""Recognition of father, mother or child: extract and decision."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.cases import wordings as w
from samples.cases.case import Case, Entry, Foot, Head, Part, Sentence
from samples.cases.offices import keeper, working_day
from samples.form import Cell
from samples.papers.registry import number
from samples.people import Person, person
from samples.places import HOSPITALS


def _parent(rng: Random, who: Person, on: date, form: str, *, new: bool) -> list[Entry]:
    word = "cha" if who.gender == "Nam" else "mẹ"
    labels = w.named(f"người {word}") if new else w.NAME_FORMS
    identity = (
        w.identity(rng, "parent", who, on) if new else Entry("parent_id_doc", w.OLD_IDENTITY, who.old_id)
    )
    return [
        Entry("parent_full_name", labels, who.name, strong=True),
        w.date_entry("parent_birth_date", w.BIRTH, who.born, form),
        *w.folk("parent", who),
        w.home(rng, "parent", who, w.RESIDENCE if new else w.OLD_RESIDENCE),
        identity,
    ]


def _child(rng: Random, child: Person, form: str, *, new: bool) -> list[Entry]:
    labels = ("Họ, chữ đệm, tên", "Họ và tên", "Họ, chữ đệm, tên người con", "Họ và tên con")
    entries = [
        Entry("child_full_name", labels, child.name, strong=True),
        w.date_entry("child_birth_date", w.BIRTH, child.born, form),
        Entry("child_gender", w.GENDER, child.gender),
        *w.folk("child", child),
        Entry("child_birth_place", ("Nơi sinh",), rng.choice(HOSPITALS), wide=True),
    ]
    if new:
        entries.append(w.home(rng, "child", child))
        entries.append(
            Entry("child_personal_id", w.PERSONAL_ID, child.personal_id if rng.random() < 0.8 else "")
        )
    return entries


def recognition_new(rng: Random) -> Case:
    """Trích lục đăng ký nhận cha, mẹ, con."""
    issued = working_day(rng, date(2016, 6, 1), date(2026, 9, 30))
    registered = max(date(2016, 1, 5), issued - timedelta(days=rng.choice([0, 0, 7, 90])))
    parent = person(rng, registered, (22, 55), rng.choice(["Nam", "Nam", "Nữ"]))
    child, form = person(rng, registered, (0, 12)), w.figures(rng)
    word = "cha" if parent.gender == "Nam" else "mẹ"
    place = keeper(rng, registered).place(rng)
    tail = rng.choice(["của người có tên dưới đây:", "của:", "của người con có tên sau:"])
    end = (
        Entry("registration_place", ("Đã được đăng ký tại", "Nơi đăng ký"), place, wide=True),
        Sentence(
            (
                Cell("Số:", "number", number(rng, registered)),
                Cell("", "registration_date", w.written_date(registered, "long"), registered.isoformat()),
            )
        ),
    )
    serial = f"{rng.randint(2, 900)}/{rng.choice(['TLNCMC-BS', f'{issued.year}/TLNCMC', 'TLCMC-BS'])}"
    return Case(
        "parent_child",
        "recognition_new",
        (("TRÍCH LỤC", "ĐĂNG KÝ NHẬN CHA, MẸ, CON"), ("TRÍCH LỤC ĐĂNG KÝ NHẬN CHA, MẸ, CON",)),
        keeper(rng, issued),
        (
            Part(tuple(_parent(rng, parent, registered, form, new=True))),
            Part((Sentence((Cell("Là", "confirmation_type", word, strong=True), Cell(tail))),)),
            Part(tuple(_child(rng, child, form, new=True))),
            Part(end),
        ),
        ("(BẢN SAO)", ""),
        Head("letter", Entry("extract_number", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )


def recognition_before_2016(rng: Random) -> Case:
    """Quyết định công nhận việc nhận cha, mẹ, con."""
    registered = working_day(rng, date(2000, 2, 1), date(2015, 11, 30))
    office, form = keeper(rng, registered), w.figures(rng)
    parent, child = person(rng, registered, (22, 55), "Nam"), person(rng, registered, (1, 12))
    serial = f"{rng.randint(2, 300)}/{rng.choice(['QĐ-UBND', f'{registered.year}/QĐ-UBND', 'QĐ-NCMC'])}"
    ground = "Căn cứ Nghị định số 158/2005/NĐ-CP ngày 27 tháng 12 năm 2005 của Chính phủ về đăng ký và quản lý hộ tịch;"
    end = (
        Sentence((Cell("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),)),
        w.date_entry("registration_date", w.REGISTERED, registered, form),
    )
    return Case(
        "parent_child",
        "recognition_before_2016",
        (
            ("QUYẾT ĐỊNH", "Công nhận việc nhận cha, mẹ, con"),
            ("QUYẾT ĐỊNH", "VỀ VIỆC CÔNG NHẬN VIỆC NHẬN CHA, MẸ, CON"),
        ),
        office,
        (
            Part((Sentence((Cell(ground),)), Sentence((Cell("QUYẾT ĐỊNH:"),)))),
            Part((Sentence((Cell("Điều 1. Công nhận người có tên dưới đây:"),)),)),
            Part(tuple(_parent(rng, parent, registered, form, new=False))),
            Part((Sentence((Cell("Là", "confirmation_type", "cha", strong=True), Cell("của:"))),)),
            Part(tuple(_child(rng, child, form, new=False))),
            Part(end),
        ),
        head=Head("letter", Entry("decision_number", ("Số",), serial)),
    )

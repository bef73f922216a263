"""Guardianship and adoption: extracts and certificates. Adoption is a restricted kind of paper."""

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

REASONS = (
    "Cha mẹ đều đã chết",
    "Mẹ mất, cha không xác định được",
    "Mất năng lực hành vi dân sự",
    "Cha mẹ đều đi làm ăn xa",
)


def _folk(rng: Random, role: str, word: str, who: Person, on: date) -> Part:
    heads = (f"{word[0].upper()}{word[1:]}", word.upper())
    entries = (
        Entry(f"{role}_full_name", w.named(word), who.name, strong=True, under=w.NAME_FORMS),
        w.date_entry(f"{role}_birth_date", w.BIRTH, who.born, "slash"),
        Entry(f"{role}_gender", w.GENDER, who.gender),
        *w.folk(role, who),
        w.home(rng, role, who),
        w.identity(rng, role, who, on),
    )
    return Part(entries, heads)


def guardianship_extract(rng: Random) -> Case:
    """Trích lục đăng ký giám hộ."""
    issued = working_day(rng, date(2016, 6, 1), date(2026, 9, 30))
    registered = max(date(2016, 2, 1), issued - timedelta(days=rng.choice([0, 0, 20, 400])))
    guardian, minor = person(rng, registered, (25, 70)), person(rng, registered, (1, 16))
    place = keeper(rng, registered).place(rng)
    end = (
        Entry(
            "guardianship_reason", ("Lý do đăng ký giám hộ", "Lý do giám hộ"), rng.choice(REASONS), wide=True
        ),
        Entry("registration_place", ("Đã được đăng ký giám hộ tại", "Đăng ký giám hộ tại"), place, wide=True),
        Sentence(
            (
                Cell("Số:", "number", number(rng, registered)),
                Cell("", "registration_date", w.written_date(registered, "long"), registered.isoformat()),
            )
        ),
    )
    serial = f"{rng.randint(2, 300)}/{rng.choice(['TLGH-BS', f'{issued.year}/TLGH', 'TLĐKGH'])}"
    return Case(
        "guardianship",
        "guardianship_extract",
        (("TRÍCH LỤC", "ĐĂNG KÝ GIÁM HỘ"), ("TRÍCH LỤC ĐĂNG KÝ GIÁM HỘ",)),
        keeper(rng, issued),
        (
            _folk(rng, "guardian", "người giám hộ", guardian, registered),
            _folk(rng, "minor", "người được giám hộ", minor, registered),
            Part(end),
        ),
        ("(BẢN SAO)", ""),
        Head("letter", Entry("extract_number", ("Số",), serial)),
        Foot(("NGƯỜI KÝ TRÍCH LỤC", "")),
    )


def _adopter(rng: Random, role: str, who: Person, on: date) -> Part:
    word = "cha nuôi" if role == "father" else "mẹ nuôi"
    entries = (
        Entry(f"{role}_full_name", w.named(word), who.name, strong=True, wide=True, under=w.NAME_FORMS),
        w.date_entry(f"{role}_birth_date", w.BIRTH, who.born, "slash"),
        *w.folk(role, who),
        w.home(rng, role, who),
        w.identity(rng, role, who, on),
    )
    return Part(entries, (word.upper(),), must_head=rng.random() < 0.4, beside=True)


def adoption_paper(rng: Random) -> Case:
    """Giấy chứng nhận nuôi con nuôi: the child first, the adopting parents in two columns."""
    registered = working_day(rng, date(2011, 2, 1), date(2026, 9, 30))
    office = keeper(rng, registered)
    child = person(rng, registered, (0, 12))
    pair = [
        _adopter(rng, "father", person(rng, registered, (28, 55), "Nam"), registered),
        _adopter(rng, "mother", person(rng, registered, (26, 52), "Nữ"), registered),
    ]
    if rng.random() < 0.4:
        pair.reverse()
    first = Part(
        (
            Entry(
                "child_full_name",
                ("Họ, chữ đệm, tên con nuôi", "Họ và tên con nuôi"),
                child.name,
                strong=True,
            ),
            w.date_entry("child_birth_date", w.BIRTH, child.born, "slash"),
            Entry("child_gender", w.GENDER, child.gender),
            *w.folk("child", child),
            Entry("child_birth_place", ("Nơi sinh",), rng.choice(HOSPITALS), wide=True),
        )
    )
    end = (
        Entry(
            "registration_place", ("Nơi đăng ký", "Nơi đăng ký nuôi con nuôi"), office.place(rng), wide=True
        ),
        w.date_entry("registration_date", w.REGISTERED, registered, w.figures(rng)),
    )
    parts = (*pair, first) if rng.random() < 0.4 else (first, *pair)
    return Case(
        "adoption",
        "adoption_paper",
        (("GIẤY CHỨNG NHẬN NUÔI CON NUÔI",), ("GIẤY CHỨNG NHẬN", "NUÔI CON NUÔI")),
        office,
        (*parts, Part(end)),
        ("", "(BẢN SAO)"),
        Head("motto", Entry("number", w.NUMBER, number(rng, registered))),
        Foot(("NGƯỜI KÝ GIẤY CHỨNG NHẬN", "")),
    )

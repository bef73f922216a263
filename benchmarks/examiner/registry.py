"""What all papers of civil status have: the office, its day, its numbers, its head and who signs."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.examiner.dates import Spelling, day_between, signed
from benchmarks.examiner.form import End, qr
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import Person, id_paper, named
from benchmarks.examiner.places import Area, area, bare, council, home

_ORDERS = (("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
           ("TM. UBND", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("PHÓ CHỦ TỊCH",), ("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"),
           ("TUQ. CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"))  # fmt: skip


@dataclass(frozen=True)
class Office:
    """Where and when something was registered, and how its clerk writes days."""

    where: Area
    day: date
    spelling: Spelling
    council: str

    @property
    def body(self) -> str:
        """As a seal and an electronic signature name it."""
        return f"UBND {self.where.whole}"


def office(paper: Paper, first: int, last: int) -> Office:
    """A ward's office on some day of a span of years."""
    day = day_between(paper.rng, date(first, 1, 4), min(date(last, 12, 28), date(2026, 10, 30)))
    where = area(paper.rng, day)
    return Office(where, day, Spelling.of(paper.rng), council(paper.rng, where))


def number(paper: Paper, at: Office, key: str = "number", most: int = 600) -> str:
    """The register's number, sometimes with its year, sometimes by hand."""
    count = paper.rng.randint(1, most)
    told = paper.either(f"{count}", f"{count:02}", f"{count:03}", f"{count}")
    year = f"/{at.day.year}" if paper.chance(0.5) else ""
    return paper.inked(key, [(told, True), (year, False)], told + year)


def book(paper: Paper, at: Office) -> str:
    """The register's own number."""
    return paper.say("book_number", f"{paper.rng.randint(1, 3):02}/{at.day.year}")


def date_said(paper: Paper, key: str, day: date, at: Office) -> str:
    """A day in the clerk's manner."""
    return paper.say(key, at.spelling.short(day), day.isoformat())


def registered(paper: Paper, at: Office) -> str:
    """The day of registration."""
    return date_said(paper, "registration_date", at.day, at)


def units(paper: Paper, at: Office) -> list[str]:
    """The office as the head of a page names it, in lines of HTML."""
    where = at.where
    if paper.chance(0.5) or not where.district:
        lines = ["ỦY BAN NHÂN DÂN", where.ward.upper()]
        return lines if paper.chance(0.5) else [where.province.upper(), f"UBND {where.ward.upper()}"]
    return [where.province.upper(), where.district.upper(), f"UBND {where.ward.upper()}"]


def people_of(paper: Paper, prefix: str, who: Person) -> list[tuple[str, str]]:
    """People and nation of somebody: those from abroad have no people here."""
    people = (
        paper.say(f"{prefix}_ethnicity", who.people)
        if who.people
        else paper.empty(f"{prefix}_ethnicity", paper.either("", "-", "/"))
    )
    return [("Dân tộc", people), ("Quốc tịch", paper.say(f"{prefix}_nationality", who.nation))]


def home_of(paper: Paper, key: str, who: Person, at: Office) -> str:
    """Where somebody lives: mostly in the same ward, else anywhere, or abroad."""
    where = at.where if paper.chance(0.7) else area(paper.rng, at.day)
    return paper.say(key, who.home or home(paper.rng, where))


def paper_of(paper: Paper, key: str, who: Person, at: Office) -> str:
    """The paper somebody showed."""
    return paper.say(key, id_paper(paper.rng, who, at.day, at.where, at.spelling))


def empty_people(paper: Paper, prefix: str, mark: str) -> list[tuple[str, str]]:
    """People and nation of a parent nobody knows."""
    return [
        ("Dân tộc", paper.empty(f"{prefix}_ethnicity", mark)),
        ("Quốc tịch", paper.empty(f"{prefix}_nationality", mark)),
    ]


def signer(paper: Paper, at: Office, how: str = "pen", day: date | None = None) -> End:
    """Who signs for the office."""
    name = named(paper.rng, paper.either("Nam", "Nữ"))
    hint = paper.either(
        "", "", "(Ký, ghi rõ họ tên và đóng dấu)", "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ; đóng dấu)"
    )
    return End(paper.rng.choice(_ORDERS), name, at.body, day or at.day, how, hint)


def place_and_day(paper: Paper, at: Office, key: str | None, day: date | None = None) -> str:
    """ "Long Thạnh Mỹ, ngày 3 tháng 4 năm 2019": recorded as `key`, or as no field when that is None."""
    parts, town = signed(day or at.day, paper.rng), bare(at.where.ward)
    if key is None:
        return html.escape(f"{town}, {''.join(text for text, _ in parts)}")
    return f"{town}, {paper.inked(key, parts, at.day.isoformat())}"


@dataclass(frozen=True)
class Copy:
    """The making of an extract: its day, how it is signed, its code beside the title or at the foot."""

    day: date
    how: str
    beside: str
    foot: str


def extracted(paper: Paper, at: Office, most_days: int) -> Copy:
    """How an extract was made: on paper, or since 2020 from the data base with a code and an electronic signature."""
    day = min(
        at.day + timedelta(days=paper.rng.choice((0, 0, paper.rng.randint(1, most_days)))), date(2026, 11, 20)
    )
    if day.year < 2020 or paper.chance(0.4):
        return Copy(day, "pen", "", "")
    square = qr(paper)
    beside, foot = paper.rng.choice(((square, ""), ("", square), ("", "")))
    return Copy(day, "electronic", beside, foot)

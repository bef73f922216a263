"""Birth certificates of 1999, 2006 and 2016, and extracts of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from benchmarks.examiner.dates import Spelling
from benchmarks.examiner.form import Row, ending, head, row, rows, stamped, title
from benchmarks.examiner.marks import copied
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import TRADES, Person, named, person
from benchmarks.examiner.places import area, birth_place
from benchmarks.examiner.registry import (
    Office,
    book,
    date_said,
    empty_people,
    extracted,
    home_of,
    number,
    office,
    paper_of,
    people_of,
    place_and_day,
    registered,
    signer,
    units,
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """A child and its parents; no father where nobody named one."""

    child: Person
    mother: Person
    father: Person | None


def family(paper: Paper, at: Office) -> Family:
    """People of one birth."""
    rng = paper.rng
    day = at.day - timedelta(days=rng.choice((rng.randint(3, 60), rng.randint(3, 60), rng.randint(60, 3000))))
    mother = person(rng, "Nữ", day, (18, 42), at.where)
    father = person(rng, "Nam", day, (20, 50), at.where) if rng.random() < 0.9 else None
    parent = father or mother
    child = person(rng, rng.choice(("Nam", "Nữ")), at.day, (0, 1), at.where)
    surname = parent.name.split()[0]
    name = named(rng, child.gender, parent.people, surname)
    digit = (
        ("2" if child.gender == "Nam" else "3")
        if day.year >= 2000
        else ("0" if child.gender == "Nam" else "1")
    )
    personal = f"{at.where.code}{digit}{day.year % 100:02}{rng.randint(0, 29999):06}"
    return Family(Person(name, child.gender, day, parent.people, "Việt Nam", "", personal), mother, father)


def certificate_2016(paper: Paper) -> str:
    """The form since 2016: mother first, and who asked for it."""
    at = office(paper, 2016, 2026)
    kin = family(paper, at)
    top = head(paper, units(paper, at), "", f"Số: {number(paper, at)}")
    name = title(paper, "GIẤY KHAI SINH", paper.either("", "(BẢN SAO)", "BẢN CHÍNH"), size=1.6)
    lines = _child(paper, kin, at, "Họ, chữ đệm, tên")
    lines += [row("Số định danh cá nhân", paper.say("child_personal_id", kin.child.personal_id))]
    lines += _parent(paper, "mother", kin.mother, at, "Họ, chữ đệm, tên người mẹ", "Nơi cư trú")
    lines += _parent(paper, "father", kin.father, at, "Họ, chữ đệm, tên người cha", "Nơi cư trú")
    asked = kin.father if kin.father and paper.chance(0.6) else kin.mother
    lines += [row("Họ, chữ đệm, tên người đi khai sinh", paper.name("applicant_full_name", asked.name))]
    lines += [row("Giấy tờ tùy thân", paper_of(paper, "applicant_id_doc", asked, at))]
    lines += _registration(paper, at, "Nơi đăng ký khai sinh")
    caption = paper.either("NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ", "")
    return top + name + rows(paper, lines) + _end(paper, at, caption)


def certificate_2006(paper: Paper) -> str:
    """The form of 2006 and 2010: father first, a book, a clerk beside the chairman."""
    at = office(paper, 2006, 2015)
    kin, code = family(paper, at), "TP/HT-2010-KS.1" if at.day.year > 2010 else "TP/HT-2006-KS.1"
    right = f"Số: {number(paper, at)}<br>Quyển số: {book(paper, at)}"
    top = head(paper, units(paper, at), f'<span style="font-size:.8em">{code}</span>', right)
    name = title(paper, "GIẤY KHAI SINH", paper.either("(BẢN SAO)", "BẢN CHÍNH", "(Bản sao)"), size=1.6)
    lines = _child(paper, kin, at, "Họ và tên", origin=paper.chance(0.5))
    lines += _parent(paper, "father", kin.father, at, "Họ và tên cha", "Nơi thường trú/tạm trú")
    lines += _parent(paper, "mother", kin.mother, at, "Họ và tên mẹ", "Nơi thường trú/tạm trú")
    lines += _registration(paper, at, paper.either("Nơi đăng ký", "Đăng ký tại"))
    lines += [row("Ghi chú", _note(paper, at))]
    clerk = named(paper.rng, paper.either("Nam", "Nữ"))
    left = (
        f'<div class="c"><b>{paper.either("NGƯỜI THỰC HIỆN", "CÁN BỘ TƯ PHÁP HỘ TỊCH")}</b><div '
        'style="height:24mm"></div>'
        f"<b>{paper.say('implementer_name', clerk)}</b></div>"
    )
    seen = (
        stamped(paper, copied(paper.rng, paper.either("BẢN SAO", "SAO Y BẢN CHÍNH")))
        if paper.chance(0.3)
        else ""
    )
    return (
        top
        + seen
        + name
        + rows(paper, lines)
        + ending(paper, signer(paper, at), left, paper.either("", "<b>NGƯỜI KÝ GIẤY KHAI SINH</b>"))
    )


def certificate_1999(paper: Paper) -> str:
    """The form of 1999: parents in a table, trades, and who declared."""
    at = office(paper, 1999, 2005)
    kin, mark = family(paper, at), paper.either("", "-", "////")
    right = f"Số: {number(paper, at)}<br>Quyển số: {book(paper, at)}"
    top = head(paper, units(paper, at), '<span style="font-size:.8em">Mẫu TP/HT-1999-A.1</span>', right)
    lines = _child(paper, kin, at, paper.either("Họ và tên", "Họ và tên trẻ"), origin=paper.chance(0.6))
    table = _parents(paper, kin, at, mark)
    asked = kin.father or kin.mother
    relation = "Cha" if asked is kin.father else "Mẹ"
    below: list[Row] = [
        row("Họ và tên người đứng khai", paper.say("applicant_full_name", asked.name)),
        row("Quan hệ với người được khai sinh", paper.say("applicant_relationship", relation)),
    ]
    below += _registration(paper, at, "Nơi đăng ký")
    name = title(paper, "GIẤY KHAI SINH", size=1.6)
    return top + name + rows(paper, lines) + table + rows(paper, below) + _end(paper, at, "")


def _parents(paper: Paper, kin: Family, at: Office, mark: str) -> str:
    sides = zip(
        ("Họ và tên", "Năm sinh", "Dân tộc", "Quốc tịch", "Nghề nghiệp", "Nơi thường trú"),
        _column(paper, "father", kin.father, at, mark),
        _column(paper, "mother", kin.mother, at, mark),
        strict=True,
    )
    wide = '<td style="width:39%">'
    lines = "".join(
        f"<tr><td>{label}</td>{wide}{his}</td>{wide}{hers}</td></tr>" for label, his, hers in sides
    )
    heads = "".join(f"<td><b>{word}</b></td>" for word in ("Phần ghi về cha, mẹ", "Người cha", "Người mẹ"))
    return f'<table class="g" style="margin:3mm 0"><tr class="c">{heads}</tr>{lines}</table>'


def extract(paper: Paper) -> str:
    """An extract of a birth, by pen or from the data base with a code and an electronic signature."""
    at = office(paper, 2016, 2026)
    kin, copy = family(paper, at), extracted(paper, at, 400)
    top = head(
        paper,
        units(paper, at),
        f"Số: {paper.rng.randint(3, 900)}/TLKS-BS",
        place_and_day(paper, at, None, copy.day),
    )
    name = title(
        paper, "TRÍCH LỤC KHAI SINH", paper.either("(BẢN SAO)", "BẢN SAO", "(Bản điện tử)"), left=copy.beside
    )
    lines = _child(paper, kin, at, "Họ, chữ đệm, tên")
    lines += [
        row(
            paper.either("Số định danh cá nhân", "Số ĐDCN"),
            paper.say("child_personal_id", kin.child.personal_id),
        )
    ]
    lines += _parent(paper, "mother", kin.mother, at, "Họ, chữ đệm, tên mẹ", "Nơi cư trú")
    lines += _parent(paper, "father", kin.father, at, "Họ, chữ đệm, tên cha", "Nơi cư trú")
    lines += [row("Đăng ký khai sinh tại", paper.say("registration_place", at.council))]
    lines += [
        [("Số", number(paper, at)), ("Ngày đăng ký", registered(paper, at))],
        row("Ghi chú", _note(paper, at)),
    ]
    end = ending(paper, signer(paper, at, copy.how, copy.day), copy.foot, "<b>NGƯỜI KÝ TRÍCH LỤC</b>")
    return top + name + rows(paper, lines) + end


def _child(paper: Paper, kin: Family, at: Office, label: str, origin: bool = True) -> list[Row]:
    child, words = kin.child, at.spelling.words(kin.child.born)
    named_row: Row = row(label, paper.name("child_full_name", child.name))
    gender = (paper.either("Giới tính", "Nam, nữ"), paper.say("child_gender", child.gender))
    day: Row = row(
        paper.either("Ngày, tháng, năm sinh", "Sinh ngày"),
        date_said(paper, "child_birth_date", child.born, at),
    )
    in_words: Row = row(
        paper.either("Ghi bằng chữ", "Bằng chữ", "(ghi bằng chữ)"), paper.say("child_birth_date_words", words)
    )
    lines = [named_row, day, in_words, [gender, *people_of(paper, "child", child)]]
    if paper.chance(0.3):
        lines = [[*named_row, gender], day, in_words, people_of(paper, "child", child)]
    lines.append(row("Nơi sinh", paper.say("child_birth_place", birth_place(paper.rng, at.where))))
    if origin:
        from_where = at.where if paper.chance(0.5) else area(paper.rng, at.day)
        lines.append(row("Quê quán", paper.say("child_origin_place", from_where.whole)))
    return lines


def _parent(paper: Paper, prefix: str, who: Person | None, at: Office, label: str, home: str) -> list[Row]:
    if who is None:
        mark = paper.either("", "", "-----", "/")
        keys = (f"{prefix}_full_name", f"{prefix}_birth_date", f"{prefix}_residence_place")
        name, born, lives = (paper.empty(key, mark) for key in keys)
        return [row(label, name), [("Năm sinh", born), *empty_people(paper, prefix, mark)], row(home, lives)]
    whole = paper.chance(0.4)
    born = (
        date_said(paper, f"{prefix}_birth_date", who.born, at)
        if whole
        else paper.say(f"{prefix}_birth_date", str(who.born.year))
    )
    year = ("Ngày, tháng, năm sinh" if whole else "Năm sinh", born)
    name_row: Row = row(label, paper.name(f"{prefix}_full_name", who.name))
    lives_row: Row = row(home, home_of(paper, f"{prefix}_residence_place", who, at))
    if whole:
        return [name_row, [year], people_of(paper, prefix, who), lives_row]
    return [name_row, [year, *people_of(paper, prefix, who)], lives_row]


def _column(paper: Paper, prefix: str, who: Person | None, at: Office, mark: str) -> list[str]:
    keys = ("full_name", "birth_date", "ethnicity", "nationality", "", "residence_place")
    if who is None:
        return [paper.empty(f"{prefix}_{key}", mark) if key else paper.typed(mark) for key in keys]
    people = [value for _, value in people_of(paper, prefix, who)]
    name, year = (
        paper.say(f"{prefix}_full_name", who.name),
        paper.say(f"{prefix}_birth_date", str(who.born.year)),
    )
    return [
        name,
        year,
        *people,
        paper.typed(paper.rng.choice(TRADES)),
        home_of(paper, f"{prefix}_residence_place", who, at),
    ]


def _registration(paper: Paper, at: Office, label: str) -> list[Row]:
    return [
        row(label, paper.say("registration_place", at.council)),
        row(paper.either("Ngày, tháng, năm đăng ký", "Ngày đăng ký"), registered(paper, at)),
    ]


def _note(paper: Paper, at: Office) -> str:
    if paper.chance(0.65):
        return paper.empty("note", paper.either("", "", "-"))
    late = Spelling.of(paper.rng).short(at.day)
    return paper.say(
        "note",
        paper.either(
            "Đăng ký lại",
            "Đăng ký quá hạn",
            "Đăng ký khai sinh đúng hạn",
            f"Cấp lại bản chính ngày {late.removeprefix('ngày ')}",
        ),
    )


def _end(paper: Paper, at: Office, caption: str) -> str:
    above = f"<b>{caption}</b>" if caption else ""
    if paper.chance(0.25):
        above = place_and_day(paper, at, None) + (f"<br>{above}" if above else "")
    return ending(paper, signer(paper, at, paper.either("pen", "pen", "pen", "no seal")), "", above)

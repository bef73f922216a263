"""Recognising a child or a parent: decisions of before 2016 and extracts since."""

from __future__ import annotations

from benchmarks.examiner.form import Row, ending, head, row, rows, title
from benchmarks.examiner.paper import Paper
from benchmarks.examiner.people import Person, person
from benchmarks.examiner.places import birth_place
from benchmarks.examiner.registry import (
    Office,
    book,
    date_said,
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
)


def _pair(paper: Paper, at: Office) -> tuple[Person, Person]:
    parent = person(paper.rng, paper.either("Nam", "Nam", "Nữ"), at.day, (22, 60), at.where)
    grown = paper.chance(0.2)
    return parent, person(
        paper.rng, paper.either("Nam", "Nữ"), at.day, (1, 3) if not grown else (4, 17), at.where
    )


def extract(paper: Paper) -> str:
    """An extract since 2016; who recognises whom is told in a line of its own."""
    at = office(paper, 2016, 2026)
    copy, (parent, child) = extracted(paper, at, 60), _pair(paper, at)
    count = str(paper.rng.randint(1, 90))
    tail = paper.either("/TLNCMC-BS", f"/{copy.day.year}/TLNCMC-BS", "/TLCMC")
    under = f"Số: {paper.inked('extract_number', [(count, True), (tail, False)], count + tail)}"
    top = head(paper, units(paper, at), under, place_and_day(paper, at, None, copy.day))
    kind = paper.either("TRÍCH LỤC ĐĂNG KÝ NHẬN CHA, MẸ, CON", "TRÍCH LỤC NHẬN CHA, MẸ, CON")
    name = title(paper, kind, paper.either("(BẢN SAO)", ""), left=copy.beside)
    lines = _person(paper, "parent", parent, at, "Họ, chữ đệm, tên người nhận")
    word = paper.say("confirmation_type", _word(parent))
    lines += [row(paper.either("Là", "Quan hệ với người được nhận"), word)]
    below = _recognised(paper, child, at)
    below += [row("Đăng ký nhận cha, mẹ, con tại", paper.say("registration_place", at.council))]
    below += [[("Số", number(paper, at, most=90)), ("Ngày đăng ký", registered(paper, at))]]
    if paper.chance(0.5):
        below += [row("Ghi chú", paper.empty("note", paper.either("", "-")))]
    first, second = ("I. Người nhận", "II. Người được nhận") if paper.chance(0.4) else ("", "")
    end = ending(paper, signer(paper, at, copy.how, copy.day), copy.foot, "<b>NGƯỜI KÝ TRÍCH LỤC</b>")
    return top + name + _caption(first) + rows(paper, lines) + _caption(second) + rows(paper, below) + end


def _word(parent: Person) -> str:
    return "cha" if parent.gender == "Nam" else "mẹ"


def _caption(words: str) -> str:
    return f'<div style="margin:2mm 0"><b>{words}</b></div>' if words else ""


def _recognised(paper: Paper, child: Person, at: Office) -> list[Row]:
    lines = _person(paper, "child", child, at, "Họ, chữ đệm, tên người được nhận")
    if paper.chance(0.5):
        lines.insert(1, row("Giới tính", paper.say("child_gender", child.gender)))
        lines.append(row("Nơi sinh", paper.say("child_birth_place", birth_place(paper.rng, at.where))))
    if paper.chance(0.6):
        lines.append(row("Số định danh cá nhân", paper.say("child_personal_id", child.personal_id)))
    if paper.chance(0.4):
        told = f"{paper.rng.randint(2, 400)}/{child.born.year}"
        lines.append(row("Giấy khai sinh số", paper.say("child_birth_registration_number", told)))
    return lines


_GROUNDS = (
    "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân;",
    "Căn cứ Nghị định số 158/2005/NĐ-CP ngày 27 tháng 12 năm 2005 của Chính phủ về đăng ký và quản lý hộ tịch;",
    "Xét đề nghị của cán bộ Tư pháp - Hộ tịch,",
)
_LAST = (
    "<p><b>Điều 2.</b> Quyết định này có hiệu lực kể từ ngày ký. Cán bộ Tư pháp - Hộ tịch và những người có tên "
    "tại Điều 1 chịu trách nhiệm thi hành Quyết định này.</p>"
)
_LEFT = '<div style="font-size:.85em"><b><i>Nơi nhận:</i></b><br>- Như Điều 2;<br>- Lưu: VT.</div>'


def decision(paper: Paper) -> str:
    """A decision of the chairman, as wards made them until 2015."""
    at = office(paper, 2006, 2015)
    parent, child = _pair(paper, at)
    count = f"{paper.rng.randint(1, 80):02}"
    tail = paper.either("/QĐ-UBND", f"/{at.day.year}/QĐ-UBND", "/QĐ-CNCMC")
    under = f"Số: {paper.inked('decision_number', [(count, True), (tail, False)], count + tail)}"
    if paper.chance(0.5):
        under += f"<br>Quyển số: {book(paper, at)}"
    top = head(paper, units(paper, at), under, place_and_day(paper, at, "registration_date"))
    name = title(paper, "QUYẾT ĐỊNH", "<b>Về việc công nhận việc nhận cha, mẹ, con</b>")
    grounds = "".join(f"<p><i>{line}</i></p>" for line in _GROUNDS if paper.chance(0.85))
    word = paper.say("confirmation_type", _word(parent))
    told = f'<div class="c"><b>QUYẾT ĐỊNH:</b></div><p><b>Điều 1.</b> Công nhận người có tên dưới đây là {word}:</p>'
    told += (
        rows(paper, _person(paper, "parent", parent, at, "Họ và tên"))
        + "<p>của người con có tên dưới đây:</p>"
    )
    lines = _person(paper, "child", child, at, "Họ và tên")
    where = paper.say("child_birth_place", birth_place(paper.rng, at.where))
    lines.insert(1, [("Giới tính", paper.say("child_gender", child.gender)), ("Nơi sinh", where)])
    return top + name + grounds + told + rows(paper, lines) + _LAST + ending(paper, signer(paper, at), _LEFT)


def _person(paper: Paper, prefix: str, who: Person, at: Office, label: str) -> list[Row]:
    old = at.day.year < 2016
    lines: list[Row] = [
        row(label, paper.name(f"{prefix}_full_name", who.name)),
        row(
            "Sinh ngày" if old else "Ngày, tháng, năm sinh",
            date_said(paper, f"{prefix}_birth_date", who.born, at),
        ),
        people_of(paper, prefix, who),
        row(
            "Nơi thường trú/tạm trú" if old else "Nơi cư trú",
            home_of(paper, f"{prefix}_residence_place", who, at),
        ),
    ]
    if prefix == "parent":
        lines.append(
            row("Số CMND/Hộ chiếu" if old else "Giấy tờ tùy thân", paper_of(paper, "parent_id_doc", who, at))
        )
    return lines

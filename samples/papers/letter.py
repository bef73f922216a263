"""Correspondence of a ward: công văn, thông báo, quyết định, báo cáo, tờ trình, with the head of Nghị định 30/2020."""

from __future__ import annotations

from datetime import date
from random import Random

from samples.form import Form, Paper, Style
from samples.papers.letter_texts import EXTRA, GROUNDS, SUBJECTS, Subject
from samples.papers.registry import day
from samples.people import name
from samples.places import REFORM, ward
from samples.sheet import Column, Span
from samples.wording import day_month

BOTTOM = 770.0


def letter(rng: Random, style: Style, on: date | None = None, *, kind: str = "", long: bool = False) -> Paper:
    """A letter; `kind` picks one kind ("Công văn", "Quyết định" ...), `long` makes it run over two sides."""
    issued = on or day(rng, date(2020, 4, 1), date(2026, 10, 30))
    subject = rng.choice([s for s in SUBJECTS if kind in ("", s.kind)])
    form = Form(style, rng)
    unit, above = ward(rng, issued)
    body = _heads(form, subject, issued, (unit, above))
    if subject.kind != "Công văn":
        _title(form, subject)
    form.fact("kind", "V/v" if subject.kind == "Công văn" else subject.kind.upper(), subject.kind.upper())
    for text in _texts(rng, subject, body, long=long):
        _paragraph(form, text)
    _ending(form, subject, body)
    return form.paper("correspondence", "van_ban_hanh_chinh")


def _heads(form: Form, subject: Subject, issued: date, where: tuple[str, str]) -> str:
    """The two head blocks; returns the issuing body as printed."""
    rng, (unit, above) = form.rng, where
    committee = ["ỦY BAN NHÂN DÂN", f"PHƯỜNG {unit.upper()}"]
    if subject.symbol.endswith("VP"):
        upper, own = committee, ["VĂN PHÒNG"]
    else:
        upper = (
            [f"UBND {above.upper()}"] if above else (["THÀNH PHỐ HỒ CHÍ MINH"] if rng.random() < 0.4 else [])
        )
        own = committee
    serial = f"{rng.randint(3, 3200):02d}/{subject.symbol}"
    left = [(t, "Regular", 11.5) for t in upper] + [(t, "Bold", 12.5) for t in own]
    left.append((f"Số: {serial}", "Regular", 13.0))
    if subject.kind == "Công văn":
        abstract = f"{rng.choice(['V/v', 'V/v'])} {subject.abstract}"
        left.append((abstract, "Regular", 11.5))
        form.fact("abstract", abstract, abstract)
    place = unit if issued < REFORM or rng.random() < 0.6 else "Thành phố Hồ Chí Minh"
    dated = f"ngày {issued:%d} tháng {day_month(issued)} năm {issued.year}"
    form.heads(left, [*form.national(), (f"{place}, {dated}", "Italic", 13.0)])
    form.fact("number", serial)
    form.fact("issue_date", dated, issued.isoformat())
    form.fact("issuing_body", " ".join(own))
    form.space(20)
    return " ".join(own)


def _title(form: Form, subject: Subject) -> None:
    form.say(subject.kind.upper(), form.ink("Bold", form.style.size + 1))
    abstract = f"Về việc {subject.abstract}"
    inner = Column(form.style.left + 50, form.style.right - 50)
    form.say(abstract, form.ink("Bold"), "center", inner)
    form.sheet.underline((inner.left + inner.right) / 2, 90, 5)
    form.fact("abstract", abstract, abstract)
    form.space(14)


def _texts(rng: Random, subject: Subject, body: str, *, long: bool) -> list[str]:
    """The paragraphs in order, with the formulas that belong to the kind."""
    texts: list[str] = []
    if subject.kind == "Công văn":
        texts.append("Kính gửi: " + "; ".join(subject.to) + ".")
    if subject.kind == "Tờ trình":
        texts.append("Kính gửi: Ủy ban nhân dân Thành phố Hồ Chí Minh.")
    if subject.kind == "Quyết định":
        texts += [f"CHỦ TỊCH {body}", *GROUNDS, "QUYẾT ĐỊNH:"]
    extra = [f"{text}" for text in EXTRA] * 4 if long else rng.sample(EXTRA, rng.randint(0, 2))
    return [*texts, *subject.body[:-1], *extra, subject.body[-1]]


def _paragraph(form: Form, text: str) -> None:
    leading = form.style.size * 1.38
    if form.sheet.y > BOTTOM - 3 * leading:
        form.next_sheet(46)
        form.say(str(len(form.sheets)), form.ink())
        form.space(10)
    if text.isupper():
        form.space(5)
        form.say(text, form.ink("Bold"))
        form.space(5)
        return
    look = "Italic" if text in GROUNDS else "Regular"
    column = Column(form.style.left, form.style.right, align="justify", first=28)
    form.sheet.paragraph([Span(text, form.ink(look))], column, leading)
    form.space(5)


def _ending(form: Form, subject: Subject, body: str) -> None:
    """Recipients left, the signer right with seal and pen."""
    rng, style = form.rng, form.style
    if form.sheet.y > BOTTOM - 120:
        form.next_sheet(70)
    form.space(8)
    top = form.sheet.y
    first = (
        "- Như trên;" if subject.to else "- Như Điều 3;" if subject.kind == "Quyết định" else "- Các khu phố;"
    )
    receivers = [("Nơi nhận:", "BoldItalic", 12.0)]
    receivers += [(t, "Regular", 11.0) for t in (first, "- CT, các PCT UBND phường;", "- Lưu: VT, VP.")]
    form.stack(receivers, Column(style.left, style.left + 180), "left")
    form.fact("recipients", " ".join(text for text, _, _ in receivers[1:]))
    form.sheet.y = top
    office = body == "VĂN PHÒNG"
    choices = [("CHÁNH VĂN PHÒNG",), ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")]
    if not office:
        choices = [("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("CHỦ TỊCH",)]
    position = rng.choice(choices)
    column = Column(style.left + 215, style.right + 8)
    form.stack([(line, "Bold", style.size) for line in position], column)
    form.fact("signer_position", " ".join(position))
    middle = (column.left + column.right) / 2
    form.signature(middle - 30, form.sheet.y + 34)
    form.seal(middle - 48, form.sheet.y + 26, body.replace("ỦY BAN NHÂN DÂN", "U.B.N.D"), ("THỦ ĐỨC",))
    form.space(66)
    signer = name(rng, rng.choice(["Nam", "Nữ"]))
    form.say(signer, form.ink("Bold"), "center", column)
    form.fact("signer_name", signer)

"""Heads and feet of composed papers: office, motto, numbers, dates; signers, clerks, receivers, seals."""

from __future__ import annotations

from random import Random

from samples.cases.case import Case, Entry, Head
from samples.form import LIBERTY, Cell, Form
from samples.manner import Manner
from samples.sheet import BLACK, Colour, Column, Seal, Span

BLUE_INK, RED_INK = (40, 50, 150), (170, 30, 40)
SEAL_COLOURS: tuple[Colour | None, ...] = (None, None, None, None, (40, 40, 46), (50, 50, 140))


def draw_head(form: Form, case: Case, manner: Manner) -> None:
    """The head of the paper down to its title."""
    {"letter": _letter, "plain": _plain, "old": _old}.get(case.head.kind, _motto)(form, case, manner)


def _cell(form: Form, entry: Entry) -> Cell:
    return Cell(f"{form.rng.choice(entry.labels)}:", entry.key, entry.written, entry.value)


def _motto(form: Form, case: Case, manner: Manner) -> None:
    head = case.head
    if manner.number_place != "title":
        _numbers(form, head, right=manner.number_place == "right")
    form.motto()
    form.space(form.style.size * 0.8)
    if form.rng.random() < 0.25 and form.style.page[1] > 500:
        form.emblem()


def _numbers(form: Form, head: Head, *, right: bool) -> None:
    """Template code, number and book in a corner of the sheet."""
    style = form.style
    column = Column(style.right - 160, style.right + 4) if right else Column(style.left, style.left + 175)
    column = Column(column.left, column.right, style.leaders, drop=style.drop)
    if head.codes:
        form.say(form.rng.choice(head.codes), form.ink("Regular", style.size * 0.75), "left", column)
    for entry in (head.number, head.book):
        if entry:
            form.row(_cell(form, entry), column=column)


def _old(form: Form, case: Case, manner: Manner) -> None:
    """Office left, numbers right, motto below or between."""
    below = form.rng.random() < 0.6
    if not below:
        form.motto()
        form.space(4)
    top, style, keeper = form.sheet.y, form.style, case.keeper
    size = style.size * 0.9
    lines = [f"{form.rng.choice(['UBND', 'Ủy ban nhân dân'])} {keeper.local}", keeper.above, keeper.city]
    if form.rng.random() < 0.5:
        names = form.rng.choice(
            [("Tỉnh, thành phố:", "Quận, huyện:", "Xã, phường:"), ("Tỉnh:", "Huyện:", "Xã:")]
        )
        lines = [
            f"{name} {_bare(what)}"
            for name, what in zip(names, (keeper.city, keeper.above, keeper.local), strict=True)
        ]
    column = Column(style.left - 6, style.left + 215)
    form.stack([(line, "Regular", size) for line in lines if line], column, "left")
    end, form.sheet.y = form.sheet.y, top
    _numbers(form, case.head, right=True)
    form.sheet.y = max(end, form.sheet.y)
    if below:
        form.motto()
    form.space(style.size * 0.7)


def _bare(unit: str) -> str:
    """The unit without the word for its kind, unless only a number would be left."""
    first, _, rest = unit.partition(" ")
    for kind in ("Thành phố ", "thành phố ", "thị trấn ", "thị xã "):
        if unit.startswith(kind):
            return unit.removeprefix(kind)
    return rest if rest and not rest.isdigit() and first[0].islower() else unit


def _letter(form: Form, case: Case, manner: Manner) -> None:
    """Office and number left; motto, place and date right."""
    style, rng, head = form.style, form.rng, case.head
    middle = style.left + (style.right - style.left) * rng.uniform(0.38, 0.45)
    left, right = Column(style.left - 20, middle - 5), Column(middle + 2, style.right + 12)
    top, small = form.sheet.y, style.size * 0.92
    lines = case.keeper.lines(rng)
    own = lines[-2:] if lines[-2:-1] == ["ỦY BAN NHÂN DÂN"] else lines[-1:]
    for line in lines:
        bold = "Bold" if line in own else "Regular"
        key = head.body_key if line in own else ""
        form.say(line, form.ink(bold, form.fitting(line, bold, small, left)), "center", left, key=key)
    if head.body_key:
        form.fact(head.body_key, " ".join(own))
    form.sheet.underline((left.left + left.right) / 2, 60, 3)
    form.space(4)
    for entry in (head.number, head.book):
        if entry:
            _centred(form, [Span(f"{rng.choice(entry.labels)}:", form.ink()), *_fact(form, entry)], left)
    end, form.sheet.y = form.sheet.y, top
    _national(form, right, small)
    if head.date_key:
        _dateline(form, case, right)
    form.sheet.y = max(end, form.sheet.y) + style.size * 0.8


def _plain(form: Form, case: Case, manner: Manner) -> None:
    """Offices of before 1975: their names without today's motto, the number left."""
    align = form.rng.choice(["center", "left"])
    for line in case.keeper.lines(form.rng):
        form.say(line, form.ink("Bold"), align)
    if case.head.number:
        column = Column(form.style.left, form.style.left + 160, form.style.leaders, drop=form.style.drop)
        form.row(_cell(form, case.head.number), column=column)
    form.space(form.style.size)


def _fact(form: Form, entry: Entry) -> list[Span]:
    if entry.key:
        form.fact(entry.key, entry.written, entry.value)
    return [Span(entry.written or "............", form.ink(), key=entry.key)]


def _centred(form: Form, spans: list[Span], column: Column) -> None:
    placed = Column(column.left, column.right, align="center")
    form.sheet.paragraph(spans, placed, form.style.size * 1.35)


def _national(form: Form, column: Column, size: float) -> None:
    for text, points in ((form.style.motto, size * 0.95), (LIBERTY, size * 1.02)):
        form.say(text, form.ink("Bold", form.fitting(text, "Bold", points, column)), "center", column)
    form.sheet.underline((column.left + column.right) / 2, 130, 4)
    form.space(5)


def _dateline(form: Form, case: Case, column: Column) -> None:
    start, dated = case.keeper.dated(form.rng)
    look = form.ink("Italic", form.style.size * 0.98)
    form.fact(case.head.date_key, dated, case.keeper.on.isoformat())
    _centred(form, [Span(f"{start},", look), Span(dated, look, key=case.head.date_key)], column)


def draw_foot(form: Form, case: Case) -> None:
    """Clerk or receivers left, the signer right with pen and seal."""
    style, rng, top = form.style, form.rng, form.sheet.y
    lying = style.page[1] < 500
    room = 34 if lying else rng.uniform(48, 64)
    left = Column(style.left - 6, style.left + 185)
    if case.foot.clerk:
        _clerk(form, case, left, room)
    elif case.foot.receivers:
        lines = ["Nơi nhận:", rng.choice(["- Như trên;", "- Chủ đầu tư;", "- Như Điều 3;"]), "- Lưu: VT."]
        for order, text in enumerate(lines):
            small = form.ink("Italic", style.size * 0.85)
            form.say(text, small, "left", left, key="recipients" if order else "")
        form.fact("recipients", " ".join(lines[1:]))
    end, form.sheet.y = form.sheet.y, top
    _signer(form, case, Column(style.left + rng.uniform(195, 245), style.right + 6), room)
    form.sheet.y = max(end, form.sheet.y)


def _clerk(form: Form, case: Case, column: Column, room: float) -> None:
    form.say(form.rng.choice(case.foot.clerk), form.ink("Bold", form.style.size * 0.92), "center", column)
    form.signature(column.left + 40, form.sheet.y + room / 2, size=0.7)
    form.space(room)
    form.say(case.keeper.clerk, form.ink("Bold"), "center", column, key="implementer_name")
    form.fact("implementer_name", case.keeper.clerk)


def _signer(form: Form, case: Case, column: Column, room: float) -> None:
    keeper, rng, style = case.keeper, form.rng, form.style
    heading = rng.choice(case.foot.headings)
    # On whose behalf somebody signs belongs to what he signs as (Decree 30/2020, Appendix I, part II, 7).
    told = bool(keeper.position) and heading.startswith("TM.") and heading not in keeper.position
    if heading:
        size = form.fitting(heading, "Bold", style.size, column)
        form.say(heading, form.ink("Bold", size), "center", column, key="signer_position" if told else "")
    for line in keeper.position:
        size = form.fitting(line, "Bold", style.size, column)
        form.say(line, form.ink("Bold", size), "center", column, key="signer_position")
    if keeper.position:
        form.fact("signer_position", " ".join((heading, *keeper.position) if told else keeper.position))
    if rng.random() < 0.2:
        form.say(
            rng.choice(["(Đã ký)", "(Ký, ghi rõ họ tên và đóng dấu)"]),
            form.ink("Italic", style.size * 0.85),
            "center",
            column,
        )
    top = form.sheet.y
    form.space(room)
    # Many offices stamp the name in the colour of their ink pad.
    colour = rng.choice([BLACK, BLACK, BLACK, BLACK, BLUE_INK, RED_INK])
    form.say(keeper.signer, form.ink("Bold", colour=colour), "center", column, key="signer_name")
    form.fact("signer_name", keeper.signer)
    _sealed(form, case, (column.left + column.right) / 2, top, rng)


def _sealed(form: Form, case: Case, middle: float, top: float, rng: Random) -> None:
    radius = rng.uniform(38, 51) if form.style.page[1] > 500 else 34
    at = (middle - rng.uniform(10, 60), top + rng.uniform(20, 46))
    if case.keeper.position and rng.random() < 0.85:
        turn, colour = rng.uniform(-14, 14), rng.choice(SEAL_COLOURS)
        form.sheet.marks.append(Seal(*at, radius, case.keeper.ring, ("ỦY BAN", "NHÂN DÂN"), turn, colour))
    if rng.random() < 0.85:
        form.signature(middle - rng.uniform(20, 50), top + rng.uniform(18, 32), size=rng.uniform(0.7, 1.1))

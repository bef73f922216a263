"""Lays a case out in somebody's manner: heads, title, parts, signers. What it prints with a key becomes truth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from samples.cases.case import Case, Entry, Part, Sentence
from samples.entries import draw_row
from samples.form import TITLE_RED, Cell, Form, Paper
from samples.heads import draw_foot, draw_head
from samples.manner import Manner
from samples.people import name
from samples.sheet import BLACK, Code, Column

_NARROW = 330
_CODED = 0.22


@dataclass(frozen=True)
class Setting:
    """A form in somebody's manner, and the wordings chosen so far: one paper says the same thing the same way."""

    form: Form
    manner: Manner
    chosen: dict[tuple[str, ...], str] = field(default_factory=dict)

    def word(self, wordings: tuple[str, ...]) -> str:
        """One of the wordings, the same for the same choice all over the paper."""
        if wordings not in self.chosen:
            # The first wording is the usual one.
            usual = len(wordings) > 1 and self.form.rng.random() < 0.3
            self.chosen[wordings] = wordings[0] if usual or not wordings else self.form.rng.choice(wordings)
        return self.chosen[wordings]


def compose(case: Case, manner: Manner, rng: Random) -> Paper:
    """The finished paper: on one sheet, in type as small as that needs."""
    state = rng.getstate()
    for times in range(14):
        rng.setstate(state)
        form = _drawn(case, manner.smaller(times), rng)
        if form.sheet.y < form.sheet.height - 26:
            break
    width, height = form.style.page
    size = "A5" if height < 500 else "folio" if width > 600 else "A4"
    paper = form.paper(case.type, case.form)
    return replace(paper, layout=f"{manner.layout}/{size}/{form.style.value_face}", also=case.also)


def _drawn(case: Case, manner: Manner, rng: Random) -> Form:
    lying = manner.style.page[1] < 500
    form = Form(manner.style, rng, 24 if lying else rng.uniform(34, 54))
    setting = Setting(form, manner)
    if manner.framed:
        form.frame(16 if lying else 24)
    draw_head(form, case, manner)
    _title(setting, case)
    _parts(setting, case.parts)
    form.space(4 if lying else 8)
    for key, written, value in case.told:
        form.fact(key, written, value)
    if coded := _code(form, case):
        form.sheet.marks.append(coded)
    draw_foot(form, case)
    return form


def _code(form: Form, case: Case) -> Code | None:
    """A QR code at the left of the foot on some papers since 2016; a fifth of them tell of somebody else."""
    rng, fields = form.rng, form.fields
    names = [key for key in fields if key.endswith("_full_name") and fields[key].value]
    taken = case.foot.clerk or case.foot.receivers
    if case.keeper.on.year < 2016 or taken or not names or rng.random() > _CODED:
        return None
    agrees = rng.random() < 0.8
    numbers = [fields[key].value for key in ("number", "extract_number") if key in fields]
    born = fields.get(names[0].replace("full_name", "birth_date"))
    told = {
        "so": numbers[0] if numbers else None,
        "hoTen": fields[names[0]].value if agrees else name(rng, "Nam"),
        "ngaySinh": born.value if born else None,
    }
    said = {key: value for key, value in told.items() if value}
    text = json.dumps(said, ensure_ascii=False) if rng.random() < 0.5 else "|".join(said.values())
    return Code(form.style.left, form.sheet.y + 4, rng.uniform(56, 76), text, agrees)


def _title(setting: Setting, case: Case) -> None:
    form, size = setting.form, setting.manner.style.size
    lines = form.rng.choice(case.titles)
    colour = TITLE_RED if form.rng.random() < 0.25 else BLACK
    grown = form.rng.uniform(1.2, 1.75)
    for order, line in enumerate(lines):
        form.title(line, colour, size * grown * (1 if order == 0 else 0.85))
    if note := form.rng.choice(case.notes):
        form.say(note, form.ink(form.rng.choice(["Bold", "Italic"]), size * 0.9))
    head = case.head
    if head.number and head.kind == "motto" and setting.manner.number_place == "title":
        middle = (form.style.left + form.style.right) / 2
        column = Column(middle - 85, middle + 85, form.style.leaders)
        form.row(_cell(setting, head.number, setting.word(head.number.labels)), column=column)
    form.space(size * 0.5)


def _parts(setting: Setting, parts: Sequence[Part]) -> None:
    waiting = list(parts)
    while waiting:
        part = waiting.pop(0)
        if part.beside and waiting and waiting[0].beside:
            _two(setting, part, waiting.pop(0))
        else:
            _part(setting, part, setting.form.body)
        setting.form.space(setting.form.rng.choice([0, 2, 4]))


def _two(setting: Setting, left: Part, right: Part) -> None:
    """Two parts in columns, the left one whole before the right one in reading order."""
    form, style = setting.form, setting.form.style
    middle = (style.left + style.right) / 2 + form.rng.uniform(-14, 14)
    gap = form.rng.uniform(5, 12)
    top, deepest = form.sheet.y, form.sheet.y
    for part, (x0, x1) in zip(
        (left, right), ((style.left - 12, middle - gap), (middle + gap, style.right + 10)), strict=True
    ):
        form.sheet.y = top
        _part(setting, part, replace(form.body, left=x0, right=x1))
        deepest = max(deepest, form.sheet.y)
    form.sheet.y = deepest


def _part(setting: Setting, part: Part, column: Column) -> None:
    form = setting.form
    headed = bool(part.heads) and (part.must_head or setting.manner.headed)
    if headed:
        align = "center" if column.right - column.left < _NARROW else "left"
        form.say(setting.word(part.heads), form.ink("Bold"), align, column)
    number = 0
    for row in _rows(setting, part.entries, column):
        if isinstance(row, Sentence):
            form.run(*row.cells)
            continue
        cells = []
        for entry in row:
            label = setting.word(entry.under if headed and entry.under else entry.labels)
            number += 1
            cells.append(_cell(setting, entry, f"{_mark(setting.manner.marks, number)}{label}"))
        draw_row(form, setting.manner, cells, column)


def _mark(marks: str, number: int) -> str:
    return {"1.": f"{number}. ", "(1)": f"({number}) ", "-": "- "}.get(marks, "")


def _cell(setting: Setting, entry: Entry, label: str) -> Cell:
    manner = setting.manner
    written = entry.written.upper() if entry.strong and manner.upper else entry.written
    value = written if entry.value in (None, entry.written) else entry.value
    share = max(0.6, min(3.0, (len(label) + len(written) + 4) / 22))
    return Cell(f"{label}{manner.colon}", entry.key, written, value, share, entry.strong)


def _rows(
    setting: Setting, entries: Sequence[Entry | Sentence], column: Column
) -> list[Sentence | list[Entry]]:
    """Entries by printed line: short ones may share one."""
    narrow = column.right - column.left < _NARROW
    rows: list[Sentence | list[Entry]] = []
    for entry in entries:
        if isinstance(entry, Sentence):
            rows.append(entry)
            continue
        last = rows[-1] if rows else None
        fits = isinstance(last, list) and len(last) < 3 and not (last[-1].wide or entry.wide or narrow)
        if fits and isinstance(last, list) and setting.form.rng.random() < setting.manner.together:
            last.append(entry)
        else:
            rows.append([entry])
    return rows

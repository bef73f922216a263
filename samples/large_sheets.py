"""Lying sheets that are no forms: a page of a register with several entries, a drawing with its title block.

Nobody reads a register's page by machine as one record, so it has no facts. Its rows may be written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from samples.cases.offices import working_day
from samples.cases.wordings import written_date
from samples.entries import draw_row
from samples.form import Cell, Form, Paper, Style
from samples.manner import STACKED_BOX, TABLE, Manner
from samples.papers.construction_permit import DESIGNERS, WORKS
from samples.people import name, person
from samples.places import address
from samples.sheet import Column, Ink, Rule, Span

A4_LYING, A3_LYING = (842.0, 595.0), (1191.0, 842.0)
_REGISTERS = ("SỔ ĐĂNG KÝ KHAI SINH", "SỔ ĐĂNG KÝ KHAI TỬ", "SỔ ĐĂNG KÝ KẾT HÔN")
_HEADS = ("Số", "Ngày đăng ký", "Họ và tên", "Ngày sinh", "Dân tộc", "Nơi cư trú", "Ghi chú")
_SHARES = (0.05, 0.11, 0.2, 0.11, 0.08, 0.33, 0.12)


def register_page(rng: Random) -> Paper:
    """A page of a civil-status register: ruled rows, one entry each."""
    style = Style(
        face=rng.choice(["tinos", "noto-serif"]), size=rng.uniform(8.5, 10), left=34, right=808, page=A4_LYING
    )
    form = Form(replace(style, value_face=rng.choice(["typewriter", style.face])), rng, 30)
    year = rng.randint(1978, 2014)
    form.title(rng.choice(_REGISTERS), size=15)
    form.say(f"Quyển số: {rng.randint(1, 4):02d}/{year}    Trang: {rng.randint(2, 190)}", form.ink())
    form.space(6)
    edges = [style.left]
    for share in _SHARES:
        edges.append(edges[-1] + (style.right - style.left) * share)
    top = form.sheet.y
    _table_row(form, [Span(head, form.ink("Bold")) for head in _HEADS], edges)
    first = rng.randint(1, 300)
    for number in range(rng.randint(4, 7)):
        _table_row(form, _entry(form, first + number, year), edges)
    for x in edges:
        form.sheet.marks.append(Rule(x, top, x, form.sheet.y, 0.7))
    return replace(form.paper("unknown", "register_page"), layout=f"register/A4/{form.style.value_face}")


def _entry(form: Form, number: int, year: int) -> list[Span]:
    rng = form.rng
    on = working_day(rng, date(year, 1, 5), date(year, 12, 20))
    who = person(rng, on, (0, 70))
    texts = (str(number), f"{on:%d/%m/%Y}", who.name, f"{who.born:%d/%m/%Y}", who.ethnicity, who.address, "")
    ink = Ink(form.style.value_face, "Regular", form.style.size)
    form.entered.add(f"entry_{number}")
    return [Span(text, ink, filled=True, key=f"entry_{number}") for text in texts]


def _table_row(form: Form, spans: list[Span], edges: list[float]) -> None:
    sheet = form.sheet
    sheet.marks.append(Rule(edges[0], sheet.y, edges[-1], sheet.y, 0.7))
    sheet.y += 3
    cells = [([span], Column(x0 + 3, x1 - 3)) for span, x0, x1 in zip(spans, edges, edges[1:], strict=False)]
    sheet.row(cells, form.style.size * 1.45)
    sheet.y += 6
    sheet.marks.append(Rule(edges[0], sheet.y, edges[-1], sheet.y, 0.7))


def drawing(rng: Random) -> Paper:
    """A plan with its frame, measures and title block at the lower right."""
    page = rng.choice([A4_LYING, A3_LYING])
    size = rng.uniform(7.5, 9) * (1.25 if page == A3_LYING else 1)
    style = Style(
        face=rng.choice(["arimo", "noto-sans", "tinos"]), size=size, left=40, right=page[0] - 30, page=page
    )
    form = Form(replace(style, value_face=style.face), rng, 40)
    form.frame(18)
    _plan(form, page)
    _block(form, page)
    return replace(
        form.paper("drawing", "title_block"),
        layout=f"drawing/{'A3' if page == A3_LYING else 'A4'}/{style.face}",
    )


def _plan(form: Form, page: tuple[float, float]) -> None:
    """Outline of a house with rooms and measures."""
    rng, small = form.rng, form.ink(size=form.style.size * 0.9)
    x0, y0 = page[0] * 0.08, page[1] * 0.16
    wide, tall = page[0] * rng.uniform(0.3, 0.42), page[1] * rng.uniform(0.45, 0.6)
    form.sheet.y = y0 - 26
    form.say(
        rng.choice(["MẶT BẰNG TẦNG 1", "MẶT BẰNG TỔNG THỂ", "MẶT ĐỨNG CHÍNH"]),
        form.ink("Bold"),
        "left",
        Column(x0, x0 + wide),
    )
    for part in (0.0, rng.uniform(0.3, 0.5), 1.0):
        form.sheet.marks.append(Rule(x0 + wide * part, y0, x0 + wide * part, y0 + tall, 1.6))
        form.sheet.marks.append(Rule(x0, y0 + tall * part, x0 + wide, y0 + tall * part, 1.6))
    for order, room in enumerate(rng.sample(["Phòng khách", "Bếp", "Phòng ngủ", "Sân", "WC"], 3)):
        form.sheet.y = y0 + tall * (0.12 + 0.3 * order)
        form.say(room, small, "left", Column(x0 + wide * 0.6, x0 + wide))
    form.sheet.y = y0 + tall + 8
    form.say(f"{rng.randint(3500, 9000)}", small, "center", Column(x0, x0 + wide))


def _block(form: Form, page: tuple[float, float]) -> None:
    rng = form.rng
    on = working_day(rng, date(2004, 1, 5), date(2026, 9, 30))
    who = person(rng, on, (28, 75))
    left = page[0] * rng.uniform(0.6, 0.68)
    column = Column(left, page[0] - 26)
    manner = Manner(form.style, layout=rng.choice([TABLE, TABLE, STACKED_BOX]), label_share=0.36)
    upper = rng.random() < 0.5
    rows = [
        ("Công trình", "work_name", rng.choice(WORKS), None),
        ("Chủ đầu tư", "owner_name", who.name, None),
        ("Địa điểm", "site_address", address(rng, on), None),
        (
            "Tên bản vẽ",
            "title",
            rng.choice(["Mặt bằng tầng 1", "Mặt bằng tổng thể", "Mặt đứng chính", "Mặt cắt A-A"]),
            None,
        ),
        ("Đơn vị thiết kế", "design_org", rng.choice(DESIGNERS), None),
        ("Chủ trì thiết kế", "design_lead", name(rng, "Nam"), None),
        ("Kiểm tra", "checked_by", name(rng, "Nam"), None),
        ("Tỷ lệ", "scale", rng.choice(["1/100", "1:100", "1/50", "1:200"]), None),
        ("Bản vẽ số", "drawing_number", f"KT-{rng.randint(1, 24):02d}", None),
        ("Ngày hoàn thành", "drawn_date", written_date(on, "slash"), on.isoformat()),
    ]
    form.sheet.y = page[1] - 40 - len(rows) * form.style.size * (2.9 if manner.layout == STACKED_BOX else 1.9)
    for label, key, written, value in rows:
        said = label.upper() if upper else label
        draw_row(form, manner, [Cell(f"{said}:", key, written, value)], column)


SHEETS: dict[str, Callable[[Random], Paper]] = {"register_page": register_page, "drawing": drawing}

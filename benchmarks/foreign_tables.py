"""Foreign pages of cells, columns and drawings: tables with and without rules, registers, plans."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from random import Random

from benchmarks import foreign_marks as marks
from benchmarks import foreign_words as words
from benchmarks.foreign_paper import Sheet, Type, blank, line, paragraph, put, rule, wrapped

_Row = Sequence[str]


def _table(
    sheet: Sheet, rows: Sequence[_Row], across: Sequence[float], top: float, face: Type, ruled: bool
) -> float:
    """Cells between the millimetres of `across`; each cell is said whole. The millimetre below the last row."""
    y = top
    for number, row in enumerate(rows):
        style = Type(face.face, face.points, "Bold" if number == 0 else "Regular", face.ink, face.leading)
        spaces = [right - left - 2.4 for left, right in itertools.pairwise(across)]
        most = max(len(wrapped(sheet, text, style, space)) for text, space in zip(row, spaces, strict=True))
        if ruled:
            rule(sheet, (across[0], y), (across[-1], y))
        for text, left, space in zip(row, across, spaces, strict=False):
            if text:
                paragraph(sheet, text, (left + 1.2, y + face.pitch * 0.95), style, space, justified=False)
        y += most * face.pitch + 1.6
    if ruled:
        rule(sheet, (across[0], y), (across[-1], y))
        for x in across:
            rule(sheet, (x, top), (x, y))
    return y


def _goods(rng: Random, count: int) -> list[_Row]:
    rows: list[_Row] = [("STT", "Tên vật tư", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền", "Ghi chú")]
    for number in range(1, count + 1):
        rows.append(
            (
                str(number),
                rng.choice(words.GOODS),
                rng.choice(words.UNITS),
                str(rng.randint(2, 990)),
                words.money(rng),
                words.money(rng),
                rng.choice(words.REMARKS),
            )
        )
    return rows


def _people(rng: Random, count: int) -> list[_Row]:
    rows: list[_Row] = [("Số", "Họ và tên", "Ngày sinh", "Nơi cư trú", "Dân tộc", "Số giấy tờ")]
    for number in range(1, count + 1):
        rows.append(
            (
                str(number),
                words.name(rng),
                words.day(rng),
                words.home(rng),
                rng.choice(words.PEOPLES),
                words.digits(rng, 12),
            )
        )
    return rows


_GOODS_ACROSS = (15.0, 25.0, 62.0, 76.0, 94.0, 120.0, 148.0, 195.0)
_PEOPLE_ACROSS = (15.0, 25.0, 67.0, 91.0, 147.0, 164.0, 195.0)


def _face(rng: Random, points: float) -> Type:
    return Type(rng.choice(["tinos", "arimo", "dejavu-sans", "noto-serif"]), points, leading=1.2)


def ruled_table(rng: Random, dpi: float) -> Sheet:
    """A table over the whole width in small print, all cells ruled."""
    sheet, face = blank(210, 297, dpi), _face(rng, rng.choice([9, 9.5, 10]))
    line(sheet, "BẢNG KÊ VẬT TƯ", (105, 25), Type(face.face, 15, "Bold"), "ms")
    rows, across = (
        (_goods(rng, 24), _GOODS_ACROSS) if rng.random() < 0.5 else (_people(rng, 18), _PEOPLE_ACROSS)
    )
    y = _table(sheet, rows, across, 34, face, True)
    paragraph(sheet, words.talk(rng, 1), (15, min(y + 10, 285)), face, 180)
    return sheet


def plain_table(rng: Random, dpi: float) -> Sheet:
    """The same without rules."""
    sheet, face = blank(210, 297, dpi), _face(rng, rng.choice([10, 11]))
    line(sheet, "DANH SÁCH HỘ DÂN", (105, 25), Type(face.face, 15, "Bold"), "ms")
    rows, across = (
        (_goods(rng, 20), _GOODS_ACROSS) if rng.random() < 0.4 else (_people(rng, 15), _PEOPLE_ACROSS)
    )
    _table(sheet, rows, across, 34, face, False)
    return sheet


def register(rng: Random, dpi: float) -> Sheet:
    """One lying page of a register with tall ruled cells."""
    sheet, face = blank(297, 210, dpi), _face(rng, 10.5)
    line(sheet, f"SỔ HỘ TỊCH - QUYỂN SỐ {rng.randint(1, 40)}", (148, 18), Type(face.face, 14, "Bold"), "ms")
    across = (12.0, 26.0, 82.0, 112.0, 190.0, 215.0, 285.0)
    _table(sheet, _people(rng, 13), across, 26, face, True)
    return sheet


def large_sheet(rng: Random, dpi: float) -> Sheet:
    """An A3 sheet lying, a wide table."""
    sheet, face = blank(420, 297, dpi), _face(rng, 11)
    line(sheet, "TỔNG HỢP CÁC HỘ", (210, 24), Type(face.face, 18, "Bold"), "ms")
    across = tuple(2.05 * x for x in _PEOPLE_ACROSS)
    _table(sheet, _people(rng, 26), across, 34, face, True)
    return sheet


def drawing(rng: Random, dpi: float) -> Sheet:
    """A plan of a plot: outlines, measures (some upright), small labels, a title block."""
    sheet, small = blank(297, 210, dpi), Type("arimo", 9)
    plot = ((40, 40), (200, 34), (214, 150), (60, 160), (40, 40))
    for start, end in itertools.pairwise(plot):
        rule(sheet, start, end, 0.5)
    for x, y, w, h, label in (
        (70, 60, 50, 40, "Nhà ở cấp 4"),
        (130, 70, 40, 55, "Sân phơi"),
        (80, 115, 40, 25, "Bếp"),
    ):
        box = [sheet.px(value) for value in (x, y, x + w, y + h)]
        sheet.pen.rectangle(box, outline=(20, 20, 20), width=max(1, round(sheet.px(0.3))))
        line(sheet, label, (x + w / 2, y + h / 2), small, "ms")
        line(sheet, f"{rng.randint(20, 200) / 10}m", (x + w / 2, y - 2), small, "ms")
        marks.sideways(sheet, f"{rng.randint(20, 200) / 10}m", (x - 4, y + h / 2), small)
    for x in range(42, 70, 3):
        rule(sheet, (x, 160), (x + 12, 175), 0.12)
    line(sheet, "Đường đất rộng 4m", (150, 172), small, "ms")
    line(sheet, "BẢN VẼ HIỆN TRẠNG", (150, 22), Type("arimo", 16, "Bold"), "ms")
    _title_block(sheet, small, rng)
    return sheet


def _title_block(sheet: Sheet, small: Type, rng: Random) -> None:
    for number, (label, value) in enumerate(
        (
            ("Chủ hộ", words.name(rng)),
            ("Thửa số", str(rng.randint(9, 700))),
            ("Tỷ lệ", "1/200"),
            ("Người vẽ", words.name(rng)),
        )
    ):
        y = 150 + 10 * number
        box = [sheet.px(v) for v in (225, y, 285, y + 10)]
        sheet.pen.rectangle(box, outline=(20, 20, 20), width=max(1, round(sheet.px(0.25))))
        sheet.said.append(f"{label}: {value}")
        put(sheet, f"{label}: {value}", (227, y + 6.5), small)

"""Draws one row of a form: label and value in a line, in a ruled table, in cells, or one above the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from samples.form import Cell, Form
from samples.manner import GRID, LINES, STACKED_BOX, TABLE, Manner
from samples.sheet import Column, Rule, Span

_PAD = 3.0


def draw_row(form: Form, manner: Manner, cells: Sequence[Cell], column: Column) -> None:
    """Cells of one row in `column`, as the manner's layout has it."""
    if manner.layout == LINES:
        form.row(*cells, column=column)
    elif manner.layout == TABLE:
        for cell in cells:
            _table_row(form, manner, cell, column)
    elif manner.layout == GRID:
        _boxed(form, [form.spans(cell) for cell in cells], _shares(cells, column))
    else:
        _stacked(form, cells, column, boxed=manner.layout == STACKED_BOX)


def _leading(form: Form) -> float:
    return form.style.size * form.style.leading


def _shares(cells: Sequence[Cell], column: Column) -> list[Column]:
    """The column cut by the shares of its cells."""
    total, left, cut = sum(cell.share for cell in cells), column.left, []
    for cell in cells:
        right = left + (column.right - column.left) * cell.share / total
        cut.append(replace(column, left=left, right=right))
        left = right
    return cut


def _parted(form: Form, cell: Cell) -> tuple[list[Span], list[Span]]:
    """Spans of the label and of the value."""
    spans = form.spans(cell)
    return [span for span in spans if not span.filled], [span for span in spans if span.filled]


def _table_row(form: Form, manner: Manner, cell: Cell, column: Column) -> None:
    label, value = _parted(form, cell)
    middle = column.left + (column.right - column.left) * manner.label_share
    _boxed(form, [label, value], [replace(column, right=middle), replace(column, left=middle)])


def _boxed(form: Form, spans: Sequence[list[Span]], columns: Sequence[Column]) -> None:
    """One row of ruled cells; text keeps `_PAD` points from the rules."""
    sheet, top = form.sheet, form.sheet.y
    sheet.y += _PAD / 2
    inner = [replace(c, left=c.left + _PAD, right=c.right - _PAD, leaders=False) for c in columns]
    leading = _leading(form) * 0.9
    sheet.row(list(zip(spans, inner, strict=True)), leading)
    if not any(part for cells in spans for part in cells):
        sheet.y += leading
    sheet.y += _PAD
    _frame(form, columns, top)


def _frame(form: Form, columns: Sequence[Column], top: float) -> None:
    sheet, left, right = form.sheet, columns[0].left, columns[-1].right
    for y in (top, sheet.y):
        sheet.marks.append(Rule(left, y, right, y, 0.7))
    for x in (left, *(column.right for column in columns)):
        sheet.marks.append(Rule(x, top, x, sheet.y, 0.7))


def _stacked(form: Form, cells: Sequence[Cell], column: Column, *, boxed: bool) -> None:
    """Labels on one line, their values on the next."""
    sheet, top, columns = form.sheet, form.sheet.y, _shares(cells, column)
    parted = [_parted(form, cell) for cell in cells]
    pad = _PAD if boxed else 0.0
    inner = [replace(c, left=c.left + pad, right=c.right - max(pad, 4)) for c in columns]
    bare = [replace(c, leaders=False) for c in inner]
    sheet.row([(label, c) for (label, _), c in zip(parted, bare, strict=True)], _leading(form) * 0.8)
    ruled = bare if boxed else inner
    sheet.row([(value, c) for (_, value), c in zip(parted, ruled, strict=True)], _leading(form) * 0.95)
    sheet.y += pad
    if boxed:
        _frame(form, columns, top)

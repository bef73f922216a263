"""The list behind "Nơi nhận" at the lower left of an official paper, beside the signature block.

Decree 30/2020/NĐ-CP, Appendix I, part II, 9. Lines that seal and pen hide leave no trace in such a list but their room,
so what is found here is sure only where the lines follow closely from the head to whoever keeps a copy ("Lưu: VT").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.extract.block_lines import closed_up
from pipeline.extract.layout import WIDE_GAP, Layout, Row, Token
from pipeline.extract.pieces import pieces
from pipeline.normalize.spelling import bare

# Its first letter stands at the edge and is often lost. A sign closes it or nothing follows: "mọi nhân viên" is none,
# nor is "Nơi nhận chịu trách nhiệm thi hành", a sentence.
_HEAD = re.compile(r"^[a-z]?[o0]i (?:nhan|gui)\s*(?:[:;.,]|$)")
_DASH = re.compile(r"^[-–—~]")
_ENDS = re.compile(r"^(tm|kt|tl|tuq|q)\s*[.,]|^(phu luc|ghi chu|nguoi)\b")
# The last of every list, in one line or two.
_KEPT = re.compile(r"^\W*luu\b")
_UNSURE = 0.5


def read_recipients(layouts: Sequence[Layout]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Head and lines of the list, from the last page that has one; both empty where none has."""
    for layout in reversed(layouts):
        for i, row in enumerate(layout.rows):
            for part in pieces(row):
                if is_list_head(part, layout):
                    return part.tokens[:2], _listed(layout, i, part)
    return (), ()


def is_list_head(part: Row, layout: Layout) -> bool:
    """Whether a piece of a row is the head of such a list: "Nơi nhận:" alone, at the left."""
    return bool(_HEAD.match(bare(part.text).lstrip(" -_.'\""))) and part.left < 0.45 * layout.width


def _listed(layout: Layout, at: int, head: Row) -> tuple[Token, ...]:
    lines: list[Row] = []
    above = head.middle
    for row in layout.rows[at + 1 :]:
        part = next((p for p in pieces(row) if _in_column(p, head, layout)), None)
        if row.middle - above > 3.2 * layout.unit:
            break
        if part is None or part.left > head.left + 4 * WIDE_GAP * layout.unit:
            continue
        if _ENDS.match(bare(part.text)) or (lines and _closes(lines[-1])):
            break
        above = row.middle
        lines.append(part)
    held = [*head.tokens[2:], *_items(lines)]
    tokens = tuple(token for token in held if token.letters or token.text in "-+;")
    return tokens if _whole(head, lines) else _unsure(tokens)


def _in_column(part: Row, head: Row, layout: Layout) -> bool:
    """Whether a piece of a row stands in the list's column; what stands left of its head is a hole or a stamp."""
    return head.left - 2 * layout.unit <= part.left < 0.45 * layout.width


def _closes(line: Row) -> bool:
    """Whether a line names who keeps a copy and ends in a full stop: nothing of the list follows."""
    return bool(_KEPT.match(bare(line.text))) and line.text.endswith(".")


def _items(lines: Sequence[Row]) -> list[Token]:
    """The words of all lines. Where the next line begins with a dash an item ends, whatever became of its semicolon:
    a dash inside a line parts none ("Trung tâm Thông tin - Công báo").
    """
    tokens: list[Token] = []
    for line, below in zip_longest(lines, lines[1:]):
        held = list(line.tokens)
        if below and _DASH.match(below.text) and not held[-1].text.endswith(";"):
            held[-1] = replace(held[-1], text=held[-1].text.rstrip(",:.") + ";")
        tokens += _kept(held) if _KEPT.match(bare(line.text)) else held
    return tokens


def _kept(held: Sequence[Token]) -> list[Token]:
    """The words of the item that says who keeps a copy, with commas between their parts: no further item follows."""
    parts = [replace(t, text=f"{t.text[:-1]},") if t.text.endswith(";") else t for t in held[:-1]]
    return [*parts, held[-1]]


def _whole(head: Row, lines: Sequence[Row]) -> bool:
    return closed_up((head, *lines)) and any(_KEPT.match(bare(line.text)) for line in lines[-2:])


def _unsure(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(replace(token, confidence=min(token.confidence, _UNSURE)) for token in tokens)

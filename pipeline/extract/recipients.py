"""The list behind "Nơi nhận" at the lower left of an official paper, beside the signature block.

Decree 30/2020/NĐ-CP, Appendix I, part II, 9. Lines that seal and pen hide leave no trace in such a list but their room,
so what is found here is sure only where the lines follow closely from the head to whoever keeps a copy ("Lưu: VT").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.block_lines import closed_up
from pipeline.extract.layout import WIDE_GAP, Layout, Row, Token
from pipeline.normalize.spelling import bare

# Its first letter stands at the edge and is often lost; then a sign must close it, since "mọi nhân viên" is no head.
_HEAD = re.compile(r"^(?:n[o0]i nhan\b|[a-z]?[o0]i nhan\s*(?:[:;.]|$))")
_ENDS = re.compile(r"^(tm|kt|tl|tuq|q)\s*[.,]|^(phu luc|ghi chu|nguoi)\b")
# The last of every list, in one line or two.
_KEPT = re.compile(r"^\W*luu\b")
_UNSURE = 0.5


def read_recipients(layouts: Sequence[Layout]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Head and lines of the list, from the last page that has one; both empty where none has."""
    for layout in reversed(layouts):
        for i, row in enumerate(layout.rows):
            part = row.segments[0]
            if _HEAD.match(bare(part.text).lstrip(" -_.'\"")) and part.left < 0.45 * layout.width:
                return part.tokens[:2], _listed(layout, i, part)
    return (), ()


def _listed(layout: Layout, at: int, head: Row) -> tuple[Token, ...]:
    lines: list[Row] = []
    above = head.middle
    for row in layout.rows[at + 1 :]:
        part = next((p for p in row.segments if p.left < 0.45 * layout.width), None)
        if row.middle - above > 3.2 * layout.unit:
            break
        if part is None or part.left > head.left + 4 * WIDE_GAP * layout.unit:
            continue
        if _ENDS.match(bare(part.text)):
            break
        above = row.middle
        lines.append(part)
    held = [*head.tokens[2:], *(token for line in lines for token in line.tokens)]
    tokens = tuple(token for token in held if token.letters or token.text in "-+;")
    return tokens if _whole(head, lines) else _unsure(tokens)


def _whole(head: Row, lines: Sequence[Row]) -> bool:
    return closed_up((head, *lines)) and any(_KEPT.match(bare(line.text)) for line in lines[-2:])


def _unsure(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(replace(token, confidence=min(token.confidence, _UNSURE)) for token in tokens)

"""Where the entries of a page stand: equal bands as a first proposal, or the polygons that a person gives. Pure.

A proposal is only a place to begin: a person looks at it, and what its borders run through is a finding.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from ocr.page import Box
from pipeline.errors import WrongUse

Polygon: TypeAlias = tuple[tuple[int, int], ...]

MOST_ENTRIES = 60
# BANDS and ROWS run over the whole width, also over both leaves of an opened book; LEAVES divides each for itself.
BANDS, ROWS, LEAVES = "bands", "rows", "leaves"


@dataclass(frozen=True)
class Sheet:
    """A page to be laid out: its size in pixels, the leaves that were seen on it, the rules of its table.

    `edges` are the upper and lower ends of table rows, each as its height at the left and at the right side.
    """

    page: str
    width: int
    height: int
    leaves: tuple[Box, ...] = ()
    edges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Slot:
    """One entry: its parts in reading order, each a page's id and a polygon in that page's pixels."""

    parts: tuple[tuple[str, Polygon], ...]

    @property
    def first_page(self) -> str:
        """The page on which the entry begins."""
        return self.parts[0][0]


def propose(sheet: Sheet, count: int, shape: str = BANDS) -> list[Slot]:
    """`count` entries on one page. Raises WrongUse for a count that no page holds, or rows that were not found."""
    if not 1 <= count <= MOST_ENTRIES:
        raise WrongUse(
            f"Số trường hợp trên một trang phải từ 1 đến {MOST_ENTRIES}, không phải {count}.",
            f"A page holds 1 to {MOST_ENTRIES} entries, not {count}.",
        )
    if shape == ROWS:
        return [Slot(((sheet.page, polygon),)) for polygon in _rows(sheet, count)]
    fields = sheet.leaves if shape == LEAVES and sheet.leaves else (Box(0, 0, sheet.width, sheet.height),)
    return [Slot(((sheet.page, polygon),)) for field in fields for polygon in _bands(field, count)]


def over_spread(left: Sequence[Slot], right: Sequence[Slot]) -> list[Slot]:
    """Entries that run over two facing pages: the first of the left with the first of the right, and so on.

    Raises WrongUse when one page has more than the other.
    """
    if len(left) != len(right):
        raise WrongUse(
            f"Hai trang đối diện có {len(left)} và {len(right)} trường hợp, không ghép được.",
            f"The facing pages have {len(left)} and {len(right)} entries and cannot be joined.",
        )
    return [Slot((*one.parts, *other.parts)) for one, other in zip(left, right, strict=True)]


def _bands(field: Box, count: int) -> list[Polygon]:
    cuts = [field.y0 + field.height * at // count for at in range(count + 1)]
    return [_polygon(field, (top, top), (end, end)) for top, end in pairwise(cuts)]


def _rows(sheet: Sheet, count: int) -> list[Polygon]:
    """The rows between the lowest `count` + 1 rules: what stands above them is the head of the table.

    The first row takes nothing of the head and the last nothing of the foot, so that both stay outside.
    """
    if len(sheet.edges) < count + 1:
        raise WrongUse(
            f"Chỉ thấy {max(0, len(sheet.edges) - 1)} hàng kẻ trên trang, cần {count}. Dùng --shape bands hoặc --file.",
            f"Only {max(0, len(sheet.edges) - 1)} ruled rows show on the page, {count} are wanted. "
            "Use --shape bands or --file.",
        )
    chosen = sheet.edges[-count - 1 :]
    field = Box(0, 0, sheet.width, sheet.height)
    return [_polygon(field, top, end) for top, end in pairwise(chosen)]


def _polygon(field: Box, top: tuple[int, int], end: tuple[int, int]) -> Polygon:
    return ((field.x0, top[0]), (field.x1, top[1]), (field.x1, end[1]), (field.x0, end[0]))


def from_file(path: Path, sheets: dict[int, Sheet]) -> list[Slot]:
    """Entries as a person drew them: `[{"parts": [{"page": 3, "polygon": [[x, y], ...]}]}]`, pages by ordinal.

    Without "polygon" a part is its whole page. Raises WrongUse with what is wrong.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return [Slot(tuple(_part(part, sheets) for part in _listed(entry["parts"]))) for entry in told]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise WrongUse(
            f"Tệp vùng {path} không dùng được: {problem}. Sửa tệp rồi chạy lại.",
            f"The file of regions {path} cannot be used: {problem}. Mend it and run again.",
        ) from problem


def _listed(parts: Any) -> list[Any]:
    if not isinstance(parts, list) or not parts:
        raise ValueError("an entry needs at least one part")
    return parts


def _part(part: Any, sheets: dict[int, Sheet]) -> tuple[str, Polygon]:
    sheet = sheets.get(int(part["page"]))
    if sheet is None:
        raise ValueError(f"there is no page {part['page']} in the volume")
    corners = part.get("polygon") or _polygon(
        Box(0, 0, sheet.width, sheet.height), (0, 0), (sheet.height,) * 2
    )
    polygon = tuple((int(x), int(y)) for x, y in corners)
    inside = all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in polygon)
    if len(polygon) < 3 or not inside:
        raise ValueError(f"a polygon of page {part['page']} needs three corners or more, all on the page")
    return sheet.page, polygon

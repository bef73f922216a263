"""Notes of later changes on paper: the part under its printed heading, and handwriting in the margins.

They are never values of the form: what stands there is kept away from extraction, proposed as an annotation where it
can be read, and else brought before a person. Enters nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.page import Box, Line, PageText
from ocr.reading import PageReading
from pipeline.changes.annotate import Change
from pipeline.changes.annotation import kinds
from pipeline.extract.layout import Row, lay_out
from pipeline.findings import Finding
from pipeline.normalize.spelling import bare

ON_PAPER, BY_HAND = "NOTES_ON_PAPER", "NOTES_BY_HAND"
# "PHẦN GHI CHÚ NHỮNG THÔNG TIN THAY ĐỔI SAU NÀY" and its older and shorter wordings.
_HEAD = re.compile(r"(phan )?ghi chu (ve )?(nhung |cac )?(thong tin |noi dung |su kien )?(ho tich )?(da )?thay doi|"
                   r"^phan ghi chu|nhung (thong tin )?thay doi sau nay")  # fmt: skip
_PRINTED = re.compile(
    r"^\(?(stt|ngay,? thang,? nam|noi dung|can cu|ho,? (chu dem,? )?ten|chu ky|can bo|nguoi (thuc hien|ky|ghi)|ghi ro)"
)
_NUMBER = re.compile(r"(?:số|so)\s*:?\s*([0-9][\w./-]*)", re.IGNORECASE)
_DATE = re.compile(r"\b([0-3]?[0-9])\s*[/.-]\s*([01]?[0-9])\s*[/.-]\s*((?:18|19|20)[0-9]{2})\b")
_AUTHORITY = re.compile(
    r"(?:của|cua)\s+((?:Ủy ban|UBND|Tòa án|TAND|Sở|Phòng|Bộ|Cơ quan)[^,;.]*)", re.IGNORECASE
)
_MARGIN = 0.13
_LONGEST = 400


@dataclass(frozen=True)
class Notes:
    """What stands under a heading of notes on one page: the text as read, and whether a hand wrote there."""

    text: str
    by_hand: bool
    boxes: frozenset[Box]


def notes_on(text: PageText) -> Notes | None:
    """The notes of one page, or None when it has no heading for them."""
    if not text.lines:
        return None
    layout = lay_out(text)
    head = next((row for row in layout.rows if _HEAD.search(bare(row.text)) and len(row.tokens) <= 14), None)
    if head is None:
        return None
    below = [row for row in layout.rows if row.top >= head.top]
    boxes = frozenset(token.box for row in below for token in row.tokens)
    written = [_plain(row) for row in below if row is not head and not _PRINTED.match(bare(row.text))]
    told = " ".join(part for part in written if part)
    upright = text.rotation == 0
    hand = upright and any(box.y1 > head.tokens[0].box.y0 for box in text.handwriting)
    return Notes(told if _says_something(told) else "", hand, boxes)


def _plain(row: Row) -> str:
    return " ".join(token.text for token in row.tokens if token.letters and not token.is_leader)


def _says_something(text: str) -> bool:
    plain = bare(text)
    return bool(re.search(r"[0-9]", plain)) or any(
        word in plain for kind in kinds().values() for word in kind.words
    )


def without_notes(text: PageText) -> PageText:
    """The page as extraction may see it: what stands under a heading of notes is no value of the form."""
    notes = notes_on(text)
    if notes is None:
        return text
    lines = (Line(tuple(word for word in line.words if word.box not in notes.boxes)) for line in text.lines)
    return replace(text, lines=tuple(line for line in lines if line.words))


def note_findings(pages: Sequence[PageReading]) -> list[Finding]:
    """One finding for each page with notes that can be read, and one for each with handwriting in notes or margin."""
    found = []
    for page in pages:
        facts, notes = {"page": str(page.number)}, notes_on(page.text)
        if notes and notes.text:
            found.append(Finding(ON_PAPER, "", {**facts, "text": notes.text[:_LONGEST]}))
        # A page that is handwritten as a whole goes to a person for that reason already.
        if page.quality.verdict != "handwritten" and ((notes and notes.by_hand) or _in_margin(page.text)):
            found.append(Finding(BY_HAND, "", facts))
    return found


def _in_margin(text: PageText) -> bool:
    if text.rotation or text.leaves:
        return False
    left, right = _MARGIN * text.width, (1 - _MARGIN) * text.width
    return any(box.x1 <= left or box.x0 >= right for box in text.handwriting)


def proposals(text: str) -> list[Change]:
    """Changes that the text of notes tells of, one for each kind that begins in it; no values: people give those."""
    plain = bare(text)
    starts = sorted(
        {
            at: kind.name for kind in kinds().values() for word in kind.words if (at := plain.find(word)) >= 0
        }.items()
    )
    if len(plain) != len(text) or not starts:
        return [Change(name, written=text) for _, name in starts[:1]]
    kept = [pair for at, pair in enumerate(starts) if at == 0 or pair[0] - starts[at - 1][0] > 40]
    ends = [start for start, _ in kept[1:]] + [len(text)]
    firsts = [0] + [start for start, _ in kept[1:]]
    return [
        _change(name, text[first:end].strip())
        for (_, name), first, end in zip(kept, firsts, ends, strict=True)
    ]


def _change(kind: str, text: str) -> Change:
    number, authority, dates = _NUMBER.search(text), _AUTHORITY.search(text), _DATE.findall(text)
    day, month, year = dates[-1] if dates else ("", "", "")
    date = f"{year}-{int(month):02d}-{int(day):02d}" if dates else ""
    return Change(
        kind,
        number[1].rstrip(".,") if number else "",
        authority[1].strip() if authority else "",
        date,
        written=text,
    )

"""Identity papers between one line, as forms print it, and the four or five columns that sheets want.

Only what is recognised without doubt is taken apart; `rest` holds every letter that was not, so that the caller can
tell a person. No number is checked here and no kind of paper is guessed from the length of a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.normalize.dates import read_date, write_date
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

# Longest first: "thẻ căn cước công dân" is no "thẻ căn cước".
_KINDS = (
    ("the can cuoc cong dan", "CCCD"),
    ("can cuoc cong dan", "CCCD"),
    ("cccd", "CCCD"),
    ("the can cuoc", "Thẻ căn cước"),
    ("can cuoc", "Thẻ căn cước"),
    ("giay chung minh nhan dan", "CMND"),
    ("chung minh nhan dan", "CMND"),
    ("giay cmnd", "CMND"),
    ("cmnd", "CMND"),
    ("ho chieu", "Hộ chiếu"),
    ("the thuong tru", "Thẻ thường trú"),
)
_NUMBER = re.compile(r"(?:s[ốo]\s*)?[:.]?\s*([A-Z]{0,2}\d(?:[ .]?\d){5,13})(?![\d/.-]*\d)", re.IGNORECASE)
_ISSUED = re.compile(r"(?:ngày\s+cấp|cấp\s+ngày)\s*:?\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4})", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:nơi\s+cấp|cấp\s+tại)\s*:?\s*([^,;]+)|\bdo\s+([^,;]+?)\s+cấp\b|^\s*([^,;:\d][^,;:]*?)\s+(?=cấp\b)",
    re.IGNORECASE,
)
_IDLE = re.compile(r"^(?:\s|[,;.:]|cấp|do|số)*$", re.IGNORECASE)


@dataclass(frozen=True)
class IdPaper:
    """One identity paper; `issued` is an ISO date. Empty parts stand nowhere on the line."""

    kind: str = ""
    number: str = ""
    issued: str = ""
    place: str = ""
    rest: str = ""


def split_id_paper(text: str) -> IdPaper:
    """The parts of a line such as "CCCD số 079185001234, Công an TP cấp ngày 12/05/2021"."""
    left = composed(text).strip(" ,;.")
    kind, left = _kind(left)
    number = _NUMBER.match(left.lstrip(" :,"))
    digits = ""
    if number:
        digits = re.sub(r"[ .]", "", number.group(1)).upper()
        left = left.lstrip(" :,")[number.end() :].strip(" ,;")
    issued, left = _issued(left)
    place, left = _place(left)
    rest = "" if _IDLE.match(left) else left.strip(" ,;")
    if not (kind or digits):
        return IdPaper(rest=composed(text))
    return IdPaper(kind, digits, issued, place, rest)


def join_id_paper(paper: IdPaper) -> str:
    """The line that says the same; `split_id_paper` reads it back. A paper without number and kind is its rest."""
    head = " số ".join(part for part in (paper.kind, paper.number) if part)
    issued = f"cấp ngày {write_date(paper.issued)}" if paper.issued else ""
    tail = f"nơi cấp: {paper.place}" if paper.place else ""
    return ", ".join(part for part in (head, issued, tail, paper.rest) if part)


def _kind(text: str) -> tuple[str, str]:
    folded = bare(text)
    for words, kind in _KINDS:
        if folded.startswith(words) and not folded[len(words) : len(words) + 1].isalpha():
            return kind, text[len(words) :].strip(" :,")
    return "", text


def _issued(text: str) -> tuple[str, str]:
    found = _ISSUED.search(text)
    day = read_date(found.group(1)) if found else None
    if found is None or not isinstance(day, str) or isinstance(day, Refused):
        return "", text
    return day, f"{text[: found.start()]}cấp{text[found.end() :]}"


def _place(text: str) -> tuple[str, str]:
    found = _PLACE.search(text)
    if found is None:
        return "", text
    place = next(part for part in found.groups() if part).strip(" ,;")
    return place, f"{text[: found.start()]} {text[found.end() :]}"

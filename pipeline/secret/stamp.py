"""Finds stamps of secrecy among the words of a page: MẬT, TỐI MẬT, TUYỆT MẬT, standing alone. Sets nothing apart.

A stamp is told from running text by standing alone: no other word in its line, or a wide gap on both sides. What is
read with other marks or a wrong letter is suspected. The degrees are those of the law on state secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.page import PageText
from ocr.reading import PageReading
from pipeline.extract.layout import Row, lay_out
from pipeline.findings import Finding
from pipeline.normalize.spelling import bare

STAMPED, SUSPECTED = "SECRET_STAMP", "SECRET_SUSPECTED"
DEGREES = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
# A stamp stands in the upper part of the first page; the longer degrees say enough wherever they stand alone.
_TOP = 0.45
_SURE = 0.6
# What is left of a frame around the word when it is read as letters.
_FRAME = re.compile(r"^[\W_lI1iJ]+(?=\w{3})|[\W_]+$")
_LABELLED = re.compile(r"^(do|cap do|muc do|muc) mat:? (mat|toi mat|tuyet mat)$")


@dataclass(frozen=True)
class Stamp:
    """A word of secrecy that stands alone; `sure`: it was read well and whole."""

    text: str
    sure: bool


def stamps_on(text: PageText) -> list[Stamp]:
    """Stamps on one page, the surest first."""
    layout = lay_out(text)
    found = [
        stamp
        for row in layout.rows
        for part in _alone(row)
        if (stamp := _stamp(part, at_top=row.middle < _TOP * layout.height)) is not None
    ]
    return sorted(found, key=lambda stamp: not stamp.sure)


def stamps_in_red(page: PageReading) -> list[Stamp]:
    """Degrees that were read in small red stamps, wherever on the page they stand; weakly read ones too."""
    found = [_in_red(mark.text) for mark in page.stamps]
    return sorted((stamp for stamp in found if stamp), key=lambda stamp: not stamp.sure)


def _in_red(text: str) -> Stamp | None:
    plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", text)).strip()
    if plain in DEGREES:
        return Stamp(plain, sure=True)
    letters = bare(plain).replace(" ", "")
    near = (letters[-3:] == "mat" and len(letters) <= 5) or _likely(plain, at_top=True)
    return Stamp(text.strip(), sure=False) if near or _apart(letters, "mat") <= 1 < len(letters) else None


def secret_findings(pages: Sequence[PageReading]) -> list[Finding]:
    """One finding for each stamped or suspected page."""
    found = []
    for page in pages:
        for stamp in [*stamps_in_red(page), *stamps_on(page.text)][:1]:
            facts = {"page": str(page.number), "mark": stamp.text}
            found.append(Finding(STAMPED if stamp.sure else SUSPECTED, "", facts))
    return found


def _alone(row: Row) -> Iterator[Row]:
    yield from row.segments if len(row.segments) > 1 else (row,)


def _stamp(part: Row, *, at_top: bool) -> Stamp | None:
    if len(part.tokens) > 6:
        return None
    written = _FRAME.sub("", part.text.strip())
    plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s:]", "", written)).strip()
    if plain.upper() in DEGREES and plain == plain.upper() and (at_top or plain != DEGREES[0]):
        sure = min(token.confidence for token in part.tokens) >= _SURE
        return Stamp(plain, sure)
    if _LABELLED.match(bare(plain)) or _likely(plain, at_top=at_top):
        return Stamp(part.text.strip(), sure=False)
    return None


def _likely(plain: str, *, at_top: bool) -> bool:
    """Whether letters read weakly may be one of the degrees: marks lost, one letter wrong in a long one."""
    letters = bare(plain).replace(" ", "")
    if not plain[:1].isupper() or ":" in plain:
        return False
    if letters == "mat":
        return at_top and len(plain.split()) == 1 and (plain.isupper() or plain.upper() == DEGREES[0])
    capitals = sum(letter.isupper() for letter in plain) >= 0.6 * len(letters)
    return (
        capitals
        and letters.endswith(("mat", "m4t", "nat", "mal", "mai"))
        and (_apart(letters, "toimat") <= 1 or _apart(letters, "tuyetmat") <= 2)
    )


def _apart(one: str, other: str) -> int:
    """Levenshtein distance of two short words."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, wanted in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]

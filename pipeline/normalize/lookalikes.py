"""Letters and figures that readers take for one another by their shape. Makes proposals, decides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from pipeline.normalize.dates import read_date
from pipeline.normalize.spelling import bare

# Capitals and small letters that differ by a stroke or a serif.
_PAIRS = frozenset(
    frozenset(pair) for pair in ("it", "il", "yv", "tl", "lh", "uv", "nm", "ec", "oc", "oq", "gq", "bh", "fp")
)
_GROUPS = re.compile(r"(\d{1,3})\s*([/.\-]+|\s)\s*(\d{1,3})\s*([/.\-]+|\s)\s*(\d{4})")
_NUMBER = re.compile(r"(\d+)\s+((?:19|20)\d{2})")
# Letters and signs that readers put for a figure of their shape, and signs at the edges of what was cut out.
_AS_FIGURES = str.maketrans(
    {**dict.fromkeys("lI|]\\ÏÌ", "1"), **dict.fromkeys("oOØ", "0"), "ó": "6", "g": "9"}
)
_OF_A_DATE, _EDGES = frozenset({"ngay", "thang", "nam"}), " .,;:~'\"`-"
# Typewriters and needle printers put a dot or a stroke into their zeros.
_ZEROS = "689"


def letter_cost(one: str, other: str) -> float:
    """How unlike the base letters of two words are: 1 for each that differs, half for one of like shape.

    Words of another length cost 1 for each letter more; marks cost nothing, they are what readers lose first.
    """
    a, b = _plain(one), _plain(other)
    pairs = (frozenset((x, y)) for x, y in zip(a, b, strict=False) if x != y)
    return abs(len(a) - len(b)) + sum(0.5 if pair in _PAIRS else 1.0 for pair in pairs)


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def possible_dates(written: str) -> Iterator[str]:
    """What a date without normal form may be, as `d/m/yyyy`: with the slashes that were lost, and with a zero where
    day or month cannot be what was read ("88/94/1947" gives "08/04/1947"). The first that is a date is the one.
    """
    found = _GROUPS.fullmatch(written.strip(" .,;:"))
    if not found:
        return
    day, month, year = found.group(1, 3, 5)
    for d, m in product(_with_zeros(day, 31), _with_zeros(month, 12)):
        yield f"{d}/{m}/{year}"


def _with_zeros(figures: str, most: int) -> list[str]:
    """The figures if they can be, else all that they can be with one zero more."""
    if len(figures) <= 2 and 0 < int(figures) <= most:
        return [figures]
    if len(figures) > 2:
        return []
    made = [
        f"0{figures[1:]}" if figures[0] in _ZEROS else "",
        f"{figures[0]}0" if figures[1:] in tuple(_ZEROS) else "",
    ]
    return [one for one in made if one and 0 < int(one) <= most][:1]


def tells_date(text: str, value: str) -> bool:
    """Whether a text is the date `value` (ISO), though letters stand for some of its figures or signs at its edges:
    "~ngày l3 tháng 02 năm 2020". Makes no date: it tells whether one that others gave is borne out.
    """
    words = text.strip(_EDGES).split()
    told = (word if bare(word) in _OF_A_DATE else word.translate(_AS_FIGURES) for word in words)
    return read_date(" ".join(told)) == value


def with_slash(written: str) -> str | None:
    """A number of a register whose slash was lost: "340 2023" gives "340/2023"; None for other texts."""
    found = _NUMBER.fullmatch(written.strip(" .,;:"))
    return f"{found.group(1)}/{found.group(2)}" if found else None

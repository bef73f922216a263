"""Numbers of registers, books, permits and letters; areas, heights, shares and counts.

A number of a paper keeps its leading zeros and its letters; only spaces and a leading "Số:" go. A measured
figure becomes a decimal with a point and without trailing zeros; the unit belongs to the field.
"""

from __future__ import annotations

import re

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

_LEAD = re.compile(r"^(?:quyển\s+)?(?:số|so|sô)\b\s*[:.]?\s*", re.IGNORECASE)
_REGISTER = re.compile(r"\d{1,6}[A-Za-z]?(?:/(?:\d{4}))?(?:/[A-ZĐ]{2,6}(?:-[A-ZĐ]{1,6})?)?")
_BOOK = re.compile(r"\d{1,4}(?:[/\-](?:\d{4}|[A-ZĐ]{1,4}))*(?:-[A-ZĐ]{1,4})?")
_DOCUMENT = re.compile(
    r"\d{1,6}[A-Za-z]?(?:/\d{4})?/[A-ZĐa-zđ]{1,10}\d{0,2}(?:[-–.&/][A-ZĐƯƠa-zđ0-9]{1,15})*"
    # Papers of the Party have kind and number the other way about: "1205-CV/TU".
    r"|\d{1,6}-[A-ZĐ][A-ZĐa-z]{1,4}/[A-ZĐƯƠa-z]{1,12}"
)
_FIGURE = re.compile(r"[+\-±]?\d[\d., ]*")
_UNIT = re.compile(r"(?:m2|m²|m\^2|m[?*'\"°º]?|met|met vuong|%|lan|tang|thang|nguoi|ngay)\.?")


def _clean(text: str) -> str:
    tidy = re.sub(r"\s*([/\-–.])\s*", r"\1", composed(text).strip(" .,;:_"))
    return _LEAD.sub("", tidy).strip(" .,;:_-–")


def read_register_number(text: str) -> str | Refused:
    """`386/2026`, or a bare `45` from an old book, or with the letters of an extract (`380/2026/TLBSHT`)."""
    number = _clean(text)
    return number if _REGISTER.fullmatch(number) else Refused("shape", text)


def read_book_number(text: str) -> str | Refused:
    """`01/2017`, or a bare number from an old book."""
    number = re.sub(r"^quyển\s*[:.]?\s*", "", _clean(text), flags=re.IGNORECASE)
    return number if _BOOK.fullmatch(number) else Refused("shape", text)


def read_document_number(text: str) -> str | Refused:
    """Number and symbol of a letter, permit, extract or decision: `2827/QĐ-BGDĐT`, `118/GPXD-TĐ`."""
    number = _clean(text).replace("–", "-").replace(" ", "")
    return number if _DOCUMENT.fullmatch(number) else Refused("shape", text)


def is_unit(text: str) -> bool:
    """Whether a word is only the unit of a figure, however badly it was read."""
    return bool(_UNIT.fullmatch(bare(composed(text)).strip(" .,;:()")))


def read_any_number(text: str) -> str | Refused:
    """A number of any office: starts with or holds a figure, no more than six words."""
    # A bracket that closes nothing is the end of the label: "(thửa đất số)" before 1628.
    number = _clean(text).lstrip(") ")
    if not re.search(r"\d", number) or len(number.split()) > 6:
        return Refused("shape", text)
    return number


# One full stop between groups of figures was lost, and the other would part a fraction.
_MIXED = re.compile(r"\d \d{3}\.\d{3}$")


def read_decimal(text: str) -> str | Refused:
    """`85.5` of "85,5 m2"; "1.234,5 m2" is `1234.5`. "1,234" can be read two ways and is refused, as is "7 500.000"."""
    folded = bare(composed(text)).strip(" .,;:()")
    found = _FIGURE.match(folded)
    if not found:
        return Refused("shape", text)
    rest = folded[found.end() :].strip(" .,;:()")
    if rest and not _UNIT.fullmatch(rest):
        return Refused("shape", text)
    figure = found.group().strip(" .,")
    if _MIXED.search(figure):
        return Refused("ambiguous", text)
    return _decimal(figure.replace(" ", ""), text)


def _decimal(figure: str, text: str) -> str | Refused:
    sign = "-" if figure.startswith("-") else ""
    figure = figure.lstrip("+-±")
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", figure):
        return Refused("ambiguous", text)
    if re.fullmatch(r"\d+(?:,\d+)?", figure):
        whole, _, part = figure.partition(",")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", figure):
        whole, _, part = figure.replace(".", "").partition(",")
    elif re.fullmatch(r"\d+\.\d+", figure):
        whole, _, part = figure.partition(".")
    else:
        return Refused("shape", text)
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    value = f"{whole}.{part}" if part else whole
    return value if value == "0" else sign + value


def read_percent(text: str) -> str | Refused:
    """`80` of "80%" or "80 %"."""
    value = read_decimal(text)
    if isinstance(value, str) and not 0 <= float(value) <= 100:
        return Refused("range", text)
    return value


def read_count(text: str) -> str | Refused:
    """A whole number: `3` of "03 tầng", `12` of "12 tháng"."""
    value = read_decimal(re.sub(r"(?<=\d)\s*\([^)]*\)", "", text))
    if isinstance(value, str) and not value.isdigit():
        return Refused("shape", text)
    return value


def with_year(number: str, year: int) -> str:
    """`45/1987` of a bare number and the year of its volume; a number that has its "/" already stays as it is.

    Made at export only, where a sheet wants both in one: what the book has stays the bare number.
    """
    return number if "/" in number else f"{number}/{year}"

"""Dates, ages and times in figures, read into ISO form and written as offices write them.

Whole dates, month and year, or a year alone are all dates of a register. Years have four figures: a date with
two is refused, because only a person can tell the century. Dates in words are in `date_words`.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.normalize.date_words import month_name
from pipeline.normalize.lunar import says_lunar
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# A dot of the line to write on may cling to "ngày"; a day up to ten may be led by "mồng".
_LEAD = r"(?:ngay[\s.]*)?(?:(?:mong|mung)\s*)?"
_FIGURES = re.compile(_LEAD + r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_AMONG = re.compile(r"(?<![\d/])\d{1,2}\s*([/.\-])\s*\d{1,2}\s*\1\s*\d{4}(?![\d/])")
_WORDED = re.compile(_LEAD + r"(\d{1,2})\s*[.,]?\s*thang\s*(\d{1,2}|[a-z]+(?: [a-z]+)?)\s*,?\s*nam\s*(\d{4})")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|,?\s*nam)\s*(\d{4})")
_NAMED_MONTH = re.compile(r"thang\s*([a-z]+(?: [a-z]+)?)\s*,?\s*nam\s*(\d{4})")
_YEAR = re.compile(r"(?:(?:sinh )?nam\s*)?(\d{4})")
_SHORT_YEAR = re.compile(_LEAD + r"(?:\d{1,2}\s*[/.\-]\s*)?\d{1,2}\s*[/.\-]\s*\d{2}|'\d{2}")
_AGE = re.compile(r"(\d{1,3})\s*(?:tuoi|t)")
_TIME = re.compile(r"(\d{1,2})\s*(?:gio|[:hg])\s*(?:(\d{1,2})\s*(?:phut|p)?)?")
# The dots of a line to write on stand about the slashes: "13./.12 / 2017".
_RULED_SLASH = re.compile(r"[.\s]*/[.\s]*")
# Between the words that a blank has printed: "ngày ..12.. tháng -08.. năm 20 ..25".
_GAPS = re.compile(r"[\s.,:;…·_–-]+")
_CENTURY_APART = re.compile(r"\b(nam (?:19|20)) (\d{2})$")
DATES = frozenset({"date", "date_or_age"})
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_OLDEST = 130


def read_date(text: str) -> str | Refused:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY` of a date in figures, whatever its separators.

    Refused as "calendar" (no such day), "century" (a year of two figures), "lunar", or "shape".
    """
    if says_lunar(text):
        return Refused("lunar", text)
    folded = _RULED_SLASH.sub("/", bare(composed(text)).strip(" .,;:-/"))
    if "thang" in folded and "nam" in folded:
        folded = _CENTURY_APART.sub(r"\1\2", _GAPS.sub(" ", folded))
    if found := _ISO.fullmatch(folded):
        return _checked(text, *found.groups())
    if found := _FIGURES.fullmatch(folded):
        day, _, month, year = found.groups()
        return _checked(text, year, month, day)
    if found := _WORDED.fullmatch(folded):
        day, month, year = found.groups()
        return _checked(text, year, _month(month), day)
    if found := _MONTH.fullmatch(folded) or _NAMED_MONTH.fullmatch(folded):
        month, year = found.groups()
        return _checked(text, year, _month(month), None)
    if found := _YEAR.fullmatch(folded):
        return _checked(text, found.group(1), None, None)
    return Refused("century" if _SHORT_YEAR.fullmatch(folded) else "shape", text)


def holds_a_date(text: str) -> bool:
    """Whether one whole date in figures, its separators there, stands among other words ("08/06/1955 Quốc tịch: Việt
    Nam"): those are too many, its figures are not misread.
    """
    found = [match.group() for match in _AMONG.finditer(bare(composed(text)))]
    return len(found) == 1 and not isinstance(read_date(found[0]), Refused)


def read_date_or_age(text: str) -> str | Refused:
    """A date, or an age such as `38t` of "38 tuổi": old books give parents' ages (import rules of the Ministry
    of Justice allow the "t")."""
    found = _AGE.fullmatch(bare(composed(text)).strip(" .,;:-"))
    if not found:
        return read_date(text)
    age = int(found.group(1))
    return f"{age}t" if 0 < age <= _OLDEST else Refused("range", text)


def write_date(iso: str) -> str:
    """The office form of an ISO date, whole or partial: `dd/mm/yyyy`, `mm/yyyy`, `yyyy`. An age stays."""
    return "/".join(reversed(iso.split("-")))


def write_dates(text: str) -> str:
    """`text` with every whole ISO date in it as offices write it: for titles, which the index holds in ISO form."""
    return _ISO_DAY.sub(r"\3/\2/\1", text)


def whole_date(iso: str) -> date | None:
    """The day, where `iso` is a whole calendar date."""
    try:
        return date.fromisoformat(iso) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", iso) else None
    except ValueError:
        return None


def is_iso(value: str) -> bool:
    """Whether `value` is a whole or partial date in normal form; what a person keyed as written may not be."""
    return isinstance(read_date(value), str) and bool(_ISO.fullmatch(value))


def read_time(text: str) -> str | Refused:
    """`HH:MM` of "10 giờ 30 phút", "10h30", "10:30", "10 giờ"."""
    found = _TIME.fullmatch(bare(composed(text)).strip(" .,;-"))
    if not found:
        return Refused("shape", text)
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if hour > 23 or minute > 59:
        return Refused("calendar", text)
    return f"{hour:02d}:{minute:02d}"


def _month(text: str) -> str:
    return text if text.isdigit() else str(month_name(text) or 0)


def _checked(text: str, year: str, month: str | None, day: str | None) -> str | Refused:
    try:
        checked = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Refused("calendar", text)
    if not _FIRST_YEAR <= checked.year <= _LAST_YEAR:
        return Refused("calendar", text)
    return checked.isoformat()[: 10 if day else 7 if month else 4]

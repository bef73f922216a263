"""Dates and times in figures, read into ISO form and written as offices write them.

Whole dates, month and year, or a year alone are all dates of a register. Years have four figures: a date with
two is refused, because only a person can tell the century. Dates in words are in `date_words`.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# A dot of the line to write on may cling to "ngày".
_FIGURES = re.compile(r"(?:ngay[\s.]*)?(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_WORDED = re.compile(r"(?:ngay[\s.]*)?(\d{1,2})\s*[.,]?\s*thang\s*(\d{1,2})\s*,?\s*nam\s*(\d{4})")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|,?\s*nam)\s*(\d{4})")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?:gio|[:hg])\s*(?:(\d{1,2})\s*(?:phut|p)?)?")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


def read_date(text: str) -> str | Refused:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY` of a date in figures, whatever its separators."""
    folded = bare(composed(text)).strip(" .,;:-")
    if found := _ISO.fullmatch(folded):
        year, month, day = found.groups()
        return _checked(text, year, month, day)
    if found := _FIGURES.fullmatch(folded):
        day, _, month, year = found.groups()
        return _checked(text, year, month, day)
    if found := _WORDED.fullmatch(folded):
        day, month, year = found.groups()
        return _checked(text, year, month, day)
    if found := _MONTH.fullmatch(folded):
        month, year = found.groups()
        return _checked(text, year, month, None)
    if found := _YEAR.fullmatch(folded):
        return _checked(text, found.group(1), None, None)
    return Refused("shape", text)


def write_date(iso: str) -> str:
    """The office form of an ISO date, whole or partial: `dd/mm/yyyy`, `mm/yyyy`, `yyyy`."""
    return "/".join(reversed(iso.split("-")))


def whole_date(iso: str) -> date | None:
    """The day, where `iso` is a whole calendar date."""
    try:
        return date.fromisoformat(iso) if len(iso) == 10 else None
    except ValueError:
        return None


def read_time(text: str) -> str | Refused:
    """`HH:MM` of "10 giờ 30 phút", "10h30", "10:30", "10 giờ"."""
    found = _TIME.fullmatch(bare(composed(text)).strip(" .,;-"))
    if not found:
        return Refused("shape", text)
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if hour > 23 or minute > 59:
        return Refused("calendar", text)
    return f"{hour:02d}:{minute:02d}"


def _checked(text: str, year: str, month: str | None, day: str | None) -> str | Refused:
    try:
        checked = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Refused("calendar", text)
    if not _FIRST_YEAR <= checked.year <= _LAST_YEAR:
        return Refused("calendar", text)
    return checked.isoformat()[: 10 if day else 7 if month else 4]

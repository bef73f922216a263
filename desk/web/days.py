"""Days as people of the office type them, into boxes that show `dd/mm/yyyy` whatever language the browser speaks.

Dates on papers are read elsewhere (pipeline/normalize/dates.py): those may be partial, these may not.
"""

from __future__ import annotations

import re
from datetime import date

from desk.times import day_shown
from pipeline.errors import WrongUse

_FIGURES = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})", re.ASCII)
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def read_day(typed: str) -> date | None:
    """The day of `1/2/2024`, `01.02.2024`, `01-02-2024`, `01022024` or `2024-02-01`; None for an empty box.

    Raises WrongUse: a year of two figures is not guessed, nor is a month put before its day.
    """
    text = typed.strip()
    if not text:
        return None
    if found := _FIGURES.fullmatch(text) or _RUN.fullmatch(text):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise _wrong(text)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _wrong(text) from None


def in_box(typed: str) -> str:
    """What a box shows: `dd/mm/yyyy` of anything that is a day, else the very text, to be mended."""
    try:
        found = read_day(typed)
    except WrongUse:
        return typed
    return day_shown(found.isoformat()) if found else ""


def _wrong(text: str) -> WrongUse:
    told = text[:40]
    return WrongUse(
        f"'{told}' không phải ngày có thật. Ghi ngày/tháng/năm, ví dụ 05/09/2024.",
        f"'{told}' is no day that exists. Write day/month/year, for example 05/09/2024.",
    )

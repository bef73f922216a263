"""Dates in Vietnamese words, read and written.

Marks do not matter when reading, since every number word differs from the others without them. All usual
variants are read: nghìn/ngàn, linh/lẻ, mồng/mùng, tư/bốn, lăm/nhăm, mốt, hăm, "không trăm" left out, "tám lăm".
Figures are no words: a line that holds them is refused, so that one printed date never counts twice.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.normalize.lunar import says_lunar
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

_UNITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
# Spoken contractions: hăm mốt is 21, băm hai is 32.
_TWENTY, _THIRTY = "ham", "bam"
_THOUSAND = {"nghin", "ngan"}
_ODD = {"linh", "le"}
_MONTH_NAMES = {"gieng": 1, "chap": 12}
_DAY_LEADS = {"mong", "mung"}
_LEADS = {"ngay", "ghi", "bang", "chu", "viet"}
_EVEN = "chan"
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def read_date_words(text: str) -> str | Refused:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY` of a date in words.

    Text that can be read two ways is refused as "ambiguous", a date of the lunar calendar as "lunar", days that
    do not exist and all other text as "shape".
    """
    if says_lunar(text):
        return Refused("lunar", text)
    tokens = re.sub(r"[^\w]+", " ", bare(composed(text))).split()
    while tokens and tokens[0] in _LEADS:
        tokens = tokens[1:]
    if len(tokens) > 3 and tokens[-1] == _EVEN:
        tokens = tokens[:-1]
    found = {iso for iso in _readings(tokens) if iso}
    if len(found) == 1:
        return found.pop()
    return Refused("ambiguous" if found else "shape", text)


def month_name(text: str) -> int | None:
    """The month of a name or number word ("giêng", "tư", "mười một", "chạp"), marks or not."""
    return _month(bare(composed(text)).split())


def write_date_words(day: date, *, thousand: str = "nghìn", odd: str = "linh") -> str:
    """The date as offices write it: "Ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi sáu"."""
    month = "tư" if day.month == 4 else _below_hundred(day.month)
    lead = "mồng " if day.day <= 10 else ""
    return f"Ngày {lead}{_below_hundred(day.day)} tháng {month} năm {_year_words(day.year, thousand, odd)}"


def _year_words(year: int, thousand: str, odd: str) -> str:
    words = f"{_DIGITS[year // 1000]} {thousand}"
    if year % 1000 == 0:
        return words
    words += f" {_DIGITS[year // 100 % 10]} trăm"
    rest = year % 100
    if rest == 0:
        return words
    return words + (f" {odd} {_DIGITS[rest]}" if rest < 10 else f" {_below_hundred(rest)}")


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _DIGITS[unit]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if unit == 0:
        return words
    last = "lăm" if unit == 5 else "mốt" if unit == 1 and tens > 1 else _DIGITS[unit]
    return f"{words} {last}"


def _readings(tokens: list[str]) -> list[str | None]:
    """Every way to cut the words into day, month and year at "tháng" and "năm"."""
    if "thang" not in tokens:
        year = _year(tokens[1:] if tokens[:1] == ["nam"] else tokens)
        return [f"{year:04d}" if year else None]
    cut = tokens.index("thang")
    day = _number(tokens[1:cut] if tokens[:1] and tokens[0] in _DAY_LEADS else tokens[:cut]) if cut else None
    if cut and day is None:
        return []
    rest = tokens[cut + 1 :]
    cuts = [i for i, token in enumerate(rest) if token == "nam"]
    return [_assembled(day, _month(rest[:i]), _year(rest[i + 1 :])) for i in cuts]


def _assembled(day: int | None, month: int | None, year: int | None) -> str | None:
    if month is None or year is None:
        return None
    try:
        checked = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return checked.isoformat()[: 7 if day is None else 10]


def _month(tokens: list[str]) -> int | None:
    if len(tokens) == 1 and tokens[0] in _MONTH_NAMES:
        return _MONTH_NAMES[tokens[0]]
    number = _number(tokens)
    return number if number is not None and 1 <= number <= 12 else None


def _number(tokens: list[str]) -> int | None:
    """A number from 0 to 99: "mười lăm", "hai mươi mốt", "hai mốt", "lẻ năm"."""
    if len(tokens) == 2 and tokens[0] in {_TWENTY, _THIRTY}:
        tokens = ["hai" if tokens[0] == _TWENTY else "ba", tokens[1]]
    match tokens:
        case [odd, unit] if odd in _ODD and unit in _UNITS:
            return _UNITS[unit]
        case [unit] if unit in _UNITS:
            return _UNITS[unit]
        case ["muoi"]:
            return 10
        case ["muoi", unit] if unit in _UNITS and unit != "khong":
            return 10 + _UNITS[unit]
        case [tens, "muoi"] if _UNITS.get(tens, 0) > 1:
            return 10 * _UNITS[tens]
        case [tens, "muoi", unit] if _UNITS.get(tens, 0) > 1 and unit in _UNITS and unit != "khong":
            return 10 * _UNITS[tens] + _UNITS[unit]
        case [tens, unit] if _UNITS.get(tens, 0) > 1 and unit in _UNITS and unit != "khong":
            return 10 * _UNITS[tens] + _UNITS[unit]
    return None


def _year(tokens: list[str]) -> int | None:
    if len(tokens) == 4 and all(t in _UNITS for t in tokens):
        return _in_range(int("".join(str(_UNITS[t]) for t in tokens)))
    if len(tokens) > 1 and tokens[1] in _THOUSAND and tokens[0] in {"mot", "hai"}:
        rest = _below_thousand(tokens[2:])
        return None if rest is None else _in_range(1000 * _UNITS[tokens[0]] + rest)
    # "năm tám lăm": spoken short form, only ever of the last century.
    short = _number(tokens) if len(tokens) in {2, 3} else None
    return 1900 + short if short is not None and short >= 20 else None


def _in_range(year: int) -> int | None:
    return year if 1800 <= year < 2200 else None


def _below_thousand(tokens: list[str]) -> int | None:
    if not tokens:
        return 0
    if len(tokens) > 1 and tokens[1] == "tram" and tokens[0] in _UNITS:
        rest = _number(tokens[2:]) if tokens[0] == "khong" and len(tokens) > 2 else _tail(tokens[2:])
        return None if rest is None else 100 * _UNITS[tokens[0]] + rest
    return _tail(tokens)


def _tail(tokens: list[str]) -> int | None:
    if not tokens:
        return 0
    if len(tokens) == 1 and tokens[0] in _UNITS:
        # "hai nghìn năm" may mean 2005 or 2500: without linh/lẻ a bare unit is refused.
        return None
    return _number(tokens)

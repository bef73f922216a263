"""Dates, times and numbers as Vietnamese papers write them, in figures and in words."""

from __future__ import annotations

from datetime import date
from random import Random

UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def below_hundred(number: int) -> str:
    """1 to 99 in words: mười lăm, hai mươi mốt, hai mươi bốn."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return UNITS[ones]
    ending = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, UNITS[ones])
    head = "mười" if tens == 1 else f"{UNITS[tens]} mươi"
    return f"{head} {ending}".strip()


def year_words(year: int, thousand: str = "nghìn", zero: str = "linh") -> str:
    """1900 to 2099 in words; `thousand` is nghìn or ngàn, `zero` is linh or lẻ."""
    hundreds, rest = divmod(year % 1000, 100)
    words = f"{UNITS[year // 1000]} {thousand} {UNITS[hundreds]} trăm"
    if rest == 0:
        return words
    return f"{words} {zero} {UNITS[rest]}" if rest < 10 else f"{words} {below_hundred(rest)}"


def date_words(rng: Random, day: date) -> str:
    """A date in words with the variants that offices use."""
    first = rng.choice(["mồng ", "mùng ", ""]) if day.day <= 10 else ""
    month = "tư" if day.month == 4 else below_hundred(day.month)
    year = year_words(day.year, rng.choice(["nghìn", "nghìn", "ngàn"]), rng.choice(["linh", "lẻ"]))
    words = f"ngày {first}{below_hundred(day.day)}, tháng {month}, năm {year}"
    words = words if rng.random() < 0.4 else words.replace(",", "")
    return words[0].upper() + words[1:] if rng.random() < 0.6 else words


def date_figures(day: date, form: str = "slash") -> str:
    """A date in figures: slash 05/03/2026, short 5/3/2026, dash and dot alike, long ngày 05 tháng 3 năm 2026."""
    return {
        "slash": f"{day:%d/%m/%Y}",
        "short": f"{day.day}/{day.month}/{day.year}",
        "dash": f"{day:%d-%m-%Y}",
        "dot": f"{day:%d.%m.%Y}",
        "long": f"ngày {day:%d} tháng {day_month(day)} năm {day.year}",
    }[form]


def day_month(day: date) -> str:
    """The month as office letters write it: 01 and 02 with a zero, the others without."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def plain(number: float, digits: int = 2) -> str:
    """A number in the form of truth.json: point for decimals, no trailing zeros."""
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


def comma(number: float, digits: int = 2) -> str:
    """The same number as Vietnamese papers write it."""
    return plain(number, digits).replace(".", ",")

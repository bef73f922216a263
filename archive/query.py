"""What a person typed into the one search box, taken apart: words, dates, numbers. Nothing typed is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive import folding

_LONGEST_TEXT = 300
_MOST_PARTS = 16
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
_FULL_DATES = (
    re.compile(rf"(?<!\w){_DAY}(?P<mark>[/.-]){_MONTH}(?P=mark){_YEAR}(?!\w)"),
    re.compile(rf"(?<!\w){_YEAR}-{_MONTH}-{_DAY}(?!\w)"),
    re.compile(rf"(?<!\w)(?:ng[aà]y )?{_DAY} th[aá]ng {_MONTH} n[aă]m {_YEAR}(?!\w)"),
)
_MONTH_OF_YEAR = re.compile(rf"{_MONTH}[/.-]{_YEAR}")
_LIKELY_YEAR = re.compile(r"1[89][0-9]{2}|20[0-9]{2}")
# Words that announce a number or a date and say nothing themselves.
_ANNOUNCERS = frozenset({"so", "ngay", "thang", "nam", "sinh", "cap", "ma"})


@dataclass(frozen=True)
class Marked:
    """A part with digits: it may be a number, a date, or both (`12/1984`). `date` is partial, or empty."""

    text: str
    date: str = ""


@dataclass(frozen=True)
class Query:
    """`words` are the exact forms of parts without digits, `marked` the parts with digits, `text` the whole."""

    text: str
    words: tuple[str, ...]
    marked: tuple[Marked, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(folding.fold(word) for word in self.words)

    @property
    def has_diacritics(self) -> bool:
        """Whether the person typed any."""
        return self.folded != self.words


def understood(typed: str) -> Query:
    """The query in `typed`, of which 300 characters and 16 parts count."""
    # Lone surrogates come from broken input methods; no database takes them.
    text = typed[:_LONGEST_TEXT].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    rest, days = _without_dates(folding.exact(text))
    words: list[str] = []
    marked = [Marked(day, day) for day in days]
    for part in rest.split():
        if any(c.isdigit() for c in part):
            marked.append(Marked(part, _partial_date(part)))
        else:
            words += folding.tokens(part)
    if marked:
        words = [word for word in words if folding.fold(word) not in _ANNOUNCERS]
    return Query(text.strip(), tuple(words[:_MOST_PARTS]), tuple(marked[:_MOST_PARTS]))


def _without_dates(text: str) -> tuple[str, list[str]]:
    """`text` without the full dates in it, and those dates as YYYY-MM-DD."""
    days: list[str] = []

    def take(match: re.Match[str]) -> str:
        month, day = int(match["month"]), int(match["day"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        days.append(f"{match['year']}-{month:02}-{day:02}")
        return " "

    for pattern in _FULL_DATES:
        text = pattern.sub(take, text)
    return text, days


def _partial_date(part: str) -> str:
    match = _MONTH_OF_YEAR.fullmatch(part)
    if match and 1 <= int(match["month"]) <= 12:
        return f"{match['year']}-{int(match['month']):02}"
    return part if _LIKELY_YEAR.fullmatch(part) else ""

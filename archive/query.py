"""What a person typed into the one search box, taken apart: words, phrases, what must not be, dates, numbers, keys.

Nothing typed is an error: what a known key cannot use comes back as a complaint in words, everything else is text.
The syntax is explained to people in docs/search.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
_PARTIAL = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_LIKELY_YEAR = re.compile(r"1[89][0-9]{2}|20[0-9]{2}")
# Words that announce a number or a date and say nothing themselves.
_ANNOUNCERS = frozenset({"so", "ngay", "thang", "nam", "sinh", "cap", "ma"})
_PART = re.compile(r'(?<!\S)(?P<minus>-?)(?:(?P<key>[^\W\d]\w*):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))')


class Key(StrEnum):
    """What a part `key:value` is about."""

    NUMBER = "number"
    BORN = "born"
    ISSUED = "issued"
    TYPE = "type"
    DOSSIER = "dossier"
    VOLUME = "volume"
    UNIT = "unit"
    REVIEW = "review"
    SHEET = "map_sheet"
    PARCEL = "parcel"


# As typed, without diacritics: Vietnamese, and the names of the command line's options.
KEYS: Mapping[str, Key] = {
    "so": Key.NUMBER, "number": Key.NUMBER,
    "sinh": Key.BORN, "born": Key.BORN,
    "ngay": Key.ISSUED, "issued": Key.ISSUED,
    "loai": Key.TYPE, "type": Key.TYPE,
    "ho_so": Key.DOSSIER, "hoso": Key.DOSSIER, "dossier": Key.DOSSIER,
    "quyen": Key.VOLUME, "volume": Key.VOLUME,
    "don_vi": Key.UNIT, "donvi": Key.UNIT, "unit": Key.UNIT,
    "kiem_tra": Key.REVIEW, "review": Key.REVIEW,
    "to": Key.SHEET, "sheet": Key.SHEET,
    "thua": Key.PARCEL, "parcel": Key.PARCEL,
}  # fmt: skip
_REVIEW = {"roi": "reviewed", "da": "reviewed", "reviewed": "reviewed",
           "chua": "unreviewed", "unreviewed": "unreviewed"}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """A part with digits: it may be a number, a date, or both (`12/1984`). `date` is partial, or empty."""

    text: str
    date: str = ""


@dataclass(frozen=True)
class Facet:
    """A part `key:value`; `value` is ready for comparing, a date may end at `until` (inclusive)."""

    key: Key
    value: str
    until: str = ""


@dataclass(frozen=True)
class Complaint:
    """Why a part `key:value` cannot be used, and how to write it."""

    vi: str
    en: str


@dataclass(frozen=True)
class Query:
    """`words` are the exact forms of parts without digits, `marked` the parts with digits, `text` the whole.

    `phrases` are words side by side, `excluded` words (side by side) that must not stand there; both folded.
    """

    text: str
    words: tuple[str, ...] = ()
    marked: tuple[Marked, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    facets: tuple[Facet, ...] = ()
    complaints: tuple[Complaint, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(folding.fold(word) for word in self.words)

    @property
    def has_diacritics(self) -> bool:
        """Whether the person typed any."""
        return self.folded != self.words

    @property
    def plain(self) -> bool:
        """Whether it is text alone, without keys, quotes and minus."""
        return not (self.phrases or self.excluded or self.facets)


def understood(typed: str, type_names: Mapping[str, str] | None = None) -> Query:
    """The query in `typed`, of which 300 characters and 16 parts of each sort count.

    `type_names` gives the record types that `loai:` may name: folded name with single spaces to type.
    """
    # Lone surrogates come from broken input methods; no database takes them.
    text = typed[:_LONGEST_TEXT].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()
    parts = _Parts(type_names or {})
    words, marked = _words_and_marks(_PART.sub(parts.take, text))
    return Query(text, words, marked, tuple(parts.phrases[:_MOST_PARTS]), tuple(parts.excluded[:_MOST_PARTS]),
                 tuple(parts.facets[:_MOST_PARTS]), tuple(parts.complaints))  # fmt: skip


@dataclass
class _Parts:
    """What is more than a word in a query, as it is found."""

    type_names: Mapping[str, str]
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def take(self, part: re.Match[str]) -> str:
        """Keep what `part` asks for; what is left of it to be read as words."""
        key = KEYS.get(folding.fold(part["key"] or ""))
        value = part["quoted"] if part["quoted"] is not None else part["plain"]
        if key is not None and not part["minus"]:
            made = _facet(key, value, self.type_names)
            if isinstance(made, Facet):
                self.facets.append(made)
            else:
                self.complaints.append(made)
            return " "
        words = tuple(folding.tokens(folding.fold(value)))
        if part["minus"] and words and part["key"] is None and not value[0].isdigit():
            self.excluded.append(words)
            return " "
        if part["quoted"] is not None and part["key"] is None and words:
            self.phrases.append(words)
            return " "
        return part[0]


def _words_and_marks(text: str) -> tuple[tuple[str, ...], tuple[Marked, ...]]:
    rest, days = _without_dates(folding.exact(text))
    words: list[str] = []
    marked = [Marked(day, day) for day in days]
    for part in rest.split():
        if any(c.isdigit() for c in part):
            marked.append(Marked(part, _month_or_year(part)))
        else:
            words += folding.tokens(part)
    if marked:
        words = [word for word in words if folding.fold(word) not in _ANNOUNCERS]
    return tuple(words[:_MOST_PARTS]), tuple(marked[:_MOST_PARTS])


def partial_date(text: str) -> str:
    """`12/3/1987`, `3/1987`, `1987` or ISO as YYYY-MM-DD, YYYY-MM or YYYY; empty when it is none of them."""
    rest, days = _without_dates(text.strip())
    if days and not rest.strip():
        return days[0]
    found = _month_or_year(text.strip()) or text.strip()
    return found if _PARTIAL.fullmatch(found) else ""


def _facet(key: Key, value: str, type_names: Mapping[str, str]) -> Facet | Complaint:
    if key in {Key.BORN, Key.ISSUED}:
        first, dots, last = value.partition("..")
        ends = (partial_date(first), partial_date(last) if dots else "")
        if not ends[0] or (dots and not ends[1]):
            return Complaint(
                f"“{value}” không phải ngày. Viết: 12/3/1987, 3/1987, 1987, hoặc khoảng 1987..1990.",
                f"“{value}” is no date. Write 12/3/1987, 3/1987, 1987, or a range 1987..1990.",
            )
        return Facet(key, *ends)
    if key is Key.TYPE:
        name = " ".join(folding.tokens(folding.fold(value).replace("_", " ")))
        return Facet(key, type_names[name]) if name in type_names else _no_such_type(value, type_names)
    if key is Key.REVIEW:
        known = _REVIEW.get(folding.fold(value))
        return Facet(key, known) if known else Complaint(
            f"“{value}”: viết kiem_tra:roi hoặc kiem_tra:chua.",
            f"“{value}”: write review:reviewed or review:unreviewed.",
        )  # fmt: skip
    if key in {Key.NUMBER, Key.SHEET, Key.PARCEL} and not any(c.isdigit() for c in folding.fold(value)):
        return Complaint(
            f"“{value}” không có chữ số nào, nên không phải số.",
            f"“{value}” has no digit, so it is no number.",
        )
    return Facet(key, value)


def _no_such_type(value: str, type_names: Mapping[str, str]) -> Complaint:
    some = ", ".join(name.replace(" ", "_") for name in sorted(type_names)[:40])
    return Complaint(
        f"Không có loại “{value}”. Có: {some}.", f"There is no type “{value}”. There are: {some}."
    )


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


def _month_or_year(part: str) -> str:
    match = _MONTH_OF_YEAR.fullmatch(part)
    if match and 1 <= int(match["month"]) <= 12:
        return f"{match['year']}-{int(match['month']):02}"
    return part if _LIKELY_YEAR.fullmatch(part) else ""

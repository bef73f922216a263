"""Why a record was found: names, numbers, dates and places that meet the query, and where on the pages they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive import folding
from archive.package import Description, Spot
from archive.query import Key, Query

_MOST = 8
# Pages of a record's text are parted so (see ocr.zip's text.txt).
_PAGE_END = "\f"


@dataclass(frozen=True)
class Match:
    """One reason. `kind`: name, number, date, place, field, or text (words of a page).

    `field` is the key of the field that holds it, else empty; `page` an index from 0 into the record's pages; `box`
    x0, y0, x1, y1 in that page's pixels. None: not known.
    """

    kind: str
    value: str
    field: str = ""
    page: int | None = None
    box: tuple[int, int, int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """One entry of `matches` in `search --json`."""
        box = list(self.box) if self.box else None
        return {"kind": self.kind, "value": self.value, "field": self.field, "page": self.page, "box": box}


@dataclass(frozen=True)
class Typed:
    """What of a query descriptions are compared with: made once for all of its hits."""

    words: frozenset[str]
    # Beginnings of numbers, and whole numbers, as folding.py makes them.
    keys: tuple[str, ...]
    compact: frozenset[str]
    dates: tuple[str, ...]


def typed(query: Query) -> Typed:
    """Everything in `query` that may be a reason."""
    numbers = [query.text, *(mark.text for mark in query.marked)]
    numbers += [facet.value for facet in query.facets if facet.key in {Key.NUMBER, Key.SHEET, Key.PARCEL}]
    forms = [folding.number_forms(text) for text in numbers]
    dates = [mark.date for mark in query.marked if mark.date]
    dates += [facet.value for facet in query.facets if facet.key in {Key.BORN, Key.ISSUED}]
    return Typed(
        words=frozenset(query.folded).union(*query.phrases),
        keys=tuple(f"{key} " for key, _ in forms if key),
        compact=frozenset(compact for _, compact in forms) - {""},
        dates=tuple(dates),
    )


def matches_of(description: Description, typed: Typed) -> tuple[Match, ...]:
    """The reasons in a record's description, at most eight, strongest first; empty for a hit by code or filter."""
    words = typed.words
    found = [*_names(description, words), *_numbers(description, typed),
             *_dates(description, typed), *_fields(description, words)]  # fmt: skip
    if not any(words <= _words(match.value) for match in found):
        found += _pages(description, words)
    told: dict[tuple[str, str], Match] = {}
    for match in found:
        told.setdefault((match.field or match.kind, match.value), match)
    return tuple(told.values())[:_MOST]


def _names(description: Description, words: frozenset[str]) -> Iterator[Match]:
    met = [(len(words & _words(name)), name) for _, name, _ in description.names] if words else []
    most = max((count for count, _ in met), default=0)
    for count, name in met:
        if count and count == most:
            yield _placed(description, "name", name)


def _numbers(description: Description, typed: Typed) -> Iterator[Match]:
    if not typed.compact:
        return
    for _, value in description.numbers:
        key, compact = folding.number_forms(value)
        if f"{key} ".startswith(typed.keys) or compact in typed.compact:
            yield _placed(description, "number", value)


def _dates(description: Description, typed: Typed) -> Iterator[Match]:
    if not typed.dates:
        return
    held = [
        description.issued,
        *description.dates.values(),
        *(born for _, _, born in description.names if born),
    ]
    for value in held:
        if value.startswith(typed.dates):
            yield _placed(description, "date", value)


def _fields(description: Description, words: frozenset[str]) -> Iterator[Match]:
    for key, value in description.fields.items():
        if isinstance(value, str) and words and words <= _words(value):
            kind = "place" if value in description.places else "field"
            yield _with_spot(kind, value, key, description.where.get(key))


def _pages(description: Description, words: frozenset[str]) -> Iterator[Match]:
    if not words or not description.text:
        return
    counts = [len(words & _words(text)) for text in description.text.split(_PAGE_END)]
    most = max(counts)
    if most:
        shown = " ".join(sorted(words))
        yield Match("text", shown, page=counts.index(most))


def _placed(description: Description, kind: str, value: str) -> Match:
    key = next((key for key, held in description.fields.items() if held == value), "")
    return _with_spot(kind, value, key, description.where.get(key))


def _with_spot(kind: str, value: str, key: str, spot: Spot | None) -> Match:
    if spot is None:
        return Match(kind, value, key)
    box = (spot[1], spot[2], spot[3], spot[4]) if len(spot) == 5 else None
    return Match(kind, value, key, spot[0], box)


# A name and the field that holds it are one text.
@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(folding.folded_tokens(text).split())

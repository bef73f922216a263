"""Whether a name stands in what was read: every word of it in one value, marks and capitals aside. Searches nothing."""

from __future__ import annotations

from collections.abc import Iterable

from archive import folding


def person_of(title: str) -> str:
    """The name in a dossier's title, which may go on with a birth day and a number."""
    return title.partition(",")[0].strip()


def stands_in(name: str, values: Iterable[str]) -> bool:
    """Whether one of the values bears the whole name; an empty name stands everywhere."""
    words = _words(name)
    return not words or any(words <= _words(value) for value in values)


def _words(text: str) -> set[str]:
    return set(folding.tokens(folding.fold(text)))

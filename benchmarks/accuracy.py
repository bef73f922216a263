"""How far a reading is from the truth, in characters and in words. Pure functions; knows nothing of engines or files.

Texts are folded first: NFC, every run of white space becomes one space, none at the ends.

Strict: Levenshtein distance / characters of the truth. A line read in the wrong order counts as wrong.

Order-free: white space splits both texts into words; equal words on both sides cancel out. Of the words left,
the pair with the fewest edits is matched first (a pair must keep at least one character), until none is left
to match. A matched pair costs its edits, an unmatched word its length. The sum is divided by the characters
of the truth's words. Where a word stands on the page does not matter.

Words: Levenshtein distance over whole words / words of the truth, in reading order.

Over many pages, edits and characters are summed before dividing, so that long pages weigh more. On a blank
page every character read is an edit and the truth adds none.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist


@dataclass(frozen=True)
class Errors:
    """Edits, and the characters of the truth they are measured against."""

    edits: int
    characters: int

    @property
    def rate(self) -> float:
        """Edits per character of the truth; may exceed 1. Without truth: 0 when nothing was read either."""
        if self.characters == 0:
            return 0.0 if self.edits == 0 else float("inf")
        return self.edits / self.characters


def fold(text: str) -> str:
    """NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def strict(truth: str, read: str) -> Errors:
    """Edits between the folded texts as they stand."""
    expected = fold(truth)
    return Errors(Levenshtein.distance(expected, fold(read)), len(expected))


def in_words(truth: str, read: str) -> Errors:
    """Edits of whole words between the texts as they stand; `characters` counts the words of the truth."""
    expected = fold(truth).split()
    return Errors(Levenshtein.distance(expected, fold(read).split()), len(expected))


def order_free(truth: str, read: str) -> Errors:
    """Edits between the words of the two texts, wherever they stand."""
    expected, found = Counter(fold(truth).split()), Counter(fold(read).split())
    missing = sorted((expected - found).elements())
    surplus = sorted((found - expected).elements())
    return Errors(_matching_cost(missing, surplus), sum(len(word) for word in expected.elements()))


def total(errors: Iterable[Errors]) -> Errors:
    """All edits over all characters."""
    held = list(errors)
    return Errors(sum(e.edits for e in held), sum(e.characters for e in held))


def _matching_cost(missing: list[str], surplus: list[str]) -> int:
    unmatched = sum(map(len, missing)) + sum(map(len, surplus))
    if not missing or not surplus:
        return unmatched
    distances = cdist(missing, surplus, scorer=Levenshtein.distance, dtype=np.int32)
    free_rows, free_columns = set(range(len(missing))), set(range(len(surplus)))
    cost = unmatched
    for flat in np.argsort(distances, axis=None, kind="stable"):
        row, column = divmod(int(flat), len(surplus))
        edits, longest = int(distances[row, column]), max(len(missing[row]), len(surplus[column]))
        if row in free_rows and column in free_columns and edits < longest:
            free_rows.remove(row)
            free_columns.remove(column)
            cost += edits - len(missing[row]) - len(surplus[column])
    return cost

"""Which of several words to ask a word index for, and which to look for in the rows that hold the others.

Of words that must all be met, a common one costs most: an index walks a large share of its entries, only to find the
few rows that the rare ones had named already. Knows no database; a wrong share costs time and changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, or_

if TYPE_CHECKING:
    from archive.fulltext import Place

# Each group is met by one of its words.
Groups = tuple[tuple[str, ...], ...]

# To read a row costs as much as to walk past so many entries of a word (measured with a million records, in bodies and
# names alike: 10 µs and 30 ns on SQLite; on PostgreSQL 80 to 350 are equally good).
_ROW_COST = 350


def parted(groups: Groups, shares: Sequence[float]) -> tuple[Groups, Groups]:
    """The groups to ask the index for, rarest first, and those to look for in the rows.

    `shares` says of each group in which part of all rows it stands, above 0 and up to 1.
    """
    ordered = sorted(zip(shares, groups, strict=True))
    rising = [share for share, _ in ordered]
    # Of the first n: walking their entries, and reading the rows that hold them all.
    costs = [
        walked + together * _ROW_COST
        for walked, together in zip(accumulate(rising), accumulate(rising, mul), strict=True)
    ]
    asked = costs.index(min(costs)) + 1
    found = tuple(group for _, group in ordered)
    return found[:asked], found[asked:]


def standing(place: Place, groups: Groups, where: str) -> Iterator[ColumnElement[bool]]:
    """Conditions on a row that meets `groups`; `where` is the database's function that finds a text in another."""
    held = " " + place.table.c[place.column] + " "
    for group in groups:
        yield or_(*(getattr(func, where)(held, f" {word} ") > 0 for word in group))

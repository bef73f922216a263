"""Names that differ from the typed one by a single slip: of the pen, of the typist, or of the reader.

Every word that ever stood in a name is known; one that is like a typed word may be what was meant, or what a reader
made of it. The name is then looked up whole with that word in place, which an index answers at once; or, where only a
part of a name was typed, by its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from sqlalchemy import ColumnElement, Connection, func, select

from archive import fulltext
from archive.fulltext import NAMES_FOLDED, Asked
from archive.one_of import one_of
from archive.tables import names, records, words

CANDIDATES = 300
# Of each name that may have been meant so many records, the newest; each further one counts for less, so that a common
# name does not stand before all others.
_OF_EACH = 8
_FURTHER = 0.6
# One letter read as two (m as rn) is two edits; in a short word two edits make another word.
_LONG_WORD = 4
_MOST_LIKE = 40


def near_names(
    connection: Connection, typed: Sequence[str], also: ColumnElement[bool] | None
) -> dict[str, float]:
    """Records with a whole name near `typed` (folded words), each with a likeness up to 0.5; nearest first."""
    return _with_names(connection, _names_meant(typed, _like(connection, typed)), also)


def near_parts(
    connection: Connection, typed: Sequence[str], also: ColumnElement[bool] | None
) -> dict[str, float]:
    """The same for records with a name that only holds such words; likenesses are from 0.4 to 0.5."""
    found: dict[str, float] = {}
    for place, others in enumerate(_like(connection, typed)):
        if others:
            groups = tuple((word,) for n, word in enumerate(typed) if n != place)
            asked = Asked((*groups, tuple(others)))
            likeness = 0.5 - 0.1 / (1 + max(others.values()))
            for record in fulltext.records_with(connection, NAMES_FOLDED, asked, also, CANDIDATES):
                found.setdefault(record, likeness)
    return found


def _like(connection: Connection, typed: Sequence[str]) -> list[dict[str, float]]:
    """For each typed word the known words that it may have been, nearest first.

    Where a single typed word is known to nobody, it is the slip, and the others are taken as they are.
    """
    lengths = [n for word in typed for n in range(len(word) - 2, len(word) + 3)]
    # As one text: thousands of rows would cost more than the search among them.
    as_one = select(func.aggregate_strings(words.c.word, " ")).where(
        func.length(words.c.word).in_(set(lengths))
    )
    known = (connection.scalar(as_one) or "").split()
    everything = set(known)
    strange = [word for word in typed if word not in everything]
    tried = strange if len(strange) == 1 else typed
    return [_like_one(word, known) if word in tried else {} for word in typed]


def _like_one(word: str, known: Sequence[str]) -> dict[str, float]:
    if len(word) == 1:
        # A letter taken for another leaves nothing to recognise it by; one that was lost leaves the other.
        return {other: 0.5 for other in known if len(other) == 2 and word in other}
    furthest = 2 if len(word) >= _LONG_WORD else 1
    near = process.extract(word, known, scorer=Levenshtein.distance, score_cutoff=furthest, limit=None)
    best = sorted((far, other) for other, far, _ in near if far)
    return {other: 1 / (1 + far) for far, other in best[:_MOST_LIKE]}


def _names_meant(typed: Sequence[str], like: Sequence[dict[str, float]]) -> dict[str, float]:
    """Whole names that may have been meant: one word replaced, two words run together, or one fallen apart."""
    meant = {
        " ".join((*typed[:place], other, *typed[place + 1 :])): likeness
        for place, others in enumerate(like)
        for other, likeness in others.items()
    }
    for place, (one, other) in enumerate(pairwise(typed)):
        meant.setdefault(" ".join((*typed[:place], one + other, *typed[place + 2 :])), 0.5)
    for place, word in enumerate(typed):
        for left, right in _halves(word):
            meant.setdefault(" ".join((*typed[:place], left, right, *typed[place + 1 :])), 0.5)
    return meant


def _halves(word: str) -> Iterator[tuple[str, str]]:
    yield from ((word[:at], word[at:]) for at in range(1, len(word)))


def _with_names(
    connection: Connection, meant: dict[str, float], also: ColumnElement[bool] | None
) -> dict[str, float]:
    """The likeliest names first, one record of each before the second of any as likely."""
    newest_first = func.row_number().over(partition_by=names.c.name_folded, order_by=names.c.id.desc())
    numbered = select(names.c.id, newest_first.label("nth")).where(
        one_of(connection, names.c.name_folded, meant)
    )
    if also is not None:
        numbered = numbered.join(records, records.c.id == names.c.record).where(also)
    few = numbered.subquery()
    wanted = select(names.c.record, names.c.name_folded, few.c.nth).join(few, few.c.id == names.c.id)
    rows = connection.execute(wanted.where(few.c.nth <= _OF_EACH).order_by(names.c.id.desc())).all()
    found: dict[str, float] = {}
    for record, name, nth in sorted(
        rows, key=lambda row: -meant[row.name_folded] * _FURTHER ** (row.nth - 1)
    ):
        found.setdefault(record, meant[name] * _FURTHER ** (nth - 1))
    return dict(islice(found.items(), CANDIDATES))

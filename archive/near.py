"""Names that differ from the typed one by a single slip: of the pen, of the typist, or of the reader.

Candidates are names that hold all words but one; then the edit distance decides. For a single word the words of
all names are compared, which are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein
from sqlalchemy import ColumnElement, Connection, select

from archive import fulltext
from archive.fulltext import NameForm
from archive.tables import names, records

CANDIDATES = 300
# A slip in a word shorter than this leaves nothing to recognise it by.
_SHORTEST_WORD = 3
# One letter read as two (m as rn) is two edits; in a short name two edits make another name.
_LONG_NAME = 9


def near_names(
    connection: Connection, words: Sequence[str], passing: ColumnElement[bool]
) -> dict[str, float]:
    """Records with a name near `words` (folded), each with a likeness between 0 and 1."""
    typed = " ".join(words)
    allowed = 2 if len(typed) >= _LONG_NAME else 1
    found: dict[str, float] = {}
    for expression in _expressions(connection, words):
        wanted = (
            select(names.c.record, names.c.name_folded)
            .join(records, records.c.id == names.c.record)
            .where(fulltext.names_matching(NameForm.FOLDED, expression), passing)
            .limit(CANDIDATES)
        )
        for record, name in connection.execute(wanted):
            compared = [name] if len(words) > 1 else name.split()
            distance = min(Levenshtein.distance(typed, other, score_cutoff=allowed) for other in compared)
            if distance <= allowed:
                found[record] = max(found.get(record, 0.0), 1 - distance / (len(typed) + 1))
    return found


def _expressions(connection: Connection, words: Sequence[str]) -> Iterator[str]:
    if len(words) == 1:
        similar = _similar_words(connection, words[0])
        if similar:
            yield fulltext.any_of(similar)
        return
    for left_out, word in enumerate(words):
        if len(word) >= _SHORTEST_WORD:
            yield fulltext.all_of([*words[:left_out], *words[left_out + 1 :]])


def _similar_words(connection: Connection, word: str) -> list[str]:
    if len(word) < _SHORTEST_WORD:
        return []
    candidates = fulltext.name_words(connection, len(word) - 1, len(word) + 1)
    return [other for other in candidates if Levenshtein.distance(word, other, score_cutoff=1) <= 1]

"""Whether a value may have lost a mark below a letter, or a full stop, among dots that lie below it on the paper.

Only a syllable without a tone mark can have lost the one below ("Hoa" of Họa), and only if there is such a syllable; a
figure only where a full stop may part it ("178" of 1.78).
"""

from __future__ import annotations

from functools import cache

from pipeline.normalize.names import known_syllables
from pipeline.normalize.phrases import office_phrases
from pipeline.normalize.spelling import split_tone

_BELOW = "\u0323"
# Written with strokes or dashes, or as one number.
_UNPARTED = frozenset({"date", "date_or_age", "time", "personal_id", "register_number", "book_number"})
_PARTED = frozenset({"decimal", "percent", "count", "level", "document_number", "any_number"})


def may_have_lost(kind: str, written: str) -> bool:
    """Whether a value of this kind, as it was read, may be another one that lost a mark below."""
    if kind in _UNPARTED:
        return False
    if kind in _PARTED and any(c.isdigit() for c in written):
        return True
    words = ("".join(c if c.isalpha() else " " for c in written)).split()
    if kind == "name":
        return any(_heavy(word) in known_syllables(first=at == 0) for at, word in enumerate(words))
    return any(_heavy(word) in _heavy_syllables() for word in words)


def _heavy(word: str) -> str:
    """The key of a syllable with a mark below; "" of one that has a tone mark, which leaves no room for another."""
    plain, tone = split_tone(word)
    return "" if tone else plain + _BELOW


@cache
def _heavy_syllables() -> frozenset[str]:
    known = {syllable for phrase in office_phrases() for syllable in phrase.split()}
    return frozenset(s for s in known | known_syllables(first=False) if s.endswith(_BELOW))

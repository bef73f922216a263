"""Texts that nearly consist of known phrases and units: what they say when those phrases are spelt as listed.

Words that no phrase comes near stay as they were read. Gives proposals for people, never a value by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.normalize.distance import distance
from pipeline.normalize.offices import BODY_KINDS
from pipeline.normalize.phrases import cased_like, listed_phrases
from pipeline.normalize.spelling import bare, comparable, composed, is_syllable

_WORD = re.compile(r"[^\s,.;:()\-–/]+")
_PART_END = re.compile(r"[,;]\s")
_FIGURE = re.compile(r"\d+[A-Za-z]{0,2}")
_LONGEST = 8
# Of so many letters a phrase may have one letter or mark read wrong, at most three; shorter ones only a mark.
_LETTERS_EACH, _MOST_WRONG, _SHORT = 6, 3, 6
_ALIKE = 0.8
# What stands before names of which the lists hold those of the city alone; without it a name has so many words.
_LISTED_IN_PART = frozenset({"phuong", "xa", "thi", "duong", "p", "x", "ap", "thon"})
_SURELY_NAMED = 3
# What a word costs that nothing comes near: more than mending one, so that what can be mended is.
_UNKNOWN = 4


@dataclass(frozen=True)
class Mended:
    """A text with its phrases as listed, and how many letters and marks differ from what was read."""

    text: str
    distance: int


@dataclass(frozen=True)
class _Way:
    """The best way through the words so far: its cost, the letters changed, and the words by their index."""

    cost: int
    changed: int
    words: tuple[tuple[int, str], ...]


@lru_cache(2048)
def mended(text: str, *, of_places: bool = False) -> Mended | None:
    """The text with each nearly known phrase as it is listed; None where nothing is to be mended.

    `of_places`: the words are names of places, of which no list has all: only marks, lost letters and words that are
    no syllable are mended.
    """
    tidy = composed(text)
    found: list[tuple[int, int, str]] = []
    changed = 0
    for start, end in _parts(tidy):
        words = list(_WORD.finditer(tidy, start, end))
        way = _best_way([word.group() for word in words], of_places)
        changed += way.changed
        found += [(*words[at].span(), word) for at, word in way.words]
    if not changed:
        return None
    for start, end, word in reversed(found):
        tidy = tidy[:start] + word + tidy[end:]
    return Mended(tidy, changed)


def _parts(text: str) -> list[tuple[int, int]]:
    """No phrase goes past a comma."""
    cuts = [0, *(match.end() for match in _PART_END.finditer(text)), len(text)]
    return list(pairwise(cuts))


def _best_way(words: Sequence[str], of_places: bool) -> _Way:
    best: dict[int, _Way] = {0: _Way(0, 0, ())}
    for start in range(len(words)):
        here = best[start]
        figure = bool(_FIGURE.fullmatch(words[start]))
        _offer(best, start + 1, _Way(here.cost + (0 if figure else _UNKNOWN), here.changed, here.words))
        for size in range(1, min(_LONGEST, len(words) - start) + 1):
            if near := _nearest(tuple(words[start : start + size]), of_places):
                apart, phrase = near
                taken = tuple(
                    (start + at, cased_like(new, words[start + at])) for at, new in enumerate(phrase)
                )
                way = _Way(here.cost + apart, here.changed + apart, here.words + (taken if apart else ()))
                _offer(best, start + size, way)
    return best[len(words)]


def _offer(best: dict[int, _Way], end: int, way: _Way) -> None:
    if end not in best or way.cost < best[end].cost:
        best[end] = way


@lru_cache(8192)
def _nearest(words: tuple[str, ...], of_places: bool) -> tuple[int, tuple[str, ...]] | None:
    """The one known phrase of as many words that lies near, and how far; None where there is none or several."""
    text = " ".join(words)
    if comparable(text) in listed_phrases():
        return 0, words
    if len(words) == 1:
        # Alone nearly every syllable with another mark is a word too.
        return None
    folded = bare(text)
    size = sum(c.isalpha() for c in folded)
    index = _by_size().get(len(words), {})
    near = [key for key in (folded,) if key in index]
    if size > _SHORT and not near:
        near = [hit[0] for hit in process.extract(folded, list(index), scorer=Indel.normalized_similarity,
                                                  score_cutoff=_ALIKE, limit=6)]  # fmt: skip
    limit = min(_MOST_WRONG, max(1, size // _LETTERS_EACH))
    apart = sorted((distance(text, one, limit), one) for key in near for one in index[key])
    within = [pair for pair in apart if pair[0] <= limit]
    within = [pair for pair in within if _may_be(words, pair[1].split())]
    if of_places:
        within = [pair for pair in within if not _another_name(words, pair[1].split())]
    if not within or (len(within) > 1 and within[1][0] == within[0][0]):
        return None
    return within[0][0], tuple(within[0][1].split())


def _may_be(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Not if a figure differs ("quận 9" is no misread "quận 2") or a word that is known itself: "đường Tam Bình" is no
    "phường Tam Bình".
    """
    if {bare(words[0]), bare(phrase[0])} <= BODY_KINDS and bare(words[0]) != bare(phrase[0]):
        return False
    differ = [one for one, other in zip(words, phrase, strict=True) if comparable(one) != comparable(other)]
    return not any(any(c.isdigit() for c in one) or comparable(one) in listed_phrases() for one in differ)


def _another_name(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether a word of a ward or street, of which the lists hold but some, has other letters and is a good syllable:
    "phường Hòa Minh" is no misread "phường Hòa Bình".
    """
    incomplete = len(phrase) < _SURELY_NAMED or bare(phrase[0]) in _LISTED_IN_PART
    return incomplete and any(
        bare(one) != bare(other) and len(bare(one)) >= len(bare(other)) and is_syllable(one)
        for one, other in zip(words, phrase, strict=True)
    )


@cache
def _by_size() -> Mapping[int, Mapping[str, tuple[str, ...]]]:
    """Known phrases in small letters by their number of words, then by their letters without marks."""
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for phrase in sorted(listed_phrases().values()):
        key = bare(phrase)
        if sum(c.isalpha() for c in key) >= 3:
            held = found[len(phrase.split())]
            held[key] = (*held.get(key, ()), phrase)
    return found

"""Words that are nearly those of a list, inside any text: "Củ Chỉ" for Củ Chi, "chứng nhộn kết hôn" for chứng nhận.

Two networks see the same fleck over a letter, so that both may give the same word that no list has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pipeline.normalize.distance import distance
from pipeline.normalize.phrases import districts_elsewhere, phrases_of_papers, streets
from pipeline.normalize.spelling import bare, comparable
from pipeline.normalize.units import districts, provinces

_WORD = re.compile(r"[^\W\d_]+")
_LEVEL = re.compile(r"^(quận|huyện|thị xã|thành phố|tỉnh)\s+", re.I)
_PEOPLES = comparable("dân")
_BEGINS = ("", ";", ".", ":")
_LEVELS = frozenset(map(comparable, ("phường", "xã", "quận", "huyện", "tỉnh")))
_FEWEST, _MOST = 2, 4
# A phrase of so many words, one of which has another letter; words of fewer letters become others too easily.
_LEAST_WORDS, _LEAST_LETTERS = 3, 3


def misspells_unit(text: str) -> bool:
    """Whether words of the text are the name of a listed district or province, of two words at least, but for their
    marks.
    """
    found = list(_WORD.finditer(text))
    words = [one[0] for one in found]
    begun = [text[: one.start()].rstrip(" -–")[-1:] in _BEGINS for one in found]
    return any(
        _is_misspelt(words[at : at + size], begun=begun[at])
        for size in range(_FEWEST, _MOST + 1)
        for at in range(len(words) - size + 1)
    )


def _is_misspelt(words: Sequence[str], *, begun: bool) -> bool:
    text = " ".join(words)
    meant = _names().get(bare(text))
    return meant is not None and comparable(text) not in meant and _may_name(words, begun=begun)


def _may_name(words: Sequence[str], *, begun: bool) -> bool:
    """Whether words may be a name: "văn bản" in small letters is none (Decree 30/2020, Appendix II), nor is "Như thành
    phần" at the beginning of a sentence or item, nor the end of "ỦY BAN NHÂN DÂN" with the level of a place behind it.
    """
    peoples = comparable(words[0]) == _PEOPLES and comparable(words[-1]) in _LEVELS
    return any(word[:1].isupper() for word in words[1 if begun else 0 :]) and not peoples


@cache
def _names() -> dict[str, frozenset[str]]:
    """Names without their level by their bare letters."""
    found: dict[str, set[str]] = {}
    for name in (*_of_the_city(), *districts_elsewhere()):
        found.setdefault(bare(name), set()).add(comparable(name))
    return {key: frozenset(names) for key, names in found.items()}


def _of_the_city() -> Iterator[str]:
    for held in (*districts().values(), *provinces().values()):
        for unit in held:
            yield _LEVEL.sub("", unit.name)


def nearly_a_phrase(text: str) -> bool:
    """Whether words of the text are a listed phrase of three words at least, but for one letter of one of them."""
    return _nearly(text, _phrases_with_a_gap())


def misspells_street(text: str) -> bool:
    """Whether words of an address before its first comma are a listed street of two words at least, but for one letter
    of one of them: "Nan Thiện" for Man Thiện, whose M of a needle printer both networks take for an N.
    """
    return _nearly(text.split(",")[0], _streets_with_a_gap())


def _nearly(text: str, known: Mapping[tuple[str, ...], frozenset[str]]) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    for size in {len(key) for key in known}:
        for at in range(len(words) - size + 1):
            held = words[at : at + size]
            for gap, word in enumerate(held):
                meant = known.get(_gapped(held, gap), frozenset())
                if (
                    len(word) >= _LEAST_LETTERS
                    and word not in meant
                    and any(_one_letter(word, m) for m in meant)
                ):
                    return True
    return False


def _one_letter(word: str, meant: str) -> bool:
    return len(meant) >= _LEAST_LETTERS and distance(bare(word), bare(meant), 1) == 1


def _gapped(words: Sequence[str], gap: int) -> tuple[str, ...]:
    return tuple("" if at == gap else comparable(word) for at, word in enumerate(words))


@cache
def _phrases_with_a_gap() -> Mapping[tuple[str, ...], frozenset[str]]:
    return _with_a_gap(phrases_of_papers(), _LEAST_WORDS)


@cache
def _streets_with_a_gap() -> Mapping[tuple[str, ...], frozenset[str]]:
    return _with_a_gap(streets(), _FEWEST)


def _with_a_gap(phrases: Iterable[str], least: int) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The words that fill a gap in phrases of so many words at least, by the phrases with that gap."""
    found: dict[tuple[str, ...], set[str]] = {}
    for phrase in phrases:
        words = [word.lower() for word in _WORD.findall(phrase)]
        for gap in range(len(words)) if len(words) >= least else ():
            found.setdefault(_gapped(words, gap), set()).add(words[gap])
    return {key: frozenset(words) for key, words in found.items()}

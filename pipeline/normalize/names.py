"""Personal names: cleaned, compared, and judged by whether their syllables are usual.

A name is kept in the letters and capitals the paper has; only its tone marks move to their usual place
("Hoà" gives "Hòa"), so that one name is one value whatever the typist's habit. What stands on the paper is kept
beside it as `written`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import comparable, composed, is_syllable, placed

_EDGE = " .,;:-–_*/\\|'\"“”()[]"
_LEAD = re.compile(r"^(?:ông|bà|ông/bà|ông \(bà\)|anh|chị|cháu)\s*[:.]?\s+(?=\S+\s+\S)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
# No syllable has more letters than seven.
_RUN_TOGETHER = re.compile(r"([^\W\d_]{1,6}?[^\W\d_A-ZĐ])([A-ZĐÀ-Ỹ][^\W\d_A-ZĐ]{1,6})")
# "TIẾN.DŨNG", of a dotted line; initials have one letter.
_STOP_BETWEEN = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")
_MOST_SYLLABLES = 8


def read_name(text: str) -> str | Refused:
    """The name in NFC without stray signs at its ends, tone marks in their place; refused if digits or signs
    are in it."""
    name = _parted(composed(_STOP_BETWEEN.sub(" ", composed(text)))).strip(_EDGE)
    words = [word[:-1] if word.endswith(".") and is_syllable(word[:-1]) else word for word in name.split()]
    if not words or len(words) > _MOST_SYLLABLES:
        return Refused("shape", text)
    if not all(_LETTERS.fullmatch(word) for word in words):
        return Refused("shape", text)
    return " ".join(placed(word) for word in words)


def _parted(name: str) -> str:
    """ "ÂuNgọc Vân" as three words: a capital inside a word begins the next one, if both are syllables of names."""
    words = [part for word in name.split() for part in _parts(word)]
    return " ".join(words)


def _parts(word: str) -> list[str]:
    cut = _RUN_TOGETHER.fullmatch(word)
    known = _usual()[0] | _usual()[1]
    if cut and comparable(cut[1]) in known and comparable(cut[2]) in known:
        return [cut[1], cut[2]]
    return [word]


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: capitals and the place of tone marks do not count."""
    return comparable(one) == comparable(other)


def without_title(text: str) -> str:
    """The text without a leading "Ông", "Bà" or the like; a family name Ông stays ("Ông Ích Khiêm")."""
    tidy = composed(text)
    found = _LEAD.match(tidy)
    if not found:
        return tidy
    rest = tidy[found.end() :]
    kept = "/" not in found.group() and comparable(rest.split()[0]) not in _usual()[0]
    return tidy if kept else rest


def usual_name(name: str) -> bool:
    """Whether every syllable is usual in Vietnamese names and the first is a usual family name.

    Between them "Thi" is mostly a "Thị" whose dot went into the line it stands on.
    """
    words = [comparable(word) for word in name.split()]
    surnames, given, _, _ = _usual()
    behind = words[1:]
    usual = all(word in given or word in surnames for word in behind) and "thi" not in behind[:-1]
    return bool(behind) and words[0] in surnames and usual


def unmet_syllables(name: str) -> tuple[int, ...]:
    """Places (from 0) of syllables that are in no list at all, not even among the rare ones."""
    words = [comparable(word) for word in name.split()]
    return tuple(at for at, word in enumerate(words) if word not in known_syllables(first=at == 0))


def usual_syllables(first: bool) -> frozenset[str]:
    """Usual family names, or usual syllables behind one, in small letters."""
    words = _lists()["surnames"] if first else f"{_lists()['given']} {_lists()['middle']}"
    return frozenset(composed(word.lower()) for word in words.split())


@cache
def known_syllables(first: bool) -> frozenset[str]:
    """Keys of all family names of the lists, or of all syllables behind one; rare ones too."""
    surnames, given, rare_surnames, rare = _usual()
    families = surnames | rare_surnames
    return families if first else families | given | rare


def possible_name(name: str) -> bool:
    """Whether every part at least has the shape of a Vietnamese syllable and there are two to six of them."""
    words = name.split()
    return 2 <= len(words) <= 6 and all(is_syllable(word) for word in words)


def mixed_case(name: str) -> bool:
    """Whether capitals are mixed as no person writes them, a trace of misreading: in one word ("NGuYễn"), or where a
    name with capitals ends in a small word ("Kiều Thị Bích tiên", for Liên). A first one is a family name or none.
    """
    words = [word for word in re.split(r"[\s'’.\-]+", name) if word]
    if words and words[-1].islower() and not all(word.islower() for word in words):
        return True
    return any(not (word.isupper() or word.islower() or word.istitle()) for word in words)


@cache
def _usual() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Keys of surnames, syllables behind them, rare surnames, rare syllables."""
    table = _lists()
    names = ("surnames", "given", "rare_surnames", "rare")
    found = [frozenset(comparable(word) for word in table[name].split()) for name in names]
    middle = frozenset(comparable(word) for word in table["middle"].split())
    return found[0], found[1] | middle, found[2], found[3]


@cache
def _lists() -> dict[str, str]:
    source = resources.files("pipeline").joinpath("data/names.toml").read_text(encoding="utf-8")
    return {name: str(words) for name, words in tomllib.loads(source).items()}

"""Personal names: cleaned, compared, and judged by whether their syllables are usual.

A name is kept in the letters the paper has; capital letters and the place of tone marks are not changed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import comparable, composed, is_syllable

_EDGE = " .,;:-–_*/\\|'\"“”()[]"
_LEAD = re.compile(r"^(?:ông|bà|ông/bà|ông \(bà\)|anh|chị|cháu)\s*[:.]?\s+(?=\S+\s+\S)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_MOST_SYLLABLES = 8


def read_name(text: str) -> str | Refused:
    """The name without stray signs at its ends; refused if digits or signs are in it."""
    name = composed(text).strip(_EDGE)
    words = name.split()
    if not words or len(words) > _MOST_SYLLABLES:
        return Refused("shape", text)
    if not all(_LETTERS.fullmatch(word) for word in words):
        return Refused("shape", text)
    return " ".join(words)


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
    """Whether every syllable is usual in Vietnamese names and the first is a usual family name."""
    words = [comparable(word) for word in name.split()]
    surnames, given = _usual()
    return len(words) >= 2 and words[0] in surnames and all(w in given or w in surnames for w in words[1:])


def possible_name(name: str) -> bool:
    """Whether every part at least has the shape of a Vietnamese syllable and there are two to six of them."""
    words = name.split()
    return 2 <= len(words) <= 6 and all(is_syllable(word) for word in words)


def mixed_case(name: str) -> bool:
    """Whether one word mixes capitals as no person writes them ("NGuYễn"), a trace of misreading."""
    return any(not (w.isupper() or w.islower() or w.istitle()) for w in re.split(r"[\s'’.\-]+", name) if w)


@cache
def _usual() -> tuple[frozenset[str], frozenset[str]]:
    source = resources.files("pipeline").joinpath("data/names.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    surnames = frozenset(comparable(word) for word in table["surnames"].split())
    return surnames, frozenset(comparable(word) for word in table["given"].split())

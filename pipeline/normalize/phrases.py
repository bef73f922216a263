"""Whether a text is made up of known phrases, known units and figures alone.

A reader that garbles a mark mostly makes another good syllable. So a text counts as known only if it is covered
phrase by phrase, marks included; what is not known is not wrong, it only needs a person's look.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from pipeline.normalize.places import unit_names
from pipeline.normalize.spelling import bare, comparable, composed

_PART, _WORD = re.compile(r"[^,;()]+"), re.compile(r"[^\s,.;:()\-–/]+")
_SPLIT = re.compile(r"[\s,.;:()\-–/]+")
# A full stop behind a small letter, a hyphen or comma inside a word: signs that a stroke left.
_STRAY = re.compile(r"[a-zà-ỹđ]\.(?!$)|[^\W\d_][-–,:][^\W\d_]|[a-zà-ỹđ][-–,:]\d|:(?=\s)(?<!\s)")
_DASH = re.compile(r"\s+[-–]\s+")
# With the letter of a house, the two of a lot, or a unit: "17Tn" is a misread "17m".
_FIGURE = re.compile(r"\d+(?:[A-Z]{1,2}|[abcdegh]|[ckm]?m2?|ha|kg)?")
_LONGEST = 14
# Old papers call a town of today a district still, and a city a town.
_LEVELS = {"urban_districts": ("quận", "q")} | dict.fromkeys(
    ("rural_districts", "towns", "cities"), ("huyện", "thị xã", "thành phố", "h", "tx", "tp")
)


def covered(text: str, *, free: bool = False) -> bool:
    """Whether known phrases, unit names and figures cover every word of `text`.

    Of a `free` text also words of offices, but for one in which a longer phrase has the same letters with other marks:
    "số hộ tịch" is a misread "sổ hộ tịch", though "số" and "hộ tịch" are known; nor for one that lost its dash.
    """
    tidy = composed(text)
    parts = re.split(r"[,;]\s+", tidy)
    known = office_phrases() if free else listed_phrases()
    if _STRAY.search(tidy) or not all(_part_covered(part, known) for part in parts):
        return False
    return not (free and (lost_dash(tidy) or otherwise_marked(tidy)))


def otherwise_marked(text: str) -> bool:
    """Whether words that follow one another in a part of the text are a known phrase but for their marks: "Cống thông
    tin điện tử" beside the known "cổng thông tin điện tử".
    """
    return any(_otherwise_marked(part) for part in re.split(r"[,;]\s+", text))


def _part_covered(text: str, known: Mapping[str, str]) -> bool:
    words = [word for word in _SPLIT.split(text) if word]
    reachable = {0}
    for start in range(len(words)):
        if start not in reachable:
            continue
        if _FIGURE.fullmatch(words[start]):
            reachable.add(start + 1)
        for size in range(1, min(_LONGEST, len(words) - start) + 1):
            if comparable(" ".join(words[start : start + size])) in known:
                reachable.add(start + size)
    return bool(words) and len(words) in reachable


def _otherwise_marked(text: str) -> bool:
    words = [word for word in _SPLIT.split(text) if word]
    known = office_phrases()
    for start in range(len(words)):
        for size in range(2, min(_LONGEST, len(words) - start) + 1):
            said = " ".join(words[start : start + size])
            if comparable(said) not in known and bare(said) in _without_marks():
                return True
    return False


def marked_as_listed(text: str) -> str:
    """The text with the marks of each known phrase that its words are but for their marks; the longest first, and none
    where two phrases have the same letters. A proposal for a person, never a value by itself.
    """
    tidy = composed(text)
    for part in reversed(list(_PART.finditer(tidy))):
        words = list(_WORD.finditer(tidy, *part.span()))
        for start, phrase in reversed(_other_marks([word.group() for word in words])):
            for word, meant in reversed(list(zip(words[start:], phrase.split(), strict=False))):
                tidy = tidy[: word.start()] + cased_like(meant, word.group()) + tidy[word.end() :]
    return tidy


def _other_marks(words: Sequence[str]) -> list[tuple[int, str]]:
    """Where a known phrase begins that the words are but for their marks, and the phrase."""
    found, start = [], 0
    while start < len(words):
        step = 1
        for size in range(min(_LONGEST, len(words) - start), 1, -1):
            said = " ".join(words[start : start + size])
            if comparable(said) in office_phrases():
                step = size
                break
            if len(meant := _without_marks().get(bare(said), ())) == 1:
                found.append((start, meant[0]))
                step = size
                break
        start += step
    return found


def cased_like(new: str, like: str) -> str:
    """A word with the capitals of another."""
    if like.isupper() and len(like) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if like[:1].isupper() else new


def lost_dash(text: str) -> bool:
    """Whether the words of a known phrase with a dash follow one another without it: "địa chính xây dựng"."""
    said = f" {' '.join(_SPLIT.split(text)).lower()} "
    return not _DASH.search(text) and any(f" {phrase} " in said for phrase in _dashed())


@cache
def _dashed() -> frozenset[str]:
    """Known phrases with a dash between words, without it."""
    return frozenset(_DASH.sub(" ", phrase) for phrase in office_phrases().values() if _DASH.search(phrase))


@cache
def _without_marks() -> Mapping[str, tuple[str, ...]]:
    """Phrases of two words and more by their letters without marks."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(set(office_phrases().values())):
        if " " in phrase:
            found[bare(phrase)] = (*found.get(bare(phrase), ()), phrase)
    return found


@cache
def office_phrases() -> Mapping[str, str]:
    """As `listed_phrases`, with the words of offices."""
    texts = (word for words in _table("office_words.toml").values() for word in words)
    return {**{comparable(text): composed(text).lower() for text in texts}, **listed_phrases()}


@cache
def listed_phrases() -> Mapping[str, str]:
    """Every known phrase and unit in small letters with single spaces, by what `comparable` makes of it."""
    texts = [phrase for phrases in _table("phrases.toml").values() for phrase in phrases]
    texts += [*streets(), *(f"đường {name}" for name in streets())]
    elsewhere = _table("districts_elsewhere.toml")
    texts += [
        f"{word} {name}"
        for level, words in _LEVELS.items()
        for name in _split(elsewhere[level])
        for word in words
    ]
    found: dict[str, str] = {}
    for text in (*texts, *unit_names()):
        plain = composed(" ".join(w for w in _SPLIT.split(text) if w)).lower()
        found.setdefault(comparable(plain), plain)
    return found


@cache
def phrases_of_papers() -> tuple[str, ...]:
    """The listed phrases that papers hold word for word, without units and streets."""
    return tuple(composed(phrase) for phrases in _table("phrases.toml").values() for phrase in phrases)


@cache
def streets() -> tuple[str, ...]:
    """Names of streets, without "đường"."""
    return tuple(name for names in _table("streets.toml").values() for name in _split(names))


@cache
def districts_elsewhere() -> frozenset[str]:
    """Names of the districts of other provinces, without their level."""
    levels = _table("districts_elsewhere.toml").values()
    return frozenset(name for names in levels for name in _split(names))


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("pipeline").joinpath(f"data/{name}").read_text(encoding="utf-8"))


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]

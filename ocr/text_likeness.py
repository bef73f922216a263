"""Does what was read look like Vietnamese? Judged by the rules of the syllable in spelling.toml; holds no dictionary.

What no rule tells (a foreign name, a misspelling) counts as unlike text, so the figure says something about pages,
not about single words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_ACUTE, _HEAVY = "\u0301", "\u0323"
# Rimes that end in a stop carry the acute tone or the heavy one only.
_STOPS = ("c", "ch", "p", "t")

_FRONT = ("e", "ê", "i", "y")
_BEFORE_FRONT, _NOT_BEFORE_FRONT = ("k", "gh", "ngh"), ("c", "ng")
_FIGURES = re.compile(r"[+\-]?\d[\d.,:]*[a-zđ%²³°]{0,3}\d?", re.IGNORECASE)
_PARTS = re.compile(r"[\s/\-–—_+()\[\]\"“”'’.,;:!?…]+")
_LEAST_LETTERS = 24


@dataclass(frozen=True)
class _Spelling:
    onsets: tuple[str, ...]
    rimes: frozenset[str]
    abbreviations: frozenset[str]


@cache
def _spelling() -> _Spelling:
    with Path(__file__).with_name("spelling.toml").open("rb") as file:
        told = tomllib.load(file)
    rimes = (
        nucleus + ending.replace("-", "")
        for nucleus, endings in told["rimes"].items()
        for ending in endings.split()
    )
    return _Spelling(
        tuple(told["onsets"].split()), frozenset(rimes), frozenset(told["abbreviations"].split())
    )


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC) is a possible Vietnamese syllable: spelling alone, not meaning."""
    plain, tone = _without_tone(word.lower())
    if plain is None:
        return False
    onsets = [onset for onset in _spelling().onsets if plain.startswith(onset)]
    return any(_fits(onset, plain[len(onset) :], tone) for onset in [*onsets, ""])


def text_likeness(words: Iterable[str]) -> float | None:
    """Share of `words`, by letters, that are syllables, figures or abbreviations of the administration.

    None where there are too few letters (under 24) to say anything.
    """
    like = letters = 0
    for word in words:
        for part in _pieces(word):
            letters += len(part)
            like += len(part) if _is_like(part) else 0
    return like / letters if letters >= _LEAST_LETTERS else None


@lru_cache(maxsize=8192)
def looks_read(word: str) -> bool:
    """Whether every piece of `word` is a syllable, a figure or a known abbreviation, and there is one."""
    pieces = _pieces(word)
    return bool(pieces) and all(map(_is_like, pieces))


def _pieces(word: str) -> list[str]:
    if _FIGURES.fullmatch(word.strip(".,;:()")):
        return [word.strip(".,;:()")]
    return [part for part in _PARTS.split(word) if part]


def _is_like(part: str) -> bool:
    if _FIGURES.fullmatch(part) or part in _spelling().abbreviations:
        return True
    one_case = part.islower() or part.isupper() or part.istitle()
    return one_case and is_syllable(part)


def _without_tone(word: str) -> tuple[str | None, str]:
    """The letters without their tone mark, and the mark ("" for the level tone); None for two marks."""
    held = unicodedata.normalize("NFD", word)
    tones = [letter for letter in held if letter in _TONES]
    plain = "".join(letter for letter in held if letter not in _TONES)
    if len(tones) > 1:
        return None, ""
    return unicodedata.normalize("NFC", plain), "".join(tones)


def _fits(onset: str, rime: str, tone: str) -> bool:
    if not _is_rime(onset, rime) or (rime.endswith(_STOPS) and tone not in (_ACUTE, _HEAVY)):
        return False
    front = rime[:1] in _FRONT
    return not (onset in _BEFORE_FRONT and not front) and not (onset in _NOT_BEFORE_FRONT and front)


def _is_rime(onset: str, rime: str) -> bool:
    known = _spelling().rimes
    if onset == "qu":
        # The u belongs to both: quốc is qu and uôc, quyền is qu and uyên.
        return rime[:1] not in ("", "o", "u", "ư") and (rime in known or "u" + rime in known)
    if onset == "gi":
        # In giếng and gìn the i belongs to both.
        return rime in known or "i" + rime in known
    if onset == "g" and rime[:1] in ("e", "ê"):
        return False
    if rime.startswith("y") and rime != "y":
        return onset == "" and rime in known
    return rime in known

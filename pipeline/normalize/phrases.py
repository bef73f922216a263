"""Whether a text is made up of known phrases, known units and figures alone.

A reader that garbles a mark mostly makes another good syllable. So a text counts as known only if it is covered
phrase by phrase, marks included; what is not known is not wrong, it only needs a person's look.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from pipeline.normalize.places import unit_names
from pipeline.normalize.spelling import comparable, composed

_SPLIT = re.compile(r"[\s,.;:()\-–/]+")
# A full stop behind a small letter, a hyphen or comma inside a word: signs that a stroke left.
_STRAY = re.compile(r"[a-zà-ỹđ]\.(?!$)|[^\W\d_][-–,:][^\W\d_]|[a-zà-ỹđ][-–,:]\d|:(?=\s)(?<!\s)")
_FIGURE = re.compile(r"\d+[A-Za-z]{0,2}")
_LONGEST = 14
# Old papers call a town of today a district still, and a city a town.
_LEVELS = {"urban_districts": ("quận",)} | dict.fromkeys(
    ("rural_districts", "towns", "cities"), ("huyện", "thị xã", "thành phố")
)


def covered(text: str) -> bool:
    """Whether known phrases, unit names and figures cover every word of `text`."""
    tidy = composed(text)
    parts = re.split(r"[,;]\s+", tidy)
    return not _STRAY.search(tidy) and all(_part_covered(part) for part in parts)


def _part_covered(text: str) -> bool:
    words = [word for word in _SPLIT.split(text) if word]
    known = listed_phrases()
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


@cache
def listed_phrases() -> Mapping[str, str]:
    """Every known phrase and unit in small letters with single spaces, by what `comparable` makes of it."""
    texts = [phrase for phrases in _table("phrases.toml").values() for phrase in phrases]
    streets = [name for names in _table("streets.toml").values() for name in _split(names)]
    texts += [*streets, *(f"đường {name}" for name in streets)]
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


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("pipeline").joinpath(f"data/{name}").read_text(encoding="utf-8"))


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]

"""Names of districts and provinces whose marks were read wrong, inside any text: "Củ Chỉ" for Củ Chi.

Two networks see the same fleck over a letter, so that both may give the same word that no list has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.normalize.phrases import districts_elsewhere
from pipeline.normalize.spelling import bare, comparable
from pipeline.normalize.units import districts, provinces

_WORD = re.compile(r"[^\W\d_]+")
_LEVEL = re.compile(r"^(quận|huyện|thị xã|thành phố|tỉnh)\s+", re.I)
_FEWEST, _MOST = 2, 4


def misspells_unit(text: str) -> bool:
    """Whether words of the text are the name of a listed district or province, of two words at least, but for their
    marks.
    """
    words = _WORD.findall(text)
    return any(
        _is_misspelt(" ".join(words[at : at + size]))
        for size in range(_FEWEST, _MOST + 1)
        for at in range(len(words) - size + 1)
    )


def _is_misspelt(words: str) -> bool:
    meant = _names().get(bare(words))
    return meant is not None and comparable(words) not in meant


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

"""Second looks: how readings of places read again are kept, and what they say of a value.

Reads no images itself: pipeline/look_again.py asks the pool. A second look never fills a field alone; it raises or
lowers what is thought of a value, and where most ways agree on another one it proposes that to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ocr.page import Box, Word
from ocr.second_reading import SecondReading, second_reading
from pipeline.extract.confidence import is_usual
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import comparable, composed

# Three ways that prepare the image most differently; `clear` repeats the first reading and `plain` equals it on
# pages without colour. See docs/confidence.md for what each gives.
WAYS = ("fine", "ink", "soft")
# Below this the engine itself does not believe what it gave.
_BELIEVED = 0.5

Looks = Mapping[Box, tuple[SecondReading, ...]]
NO_LOOKS: Looks = MappingProxyType({})


@dataclass(frozen=True)
class Agreement:
    """What second readings say of a value: of `asked` ways, how many gave the same, how many another one.

    `other` is the value that most of those gave which differ, `votes` how many, `listed` whether it has a normal form
    and is made of what is known for its kind. Not asked is not doubted.
    """

    asked: int = 0
    same: int = 0
    differ: int = 0
    other: str | None = None
    other_written: str | None = None
    votes: int = 0
    listed: bool = False


def weigh(
    kind: str, value: str | None, rows: Sequence[Box], looks: Looks, *, usual: bool = True
) -> Agreement:
    """Compares the value of a field with what was read again in its `rows`; all of them must have been read.

    Where the value is not `usual` (docs/confidence.md), one that is goes before what more ways gave.
    """
    if not rows or any(row not in looks for row in rows):
        return Agreement()
    seen = [[reading for reading in looks[row] if reading.variant in WAYS] for row in rows]
    if any(len(readings) != len(WAYS) for readings in seen):
        return Agreement()
    votes: Counter[str] = Counter()
    written: dict[str, tuple[str, str]] = {}
    same, told = 0, set()
    for parts in zip(*seen, strict=True):
        images = tuple(part.words for part in parts)
        text = composed(" ".join(part.text for part in parts)).strip(" ;,:")
        if images in told or not text or min(part.confidence for part in parts) < _BELIEVED:
            continue
        told.add(images)
        read = normalise(kind, text)
        if not isinstance(read, Refused) and value is not None and comparable(read) == comparable(value):
            same += 1
            continue
        shown = text if isinstance(read, Refused) else read
        votes[comparable(shown)] += 1
        if not isinstance(read, Refused):
            written.setdefault(comparable(shown), (read, text))
    known = {key for key, (_, text) in written.items() if is_usual(kind, text)}
    ranked = sorted(votes, key=lambda key: (not usual and key in known, votes[key]), reverse=True)
    best = ranked[0] if ranked else ""
    if best not in written:
        return Agreement(len(WAYS), same, votes.total())
    return Agreement(len(WAYS), same, votes.total(), *written[best], votes[best], best in known)


def missing(wanted: Iterable[Box], looks: Looks) -> tuple[Box, ...]:
    """The places that were not read again yet, each once."""
    return tuple(dict.fromkeys(box for box in wanted if box not in looks))


def as_json(looks: Looks) -> list[Any]:
    """Plain data for storage; `from_json` reads it back."""
    return [
        [box.as_list(), [[r.variant, [word.as_json() for word in r.words]] for r in readings]]
        for box, readings in looks.items()
    ]


def from_json(data: list[Any]) -> Looks:
    """The looks that `as_json` described."""
    return {
        Box(*box): tuple(second_reading(name, tuple(map(Word.from_json, words))) for name, words in readings)
        for box, readings in data
    }

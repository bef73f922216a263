"""Second looks: how readings of places read again are kept, and what they say of a value.

Reads no images itself: pipeline/look_again.py asks the pool. A second look never fills a field alone; it raises or
lowers what is thought of a value, and where most ways agree on another one it proposes that to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ocr.page import Box, Word
from ocr.second_reading import SecondReading, second_reading
from pipeline.extract.confidence import is_usual
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.proposals import with_strokes
from pipeline.normalize.spelling import comparable, composed

# Three ways that prepare the image most differently; `clear` repeats the first reading and `plain` equals it on
# pages without colour. See docs/confidence.md for what each gives.
WAYS = ("fine", "ink", "soft")
# Below this the engine itself does not believe what it gave.
_BELIEVED = 0.5
# What the edge of a place that was cut out reads as, before the words of its row.
_LED_IN = re.compile(r"^(?:[ẨẤÀ^£]\s+)+")
# A Đ with its stroke lost or a Đ given twice in a symbol is the same symbol.
_SYMBOLED = "document_number"

Looks = Mapping[Box, tuple[SecondReading, ...]]
NO_LOOKS: Looks = MappingProxyType({})


_COMMA = re.compile(r",\s*|\s+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Agreement:
    """What second readings say of a value: of `asked` ways, how many gave the same, how many another one.

    `rivals` counts those of the others whose value is as usual for its kind: what they gave could stand there, where a
    garbled word only says that the way was unfit. `sure` is the least confidence of those that gave the same, `other`
    the value that most of those gave which differ, `votes` how many, `other_sure` their least confidence, `listed`
    whether it is made of what is known for its kind. `figures` is the least confidence of words with figures where all
    ways gave the very figures of the value, else 0; `hesitant` that of those ways that gave the same. Not asked is not
    doubted.
    """

    asked: int = 0
    same: int = 0
    differ: int = 0
    other: str | None = None
    other_written: str | None = None
    votes: int = 0
    rivals: int = 0
    sure: float = 1.0
    other_sure: float = 0.0
    listed: bool = False
    figures: float = 0.0
    hesitant: float = 1.0


@dataclass(frozen=True)
class _Way:
    """What one way gave for all rows of a value: its text, its normal form if it has one, how sure it is of all of it,
    and of the worst word with figures.
    """

    text: str
    value: str | None
    sure: float
    figures: float = 1.0

    @property
    def key(self) -> str:
        return comparable(self.text if self.value is None else self.value)


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
    ways = list(_believed(kind, seen))
    meant = value if value is None or kind != _SYMBOLED else with_strokes(value)
    same = [way for way in ways if meant is not None and way.value and _alike(kind, way, meant, usual)]
    others = [way for way in ways if way not in same]
    rivals = sum(way.value is not None and is_usual(kind, way.text) for way in others)
    sure = min((way.sure for way in same), default=1.0)
    hesitant = min((way.figures for way in same), default=1.0)
    found = Agreement(
        len(WAYS),
        len(same),
        len(others),
        rivals=rivals,
        sure=sure,
        hesitant=hesitant,
        figures=_figures(value, seen),
    )
    known = {way.key for way in others if way.value is not None and is_usual(kind, way.text)}
    counts = Counter(way.key for way in others)
    best = max(counts, key=lambda key: (not usual and key in known, counts[key]), default="")
    most = [way for way in others if way.key == best and way.value is not None]
    if not most:
        return found
    least = min(way.sure for way in most)
    return replace(
        found,
        other=most[0].value,
        other_written=most[0].text,
        votes=counts[best],
        other_sure=least,
        listed=best in known,
    )


def _figures(value: str | None, seen: Sequence[Sequence[SecondReading]]) -> float:
    """The least confidence of the words with figures, if every way gave all figures of the value; else 0."""
    wanted = _DIGITS.findall(value or "")
    ways = [_with_figures(parts) for parts in zip(*seen, strict=True)]
    if not wanted or any(_DIGITS.findall(" ".join(w.text for w in words)) != wanted for words in ways):
        return 0.0
    return min((w.confidence for words in ways for w in words), default=0.0)


def _alike(kind: str, way: _Way, meant: str, usual: bool) -> bool:
    """Whether a way gave the value; of a usual address it may have lost commas, which say nothing else."""
    if way.key == comparable(meant):
        return True
    given, wanted = (comparable(_COMMA.sub(" ", text)) for text in (way.value or "", meant))
    return kind == "place" and usual and given == wanted


def _believed(kind: str, seen: Sequence[Sequence[SecondReading]]) -> Iterator[_Way]:
    """The ways that gave something the engine believes, each image once."""
    told = set()
    for parts in zip(*seen, strict=True):
        images = tuple(part.words for part in parts)
        text = composed(" ".join(_LED_IN.sub("", part.text) for part in parts)).strip(" ;,:")
        sure = min(part.confidence for part in parts)
        if images in told or not text or sure < _BELIEVED:
            continue
        told.add(images)
        read = normalise(kind, with_strokes(text) if kind == _SYMBOLED else text)
        figures = min((w.confidence for w in _with_figures(parts)), default=1.0)
        yield _Way(text, None if isinstance(read, Refused) else read, sure, figures)


def _with_figures(parts: Iterable[SecondReading]) -> list[Word]:
    return [word for part in parts for word in part.words if _DIGITS.search(word.text)]


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

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
from ocr.second_reading import OTHER_WAYS, SecondReading, second_reading
from pipeline.extract.confidence import is_usual
from pipeline.item_votes import item_votes
from pipeline.normalize.dates import DATES
from pipeline.normalize.distance import strokes
from pipeline.normalize.kinds import normalise
from pipeline.normalize.lookalikes import tells_date
from pipeline.normalize.outcome import Refused
from pipeline.normalize.proposals import with_strokes
from pipeline.normalize.spelling import bare, comparable, composed, is_syllable

# Three ways that prepare the image most differently; `clear` repeats the first reading and `plain` equals it on
# pages without colour. See docs/confidence.md for what each gives.
WAYS = ("fine", "ink", "soft")
# And two of the second network, whose mistakes are seldom those of the first.
ASKED = (*WAYS, *OTHER_WAYS)
# Below this the engine itself does not believe what it gave.
_BELIEVED = 0.5
# What every way of a network gave with this much its other readings need not be believed to bear out.
_CLEAR = 0.9
# What the edge of a place that was cut out reads as, before the words of its row.
_LED_IN = re.compile(r"^(?:[ẨẤÀ^£]\s+|[„‚]+\s*)+")
# Of these any figures make another value that could stand there; a date or a time has months and hours to keep to.
_ANY_FIGURES = frozenset(
    {"decimal", "percent", "count", "document_number", "any_number", "register_number", "book_number"}
)
_SHORTEST = 2
# A Đ with its stroke lost or a Đ given twice in a symbol is the same symbol.
_SYMBOLED = "document_number"
# Lists are compared item by item.
_LISTED = "recipients"

Looks = Mapping[Box, tuple[SecondReading, ...]]
NO_LOOKS: Looks = MappingProxyType({})

_COMMA, _DIGITS, _LETTERS = map(re.compile, (r",\s*|\s+", r"\d+", r"[^\W\d_]+"))


@dataclass(frozen=True)
class Agreement:
    """What second readings say of a value: of `asked` ways, how many gave the same, how many another one.

    `rivals` counts those of the others whose value is as usual for its kind: what they gave could stand there, where a
    garbled word only says that the way was unfit; but figures that are as many and others may stand in it all the same
    ("160;7-rn2" of an area read "169,7"). `sure` is the least confidence of those that gave the same, `other`
    the value that most of those gave which differ, `votes` how many, `other_sure` their least confidence, `listed`
    whether it is made of what is known for its kind. `figures` is the least confidence of words with figures where all
    ways gave the very figures of the value, else 0; `hesitant` that of those ways that gave the same. `others` ways of
    the second network were asked besides: `confirmed` of them gave the same, `disputed` another usual value,
    `other_confirmed` what stands in `other`. `marked`: a way gave the very letters with more marks over or below them,
    as "Ảnh" where the value is "Anh" and the paper has Ánh. `renumbered`: a rival has other figures. Not asked is not
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
    others: int = 0
    confirmed: int = 0
    disputed: int = 0
    other_confirmed: int = 0
    marked: bool = False
    renumbered: bool = False

    @property
    def unanimous(self) -> bool:
        """Whether every way of both networks was asked and gave the value."""
        return 0 < self.asked == self.same and 0 < self.others == self.confirmed


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
    seen, network = _of(WAYS, rows, looks), _of(OTHER_WAYS, rows, looks)
    if not seen:
        return Agreement()
    meant = value if value is None or kind != _SYMBOLED else with_strokes(value)
    same, others = _parted(kind, _believed(kind, seen), meant, usual)
    given = meant if kind in DATES and _clear_in_all(same) else None
    confirming, disputing = _parted(kind, _believed(kind, network, given), meant, usual)
    rivals, disputes = _rivals(kind, others, value), _rivals(kind, disputing, value)
    found = Agreement(
        len(WAYS),
        len(same),
        len(others),
        rivals=len(rivals),
        sure=min((way.sure for way in same), default=1.0),
        hesitant=min((way.figures for way in same), default=1.0),
        figures=_figures(value, seen),
        others=len(OTHER_WAYS) if network else 0,
        confirmed=len(confirming),
        disputed=len(disputes),
        marked=any(_has_more_marks(way.text, value or "") for way in (*others, *disputing)),
        renumbered=any(_renumbers(way, value or "") for way in (*rivals, *disputes)),
    )
    if kind == _LISTED and value:
        return _by_items(found, value, (*same, *others), (*confirming, *disputing))
    return _with_other(found, kind, others, disputing, usual)


def _renumbers(way: _Way, value: str) -> bool:
    return _DIGITS.findall(way.text) != _DIGITS.findall(value)


def _by_items(found: Agreement, value: str, ways: Sequence[_Way], network: Sequence[_Way]) -> Agreement:
    """The agreement about a list, item by item."""
    votes = item_votes(value, [way.value for way in ways], [way.value for way in network])
    return replace(
        found,
        same=votes.same,
        confirmed=votes.confirmed,
        sure=min((way.sure for way in (*ways, *network)), default=1.0),
        other=votes.other,
        other_written=votes.other,
        votes=votes.votes,
        other_confirmed=votes.other_confirmed,
    )


def _parted(kind: str, ways: Iterable[_Way], meant: str | None, usual: bool) -> tuple[list[_Way], list[_Way]]:
    """The ways that gave the value `meant`, and those that gave another or none."""
    same: list[_Way] = []
    other: list[_Way] = []
    for way in ways:
        alike = meant is not None and way.value is not None and _alike(kind, way, meant, usual)
        (same if alike else other).append(way)
    return same, other


def _clear_in_all(same: Sequence[_Way]) -> bool:
    """Whether every way of the first network gave the value, and clearly."""
    return len(same) == len(WAYS) and all(way.sure >= _CLEAR for way in same)


def _of(ways: Sequence[str], rows: Sequence[Box], looks: Looks) -> list[list[SecondReading]]:
    """The readings of `ways` of each row; none at all unless every row was read in all of them."""
    seen = [[reading for reading in looks.get(row, ()) if reading.variant in ways] for row in rows]
    return seen if all(len(readings) == len(ways) for readings in seen) else []


def _usual_ones(kind: str, ways: Iterable[_Way]) -> list[_Way]:
    return [way for way in ways if way.value is not None and is_usual(kind, way.text)]


def _rivals(kind: str, ways: Iterable[_Way], value: str | None) -> list[_Way]:
    """Those of the ways that gave another value, or without one other figures, that could stand there."""
    ways = list(ways)
    usual = _usual_ones(kind, ways)
    return [
        way for way in ways if way in usual or (kind in _ANY_FIGURES and _other_figures(way, value or ""))
    ]


def _other_figures(way: _Way, value: str) -> bool:
    """Whether a way without a value gave as many figures as the value has, and others; those of a unit are none."""
    told, held = (_figures_before_letters(text) for text in (way.text, value))
    return way.value is None and len(told) == len(held) >= _SHORTEST and told != held


def _figures_before_letters(text: str) -> str:
    return "".join(_DIGITS.findall(re.split(r"[^\W\d_]", text, maxsplit=1)[0]))


def _has_more_marks(text: str, value: str) -> bool:
    """Whether words have the letters of a value, and marks that it lacks; signs that are no syllable tell nothing."""
    told, held = (strokes(one.strip(" .,")) for one in (text, value))
    return (
        bare(text).strip(" .,") == bare(value)
        and len(told) > len(held)
        and all(map(is_syllable, _LETTERS.findall(text)))
    )


def _with_other(
    found: Agreement, kind: str, others: Sequence[_Way], disputing: Sequence[_Way], usual: bool
) -> Agreement:
    """The agreement with the value that most of the ways gave which differ: `others` of the first network, `disputing`
    of the second.
    """
    told = (*others, *disputing)
    known = {way.key for way in _usual_ones(kind, told)}
    counts = Counter(way.key for way in told)
    best = max(counts, key=lambda key: (not usual and key in known, counts[key]), default="")
    most = [way for way in told if way.key == best and way.value is not None]
    if not most:
        return found
    return replace(
        found,
        other=most[0].value,
        other_written=most[0].text,
        votes=sum(way.key == best for way in others),
        other_confirmed=sum(way.key == best for way in disputing),
        other_sure=min(way.sure for way in most),
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


def _believed(kind: str, seen: Sequence[Sequence[SecondReading]], given: str | None = None) -> Iterator[_Way]:
    """The ways that gave something the engine believes, each image once; and those that gave the very date that was
    `given` clearly by the other network, whatever this one thinks of it.
    """
    told = set()
    for parts in zip(*seen, strict=True):
        images = tuple(part.words for part in parts)
        text = composed(" ".join(_LED_IN.sub("", part.text) for part in parts)).strip(" ;,:")
        sure = min(part.confidence for part in parts)
        the_same = given is not None and tells_date(text, given)
        if images in told or not text or (sure < _BELIEVED and not the_same):
            continue
        told.add(images)
        read = given if the_same else normalise(kind, with_strokes(text) if kind == _SYMBOLED else text)
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

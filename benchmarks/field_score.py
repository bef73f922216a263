"""Counts what became of every field of a paper, printed and by hand apart. Reads no image, prints nothing.

Printed fields with ink: exact or not, accepted or not. A silent error is an accepted value that differs from the paper:
wrong ink, a value where the paper is empty, "empty" where it has ink, a field the paper has not. Fields of papers that
only look alike must not be accepted under another type at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from benchmarks.field_work import saved_seconds
from pipeline.normalize.kinds import KINDS, normalise
from pipeline.normalize.spelling import comparable
from pipeline.record import DraftRecord, Field, FieldState
from pipeline.record_type import record_types

_SETTLED = {FieldState.ACCEPTED, FieldState.EMPTY}


@dataclass(frozen=True)
class Miss:
    """One field that was not read right. `box` is where the machine looked, in pixels of page `page` (from 0)."""

    file: str
    type: str
    key: str
    truth: str | None
    found: str | None
    confidence: float
    silent: bool
    page: int | None = None
    box: tuple[int, ...] | None = None

    def __str__(self) -> str:
        return f"{self.file} {self.key}: {self.found!r}, truth {self.truth!r} ({self.confidence:.2f})"


@dataclass
class Tally:
    """Counts of one group of records. `kinds` holds [exact, all] of the printed fields with ink by their kind."""

    records: int = 0
    typed: int = 0
    wrongly_sure: int = 0
    printed: int = 0
    exact: int = 0
    covered: int = 0
    accepted: int = 0
    absent: int = 0
    blanks: int = 0
    noise: int = 0
    hand: int = 0
    hand_accepted: int = 0
    hand_wrong: int = 0
    hand_cropped: int = 0
    seconds: float = 0.0
    kinds: dict[str, list[int]] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        for entry in fields(self):
            if entry.name == "kinds":
                for kind, counts in other.kinds.items():
                    held = self.kinds.setdefault(kind, [0, 0])
                    self.kinds[kind] = [held[0] + counts[0], held[1] + counts[1]]
            elif entry.name == "misses":
                self.misses += other.misses
            else:
                setattr(self, entry.name, getattr(self, entry.name) + getattr(other, entry.name))

    @property
    def silent(self) -> list[Miss]:
        """The misses nobody was asked to look at."""
        return [miss for miss in self.misses if miss.silent]


def equal(value: str | None, truth: str | None, kind: str = "") -> bool:
    """Equal up to the place of tone marks and capitals, in the normal form of the kind: "Khmer" is "Khơ-me"."""
    if value is None or truth is None:
        return value is truth
    meant = normalise(kind, truth) if kind in KINDS else truth
    return comparable(value) in {comparable(truth), comparable(meant if isinstance(meant, str) else truth)}


def compare(file: str, truth: dict[str, Any], found: DraftRecord | None) -> Tally:
    """One true record against the draft that holds its first page."""
    right_types = (truth["type"], *truth.get("also", ()))
    typed = found is not None and found.type in right_types
    unsure = found is not None and any(f.code == "TYPE_UNSURE" for f in found.findings)
    tally = Tally(records=1, typed=int(typed), wrongly_sure=int(found is not None and not (typed or unsure)))
    entries = {entry.key: entry for entry in found.fields} if found else {}
    if truth.get("also"):
        if not typed:
            _unasked(tally, file, truth, entries, ())
        return tally
    kind = record_types().get(truth["type"])
    # People key these papers; a machine that accepts a value there errs as it would with handwriting.
    keyed = kind is not None and kind.keyed
    for key, fact in truth["fields"].items():
        count = (
            _by_hand if keyed or fact.get("by_hand") else _printed if fact["value"] is not None else _blank
        )
        count(tally, (file, truth["type"], key), fact, entries.get(key))
    _unasked(tally, file, truth, entries, tuple(truth["fields"]))
    return tally


Where = tuple[str, str, str]


def _miss(where: Where, truth: str | None, found: Field | None, *, silent: bool = False) -> Miss:
    file, kind, key = where
    if found is None:
        return Miss(file, kind, key, truth, None, 0.0, silent)
    box = tuple(found.box.as_list()) if found.box else None
    return Miss(file, kind, key, truth, found.value, found.confidence, silent, found.page, box)


def _printed(tally: Tally, where: Where, fact: dict[str, Any], found: Field | None) -> None:
    right = found is not None and equal(found.value, fact["value"], _kind(where))
    settled = found is not None and found.state in _SETTLED
    tally.printed += 1
    tally.exact += right
    tally.absent += found is None
    tally.accepted += settled
    tally.covered += settled
    counts = tally.kinds.setdefault(_kind(where), [0, 0])
    tally.kinds[_kind(where)] = [counts[0] + right, counts[1] + 1]
    tally.seconds += saved_seconds(fact["written"], right=right, settled=settled)
    if not right:
        tally.misses.append(_miss(where, fact["value"], found, silent=settled))


def _blank(tally: Tally, where: Where, fact: dict[str, Any], found: Field | None) -> None:
    tally.blanks += 1
    if found is None:
        return
    settled, value = found.state in _SETTLED, found.value
    tally.accepted += settled
    tally.noise += value is not None
    if value is not None:
        tally.misses.append(_miss(where, None, found, silent=settled))


def _by_hand(tally: Tally, where: Where, fact: dict[str, Any], found: Field | None) -> None:
    """Handwriting belongs to people: any accepted value counts, wrong or by luck right."""
    tally.hand += 1
    settled = found is not None and found.state in _SETTLED
    wrong = found is not None and not equal(found.value, fact["value"], _kind(where))
    tally.hand_accepted += settled
    tally.hand_wrong += settled and wrong
    tally.hand_cropped += not settled and found is not None and found.box is not None
    if settled and wrong:
        tally.accepted += 1
        tally.misses.append(_miss(where, fact["value"], found, silent=True))


def _unasked(
    tally: Tally, file: str, truth: dict[str, Any], entries: dict[str, Field], known: Sequence[str]
) -> None:
    """Accepted values that the paper does not have."""
    for key in entries.keys() - set(known):
        if entries[key].state is FieldState.ACCEPTED:
            tally.accepted += 1
            tally.misses.append(_miss((file, truth["type"], key), None, entries[key], silent=True))


def _kind(where: Where) -> str:
    kind = record_types().get(where[1])
    spec = kind.spec(where[2]) if kind else None
    return spec.kind if spec else "no such field"

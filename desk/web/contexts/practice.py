"""What the pages of practice show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desk.web.runs import Progress


@dataclass(frozen=True)
class JudgedRow:
    """One field: its label, what stands on the paper, what the person left, whether that is right, was typed blind,
    and whether the record was brought to its end."""

    record: str
    label: str
    true: str
    given: str
    right: bool
    blind: bool
    finished: bool


@dataclass(frozen=True)
class RunRow:
    """One finished practice; `percent` as people read it."""

    name: str
    at: str
    right: int
    fields: int
    percent: str
    seconds: int
    keys: int
    passed: bool


@dataclass(frozen=True)
class PracticePage:
    """One's own practice: `run` is the open one (empty: none), `progress` while it is read, `done` of `records`
    reviewed, `blind` when some are typed blind; `judged` the fields of the last finished one, wrong ones first, `past`
    all finished ones."""

    template: ClassVar[str] = "practice.html"
    run: str
    inside: bool
    ready: bool
    progress: Progress | None
    done: int
    records: int
    count: int
    mark: int
    blind: bool
    judged: tuple[JudgedRow, ...]
    past: tuple[RunRow, ...]
    fault: str


@dataclass(frozen=True)
class PracticeResultsPage:
    """Who practised and who passed, for those who lead."""

    template: ClassVar[str] = "practice_results.html"
    rows: tuple[RunRow, ...]

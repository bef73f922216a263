"""What the caller and its workers say to each other. Light to load: the caller needs no image library for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ocr.engine import EngineChoice
from ocr.faults import Fault, OcrError
from ocr.limits import Limits
from ocr.page import Box
from ocr.reading import PageReading, Survey
from ocr.second_reading import SecondReading

# Memory of a worker, shared libraries included. An ordinary page (A4, 300 dpi, colour) stays below the first; a worker
# beyond it hands back what it can, and one that is then beyond the second is replaced between two pages.
FULL_BYTES = 240_000_000
GROWN_BYTES = 250_000_000


@dataclass(frozen=True)
class Setup:
    """What a worker is told first. Without an engine it only surveys."""

    limits: Limits
    engine: EngineChoice | None


@dataclass(frozen=True)
class Ready:
    """The worker's first answer: the name of what reads, or why it cannot start."""

    name: str
    failure: OcrError | None = None


@dataclass(frozen=True)
class Again:
    """Places of a page (boxes in master pixels) to read once more; see ocr/read_again.py.

    `ways` names the variants; None: all of the first network.
    """

    boxes: tuple[Box, ...]
    rotation: int
    letters: str | None
    ways: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Task:
    """One page to read, or with `again` places of it, or with `number` 0 a file to survey."""

    path: Path
    number: int
    again: Again | None = None


@dataclass(frozen=True)
class Answer:
    """Exactly one of these is set."""

    reading: PageReading | None = None
    again: tuple[tuple[SecondReading, ...], ...] | None = None
    survey: Survey | None = None
    fault: Fault | None = None
    failure: Exception | None = None

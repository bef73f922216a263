"""The nouns of reading: boxes, words, lines, the text of a page, and the image it was read from.

Coordinates everywhere are whole pixels of the *master after its EXIF orientation*, origin top left. What the
reader did to the image on the way (rotation, deskew, scaling) is undone before a box leaves this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
else:
    # Most who know a Box never touch pixels; loading numpy costs them a fifth of a second at each start.
    Pixels = Any


@dataclass(frozen=True, order=True)
class Box:
    """A rectangle in pixels; `x1`, `y1` lie just outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.y1 - self.y0

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Self:
        """The smallest box that holds all of `boxes` (at least one)."""
        held = list(boxes)
        return cls(
            min(b.x0 for b in held), min(b.y0 for b in held), max(b.x1 for b in held), max(b.y1 for b in held)
        )

    def meets(self, other: Box) -> bool:
        """Whether the two have a pixel in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def as_list(self) -> list[int]:
        """`[x0, y0, x1, y1]`, the form of every JSON output."""
        return [self.x0, self.y0, self.x1, self.y1]


@dataclass(frozen=True)
class Baseline:
    """The straight line the letters of a word stand on, from its first to its last letter, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    def as_list(self) -> list[int]:
        """`[x0, y0, x1, y1]`."""
        return [self.x0, self.y0, self.x1, self.y1]


@dataclass(frozen=True)
class Word:
    """One word as the engine saw it; `confidence` runs from 0 to 1; text is NFC.

    `baseline` is None where the source of the word does not tell it.
    """

    text: str
    box: Box
    confidence: float
    baseline: Baseline | None = None

    def as_json(self) -> list[Any]:
        """`[text, box, confidence]`, and the baseline behind them where it is known."""
        told: list[Any] = [self.text, self.box.as_list(), round(self.confidence, 4)]
        return told if self.baseline is None else [*told, self.baseline.as_list()]

    @classmethod
    def from_json(cls, data: list[Any]) -> Self:
        """The word that `as_json` described."""
        text, box, confidence, *baseline = data
        return cls(text, Box(*box), confidence, Baseline(*baseline[0]) if baseline else None)


@dataclass(frozen=True)
class Line:
    """Words of one line in reading order."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest box around the words."""
        return Box.around(word.box for word in self.words)


@dataclass(frozen=True)
class PageText:
    """Everything read on one page.

    `width` and `height` are pixels of the master after EXIF orientation; turning that image clockwise by
    `rotation` degrees (0, 90, 180, 270) makes it upright. `lines` are in reading order. `source` says where
    the words come from: "engine" (recognised) or "text-layer" (taken from a born-digital PDF). `handwriting`
    are the regions written by hand: nothing in them is passed off as read. `leaves` are the two pages of an
    opened book, left one first; empty for a single page.
    """

    width: int
    height: int
    rotation: int
    lines: tuple[Line, ...]
    engine: str
    source: str = "engine"
    handwriting: tuple[Box, ...] = ()
    leaves: tuple[Box, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """Reading order, one line of the page per line of text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def mean_confidence(self) -> float:
        """Mean over words weighted by their letters; 0 when there are none."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return 0.0
        return sum(word.confidence * len(word.text) for word in self.words) / letters

    def as_json(self) -> dict[str, Any]:
        """Plain data for storage; `from_json` reads it back."""
        return {
            "width": self.width,
            "height": self.height,
            "rotation": self.rotation,
            "engine": self.engine,
            "source": self.source,
            "handwriting": [box.as_list() for box in self.handwriting],
            "leaves": [box.as_list() for box in self.leaves],
            "lines": [[word.as_json() for word in line.words] for line in self.lines],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The page that `as_json` described."""
        lines = tuple(Line(tuple(map(Word.from_json, line))) for line in data["lines"])
        handwriting, leaves = (
            tuple(Box(*box) for box in data.get(key, ())) for key in ("handwriting", "leaves")
        )
        return cls(
            data["width"],
            data["height"],
            data["rotation"],
            lines,
            data["engine"],
            data["source"],
            handwriting,
            leaves,
        )


@dataclass(frozen=True)
class PageImage:
    """One decoded page side: RGB `(height, width, 3)` or gray `(height, width)`, 8 bit, EXIF already applied.

    `dpi` is None where the file does not say; `number` counts from 1 within its file.
    """

    pixels: Pixels
    dpi: float | None
    number: int = 1

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True)
class Mark:
    """A machine-readable mark on a page; `kind` is "qr", "datamatrix", "code128" and the like."""

    kind: str
    text: str
    box: Box

    def as_json(self) -> dict[str, Any]:
        """The form of `read --json`."""
        return {"kind": self.kind, "text": self.text, "box": self.box.as_list()}


@dataclass(frozen=True)
class Grade:
    """Whether a page image may stand in the archive as the digitised original.

    `reasons` are short codes of what the digitising rule asks for and the image lacks ("colour-depth",
    "resolution", "resolution-unknown"). A page that fails may still serve as a component of a dossier.
    """

    archive: bool
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form of `read --json`."""
        return {"archive": self.archive, "reasons": list(self.reasons)}


@dataclass(frozen=True)
class Quality:
    """What was measured on a page image and what follows.

    `verdict` is "ok", "low", "blank" or "handwritten"; `reasons` are short codes ("blur", "skew", "low-dpi");
    `figures` hold the numbers behind them, each named with its unit ("skew_degrees", "dpi"). `grade` is the
    second verdict, against the digitising rule; None where it was not asked for.
    """

    verdict: str
    reasons: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    grade: Grade | None = None

    def as_json(self) -> dict[str, Any]:
        """The form of `read --json`."""
        told = {"verdict": self.verdict, "reasons": list(self.reasons), "figures": self.figures}
        return told if self.grade is None else told | {"grade": self.grade.as_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The quality that `as_json` described."""
        told = data.get("grade")
        grade = Grade(told["archive"], tuple(told["reasons"])) if told else None
        return cls(data["verdict"], tuple(data["reasons"]), data["figures"], grade)

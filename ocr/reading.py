"""What is known about one page once it was read: text, quality, marks, and how it was done. Plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from ocr.faults import Fault
from ocr.page import Box, Mark, PageText, Quality


@dataclass(frozen=True)
class PageReading:
    """The reading of one page.

    `number` counts from 1 in the file. `dpi` is that of the master (None: the file does not say).
    `steps` names each cleanup step that was applied and what it found ("deskew 1.2 degrees"). `stamps` are words in
    small red stamps, which are no part of `text`: their colour is taken out before the page is read.
    `hidden` are places (pixels of the master) where the ink of a seal lies over print and may hide letters or marks,
    `dotted` those where a leader lay right below or above print: a mark below a letter may have been one of its dots, a
    tone mark may have lost its shape.
    `figures` are numbers in the head whose figures have the shapes of the page's own print (ocr/own_figures.py).
    `unread` are places where letter-like ink stands that no word covers (ocr/unread_ink.py); None: that is not known.
    """

    number: int
    text: PageText
    quality: Quality
    dpi: float | None
    marks: tuple[Mark, ...] = ()
    steps: tuple[str, ...] = ()
    stamps: tuple[Mark, ...] = ()
    hidden: tuple[Box, ...] = ()
    dotted: tuple[Box, ...] = ()
    figures: tuple[Mark, ...] = ()
    unread: tuple[Box, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data for storage; `from_json` reads it back."""
        told = self._as_json()
        if self.stamps:
            told["stamps"] = [mark.as_json() for mark in self.stamps]
        if self.hidden:
            told["hidden"] = [box.as_list() for box in self.hidden]
        if self.dotted:
            told["dotted"] = [box.as_list() for box in self.dotted]
        if self.figures:
            told["figures"] = [mark.as_json() for mark in self.figures]
        if self.unread is not None:
            told["unread"] = [box.as_list() for box in self.unread]
        return told

    def _as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "text": self.text.as_json(),
            "quality": self.quality.as_json(),
            "dpi": self.dpi,
            "marks": [mark.as_json() for mark in self.marks],
            "steps": list(self.steps),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The reading that `as_json` described."""
        return cls(
            number=data["number"],
            text=PageText.from_json(data["text"]),
            quality=Quality.from_json(data["quality"]),
            dpi=data["dpi"],
            marks=_marks(data["marks"]),
            steps=tuple(data["steps"]),
            stamps=_marks(data.get("stamps", ())),
            hidden=tuple(Box(*box) for box in data.get("hidden", ())),
            dotted=tuple(Box(*box) for box in data.get("dotted", ())),
            figures=_marks(data.get("figures", ())),
            unread=tuple(Box(*box) for box in data["unread"]) if "unread" in data else None,
        )


def _marks(data: Iterable[dict[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(m["kind"], m["text"], Box(*m["box"])) for m in data)


@dataclass(frozen=True)
class PageSurvey:
    """What is known of one page before decoding: its size in pixels where the header says, or its fault."""

    number: int
    width: int | None = None
    height: int | None = None
    fault: Fault | None = None


@dataclass(frozen=True)
class Survey:
    """What is known of a file before decoding any page.

    `media_type` is found from the bytes, never from the name. `signed` is true for a PDF that already carries
    a signature (such a file is never rewritten). `fault` stands when the file as a whole cannot be used;
    it then counts as one page.
    """

    media_type: str
    pages: tuple[PageSurvey, ...] = field(default_factory=tuple)
    signed: bool = False
    fault: Fault | None = None

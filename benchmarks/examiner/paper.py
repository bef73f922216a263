"""A page in the making: whatever is said on it becomes truth by being printed, so that the two cannot differ."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.examiner.digits import handwritten


@dataclass(frozen=True)
class Fact:
    """What stands on the paper (`written`), what it means (`value`), and whether a pen wrote it."""

    written: str | None
    value: str | None
    by_hand: bool = False

    def as_json(self) -> dict[str, Any]:
        """As truth files of the other sets have it."""
        told: dict[str, Any] = {"value": self.value, "written": self.written}
        return told | ({"by_hand": True} if self.by_hand else {})


@dataclass(frozen=True)
class Manner:
    """How a page sets labels and values. `rows` is one of plain, dots, columns, grid; `names` says names in capitals;
    `english` puts small English captions behind labels."""

    rows: str = "plain"
    label: str = ""
    value: str = ""
    names: bool = False
    colon: str = ": "
    english: bool = False


@dataclass
class Paper:
    """A page, its dice and its facts so far. `pen` says that number and date of the heading are written by hand."""

    rng: Random
    manner: Manner
    pen: bool = False
    facts: dict[str, Fact] = field(default_factory=dict)

    def say(self, key: str, written: str, value: str | None = None) -> str:
        """The HTML that prints `written` and records it as `key`; `value` where that is not what is printed."""
        self.facts[key] = Fact(written, written if value is None else value)
        return self.typed(written)

    def typed(self, written: str) -> str:
        """The HTML of a value that is no field."""
        return f'<span class="v">{html.escape(written, quote=False)}</span>'

    def name(self, key: str, name: str) -> str:
        """As `say`, in capitals where this page writes names so."""
        return self.say(key, name.upper() if self.manner.names else name)

    def empty(self, key: str, mark: str = "") -> str:
        """A place left empty, or struck out with `mark`."""
        self.facts[key] = Fact(None, None)
        return self.typed(mark)

    def inked(self, key: str, parts: list[tuple[str, bool]], value: str) -> str:
        """A value of printed pieces and pieces by pen, such as a number before its printed signs."""
        by_hand = self.pen and any(pen for _, pen in parts)
        self.facts[key] = Fact("".join(text for text, _ in parts), value, by_hand)
        return "".join(
            handwritten(self.rng, text) if pen and by_hand else html.escape(text, quote=False)
            for text, pen in parts
        )

    def either(self, *choices: str) -> str:
        """One of the choices."""
        return self.rng.choice(choices)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

"""Values as papers show them, and a small language for the lines of a form.

In a template `{key}` prints a value and notes it as standing on the paper, `[a|b]` is one wording or \
the other, and `¦`
begins the next cell of the line.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.third_hand.pen import digits

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_PENNED = re.compile(r"⟪([^⟫]*)⟫")


@dataclass(frozen=True)
class Fact:
    """A value, and how it is written; figures between ⟪ and ⟫ are drawn with a pen."""

    value: str | None
    shown: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether a pen wrote any of it."""
        return "⟪" in self.shown

    @property
    def written(self) -> str | None:
        """What stands on the paper; None for an empty line."""
        return _PENNED.sub(r"\1", self.shown) or None

    def as_json(self) -> dict[str, Any]:
        """The entry of a truth file."""
        entry: dict[str, Any] = {"value": self.value, "written": self.written}
        return {**entry, "by_hand": True} if self.by_hand else entry


def plain(text: str) -> Fact:
    """A value that is written as it is."""
    return Fact(_PENNED.sub(r"\1", text), text)


@dataclass
class Manner:
    """How one office fills in its forms."""

    leader: str = "none"
    bold_values: bool = False
    capital_names: bool = True


@dataclass
class Sheet:
    """A paper in the making: its lines as HTML, and what stands on it."""

    rng: Random
    manner: Manner
    facts: dict[str, Fact] = field(default_factory=dict)

    def note(self, key: str, fact: Fact) -> Fact:
        """`fact` stands on the paper as field `key`; a key with an underscore in front is no field."""
        if not key.startswith("_"):
            self.facts[key] = fact
        return fact

    def lines(self, template: str, /, **values: Fact | str) -> str:
        """The lines of `template` as HTML."""
        rows = (row.strip() for row in template.strip().splitlines())
        return "\n".join(self._line(row, values) for row in rows if row)

    def text(self, template: str, /, **values: Fact | str) -> str:
        """A template inside a line."""
        worded = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), template)
        return _SLOT.sub(lambda match: self._value(match[1], values[match[1]]), worded)

    def _line(self, row: str, values: dict[str, Fact | str]) -> str:
        cells = [self.text(cell.strip(), **values) for cell in row.split("¦")]
        width = {1: 100, 2: 50, 3: 33}[len(cells)]
        inner = (
            cells[0]
            if len(cells) == 1
            else "".join(f'<span class="cell" style="width:{width}%">{c}</span>' for c in cells)
        )
        return f'<div class="line">{inner}</div>'

    def _value(self, key: str, given: Fact | str) -> str:
        fact = self.note(key, plain(given) if isinstance(given, str) else given)
        escaped = html.escape(fact.shown, quote=False).replace("\n", "<br>")
        shown = _PENNED.sub(lambda match: digits(self.rng, match[1]), escaped)
        if self.manner.bold_values:
            shown = f"<b>{shown}</b>"
        if self.manner.leader == "rule":
            return f'<span class="ruled">{shown}</span>'
        if self.manner.leader == "dots" and not key.startswith("_"):
            return f"{'.' * self.rng.randint(2, 6)}{shown}{'.' * self.rng.randint(3, 14)}"
        return shown

    def name(self, name: str) -> str:
        """A person's name in the manner of the office."""
        return name.upper() if self.manner.capital_names else name

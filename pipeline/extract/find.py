"""What the walk found: a label of the form and the tokens that stand behind it. Knows no rows and no sections."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from pipeline.extract.layout import Token
from pipeline.extract.targets import Target


@dataclass
class Find:
    """A label and the tokens behind it; `shared`: other persons of the form have the same label;
    `ruled`: a line to write on was read behind it; `limit`: where the next label of the row begins.

    `doubts` say why a person must look even if all reads well.
    """

    target: Target
    label: tuple[Token, ...]
    label_score: float
    colon: bool
    shared: bool
    ruled: bool = False
    tokens: list[Token] = field(default_factory=list)
    rows: int = 1
    doubts: set[str] = field(default_factory=set)
    limit: float = math.inf

    @property
    def kind(self) -> str:
        """The kind of the field that is looked for; empty for sentences and heads."""
        return self.target.field.kind if self.target.field else ""

    @property
    def is_name(self) -> bool:
        """Whether a person's name is looked for."""
        return self.kind == "name"

"""What the walk found: a label of the form and the tokens that stand behind it. Knows no rows and no sections."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from pipeline.extract.layout import Token
from pipeline.extract.targets import Target
from pipeline.normalize.spelling import bare, composed


@dataclass
class Find:
    """A label and the tokens behind it; `shared`: other persons of the form have the same label;
    `ruled`: a line to write on was read behind it; `limit`: where the next label of the row begins;
    `below`: the value began in the row under the label.

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
    below: bool = False

    @property
    def kind(self) -> str:
        """The kind of the field that is looked for; empty for sentences and heads."""
        return self.target.field.kind if self.target.field else ""

    @property
    def filled(self) -> tuple[str, ...]:
        """Keys of the fields that it holds: of a sentence, none that its line may lack and does lack."""
        sentence = self.target.sentence
        if sentence is None or not sentence.optional:
            return self.target.keys
        said = re.search(sentence.pattern, bare(composed(" ".join(t.text for t in self.tokens))))
        return tuple(
            key for key in sentence.keys if key not in sentence.optional or (said and said.group(key))
        )

    @property
    def is_name(self) -> bool:
        """Whether a person's name is looked for."""
        return self.kind == "name"

    def of_another(self, target: Target) -> bool:
        """Whether it is the number in the head of an extract, and not `target` in its body, which the register gave."""
        parts = self.target.field.not_with if self.target.field else ()
        apart = bool(target.section) and target.section != self.target.section
        return apart and any(part in token.text for token in self.tokens for part in parts)

    @property
    def of_a_stamp(self) -> bool:
        """Whether it is a number that a registry stamped ("ĐẾN Số: 7788"): papers have letters behind a stroke."""
        return self.kind == "document_number" and not any("/" in token.text for token in self.tokens)

"""What the pages of faults and refusals show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RefusalPage:
    """`sentence` says what happened and what to do; `code` is for the administrator, empty when not needed."""

    template: ClassVar[str] = "refusal.html"
    status: int
    sentence: str
    code: str

"""What the page of a paper shows that was taken in at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class TwinLine:
    """A record that holds the very same bytes; `archived`: it can be attached instead."""

    record: str
    title: str
    archived: bool


@dataclass(frozen=True)
class PaperRecord:
    """What the machine made of the paper: its title and type, how many values are in doubt, and what it warns of."""

    record: str
    title: str
    kind: str
    doubtful: int
    findings: tuple[Any, ...]


@dataclass(frozen=True)
class PaperPage:
    """One paper before it is used. `stage` as in pipeline/window/paper.py; `fault`: why reading broke off.

    `unnamed`: the dossier's person, where the machine found that name nowhere on the paper.
    """

    template: ClassVar[str] = "paper.html"
    code: str
    title: str
    batch: str
    component: str
    component_key: str
    form: str
    returned: bool
    files: tuple[str, ...]
    stage: str
    done: int
    all: int
    busy: bool
    fault: str
    records: tuple[PaperRecord, ...]
    pages: list[dict[str, Any]]
    twins: tuple[TwinLine, ...]
    unnamed: str


@dataclass(frozen=True)
class PaperLine:
    """A paper that was sent and is not in the dossier yet."""

    batch: str
    component: str
    at: str
    by: str
    stage: str


@dataclass(frozen=True)
class CoversPage:
    """The form for separators; at most `most` sheets at once."""

    template: ClassVar[str] = "covers.html"
    most: int

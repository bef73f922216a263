"""What the page of people's requests shows: what is asked of which record, by when, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RequestRow:
    """One request. `title` is empty for a record that is closed to this person; `late`: its day is past."""

    request: str
    record: str
    title: str
    kind: str
    word: str
    applicant: str
    text: str
    state: str
    state_word: str
    asked_at: str
    asked_by: str
    due: str
    late: bool
    answer: str
    answered_at: str
    answered_by: str
    next: str


@dataclass(frozen=True)
class RequestsPage:
    """Requests, the one due first before the others; with `record` those of one record and the form for a new one."""

    template: ClassVar[str] = "requests.html"
    rows: tuple[RequestRow, ...]
    all: bool
    record: str
    title: str
    kinds: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    may_take: bool
    may_answer: bool
    fault: str
    done: str

"""The batch: what was scanned together. Its ids, its counts, and reading it from the ledger."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Column, ColumnElement, Connection, Row, bindparam, func, select

from pipeline.errors import NotFound
from pipeline.ledger_tables import batches, pages, sources
from pipeline.record import PageState

# A batch that a person took back: its bytes stay, its pages and records count no more.
WITHDRAWN = "withdrawn"
# In place of the name of a file whose bytes were removed for good (pipeline/removal/).
REMOVED = "removed"


@dataclass(frozen=True)
class Source:
    """One file that was fed in; `ordinal` is given once, from 1, when the file is registered."""

    batch: str
    ordinal: int
    file: str
    sha256: str
    bytes: int
    media_type: str | None
    signed: bool
    pages: int | None
    drafted: bool
    fault: str | None
    facts: dict[str, str]


@dataclass(frozen=True)
class Page:
    """One image side. `number` counts from 1 within its source; `twin` is the page it duplicates."""

    id: str
    batch: str
    source: int
    number: int
    sha256: str
    state: PageState
    reading: str | None
    quality: str | None
    fault: str | None
    facts: dict[str, str]
    twin: str | None

    @property
    def origin(self) -> tuple[str, int]:
        """Batch and ordinal of the source the page stands in; a rescanned page is of another batch than its record."""
        return self.batch, self.source


@dataclass(frozen=True)
class Counts:
    """Pages in and out; `balanced` is the promise that none was lost or doubled."""

    pages_in: int
    pages_read: int
    pages_blank: int
    pages_separator: int
    pages_duplicate: int
    pages_quarantined: int
    pages_open: int

    @property
    def balanced(self) -> bool:
        """Every page that came in is accounted for and none is still waiting."""
        out = self.pages_read + self.pages_blank + self.pages_separator
        return self.pages_open == 0 and self.pages_in == out + self.pages_duplicate + self.pages_quarantined

    def as_json(self) -> dict[str, int]:
        """The figures of `digitize --json`."""
        return {
            "pages_in": self.pages_in,
            "pages_read": self.pages_read,
            "pages_blank": self.pages_blank,
            "pages_separator": self.pages_separator,
            "pages_duplicate": self.pages_duplicate,
        }


def page_id(batch: str, ordinal: int, number: int) -> str:
    """The page's id: uuid5 over its batch, the ordinal of its source and its frame number."""
    return str(uuid5(UUID(batch), f"page {ordinal} {number}"))


def record_id(batch: str, first_page: str, entry: int) -> str:
    """The record's id, given once at split: uuid5 over its batch, its first page and its place on that page."""
    return str(uuid5(UUID(batch), f"record {first_page} {entry}"))


def page_digest(source_sha256: str, number: int, pages_in_source: int) -> str:
    """What identifies a page's bytes: the file's digest, or digest and frame where a file has several."""
    if pages_in_source == 1:
        return source_sha256
    return hashlib.sha256(f"{source_sha256} {number}".encode()).hexdigest()


def source_set(files: Iterable[tuple[str, str]]) -> str:
    """Digest of an ordered set of (path, sha256): the same set resumes the same batch."""
    lines = "".join(f"{sha256} {path}\n" for path, sha256 in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def begins(column: Column[str], prefix: str) -> ColumnElement[bool]:
    """The condition that an id begins with `prefix`, as a range: LIKE would walk through every row of the table.

    Ids are lower-case ASCII, so that `~` stands behind every letter of them.
    """
    first = prefix.lower()
    return (column >= first) & (column < f"{first}~")


def find_batch(connection: Connection, batch: str) -> Any:
    """The batch's row. `batch` may be the first letters of the id. Raises NotFound."""
    rows = connection.execute(select(batches).where(begins(batches.c.id, batch))).fetchmany(2)
    if len(rows) != 1:
        raise NotFound(
            f"Không có lô nào duy nhất mang mã {batch}. Xem: sohoa batch list.",
            f"No single batch answers to {batch}. See: sohoa batch list.",
        )
    return rows[0]


# What every look at a record asks, made once: making a statement costs more than its answer.
_SOURCES = select(sources).where(sources.c.batch == bindparam("batch")).order_by(sources.c.ordinal)
_SOME_SOURCES = _SOURCES.where(sources.c.ordinal.in_(bindparam("ordinals", expanding=True)))
_PAGES = select(*(pages.c[name] for name in Page.__dataclass_fields__)).where(
    pages.c.id.in_(bindparam("ids", expanding=True))
)


def sources_of(connection: Connection, batch: str, ordinals: Collection[int] | None = None) -> list[Source]:
    """Sources in order: all, or those with the given ordinals."""
    query = _SOURCES if ordinals is None else _SOME_SOURCES
    asked = {"batch": batch, "ordinals": list(ordinals or ())}
    return [Source(**row._mapping) for row in connection.execute(query, asked)]


def sources_by_origin(connection: Connection, of: Iterable[Page]) -> dict[tuple[str, int], Source]:
    """The sources of pages, by `Page.origin`."""
    ordinals: dict[str, set[int]] = {}
    for page in of:
        ordinals.setdefault(page.batch, set()).add(page.source)
    found = [s for batch, wanted in ordinals.items() for s in sources_of(connection, batch, wanted)]
    return {(source.batch, source.ordinal): source for source in found}


def pages_of(connection: Connection, batch: str, source: int | None = None) -> list[Page]:
    """Pages in order, of one source or of all."""
    query = select(*(pages.c[name] for name in Page.__dataclass_fields__)).where(pages.c.batch == batch)
    if source is not None:
        query = query.where(pages.c.source == source)
    rows = connection.execute(query.order_by(pages.c.source, pages.c.number))
    return [_page(row) for row in rows]


def pages_by_id(connection: Connection, ids: Collection[str]) -> dict[str, Page]:
    """The pages with these ids."""
    return {row.id: _page(row) for row in connection.execute(_PAGES, {"ids": list(ids)})}


def _page(row: Row[Any]) -> Page:
    return Page(**{**row._mapping, "state": PageState(row.state)})


def count(connection: Connection, batch: str) -> Counts:
    """Pages in and out. A source that could not be used at all counts as one page."""
    return counts_of(connection, [batch])[batch]


def counts_of(connection: Connection, ids: Sequence[str]) -> dict[str, Counts]:
    """The same of several batches by their ids, in two questions however many they are."""
    states: dict[str, Counter[PageState]] = {batch: Counter() for batch in ids}
    grouped = select(pages.c.batch, pages.c.state, func.count()).where(pages.c.batch.in_(ids))
    for batch, state, number in connection.execute(grouped.group_by(pages.c.batch, pages.c.state)):
        states[batch][PageState(state)] += number
    refused, unseen = Counter[str](), Counter[str]()
    without = select(sources.c.batch, func.count(sources.c.fault), func.count())
    without = without.where(
        sources.c.batch.in_(ids), sources.c.fault.is_not(None) | sources.c.pages.is_(None)
    )
    for batch, faulty, number in connection.execute(without.group_by(sources.c.batch)):
        refused[batch], unseen[batch] = faulty, number - faulty
    return {batch: _counts(states[batch], refused[batch], unseen[batch]) for batch in ids}


def _counts(by_state: Counter[PageState], refused: int, unseen: int) -> Counts:
    return Counts(
        pages_in=sum(by_state.values()) - by_state[PageState.REPLACED] + refused + unseen,
        pages_read=by_state[PageState.READ],
        pages_blank=by_state[PageState.BLANK],
        pages_separator=by_state[PageState.SEPARATOR],
        pages_duplicate=by_state[PageState.DUPLICATE],
        pages_quarantined=by_state[PageState.QUARANTINED] + refused,
        pages_open=by_state[PageState.NEW] + by_state[PageState.CLAIMED] + unseen,
    )

"""Searching as people ask for it: the archive's search, which also knows the names of this office's record types."""

from __future__ import annotations

from sqlalchemy import Connection

from archive import folding
from archive.query import Query
from archive.search import SearchFilters, SearchResult, search, understood
from pipeline.record_type import record_types


def find(
    connection: Connection, text: str, filters: SearchFilters | None = None, limit: int = 20, offset: int = 0
) -> SearchResult:
    """Hits `offset` to `offset + limit` for `text`, with every key of docs/search.md; see archive/search.py."""
    return search(connection, asked(text), filters, limit, offset)


def asked(text: str) -> Query:
    """What `text` asks for; `loai:` takes a type's own name, or its Vietnamese or English one with `_` for spaces."""
    return understood(text, type_names())


def type_names() -> dict[str, str]:
    """Folded names, with and without the words that stand before most of them, to record types."""
    found: dict[str, str] = {}
    for kind in record_types().values():
        for name in (kind.name.replace("_", " "), kind.en, kind.vi):
            key = " ".join(folding.tokens(folding.fold(name)))
            found.setdefault(key, kind.name)
            for head in ("giay ", "trich luc "):
                found.setdefault(key.removeprefix(head), kind.name)
    return found

"""The rows that one record has in the tables of the index, made from its description. Touches no database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import addresses, folding, instant
from archive.deposit import Deposited
from archive.package import Description, PackageFile

MOST_WORD_BYTES = 1_000_000
_PER_WORD = 4
_SEVERAL = re.compile(r"[,;]|\s(?:và|&|\+)\s")


@dataclass(frozen=True)
class StoredFile:
    """One logical file of a record's newest version; `size` in bytes."""

    name: str
    sha256: str
    size: int


def body(description: Description) -> str:
    """Every word of a description that a search may meet: folded, in order, with one space between them."""
    parts = (
        description.title,
        *(name for _, name, _ in description.names),
        *(value for _, value in description.numbers),
        *description.places,
        *(value for value in description.fields.values() if isinstance(value, str)),
        description.text,
    )
    words = folding.folded_tokens("\n".join(parts))
    short = len(words) < MOST_WORD_BYTES // 8
    return words if short else " ".join(_within_limits(words.split()))


def _within_limits(words: Iterable[str]) -> Iterator[str]:
    """What PostgreSQL takes as one text to search in (1 MiB of different words); SQLite holds to the same."""
    known: set[str] = set()
    room = MOST_WORD_BYTES
    for word in words:
        if word not in known:
            known.add(word)
            room -= len(word.encode()) + _PER_WORD
            if room < 0:
                return
        yield word


def record_row(deposited: Deposited, description: Description, at: datetime) -> dict[str, Any]:
    """The row of archive_records: what the store proves and the description tells."""
    return {
        "id": description.id,
        "root": deposited.root,
        "head": deposited.version,
        "inventory_sha256": deposited.inventory_sha256,
        "type": description.type,
        "unit": description.unit,
        "title": description.title,
        "issued": description.issued,
        "retention_class": description.retention_class,
        "legal_basis": description.legal_basis,
        "review_state": description.review_state,
        "public_code": description.public_code,
        "description": json.dumps(description.as_json(), ensure_ascii=False, sort_keys=True),
        "indexed_at": instant.as_text(at),
    }


def name_rows(description: Description) -> list[dict[str, Any]]:
    """The rows of archive_names."""
    return [
        {
            "record": description.id,
            "role": role,
            "name": name,
            "name_exact": " ".join(folding.tokens(folding.exact(name))),
            "name_folded": folding.folded_tokens(name),
            "birth_date": born,
        }
        for role, name, born in description.names
    ]


def number_rows(description: Description) -> list[dict[str, Any]]:
    """The rows of archive_numbers; of several numbers in one place each has its own besides."""
    return [
        {
            "record": description.id,
            "kind": kind,
            "value": value,
            "value_folded": folding.number_key(value),
            "value_compact": folding.number_compact(value),
        }
        for kind, value in description.numbers
        for value in _each(value)
    ]


def _each(value: str) -> Iterator[str]:
    """A number as it stands, and each of several in one place: `345, 346` is found by either."""
    yield value
    parts = [part.strip() for part in _SEVERAL.split(value)]
    if len(parts) > 1:
        yield from (part for part in dict.fromkeys(parts) if any(c.isdigit() for c in part))


def date_rows(description: Description) -> list[dict[str, Any]]:
    """The rows of archive_dates, each date of a kind once."""
    found = [("issued", description.issued), *description.dates.items()]
    found += [("born", born) for _, _, born in description.names if born]
    return [
        {"record": description.id, "kind": kind, "value": value}
        for kind, value in dict.fromkeys(found)
        if value
    ]


def place_rows(description: Description) -> list[dict[str, Any]]:
    """The rows of archive_places: addresses that a house number leads."""
    keys = dict.fromkeys(map(addresses.address_key, description.places))
    return [{"record": description.id, "address_key": key} for key in keys if key]


def file_row(deposited: Deposited, file: PackageFile | StoredFile) -> dict[str, Any]:
    """The row of one file of the deposited version."""
    size = file.size if isinstance(file, StoredFile) else file.path.stat().st_size
    return {
        "record": deposited.id,
        "version": deposited.version,
        "name": file.name,
        "sha256": file.sha256,
        "size": size,
    }

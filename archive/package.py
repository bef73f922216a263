"""What goes in: named files with their digests, and a flat description for finding them again.

Knows no record types. The description is written by the caller into `record.json` under "description", which
makes the index a thing that can be rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from archive.store import Lock

RECORD_FILE = "record.json"
DOSSIER_FILE = "dossier.json"
VOLUME_FILE = "volume.json"


@dataclass(frozen=True)
class PackageFile:
    """One file of a package: its name inside (`master/0001.jp2`), where its bytes are now, their sha256."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Package:
    """The whole content of one version of one archived object.

    `id` is a URI; it must not hold facts that can be corrected. `created` has a time zone. `user_address`
    is a URI for the actor (OCFL 1.1, 3.5.3.1). `lock`: how long the store is to keep it from removal (lock.py).
    """

    id: str
    files: tuple[PackageFile, ...]
    created: datetime
    message: str
    user_name: str
    user_address: str
    lock: Lock | None = None


# Where a value stands: index of its page from 0, then x0, y0, x1, y1 in that page's pixels, or the page alone.
Spot = tuple[int, ...]


@dataclass(frozen=True)
class Description:
    """What the index knows of one record. Dates are `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; empty when unknown.

    `names` are (role, name, birth date or None), `numbers` (kind, value), `dates` kind to date, `fields` key
    to value as search results show it, `text` everything read on its pages. `public_code` is for lookups by
    outsiders and says nothing of its own. `where` says of some keys of `fields` where on the pages they stand.
    """

    id: str
    type: str
    unit: str
    title: str
    issued: str = ""
    retention_class: str = ""
    legal_basis: str = ""
    names: tuple[tuple[str, str, str | None], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    dates: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    review_state: str = ""
    public_code: str = ""
    where: dict[str, Spot] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data for `record.json`; `from_json` reads it back."""
        return {
            "id": self.id,
            "type": self.type,
            "unit": self.unit,
            "title": self.title,
            "issued": self.issued,
            "retention_class": self.retention_class,
            "legal_basis": self.legal_basis,
            "names": [list(name) for name in self.names],
            "numbers": [list(number) for number in self.numbers],
            "places": list(self.places),
            "dates": dict(self.dates),
            "fields": dict(self.fields),
            "text": self.text,
            "review_state": self.review_state,
            "public_code": self.public_code,
            "where": {key: list(spot) for key, spot in self.where.items()},
        }

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The description that `as_json` gave. ValueError names the first part that is not as promised."""
        plain = _mapping(data, "description")
        return cls(
            **{key: _text(plain.get(key, ""), key) for key in _TEXTS},
            names=tuple(_name(entry) for entry in _list(plain, "names")),
            numbers=tuple(_number(entry) for entry in _list(plain, "numbers")),
            places=tuple(_text(entry, "places") for entry in _list(plain, "places")),
            dates={k: _text(v, "dates") for k, v in _mapping(plain.get("dates", {}), "dates").items()},
            fields=_mapping(plain.get("fields", {}), "fields"),
            where={k: _spot(v) for k, v in _mapping(plain.get("where", {}), "where").items()},
        )


_TEXTS = (
    "id",
    "type",
    "unit",
    "title",
    "issued",
    "retention_class",
    "legal_basis",
    "text",
    "review_state",
    "public_code",
)


def _mapping(value: Any, part: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{part} is not an object")
    return value


def _list(plain: dict[str, Any], part: str) -> list[Any]:
    value = plain.get(part, [])
    if not isinstance(value, list):
        raise ValueError(f"{part} is not a list")
    return value


def _text(value: Any, part: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{part} is not text")
    return value


def _row(entry: Any, length: int, part: str) -> Iterable[Any]:
    if not isinstance(entry, list) or len(entry) != length:
        raise ValueError(f"{part} does not hold rows of {length}")
    return entry


def _name(entry: Any) -> tuple[str, str, str | None]:
    role, name, born = _row(entry, 3, "names")
    return _text(role, "names"), _text(name, "names"), None if born is None else _text(born, "names")


def _number(entry: Any) -> tuple[str, str]:
    kind, value = _row(entry, 2, "numbers")
    return _text(kind, "numbers"), _text(value, "numbers")


def _spot(entry: Any) -> Spot:
    if not isinstance(entry, list) or len(entry) not in {1, 5} or not all(type(n) is int for n in entry):
        raise ValueError("where does not hold a page, or a page and a box")
    return tuple(entry)

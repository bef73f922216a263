"""What programs may write into texts and lists: NFC, no control characters, cursors and limits. Holds no answer."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import AfterValidator, StringConstraints

# What no database and no XML takes: controls (but for line and tab), and half of a surrogate pair.
_REFUSED = frozenset({"Cc", "Cs"})


def _clean(value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(one) in _REFUSED and one not in "\n\t" for one in text):
        raise ValueError("control characters")
    return text


Text = Annotated[str, StringConstraints(max_length=500), AfterValidator(_clean)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_clean)]
Id = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Typed = Annotated[str, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=200)]
# A moment and an id, as the list gives it.
MomentCursor = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,6})?Z~[0-9a-z:-]{36,45})?$", max_length=80
    ),
]
IdCursor = Annotated[str, Query(pattern=r"^([0-9a-f-]{36})?$", max_length=36)]
NumberCursor = Annotated[str, Query(pattern=r"^[0-9]{0,18}$", max_length=18)]
PlaceCursor = Annotated[str, Query(pattern=r"^[0-9]{0,4}$", max_length=4)]
SearchPurpose = Literal["search", "dossier"]
OpeningPurpose = Literal["dossier", "request", "office", "quality"]
Day = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(2999, 12, 31))]


def place_of(cursor: str) -> tuple[str, str] | None:
    """Moment and id of a MomentCursor; None for the first page."""
    at, _, key = cursor.partition("~")
    return (at, key) if key else None

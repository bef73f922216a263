"""The key by which an entry of a register is known again, whatever batch it came with: a digest, telling nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from pipeline.ledger_tables import fields, records
from pipeline.normalize.numbers import with_year
from pipeline.normalize.spelling import comparable
from pipeline.record import RecordState

# What the number is of, by the first of these keys that a record has.
_NUMBERS = (
    "number",
    "permit_number",
    "decision_number",
    "document_number",
    "certificate_number",
    "record_number",
)
_PLACES = ("registration_place", "issue_place", "issuing_body", "issuing_agency")
_DATES = ("registration_date", "issue_date")
_GONE = (RecordState.REJECTED.value, RecordState.SUPERSEDED.value)


def entry_key(type: str, values: Mapping[str, str | None]) -> str | None:
    """The key of an entry, None where the values do not say which entry it is.

    A book gives the year to a bare number; leading zeros and the spelling of the place do not count.
    """
    number = next((values[key] for key in _NUMBERS if values.get(key)), None)
    place = next((values[key] for key in _PLACES if values.get(key)), None)
    book = values.get("book_number") or ""
    day = next((values[key] for key in _DATES if values.get(key)), "")
    if not number or not place or not (book or day):
        return None
    year = re.search(r"/(\d{4})$", book)
    if year and number.isdigit():
        number = with_year(number, int(year.group(1)))
    parts = (type, comparable(place).casefold(), _plain(book) or day or "", _plain(number))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def known_entries(connection: Connection, types: Iterable[str]) -> dict[str, str]:
    """The records that stand in the ledger for each entry of these types, by key; sent back ones do not count."""
    wanted = (*_NUMBERS, *_PLACES, *_DATES, "book_number")
    rows = connection.execute(
        select(records.c.id, records.c.type, fields.c.key, fields.c.value)
        .join(fields, fields.c.record == records.c.id)
        .where(
            records.c.type.in_(list(types)),
            records.c.state.not_in(_GONE),
            fields.c.key.in_(wanted),
            fields.c.value.is_not(None),
        )
    )
    values: dict[tuple[str, str], dict[str, str | None]] = {}
    for row in rows:
        values.setdefault((row.id, row.type), {})[row.key] = row.value
    found: dict[str, str] = {}
    for (record, type), own in values.items():
        key = entry_key(type, own)
        if key is not None:
            found.setdefault(key, record)
    return found


def _plain(number: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", number).casefold()

"""What reading a record leaves in the audit trail: who, which, why, and for which dossier.

Written before anything is shown: without its event nobody reads. Lists cost one event for many records.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Connection

from archive.dossier import show
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.exposure import LISTED, of_record
from pipeline.ledger import note
from pipeline.premis import VIEWED

# Ids of one event: its details hold at most 200 letters each, and 32 of them.
_IDS_IN_DETAIL, _DETAILS = 5, 24


class Purpose(StrEnum):
    """Why somebody reads a record. A closed list: free words would bring people into the trail."""

    LOOKUP = "lookup"
    REVIEW = "review"
    COPY = "copy"
    CHECK = "check"
    EXPORT = "export"
    INSPECTION = "inspection"
    REQUEST = "request"


def purpose_of(text: str | None) -> Purpose:
    """The purpose with that name; looking something up where none is given. Raises WrongUse."""
    try:
        return Purpose(text) if text else Purpose.LOOKUP
    except ValueError:
        known = ", ".join(one.value for one in Purpose)
        raise WrongUse(
            f"Không có mục đích {text}. Các mục đích: {known}.",
            f"There is no purpose {text}. Known: {known}.",
        ) from None


def note_viewed(
    connection: Connection,
    act: Act,
    record: str,
    purpose: Purpose = Purpose.LOOKUP,
    dossier: str | None = None,
) -> None:
    """Write down that `act.by` read a record; `dossier` is the id (never the code) of the case it was read for."""
    note(connection, act, VIEWED, record, {"purpose": purpose.value, "dossier": dossier or ""})


def note_listed(
    connection: Connection,
    act: Act,
    records: Sequence[str],
    purpose: Purpose = Purpose.LOOKUP,
    dossier: str | None = None,
) -> None:
    """Write down that `act.by` was shown a list of records: one event for up to 120 of them, ids in its details."""
    ids = [record.removeprefix("urn:uuid:") for record in records]
    size = _IDS_IN_DETAIL * _DETAILS
    for start in range(0, len(ids), size):
        part = ids[start : start + size]
        detail: dict[str, str | int] = {"purpose": purpose.value, "count": len(part)}
        detail |= {"dossier": dossier} if dossier else {}
        for place in range(0, len(part), _IDS_IN_DETAIL):
            detail[f"ids{place // _IDS_IN_DETAIL + 1:02}"] = "+".join(part[place : place + _IDS_IN_DETAIL])
        note(connection, act, LISTED, f"list:{uuid4()}", detail)


def dossier_id(connection: Connection, code: str | None) -> str | None:
    """The id of the dossier with that code, for the events above. Raises archive's ObjectMissing."""
    return show(connection, code).id if code else None


def readers(connection: Connection, record: str) -> list[tuple[str, str, str]]:
    """Who was shown a record, oldest first: (time, actor, purpose), alone or in a list."""
    return [(one.at, one.actor, one.purpose) for one in of_record(connection, record)]

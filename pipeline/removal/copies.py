"""Certified copies of what is removed: their files go with it; number, date, receiver and digest stay in the register.

As with the record itself, what is to be done is kept as a file first, then done. A copy in somebody's hands is not
reached; the receipts name who holds one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, update

from archive import expunge
from archive.deposit import head
from archive.digest import of_bytes
from archive.spool import discard
from archive.store import ObjectStore
from archive.tables import copies as held
from pipeline.actors import Act
from pipeline.holding import holding
from pipeline.issuing.copy_keeping import COPY_FILE
from pipeline.issuing.copy_register import REMOVED, copies_with, removed_copies
from pipeline.issuing.tables import copies
from pipeline.ledger import note
from pipeline.lookup import RecordView
from pipeline.record import urn
from pipeline.wiring import Services
from pipeline.workspace import write_whole


@dataclass(frozen=True)
class CopyRemoval:
    """Why (the facts of each tombstone), in which further stores, and the folder that keeps the plans meanwhile."""

    facts: Mapping[str, str]
    stores: Sequence[ObjectStore]
    plans: Path


def copies_of(connection: Connection, seen: RecordView, page: str) -> list[str]:
    """Ids of the certified copies that hold the page with this id, or any page when it is empty.

    The copies of an entry cut from a book hold regions, not whole pages: each of them holds what is to go. Of a page
    that a run before took out: those whose files went with it.
    """
    number = next((at for at, one in enumerate(seen.pages, 1) if one.id == page), None)
    if page and number is None:
        return removed_copies(connection, [seen.id])
    return copies_with(connection, seen.id, None if seen.cut else number)


def remove_copies(services: Services, act: Act, ids: Sequence[str], how: CopyRemoval) -> None:
    """Take the files of these copies out of the stores and out of the workspace. Safe to repeat after a kill.

    Raises archive's StoreUnavailable: run again.
    """
    for copy in ids:
        with holding(services, urn(copy)):
            for store in (services.store, *how.stores):
                _take_out(store, copy, how)
        shutil.rmtree(services.workspace.of_record(copy), ignore_errors=True)
        discard(services.workspace.spool, urn(copy))
        with services.ledger.writing(act) as connection:
            for store in how.stores:
                same = (held.c.copy == store.describe()) & (held.c.object == urn(copy))
                connection.execute(delete(held).where(same))
            where = (copies.c.id == copy) & (copies.c.state != REMOVED)
            if connection.execute(update(copies).where(where).values(state=REMOVED)).rowcount:
                note(connection, act, "copy.removed", copy, {"removal": how.facts["removal"]})


def _take_out(store: ObjectStore, copy: str, how: CopyRemoval) -> None:
    kept = how.plans / f"copy-{copy}-{of_bytes(store.describe().encode())[:12]}.json"
    plan = None
    with suppress(FileNotFoundError):
        plan = expunge.from_json(kept.read_text(encoding="utf-8"))
    if plan is None:
        newest = head(store, urn(copy))
        if newest is None:
            return
        versions = newest.inventory.versions
        doomed = {key for one in versions for key, names in one.state.items() if COPY_FILE in names}
        plan = expunge.plan(store, urn(copy), doomed, how.facts)
        write_whole(kept, plan.to_json().encode())
    expunge.carry_out(store, plan)

"""Carrying out a removal: store, copies, workspace, ledger and index. Safe to run again after a kill at any point.

What is to be done to each object is worked out first and kept as a file; then it is done; only then do ledger and
index forget, in one transaction with the event. A copy that cannot be reached now is named, and a later run does it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select

from archive import expunge, retention
from archive.deposit import head, read_file
from archive.digest import of_file
from archive.errors import ObjectMissing
from archive.retention import DONE, Item, Removal
from archive.spool import discard
from archive.store import ObjectStore
from archive.tables import copies as held
from pipeline.actors import Act
from pipeline.batch import REMOVED, Page
from pipeline.holding import holding
from pipeline.issuing.copy_register import removed_copies
from pipeline.ledger import move_record, note, touch_record
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState, urn
from pipeline.redeposit import redeposit
from pipeline.removal.blanking import (
    blank_record,
    drop_page,
    shared_original,
    shared_reading,
)
from pipeline.removal.copies import CopyRemoval, copies_of, remove_copies
from pipeline.removal.proposal import refuse_inseparable
from pipeline.removal.residue import sweep_residue
from pipeline.wiring import Services
from pipeline.workspace import write_whole

_MADE = ("record.json", "ocr.zip", "record.pdf")


@dataclass(frozen=True)
class Executed:
    """A removal that is done; `removed` are the files by object."""

    removal: Removal
    removed: Mapping[str, Sequence[Mapping[str, str | int]]]


def execute(services: Services, id: str, act: Act, copies: Sequence[ObjectStore] = ()) -> Executed:
    """Carry out an approved removal in the store, in `copies`, and everywhere else.

    Raises RemovalRefused without a second person's approval, StoreUnavailable when a store is away: run again.
    """
    with services.ledger.reading() as connection:
        found = retention.require_approved(connection, id)
    for item in found.items:
        if item.done_at is None or copies:
            _execute_item(services, found, item, act, copies)
    for item in found.items:
        if item.page:
            # What is left of the record gets its description back. Nothing happens when a run before did it.
            redeposit(services, item.object.removeprefix("urn:uuid:"), act, "page removed")
    with services.ledger.writing(act) as connection:
        if retention.removal(connection, found.id).state != DONE:
            retention.finish(connection, found.id, act.at, act.by.id)
            note(connection, act, "removal.done", found.id, {"kind": found.kind, "items": len(found.items)})
        done = retention.removal(connection, found.id)
    sweep_residue(services.ledger.engine)
    shutil.rmtree(_plans(services, found.id), ignore_errors=True)
    return Executed(done, {item.object: item.removed for item in done.items})


def _execute_item(
    services: Services, found: Removal, item: Item, act: Act, copies: Sequence[ObjectStore]
) -> None:
    record = item.object.removeprefix("urn:uuid:")
    with services.ledger.reading() as connection:
        seen = view(connection, record)
    facts = {
        "removal": found.id,
        "kind": found.kind,
        "proposed_by": found.proposed_by,
        "approved_by": found.decided_by or "",
        "at": act.time,
    }
    plan = _kept_plan(services, found.id, item) or _new_plan(services, found, item, seen, facts)
    with services.ledger.reading() as connection:
        certified = copies_of(connection, seen, item.page)
    remove_copies(services, act, certified, CopyRemoval(facts, copies, _plans(services, found.id)))
    with holding(services, item.object):
        expunge.carry_out(services.store, plan)
    for copy in copies:
        gone = {str(one["sha256"]) for one in (*plan.removed, *item.removed)}
        expunge.carry_out(copy, _planned(copy, item.object, gone, facts))
        with services.ledger.writing(act) as connection:
            same = (held.c.copy == copy.describe()) & (held.c.object == item.object)
            connection.execute(delete(held).where(same))
    if item.done_at is None:
        _forget(services, found, item, seen, plan, act)


def _new_plan(
    services: Services, found: Removal, item: Item, seen: RecordView, facts: dict[str, str]
) -> expunge.Plan:
    """What goes from the store, written down so that a run that is killed goes on with it. Raises MoveRefused."""
    page = next((one for one in seen.pages if one.id == item.page), None)
    if item.done_at is None:
        together = [one.object.removeprefix("urn:uuid:") for one in found.items if not one.page]
        with services.ledger.reading() as connection:
            refuse_inseparable(connection, seen, page, [one for one in together if one != seen.id])
    plan = _planned(services.store, item.object, _doomed(services.store, item, seen, page), facts)
    write_whole(_plan_file(services, found.id, item), plan.to_json().encode())
    return plan


def _forget(
    services: Services, found: Removal, item: Item, seen: RecordView, plan: expunge.Plan, act: Act
) -> None:
    """Ledger, index and workspace. The transaction comes last, so that a kill before it leaves the item undone."""
    page = next((one for one in seen.pages if one.id == item.page), None)
    going = [page] if page else [*seen.pages, *seen.replaced]
    with services.ledger.reading() as connection:
        _empty_workspace(services, connection, seen, going)
    with services.ledger.writing(act) as connection:
        if item.page and page:
            drop_page(connection, seen, page)
            touch_record(connection, act, seen.id, {"final_sha256": None, "pdf_sha256": None, "level": None})
            if seen.state is not RecordState.IN_REVIEW:
                move_record(connection, act, seen.id, RecordState.IN_REVIEW)
        elif not item.page:
            blank_record(connection, seen)
            values = {"flag": REMOVED}
            if seen.state is RecordState.SUPERSEDED:
                touch_record(connection, act, seen.id, values)
            else:
                move_record(connection, act, seen.id, RecordState.SUPERSEDED, values)
        for number, one in enumerate(plan.removed):
            detail: dict[str, str | int] = {"removal": found.id, "sha256": one["sha256"], "file": number}
            note(connection, act, "record.removed", seen.id, detail)
        if not plan.removed:
            note(connection, act, "record.removed", seen.id, {"removal": found.id})
        retention.item_done(connection, found.id, item, plan.removed, act.at)


def _doomed(store: ObjectStore, item: Item, seen: RecordView, page: Page | None) -> set[str]:
    """Digests of the stored files that hold what is to go. Of one page: its scan, and everything that was made of
    all pages together (text, description, PDF), which a new version without it replaces."""
    newest = head(store, item.object)
    if newest is None:
        return set()
    if not item.page:
        return set(newest.inventory.manifest)
    scan = {seen.sources[page.origin].sha256} if page else set()
    made = {
        sha256
        for version in newest.inventory.versions
        for sha256, names in version.state.items()
        if set(names) & set(_MADE)
    }
    return scan | made


def _planned(store: ObjectStore, object_id: str, doomed: set[str], facts: Mapping[str, str]) -> expunge.Plan:
    try:
        return expunge.plan(store, object_id, doomed, facts)
    except ObjectMissing:
        # Never stored (set apart before its batch was closed), or not yet copied.
        return expunge.Plan(object_id, {}, (), (), ())


def _empty_workspace(
    services: Services, connection: Connection, seen: RecordView, going: Sequence[Page]
) -> None:
    workspace = services.workspace
    for page in going:
        source = seen.sources[page.origin]
        if not shared_original(connection, page, source.sha256):
            workspace.original(source.sha256).unlink(missing_ok=True)
        if page.reading and not shared_reading(connection, page):
            workspace.reading(page.reading).unlink(missing_ok=True)
            workspace.looks(page.reading).unlink(missing_ok=True)
        for copy in (workspace.quarantine / page.batch).glob("*"):
            if copy.is_file() and of_file(copy) == source.sha256:
                copy.unlink()
                copy.with_name(f"{copy.name}.json").unlink(missing_ok=True)
    shutil.rmtree(workspace.of_record(seen.id), ignore_errors=True)
    discard(workspace.spool, urn(seen.id))


def _plans(services: Services, removal: str) -> Path:
    return services.workspace.root / "removals" / removal


def _plan_file(services: Services, removal: str, item: Item) -> Path:
    return _plans(services, removal) / f"{item.object.removeprefix('urn:uuid:')}-{item.page or 'whole'}.json"


def _kept_plan(services: Services, removal: str, item: Item) -> expunge.Plan | None:
    with suppress(FileNotFoundError):
        return expunge.from_json(_plan_file(services, removal, item).read_text(encoding="utf-8"))
    return None


def copies_left(connection: Connection, found: Removal) -> list[str]:
    """Copies of the store that still hold something of the removal, as far as this office knows."""
    objects = [item.object for item in found.items]
    certified = removed_copies(connection, [one.removeprefix("urn:uuid:") for one in objects])
    wanted = select(held.c.copy).where(held.c.object.in_([*objects, *map(urn, certified)]))
    return list(connection.scalars(wanted.distinct().order_by(held.c.copy)))


def tombstones(store: ObjectStore, object_id: str) -> list[bytes]:
    """The tombstones that stand in the newest version of an object."""
    newest = head(store, object_id)
    names = [name for name in newest.inventory.names() if expunge.is_tombstone(name)] if newest else []
    return [read_file(store, object_id, name) for name in sorted(names)]

"""The ledger after its database was lost: batches and deposited records, from `batch.json` and `record.json` alone.

What the store never held stays lost here and comes from the backup of the ledger: open batches, work since the last
deposit of a record, accounts, registers, exports, samples, leases, holds. The index must have been rebuilt before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from archive import audit_restore
from archive.deposit import Head, head, read_file
from archive.errors import FixityBroken, ObjectMissing
from archive.objects import newest_committed, objects
from archive.package import RECORD_FILE
from pipeline.actors import Act
from pipeline.batch import REMOVED, pages_of, sources_of
from pipeline.bring_back import bring_back, bring_batch_back
from pipeline.capture import holdings
from pipeline.errors import MoveRefused
from pipeline.ledger_tables import batches, pages, records, regions
from pipeline.record import PageState, RecordState
from pipeline.restored_annotations import put_annotations, scans_known
from pipeline.restored_batch import put_batch
from pipeline.restored_record import URN, Unrestorable, put_record
from pipeline.review.presets import rules_of
from pipeline.wiring import Services

BATCH_FILE = "batch.json"
# Pages that a person may have tried again, for which their batch needs the bytes it holds.
_TRIED_AGAIN = frozenset({PageState.QUARANTINED.value, PageState.DUPLICATE.value})


Left = list[tuple[str, str, str]]


@dataclass(frozen=True)
class RestoreReport:
    """What came back (`records` by state, `events` of the sealed audit trail), and what did not.

    `left`: id and reason (vi, en) of what only a backup of the ledger brings back; `loose`: ids of written pages that
    stand in no record now; `lost`: `batch ordinal` of files whose bytes are neither in the store nor in the workspace.
    """

    batches: int
    records: Mapping[str, int]
    events: int
    left: tuple[tuple[str, str, str], ...]
    loose: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing that the store speaks of is missing."""
        return not (self.left or self.loose or self.lost)

    def as_json(self, language: str) -> dict[str, Any]:
        """The form of JSON output, reasons in "vi" or "en"."""
        left = [{"object": id, "reason": en if language == "en" else vi} for id, vi, en in self.left]
        return {**vars(self), "records": dict(self.records), "left": left}


@dataclass(frozen=True)
class _Found:
    batches: tuple[str, ...]
    records: tuple[str, ...]


class _Later(Exception):
    """The scan of an annotation is a record that has yet to come back."""


def restore_ledger(services: Services, act: Act) -> RestoreReport:
    """Put back what the ledger lacks; each batch and each record in one transaction of its own. Safe to run twice.

    Raises MoveRefused, with nothing written, when the ledger already tells of a batch or record otherwise than the
    store; archive's AuditBroken when it has chained other events; StoreUnavailable.
    """
    left: Left = []
    found = _look_through(services, left)
    with services.ledger.writing(act) as connection:
        events = audit_restore.restore(connection, services.store)
    closed = [_try(left, id, partial(_batch, services, act, id)) for id in found.batches]
    back, late = Counter[str](), []
    for id in found.records:
        try:
            back[_try(left, id, partial(_record, services, act, id, may_wait=True)) or ""] += 1
        except _Later:
            late.append(id)
    for id in late:
        back[_try(left, id, partial(_record, services, act, id, may_wait=False)) or ""] += 1
    del back[""]
    with services.ledger.reading() as connection:
        loose, lost = _loose(connection), _lost(connection, services)
    return RestoreReport(sum(map(bool, closed)), dict(back), events, tuple(left), loose, lost)


def _look_through(services: Services, left: Left) -> _Found:
    """Batches and records in the store that the ledger lacks. Raises MoveRefused when it contradicts one."""
    with services.ledger.reading() as connection:
        known: dict[str, str | None] = {
            URN + row.id: row.inventory_sha256
            for table in (batches, records)
            for row in connection.execute(select(table.c.id, table.c.inventory_sha256))
        }
    found: dict[str, list[str]] = {BATCH_FILE: [], RECORD_FILE: []}
    against = []
    for id, newest in _heads(services, left):
        kind = next((name for name in found if name in newest.inventory.names()), None)
        if id in known and kind:
            against += [id] if known[id] != newest.sha256 else []
        elif kind:
            found[kind].append(id)
    if against:
        raise MoveRefused(
            f"Sổ cái đang ghi khác với kho về {len(against)} gói, ví dụ {against[0]}. Không phục hồi gì. Nếu chỉ là "
            "việc làm dở, chạy lại sohoa digitize hoặc finalize rồi thử lại; nếu không, phục hồi từ bản sao lưu.",
            f"The ledger tells of {len(against)} objects otherwise than the store, such as {against[0]}. Nothing was "
            "restored. If work was cut off, finish it with sohoa digitize or finalize; else restore from a backup.",
        )
    return _Found(tuple(found[BATCH_FILE]), tuple(found[RECORD_FILE]))


def _heads(services: Services, left: Left) -> Iterator[tuple[str, Head]]:
    for listed in objects(services.store):
        if not listed.is_ours or newest_committed(listed.names) == 0:
            continue
        try:
            newest = head(services.store, listed.id)
        except FixityBroken as fault:
            left.append((listed.id, fault.vi, fault.en))
            continue
        if newest is not None:
            yield listed.id, newest


def _try(left: Left, id: str, step: Callable[[], str]) -> str | None:
    """One damaged object stops nothing, and is named."""
    try:
        return step()
    except Unrestorable as fault:
        left.append((id, fault.vi, fault.en))
    except (KeyError, TypeError, ValueError) as fault:
        told = repr(fault)
        left.append((id, f"mô tả trong kho không đủ: {told}", f"its description is not whole: {told}"))
    return None


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except (FixityBroken, ObjectMissing) as fault:
        raise Unrestorable(fault.vi, fault.en) from fault


def _read(services: Services, id: str, name: str) -> tuple[Head, dict[str, Any]]:
    with _damage_named():
        newest = head(services.store, id)
        data = json.loads(read_file(services.store, id, name))
    if newest is None or not isinstance(data, dict):
        raise ValueError(name)
    return newest, data


def _batch(services: Services, act: Act, id: str) -> str:
    newest, data = _read(services, id, BATCH_FILE)
    if {page["state"] for source in data["sources"] for page in source["pages"]} & _TRIED_AGAIN:
        with _damage_named():
            bring_batch_back(services.store, services.workspace, data)
    with services.ledger.writing(act) as connection:
        put_batch(connection, act, data, newest.sha256)
    return id


def _record(services: Services, act: Act, id: str, *, may_wait: bool) -> str:
    """One record; gives the state in which it came back."""
    newest, data = _read(services, id, RECORD_FILE)
    if not data["pdf"] and data["state"] != RecordState.SUPERSEDED:
        # First the bytes: a record under review that nobody can look at would be worse than none.
        with _damage_named():
            bring_back(services.store, services.workspace, data)
    with services.ledger.writing(act) as connection:
        if may_wait and not scans_known(connection, data["annotations"]):
            raise _Later(id)
        state = put_record(connection, act, data, newest, rules_of(services.settings))
        put_annotations(connection, id.removeprefix(URN), data["annotations"])
    return state.value


def _loose(connection: Connection) -> tuple[str, ...]:
    """Written pages of closed batches that stand in no record."""
    placed = select(regions.c.page).where(regions.c.page == pages.c.id).exists()
    query = (
        select(pages.c.id)
        .join(batches, batches.c.id == pages.c.batch)
        .where(batches.c.state == "closed", pages.c.state == PageState.READ.value, ~placed)
    )
    return tuple(connection.scalars(query.order_by(pages.c.batch, pages.c.source, pages.c.number)))


def _lost(connection: Connection, services: Services) -> tuple[str, ...]:
    """Files of closed batches that had no place in the store, could not be read, and are not in the workspace."""
    lost = []
    for batch in connection.scalars(select(batches.c.id).where(batches.c.state == "closed")).all():
        places = holdings(connection, batch)
        twins = {page.source for page in pages_of(connection, batch) if page.state is PageState.DUPLICATE}
        for source in sources_of(connection, batch):
            elsewhere = source.ordinal in places or source.ordinal in twins or source.file == REMOVED
            if not elsewhere and not services.workspace.original(source.sha256).exists():
                lost.append(f"{batch} {source.ordinal}")
    return tuple(lost)

"""The ledger after its database was lost: batches, volumes of registers and deposited records, from the store alone.

What the store never held stays lost here and comes from the backup of the ledger: open batches, work since the last
deposit of a record, accounts, exports, samples, leases, holds. The index must have been rebuilt before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from archive import audit_restore
from archive.deposit import Head, head, read_file
from archive.errors import FixityBroken, ObjectMissing
from archive.objects import newest_committed, objects
from archive.package import RECORD_FILE, VOLUME_FILE
from pipeline.actors import Act
from pipeline.bring_back import bring_back, bring_batch_back
from pipeline.errors import MoveRefused
from pipeline.ledger_tables import batches, records
from pipeline.record import PageState, RecordState
from pipeline.register.tables import volumes
from pipeline.restored_annotations import put_annotations, scans_known
from pipeline.restored_batch import put_batch
from pipeline.restored_gaps import Left, loose_pages, lost_files, unheard
from pipeline.restored_record import URN, put_record
from pipeline.restored_volume import entries_told, is_cut, put_volume
from pipeline.review.presets import rules_of
from pipeline.unrestorable import Unrestorable
from pipeline.wiring import Services

BATCH_FILE = "batch.json"
# Pages that a person may have tried again, for which their batch needs the bytes it holds.
_TRIED_AGAIN = frozenset({PageState.QUARANTINED.value, PageState.DUPLICATE.value})


@dataclass(frozen=True)
class RestoreReport:
    """What came back (`volumes` of registers, `records` by state, sealed audit `events`), and what did not.

    `left`: id and reason (vi, en) of what only a backup of the ledger brings back; `loose`: ids of written pages that
    stand in no record now; `lost`: `batch ordinal` of files whose bytes are neither in the store nor in the workspace.
    """

    batches: int
    volumes: int
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
    """URNs of what the ledger lacks; `told` are all volumes in the store."""

    batches: tuple[str, ...]
    volumes: tuple[str, ...]
    records: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class _Volumes:
    """How many came back, and the row of each entry that any of them lists, by the URN of its record."""

    back: int
    entered: Mapping[str, dict[str, Any]]


class _Later(Exception):
    """The scan of an annotation is a record that has yet to come back."""


def restore_ledger(services: Services, act: Act) -> RestoreReport:
    """Put back what the ledger lacks; each batch, volume and record in a transaction of its own. Safe to run twice.

    Raises MoveRefused, with nothing written, when the ledger already tells of a batch or record otherwise than the
    store; archive's AuditBroken when it has chained other events; StoreUnavailable.
    """
    left: Left = []
    found = _look_through(services, left)
    with services.ledger.writing(act) as connection:
        events = audit_restore.restore(connection, services.store)
    closed = [_try(left, id, partial(_batch, services, act, id)) for id in found.batches]
    volumes_back = _volumes(services, act, found, left)
    back = _records(services, act, found, volumes_back.entered, left)
    with services.ledger.reading() as connection:
        left += unheard(connection, volumes_back.entered, {id for id, _, _ in left})
        loose, lost = loose_pages(connection), lost_files(connection, services)
    return RestoreReport(
        sum(map(bool, closed)), volumes_back.back, dict(back), events, tuple(left), loose, lost
    )


def _records(
    services: Services, act: Act, found: _Found, entered: Mapping[str, dict[str, Any]], left: Left
) -> Counter[str]:
    """Every record that the ledger lacks, the scans of annotations before those they stand on; by state."""
    back, late = Counter[str](), []
    for id in found.records:
        try:
            step = partial(_record, services, act, id, entered.get(id), may_wait=True)
            back[_try(left, id, step) or ""] += 1
        except _Later:
            late.append(id)
    for id in late:
        back[_try(left, id, partial(_record, services, act, id, entered.get(id), may_wait=False)) or ""] += 1
    del back[""]
    return back


def _look_through(services: Services, left: Left) -> _Found:
    """What is in the store and not in the ledger. Raises MoveRefused when the ledger contradicts an object."""
    with services.ledger.reading() as connection:
        known: dict[str, str | None] = {
            URN + row.id: row.inventory_sha256
            for table in (batches, volumes, records)
            for row in connection.execute(select(table.c.id, table.c.inventory_sha256))
        }
    found: dict[str, list[str]] = {BATCH_FILE: [], VOLUME_FILE: [], RECORD_FILE: []}
    against, told = [], []
    for id, newest in _heads(services, left):
        kind = next((name for name in found if name in newest.inventory.names()), None)
        told += [id] if kind == VOLUME_FILE else []
        if id in known and kind:
            against += [id] if known[id] != newest.sha256 else []
        elif kind:
            found[kind].append(id)
    if against:
        raise MoveRefused(
            f"Sổ cái đang ghi khác với kho về {len(against)} gói, ví dụ {against[0]}. Không phục hồi gì. Nếu chỉ là "
            "việc làm dở, chạy lại sohoa digitize, finalize hoặc archive reconcile rồi thử lại; nếu không, phục hồi từ "
            "bản sao lưu.",
            f"The ledger tells of {len(against)} objects otherwise than the store, such as {against[0]}. Nothing was "
            "restored. If work was cut off, finish it with sohoa digitize, finalize or archive reconcile; else restore "
            "from a backup.",
        )
    lacking = {name: tuple(ids) for name, ids in found.items()}
    return _Found(lacking[BATCH_FILE], lacking[VOLUME_FILE], lacking[RECORD_FILE], tuple(told))


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


def _volumes(services: Services, act: Act, found: _Found, left: Left) -> _Volumes:
    """The volumes that the ledger lacks, a first copy before its second, and the entries that all of them list."""
    read: dict[str, tuple[Head, dict[str, Any]]] = {}
    entered: dict[str, dict[str, Any]] = {}

    def look(id: str) -> str:
        newest, data = _read(services, id, VOLUME_FILE)
        entered.update(entries_told(data))
        read[id] = newest, data
        return id

    def depth(id: str) -> int:
        behind = [id]
        while (before := read[behind[-1]][1].get("first_copy")) in read and before not in behind:
            behind.append(before)
        return len(behind)

    def put(id: str) -> str:
        newest, data = read[id]
        with services.ledger.writing(act) as connection:
            put_volume(connection, act, data, newest)
        return id

    for id in found.told:
        _try(left, id, partial(look, id))
    lacking = sorted((id for id in found.volumes if id in read), key=depth)
    return _Volumes(sum(bool(_try(left, id, partial(put, id))) for id in lacking), entered)


def _record(
    services: Services, act: Act, id: str, entered: Mapping[str, Any] | None, *, may_wait: bool
) -> str:
    """One record; gives the state in which it came back. `entered`: what a volume tells of it as its entry."""
    newest, data = _read(services, id, RECORD_FILE)
    if data["state"] != RecordState.SUPERSEDED:
        data.setdefault("register", entered)
    with services.ledger.reading() as connection:
        cut = is_cut(connection, data)
    if (cut or not data["pdf"]) and data["state"] != RecordState.SUPERSEDED:
        # First the bytes: a record under review that nobody can look at would be worse than none.
        with _damage_named():
            bring_back(services.store, services.workspace, data, cut=cut)
    with services.ledger.writing(act) as connection:
        if may_wait and not scans_known(connection, data["annotations"]):
            raise _Later(id)
        state = put_record(connection, act, data, newest, rules_of(services.settings))
        put_annotations(connection, id.removeprefix(URN), data["annotations"])
    return state.value

"""Putting archived records into dossiers. The dossier's object is committed before its rows are written.

A record joins by immutable reference: id, version and inventory digest. The record itself never changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Connection

from archive import dossier as dossiers
from archive.deposit import Deposited, deposit
from archive.digest import of_bytes
from archive.dossier import Detachment, Dossier, Member
from archive.errors import ObjectMissing
from archive.lock import finish
from archive.package import DOSSIER_FILE, PackageFile
from pipeline.actors import Act
from pipeline.capture import package
from pipeline.errors import MoveRefused, WrongUse
from pipeline.holding import holding
from pipeline.ledger import note
from pipeline.lookup import RecordView, view
from pipeline.procedure import is_dossier_code
from pipeline.record import RecordState, urn
from pipeline.store_lock import with_lock
from pipeline.wiring import Services
from pipeline.workspace import write_whole

# What may still become an archived record without being scanned anew.
_ON_THE_WAY = frozenset(
    {RecordState.IN_REVIEW, RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED}
)


def open_dossier(services: Services, code: str, act: Act, *, title: str = "", procedure: str = "") -> Dossier:
    """The dossier with `code`, opened now if there was none. Raises WrongUse when it is no dossier code."""
    if not is_dossier_code(code):
        raise WrongUse(
            f"Mã hồ sơ '{code}' không đúng dạng, ví dụ đúng: H29.22.33-240612-0001.",
            f"'{code}' is not a dossier code; a good one reads H29.22.33-240612-0001.",
        )
    known = find(services, code)
    if known is not None:
        return known
    opened = Dossier(urn(str(uuid4())), code, title, procedure, act.by.unit, act.at)
    with holding(services, opened.id):
        _deposit(services, opened, act)
        with services.ledger.writing(act) as connection:
            dossiers.open_dossier(connection, opened)
            note(connection, act, "dossier.open", opened.id)
        return opened


def find(services: Services, code: str) -> Dossier | None:
    """The dossier with that code, or None."""
    with services.ledger.reading() as connection:
        try:
            return dossiers.show(connection, code)
        except ObjectMissing:
            return None


def attach(
    services: Services, code: str, record: str, component: str, act: Act, *, unchecked: bool = False
) -> Dossier:
    """Attach an archived record to an open dossier. Raises MoveRefused unless the record is archived.

    With `unchecked` also one whose capture the store holds and that still has to be checked.
    """
    with services.ledger.reading() as connection:
        found = view(connection, record)
    stored = found.row.archive_version is not None
    early = unchecked or found.early is not None
    if found.state is not RecordState.ARCHIVED and not (early and stored and found.state in _ON_THE_WAY):
        raise MoveRefused(
            f"Tài liệu {record} đang ở trạng thái {found.state}; chỉ tài liệu đã lưu kho mới gắn vào hồ sơ được.",
            f"Record {record} is {found.state}; only an archived record can be attached.",
        )
    row = found.row
    with joining(services, code) as known:
        member = _member(found, row.archive_version, row.inventory_sha256, component, act)
        changed = dossiers.with_member(known, member)
        if changed != known:
            _deposit(services, changed, act)
        with services.ledger.writing(act) as connection:
            commit(connection, changed, found.id, act)
        return changed


def detach(services: Services, code: str, record: str, reason: str, act: Act) -> Dossier:
    """Let a record leave an open dossier; the reason stays in its history. Raises WrongUse without one."""
    if not reason.strip():
        raise WrongUse("Gỡ tài liệu khỏi hồ sơ phải ghi lý do.", "Detaching a record needs a reason.")
    with joining(services, code) as known:
        changed = dossiers.without_member(known, urn(record), Detachment(act.at, act.by.id, reason.strip()))
        _deposit(services, changed, act)
        with services.ledger.writing(act) as connection:
            dossiers.put_dossier(connection, changed)
            note(connection, act, "dossier.detach", changed.id, {"record": record})
        return changed


def close(services: Services, code: str, act: Act) -> Dossier:
    """Close a dossier: it takes no more components."""
    with joining(services, code) as known:
        changed = dossiers.closed(known, act.at)
        _deposit(services, changed, act)
        with services.ledger.writing(act) as connection:
            dossiers.put_dossier(connection, changed)
            note(connection, act, "dossier.close", changed.id)
        return changed


@contextmanager
def joining(services: Services, code: str) -> Iterator[Dossier]:
    """The dossier with `code`, held against other writers while the block runs. Raises archive's ObjectMissing."""
    with services.ledger.reading() as connection:
        named = dossiers.show(connection, code).id
    with holding(services, named):
        with services.ledger.reading() as connection:
            known = dossiers.show(connection, named)
        yield known


def prepare(services: Services, known: Dossier, found: RecordView, deposited: Deposited, act: Act) -> Dossier:
    """Commit the version of a dossier that has `found` in it; its rows are the caller's next transaction."""
    component = found.row.component or found.row.type
    member = _member(found, deposited.version, deposited.inventory_sha256, component, act)
    changed = dossiers.with_member(known, member)
    if changed != known:
        _deposit(services, changed, act)
    return changed


def commit(connection: Connection, changed: Dossier, record: str, act: Act) -> None:
    """Write the rows of a dossier whose object is committed."""
    dossiers.put_dossier(connection, changed)
    note(connection, act, "dossier.attach", changed.id, {"record": record})


def _member(found: RecordView, version: str, inventory_sha256: str, component: str, act: Act) -> Member:
    return Member(urn(found.id), version, inventory_sha256, component, act.at, act.by.id)


def _deposit(services: Services, dossier: Dossier, act: Act) -> None:
    content = dossiers.package_of(dossier)
    key = dossier.id.removeprefix("urn:uuid:")
    path = services.workspace.of_record(key) / DOSSIER_FILE
    write_whole(path, content)
    files = [PackageFile(DOSSIER_FILE, path, of_bytes(content))]
    changed = with_lock(services.settings, package(key, files, act.at, "dossier changed", act.by), act.at)
    deposit(services.store, changed, services.workspace.spool)
    finish(services.store, services.workspace.spool, dossier.id)

"""The index lost and refilled from the store; what is left over swept; what is behind brought forward."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_material import AT, described, packed, proof, record_json
from sqlalchemy import Engine, Table, insert, select

from archive import digest, dossier, tables
from archive.deposit import deposit, discard, head
from archive.dossier import Detachment, Dossier, Member, package_of, put_dossier, with_member, without_member
from archive.fixity import check
from archive.index import put_record, record, remove_all
from archive.layout import object_root
from archive.lease import held
from archive.package import Description
from archive.rebuild import RebuildReport, rebuild
from archive.reconcile import reconcile
from archive.search import search
from archive.spool import place
from archive.stores.folder import FolderStore

LATER = AT + timedelta(days=1)
PEOPLE = ["Nguyễn Văn Đức", "Trần Thị Hoà", "Lê Đình Đường"]
CASE = Dossier("urn:uuid:case-1", "HS-2026-000123", "Cấp lại khai sinh", "1.004", "phuong-an-hoa", AT)


def archive(
    store: FolderStore, engine: Engine, work: Path, description: Description, hour: int = 0
) -> Member:
    contents = {
        "record.json": record_json(description),
        "master/0001.jp2": b"scan" * description.id.__len__(),
    }
    package = packed(work, description.id, contents, AT + timedelta(hours=hour))
    deposited = deposit(store, package, work / "spool")
    with engine.begin() as connection:
        put_record(connection, deposited, description, package.files, AT)
    discard(work / "spool", description.id)
    return Member(description.id, deposited.version, deposited.inventory_sha256, "component", AT, "clerk")


def keep(store: FolderStore, engine: Engine, work: Path, case: Dossier, hour: int) -> None:
    contents = {"dossier.json": package_of(case)}
    deposit(store, packed(work, case.id, contents, AT + timedelta(hours=hour)), work / "spool")
    with engine.begin() as connection:
        put_dossier(connection, case)
    discard(work / "spool", case.id)


@pytest.fixture
def filled(folder: FolderStore, engine: Engine, tmp_path: Path) -> FolderStore:
    """Three records, the first corrected once, in a dossier that one of them left again."""
    members = [
        archive(
            folder,
            engine,
            tmp_path,
            described(
                n, name, born="1984-02-05", text="ấp Bình Lộc", places=(f"{n + 1} Trần Hưng Đạo, An Hòa",)
            ),
        )
        for n, name in enumerate(PEOPLE)
    ]
    numbers = (("register", "0012/1984"),)
    members[0] = archive(
        folder, engine, tmp_path, described(0, PEOPLE[0], numbers=numbers, dates={"x": "1984"}), 1
    )
    case = CASE
    for hour, member in enumerate(members):
        case = with_member(case, member)
        keep(folder, engine, tmp_path, case, hour)
    case = without_member(case, members[1].record, Detachment(LATER, "clerk", "nộp nhầm"))
    keep(folder, engine, tmp_path, dossier.closed(case, LATER), 9)
    return folder


def rows(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    """All rows without what a rebuild may number or date anew."""
    surrogate = (
        {"indexed_at"} if "id" in table.c and table.c.id.type.python_type is str else {"indexed_at", "id"}
    )
    columns = [column for column in table.c if column.name not in surrogate]
    with engine.connect() as connection:
        return sorted(map(tuple, connection.execute(select(*columns))), key=repr)


def snapshot(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    # Who holds what, when what was read, copied, locked, what people decided: no part of what the store tells.
    apart = {
        "leases",
        "fixity",
        "copies",
        "locks",
        "terms",
        "holds",
        "removals",
        "removal_items",
        "handovers",
        "handover_items",
    }
    index = [
        table
        for table in tables.metadata.sorted_tables
        if table.name.startswith("archive_") and table.name.removeprefix("archive_") not in apart
    ]
    return {table.name: rows(engine, table) for table in index}


def test_a_rebuilt_index_equals_the_lost_one(filled: FolderStore, engine: Engine) -> None:
    before = snapshot(engine)
    assert all(before.values())
    with engine.begin() as connection:
        remove_all(connection)
    assert not any(snapshot(engine).values())
    with engine.begin() as connection:
        never_stored = described(99, "Người Không Có")
        put_record(connection, proof(never_stored), never_stored, (), AT)
        assert rebuild(filled, connection, LATER) == RebuildReport(3, 1)
    assert snapshot(engine) == before
    with engine.connect() as connection:
        assert search(connection, "nguyễn văn đức").hits[0].dossiers == (CASE.code,)
        assert search(connection, "12/1984").total == 1


def test_rebuilding_over_a_full_index_changes_nothing(filled: FolderStore, engine: Engine) -> None:
    before = snapshot(engine)
    with engine.begin() as connection:
        rebuild(filled, connection, LATER)
    assert snapshot(engine) == before


def test_a_rebuild_leaves_leases_and_audit_alone(filled: FolderStore, engine: Engine) -> None:
    row = {c.name: "x" for c in tables.outbox.c if c.name != "id"}
    with engine.begin() as connection:
        connection.execute(insert(tables.outbox), [row])
    with held(engine, "urn:uuid:1", "someone", AT, 60):
        with engine.begin() as connection:
            rebuild(filled, connection, LATER)
        assert len(rows(engine, tables.outbox)) == len(rows(engine, tables.leases)) == 1


JUNK = [b"", b"{", b"[]", b"null", b'{"description": 3}', b'{"description": {"names": [["a"]]}}', b"\xff\xfe"]


@pytest.mark.parametrize("junk", [*JUNK, record_json(described(99))])
def test_one_unreadable_object_stops_nothing(
    filled: FolderStore, engine: Engine, tmp_path: Path, junk: bytes
) -> None:
    for n, name in enumerate(("record.json", "dossier.json")):
        deposit(filled, packed(tmp_path, f"urn:uuid:junk-{n}", {name: junk}), tmp_path / "spool")
    (tmp_path / "store" / object_root("urn:uuid:00000001") / "v1/content/record.json").unlink()
    with engine.begin() as connection:
        report = rebuild(filled, connection, LATER)
    assert (report.records, report.dossiers) == (2, 1)
    assert {one for one, _ in report.unreadable} == {
        "urn:uuid:00000001",
        *(f"urn:uuid:junk-{n}" for n in range(2)),
    }


def test_a_moved_object_is_reported(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    root = object_root("urn:uuid:00000001")
    elsewhere = tmp_path / "store/aa/bb" / root.rsplit("/", 1)[-1]
    elsewhere.parent.mkdir(parents=True)
    shutil.move(tmp_path / "store" / root, elsewhere)
    with engine.begin() as connection:
        report = rebuild(filled, connection, LATER)
    assert [one for one, _ in report.unreadable] == [f"aa/bb/{elsewhere.name}"]


def test_reconcile_brings_a_stale_index_forward(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    before = snapshot(engine)
    with engine.begin() as connection:
        put_dossier(connection, CASE)
        stale = packed(tmp_path, "urn:uuid:00000002", {"record.json": b"{}"})
        old = deposit(
            FolderStore(tmp_path / "store"),
            packed(tmp_path, "urn:uuid:00000000", {"x": b""}),
            tmp_path / "s2",
        )
        assert (stale.id, old.version) == ("urn:uuid:00000002", "v3")
    # The third version of record 0 has no record.json: it stays as it was and is reported.
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert report.reindexed == [CASE.id]
    assert report.damaged == ["urn:uuid:00000000"]
    assert snapshot(engine) == before


def test_reconcile_indexes_what_was_committed_and_not_indexed(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    before = snapshot(engine)
    with engine.begin() as connection:
        remove_all(connection)
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert len(report.reindexed) == 4
    assert snapshot(engine) == before
    again = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert (again.reindexed, again.swept, again.rolled_forward) == ([], [], [])


def leave_over(store: FolderStore, object_id: str, names: Iterable[str]) -> list[str]:
    keys = [f"{object_root(object_id)}/{name}" for name in names]
    for key in keys:
        store.put_once(key, b"left over", digest.of_bytes(b"left over"))
    return keys


def test_left_overs_are_swept_and_nothing_else(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    stored = list(filled.list(""))
    orphans = leave_over(filled, "urn:uuid:00000000", ["v3/content/record.json", "v3/inventory.json"])
    orphans += leave_over(filled, "urn:uuid:never", ["v1/content/master/0001.jp2", "0=ocfl_object_1.1"])
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert sorted(report.swept) == sorted(orphans)
    assert list(filled.list("")) == stored
    assert list(check(filled, None)) == []


def test_what_someone_may_still_write_is_not_swept(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    orphans = leave_over(filled, "urn:uuid:00000000", ["v3/content/record.json"])
    with held(engine, "urn:uuid:00000000", "a worker", LATER, 60):
        report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
        assert (report.swept, report.busy) == ([], ["urn:uuid:00000000"])
    assert filled.exists(orphans[0])
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert report.swept == orphans


def test_a_waiting_package_is_rolled_forward(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    waiting = described(7, "Đỗ Văn Bảy")
    place(tmp_path / "spool", packed(tmp_path, waiting.id, {"record.json": record_json(waiting)}))
    with held(engine, waiting.id, "a worker", LATER, 60):
        assert reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER).busy == [waiting.id]
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert report.rolled_forward == [waiting.id]
    assert list((tmp_path / "spool").iterdir()) == []
    with engine.connect() as connection:
        assert record(connection, waiting.id).description == waiting


def test_damage_is_reported_and_left_for_a_person(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "store" / object_root("urn:uuid:00000001") / "v1/inventory.json"
    path.unlink()
    path.write_bytes(b"{}")
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert report.damaged == ["urn:uuid:00000001"]
    assert report.swept == []
    assert head(filled, "urn:uuid:00000002") is not None


def test_foreign_left_overs_do_not_keep_a_promise_waiting(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    waiting = described(8, "Bùi Văn Tám")
    leave_over(filled, waiting.id, ["v1/content/record.json", "v1/inventory.json"])
    place(tmp_path / "spool", packed(tmp_path, waiting.id, {"record.json": record_json(waiting)}))
    report = reconcile(filled, engine, tmp_path / "spool", "reconcile", LATER)
    assert report.rolled_forward == [waiting.id]
    assert len(report.swept) == 2
    assert list(check(filled, None)) == []


class BeginningStore(FolderStore):
    """While its keys are listed, a writer without a lease begins: spool first, then content."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path / "store")
        self.tmp_path = tmp_path

    def list(self, prefix: str) -> Iterator[str]:
        if prefix == "":
            begun = described(9, "Lý Thị Chín")
            place(self.tmp_path / "spool", packed(self.tmp_path, begun.id, {"record.json": b"{}"}))
            leave_over(self, begun.id, ["v1/content/record.json"])
        yield from super().list(prefix)


def test_a_writer_that_just_began_is_left_alone(filled: FolderStore, engine: Engine, tmp_path: Path) -> None:
    report = reconcile(BeginningStore(tmp_path), engine, tmp_path / "spool", "reconcile", LATER)
    assert (report.swept, report.busy) == ([], ["urn:uuid:00000009"])


def test_an_object_that_never_said_what_it_is_is_kept_and_not_indexed(
    filled: FolderStore, engine: Engine, tmp_path: Path
) -> None:
    deposit(filled, packed(tmp_path, "urn:uuid:batch", {"batch.json": b"{}"}), tmp_path / "spool")
    before = snapshot(engine)
    assert reconcile(filled, engine, tmp_path / "spool-2", "reconcile", LATER).damaged == []
    assert snapshot(engine) == before
    with engine.begin() as connection:
        report = rebuild(filled, connection, LATER)
    assert (report.undescribed, report.unreadable) == (1, ())

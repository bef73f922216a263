"""The record whose deposits are broken off in every way, and what must hold afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from archive_judges import exported, judge_root
from archive_material import AT, described, packed, record_json
from sqlalchemy import Engine, text

from archive.deposit import head
from archive.fixity import check
from archive.index import record
from archive.package import Package
from archive.reconcile import ReconcileReport, reconcile
from archive.spool import pending
from archive.store import ObjectStore

FIRST = described(1, "Nguyễn Thị Hạnh", review_state="unreviewed")
SECOND = described(1, "Nguyễn Thị Hạnh", review_state="reviewed", title="Giấy khai sinh đã đối chiếu")
MASTER = bytes(range(256)) * 40
LATER = AT + timedelta(days=1)


def version(work: Path, number: int) -> Package:
    """Version 1 is a capture, version 2 the approved record with its PDF."""
    contents = {"record.json": record_json(FIRST), "master/0001.jp2": MASTER, "ocr.zip": b"PK" * 50}
    if number == 2:
        contents |= {"record.json": record_json(SECOND), "record.pdf": b"%PDF-1.7 " * 99}
    return packed(work, FIRST.id, contents, AT + timedelta(hours=number))


def settled(store: ObjectStore, engine: Engine, spool: Path) -> tuple[int, ReconcileReport]:
    """Reconciles, then asserts the promise: index equals committed version, objects valid, nothing left over.

    Gives the number of the newest version, 0 for none.
    """
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM archive_leases"))
    report = reconcile(store, engine, spool, "reconcile", LATER)
    assert (report.damaged, report.busy, report.locked) == ([], [], [])
    assert pending(spool) == []
    newest = head(store, FIRST.id)
    if newest:
        with engine.connect() as connection:
            row = record(connection, FIRST.id)
        assert (row.head, row.inventory_sha256) == (newest.version, newest.sha256)
        assert row.description == (FIRST, SECOND)[len(newest.inventory.versions) - 1]
    assert list(check(store, None)) == []
    assert reconcile(store, engine, spool, "reconcile", LATER).swept == []
    return (len(newest.inventory.versions) if newest else 0), report


def judged(store: ObjectStore, folder: Path) -> None:
    """Asks the outside judge."""
    judge_root(exported(store, folder))

"""The store fails at any of its writes: the next run finishes, with one version, one membership and no orphan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from office import PAGES, Office

from archive.deposit import head, read_file
from archive.errors import StoreUnavailable
from archive.fixity import check
from archive.store import ObjectStore
from pipeline import assemble, attach, finalize
from pipeline.record import RecordState, urn

pytestmark = pytest.mark.proof

DOSSIER = "H29.22.33-260115-0001"
# A record and the next version of its dossier take 11 writes; the last run meets no fault at all.
WRITES = range(1, 13)


class FailingStore:
    """Passes everything on to a real store, and is not there for write number `fails_at`."""

    def __init__(self, store: ObjectStore, fails_at: int) -> None:
        self.store = store
        self.fails_at = fails_at
        self.writes = 0

    def _write(self) -> None:
        self.writes += 1
        if self.writes == self.fails_at:
            raise StoreUnavailable("Nơi lưu không trả lời.", "The store did not answer.")

    def prepare(self) -> None:
        self.store.prepare()

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        self._write()
        self.store.put_once(key, source, sha256)

    def alone(self, prefix: str) -> ObjectStore:
        return self

    def replace(self, key: str, data: bytes) -> None:
        self._write()
        self.store.replace(key, data)

    def get(self, key: str) -> bytes:
        return self.store.get(key)

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        return self.store.open(key)

    def exists(self, key: str) -> bool:
        return self.store.exists(key)

    def size(self, key: str) -> int:
        return self.store.size(key)

    def list(self, prefix: str) -> Iterator[str]:
        return self.store.list(prefix)

    def delete(self, key: str) -> None:
        self.store.delete(key)

    def tidy(self, before: datetime) -> int:
        return self.store.tidy(before)

    def describe(self) -> str:
        return self.store.describe()


@pytest.fixture
def approved(office: Office) -> tuple[Office, str]:
    signing = office.with_settings(SOHOA_SIGNER="development")
    attach.open_dossier(signing.services, DOSSIER, signing.act)
    batch = signing.feed([PAGES / "report_01.pdf"]).batch
    with signing.services.ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_batches SET dossier = ?", (DOSSIER,))
    assert signing.run(batch)
    (record,) = signing.records(batch)
    signing.approve(record.id)
    assert assemble.assemble(signing.services, [record.id], signing.act) == {}
    return signing, record.id


@pytest.mark.parametrize("fails_at", WRITES)
def test_a_record_is_archived_once_whatever_write_failed(approved: tuple[Office, str], fails_at: int) -> None:
    office, record = approved
    failing = FailingStore(office.services.store, fails_at)
    broken = replace(office.services, store=failing)
    if fails_at < WRITES[-1]:
        with pytest.raises(StoreUnavailable):
            finalize.finalize(broken, record, office.act)
        assert office.state(record)[0] is RecordState.SIGNED
    assert finalize.finalize(office.services, record, office.act).state is RecordState.ARCHIVED

    newest = head(office.services.store, urn(record))
    assert newest is not None
    assert newest.version == "v2"
    assert list(check(office.services.store, None)) == []
    with office.services.ledger.reading() as connection:
        (dossier,) = attach.dossiers.find(connection, DOSSIER)
    assert [(m.record, m.inventory_sha256) for m in dossier.members] == [(urn(record), newest.sha256)]
    kept = json.loads(read_file(office.services.store, dossier.id, "dossier.json"))
    assert len(kept["members"]) == 1

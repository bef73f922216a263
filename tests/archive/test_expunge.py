"""Expunge of locked bytes on real servers: refused to daily work, done for two persons, valid afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_judges import exported, judge_root
from archive_material import packed
from s3_server import SERVERS, require_server, s3_store

from archive import expunge
from archive.deposit import deposit, read_file
from archive.errors import ObjectLocked, ObjectMissing
from archive.fixity import check
from archive.layout import object_root
from archive.lock import finish
from archive.root import prepare_root
from archive.store import GOVERNANCE, Lock

ID = "urn:uuid:00000000-0000-4000-8000-000000000001"
FACTS = {"removal": "r", "proposed_by": "person:lan", "approved_by": "person:minh"}


@pytest.mark.s3
@pytest.mark.parametrize("server", SERVERS)
def test_bytes_under_governance_go_from_every_version_when_two_persons_say_so(
    server: str, tmp_path: Path
) -> None:
    require_server(server)
    store, spool = s3_store(server), tmp_path / "spool"
    prepare_root(store)
    lock = Lock(GOVERNANCE, datetime.now(UTC) + timedelta(days=1))
    for version in (1, 2):
        files = {"master/0001.png": b"the wrong page", "record.json": b'{"v": %d}' % version}
        deposit(store, replace(packed(tmp_path / "work", ID, files), lock=lock), spool)
        finish(store, spool, ID)
    key = f"{object_root(ID)}/v1/content/master/0001.png"
    with pytest.raises(ObjectLocked):
        store.delete(key)
    doomed = packed(tmp_path / "work", ID, {"x": b"the wrong page"}).files[0].sha256
    plan = expunge.from_json(expunge.plan(store, ID, {doomed}, FACTS).to_json())
    expunge.carry_out(store, plan)
    expunge.carry_out(store, plan)
    assert not store.exists(key)
    for name in ("v1", "v2"):
        with pytest.raises(ObjectMissing):
            read_file(store, ID, "master/0001.png", name)
        assert b"person:minh" in read_file(store, ID, "master/0001.png.removed.json", name)
    assert read_file(store, ID, "record.json", "v1") == b'{"v": 1}'
    assert list(check(store, None)) == []
    assert judge_root(exported(store, tmp_path / "out")) == 1
    assert expunge.plan(store, ID, {doomed}, FACTS).replaces == ()

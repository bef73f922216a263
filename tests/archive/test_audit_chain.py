"""Sealing the trail: whole, taken up after a crash, restored, proved; tampering is test_audit_tampering.py."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from archive_database import open_database
from archive_judges import exported, judge_root
from hypothesis import given
from hypothesis import strategies as st
from sealed_trail import SCRIPT, SEAL, Trail, found, rewrite, write
from sqlalchemy import Engine, delete, update
from time_limits import finished

from archive import audit_proof, merkle, schema, tables
from archive import audit_segments as parts
from archive.audit_chain import head
from archive.audit_restore import restore
from archive.audit_seal import Sealer, Signer, seal, stamp_missing
from archive.audit_segments import object_id, parse_anchor
from archive.audit_verify import verify
from archive.errors import AuditBroken, ObjectMissing
from archive.fixity import check
from archive.layout import object_root
from archive.stores.folder import FolderStore


def test_a_sealed_trail_is_whole_and_others_can_see_it(trail: Trail) -> None:
    report = trail.report()
    assert (report.chained, report.segments, report.waiting, report.broken) == (17, 3, 0, False)
    # 4 events each; each seal is an event too and stands in the segment after it.
    assert [parse_anchor(found(trail, n).anchor).last_seq for n in (1, 2, 3)] == [4, 9, 14]
    assert trail.outside()[0] == 0
    assert "3 đoạn" in trail.outside()[1]
    assert list(check(trail.folder, None)) == []
    assert judge_root(trail.place) == 3


def test_sealing_again_does_nothing_until_something_happens(trail: Trail) -> None:
    assert len(seal(trail.sealer, SEAL)) == 1
    assert seal(trail.sealer, SEAL) == []
    before = len(list(trail.folder.list("")))
    assert seal(trail.sealer, SEAL) == []
    assert len(list(trail.folder.list(""))) == before


def test_the_database_itself_refuses_to_change_the_trail(trail: Trail) -> None:
    for table in (tables.outbox, tables.chain, tables.segments):
        column = list(table.c)[1]
        with pytest.raises(Exception, match="never changed or removed"), trail.engine.begin() as connection:
            connection.execute(update(table).values({column.name: 1}))
        with pytest.raises(Exception, match="never changed or removed"), trail.engine.begin() as connection:
            connection.execute(delete(table))


# --- crashes, restore


def test_a_seal_that_was_cut_off_is_taken_up_and_signs_nothing_twice(
    engine: Engine, folder: FolderStore, tmp_path: Path
) -> None:
    signed: list[bytes] = []

    def sign(data: bytes) -> bytes:
        signed.append(data)
        return b"signature %d" % len(signed)

    write(engine, 3)
    sealer = Sealer(folder, engine, tmp_path / "spool", "tests", Signer("Văn thư", False, sign))

    class CutOff(FolderStore):
        """A store whose process is killed right after the sidecar of v1, which is the commit."""

        def replace(self, key: str, data: bytes) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seal(replace(sealer, store=CutOff(tmp_path / "store")), SEAL)
    (made,) = seal(sealer, SEAL)
    assert (len(signed), made.number, made.signer) == (1, 1, "Văn thư")
    assert len(list(folder.list(object_root(object_id(1)) + "/v"))) == 6
    with engine.connect() as connection:
        assert not verify(connection, folder).broken


def test_a_segment_is_stamped_later_when_the_server_was_down(trail: Trail) -> None:
    token = {"": None, "up": b"token"}
    down = replace(trail.sealer, stamp=lambda _: token[""])
    write(trail.engine, 1, begin=70)
    (made,) = seal(down, SEAL)
    assert not made.stamped
    up = replace(trail.sealer, stamp=lambda _: token["up"])
    assert stamp_missing(up, SEAL) == [4, 3, 2, 1]
    assert stamp_missing(up, SEAL) == []
    assert found(trail, 4).stamp == b"token"
    assert not trail.report().broken
    assert trail.outside()[0] == 0


def test_a_lost_database_gets_its_sealed_events_back(trail: Trail, tmp_path: Path) -> None:
    fresh = open_database(tmp_path / "fresh.db")
    schema.upgrade(fresh)
    write(fresh, 2, begin=200)
    with pytest.raises(AuditBroken, match="restore"):
        seal(replace(trail.sealer, engine=fresh), SEAL)
    with fresh.begin() as connection:
        assert restore(connection, trail.folder) == 14
        assert restore(connection, trail.folder) == 0
        assert head(connection)[0] == 14
    (made,) = seal(replace(trail.sealer, engine=fresh), SEAL)
    assert (made.number, made.first_seq, made.last_seq) == (4, 15, 16)
    with fresh.connect() as connection:
        assert not verify(connection, trail.folder).broken


def test_restore_overwrites_nothing_that_differs(trail: Trail) -> None:
    trail.force(lambda c: (rewrite(c), c.execute(delete(tables.segments))))
    with pytest.raises(AuditBroken, match="differ"), trail.engine.begin() as connection:
        restore(connection, trail.folder)


# --- proofs


def test_one_event_is_proved_without_the_others_and_every_change_of_the_proof_shows(
    trail: Trail, tmp_path: Path
) -> None:
    with trail.engine.connect() as connection:
        proof = audit_proof.of_event(connection, trail.folder, 7)
        (other,) = audit_proof.of_object(connection, trail.folder, "rec-5")
        with pytest.raises(ObjectMissing, match="seal"):
            audit_proof.of_event(connection, trail.folder, 16)
    assert audit_proof.check(proof)
    assert audit_proof.check(other)
    path = tmp_path / "proof.json"
    path.write_text(json.dumps([proof, other]), encoding="utf-8")
    told = finished([sys.executable, "-I", SCRIPT, "proof", path], capture_output=True, check=False)
    assert told.returncode == 0
    forged = {
        "line": proof["line"].replace("person:", "persona:"),
        "event": {**proof["event"], "actor": "person:x"},
        "index": proof["index"] + 1,
        "count": proof["count"] + 1,
        "path": proof["path"][:-1],
        "prev_hash": "0" * 64,
        "anchor": proof["anchor"].replace('"number": 2', '"number": 3'),
        "seq": 8,
    }
    for key, value in forged.items():
        broken = {**proof, key: value}
        assert not audit_proof.check(broken), key
        path.write_text(json.dumps(broken), encoding="utf-8")
        said = finished([sys.executable, "-I", SCRIPT, "proof", path], capture_output=True, check=False)
        assert said.returncode == 4, key


@given(st.integers(1, 40), st.data())
def test_merkle_paths_lead_to_the_root_and_to_no_other_leaf(count: int, data: st.DataObject) -> None:
    leaves = [hashlib.sha256(bytes([n])).hexdigest() for n in range(count)]
    index = data.draw(st.integers(0, count - 1))
    beside = merkle.path(leaves, index)
    assert merkle.root_from(leaves[index], index, count, beside) == merkle.root(leaves)
    other = data.draw(st.integers(0, count - 1))
    if other != index:
        assert merkle.root_from(leaves[index], other, count, beside) != merkle.root(leaves)


def test_the_store_of_segments_can_be_carried_away_and_still_be_checked(trail: Trail, tmp_path: Path) -> None:
    copied = exported(trail.folder, tmp_path / "elsewhere")
    script = copied / object_root(object_id(3)) / "v1" / "content" / parts.VERIFIER
    done = finished([sys.executable, "-I", script, copied], capture_output=True, text=True, check=False)
    assert (done.returncode, "INTACT" in done.stdout) == (0, True)

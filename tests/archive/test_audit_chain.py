"""Sealing the trail, and finding every way of tampering with it, in the database and in the store."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from archive_database import open_database
from archive_judges import exported, judge_root
from archive_material import AT, packed
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from time_limits import finished

from archive import audit_proof, merkle, schema, tables
from archive import audit_segments as parts
from archive.audit import Event, record_event
from archive.audit_chain import extend, hash_of, head, line_of
from archive.audit_restore import restore
from archive.audit_seal import Sealer, Signer, seal, stamp_missing
from archive.audit_segments import object_id, parse_anchor, stored
from archive.audit_verify import AuditReport, verify
from archive.deposit import deposit
from archive.errors import AuditBroken, ObjectMissing
from archive.fixity import check
from archive.layout import object_root
from archive.root import prepare_root
from archive.stores.folder import FolderStore

SEAL = Event(AT, "service:seal", "phuong", "audit.seal", "audit", "success")
SCRIPT = Path(parts.__file__).parent / "explanations" / parts.VERIFIER


def write(engine: Engine, count: int, begin: int = 0) -> None:
    with engine.begin() as connection:
        for n in range(begin, begin + count):
            record_event(
                connection, Event(AT, f"person:p{n}", "phuong", "record.viewed", f"rec-{n}", "success")
            )


@dataclass(frozen=True)
class Trail:
    """A sealed trail: three segments, and events that wait behind them."""

    engine: Engine
    folder: FolderStore
    place: Path
    sealer: Sealer

    def report(self) -> AuditReport:
        with self.engine.connect() as connection:
            return verify(connection, self.folder)

    def codes(self) -> set[tuple[str, int, int]]:
        return {(f.code, f.seq, f.segment) for f in self.report().findings if not f.is_warning}

    def force(self, act: Callable[[Connection], object]) -> None:
        """As somebody who owns the database would: past the triggers."""
        with self.engine.begin() as connection:
            wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
            kept = connection.execute(text(wanted)).all()
            for name, _ in kept:
                connection.execute(text(f"DROP TRIGGER {name}"))
            act(connection)
            for _, sql in kept:
                connection.execute(text(sql))

    def outside(self) -> tuple[int, str]:
        """What the stand-alone verifier says of the store's folder."""
        done = finished(
            [sys.executable, "-I", SCRIPT, self.place], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed trail; making it takes longer than copying it."""
    home = tmp_path_factory.mktemp("trail")
    engine, store = open_database(home / "index.db"), FolderStore(home / "store")
    schema.upgrade(engine)
    prepare_root(store)
    sealer = Sealer(store, engine, home / "work" / "spool", "tests")
    for n in range(3):
        write(engine, 4, begin=4 * n)
        seal(sealer, SEAL)
    write(engine, 2, begin=90)
    with engine.begin() as connection:
        extend(connection)
    engine.dispose()
    return home


@pytest.fixture
def trail(made_once: Path, tmp_path: Path) -> Iterator[Trail]:
    home = shutil.copytree(made_once, tmp_path / "home")
    engine, store = open_database(home / "index.db"), FolderStore(home / "store")
    yield Trail(engine, store, home / "store", Sealer(store, engine, home / "work" / "spool", "tests"))
    engine.dispose()


def test_a_sealed_trail_is_whole_and_others_can_see_it(trail: Trail) -> None:
    report = trail.report()
    assert (report.chained, report.segments, report.waiting, report.broken) == (17, 3, 0, False)
    # 4 events each; each seal is an event too and stands in the segment after it.
    assert [parse_anchor(found(trail, n).anchor).last_seq for n in (1, 2, 3)] == [4, 9, 14]
    assert trail.outside()[0] == 0
    assert "3 đoạn" in trail.outside()[1]
    assert list(check(trail.folder, None)) == []
    assert judge_root(trail.place) == 3


def found(trail: Trail, number: int) -> parts.StoredSegment:
    segment = stored(trail.folder, number)
    assert segment is not None
    return segment


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


# --- tampering with the database


def event_at(connection: Connection, seq: int) -> int:
    found = connection.scalar(select(tables.chain.c.event).where(tables.chain.c.seq == seq))
    assert found is not None
    return found


def change(connection: Connection) -> None:
    where = tables.outbox.c.id == event_at(connection, 6)
    connection.execute(update(tables.outbox).where(where).values(actor="person:other"))


def drop_event(connection: Connection) -> None:
    connection.execute(delete(tables.outbox).where(tables.outbox.c.id == event_at(connection, 6)))


def drop_link(connection: Connection) -> None:
    connection.execute(delete(tables.chain).where(tables.chain.c.seq == 6))


def put_in(connection: Connection) -> None:
    """An event between 6 and 7: everything behind it moves up by one."""
    key = record_event(connection, replace(SEAL, type="record.archived"))
    rows = connection.execute(select(tables.chain).where(tables.chain.c.seq >= 7)).all()
    connection.execute(delete(tables.chain).where(tables.chain.c.seq >= 7))
    connection.execute(insert(tables.chain), {"seq": 7, "event": key, "hash": "0" * 64})
    connection.execute(
        insert(tables.chain), [{"seq": row.seq + 1, "event": row.event, "hash": row.hash} for row in rows]
    )


def swap(connection: Connection) -> None:
    one, other = event_at(connection, 6), event_at(connection, 7)
    for seq, event in ((6, -1), (7, one), (6, other)):
        connection.execute(update(tables.chain).where(tables.chain.c.seq == seq).values(event=event))


def rewrite(connection: Connection) -> None:
    """The event changed and every hash computed anew: only the older anchors can tell."""
    change(connection)
    before = "0" * 64
    joined = select(tables.chain.c.seq, tables.outbox).join(
        tables.outbox, tables.outbox.c.id == tables.chain.c.event
    )
    for row in connection.execute(joined.order_by(tables.chain.c.seq)).all():
        before = hash_of(before, line_of(row.seq, row))
        connection.execute(update(tables.chain).where(tables.chain.c.seq == row.seq).values(hash=before))


def truncate(connection: Connection) -> None:
    ids = list(connection.scalars(select(tables.chain.c.event).where(tables.chain.c.seq > 12)))
    connection.execute(delete(tables.chain).where(tables.chain.c.seq > 12))
    connection.execute(delete(tables.outbox).where(tables.outbox.c.id.in_(ids)))


def truncate_the_unsealed_end(connection: Connection) -> None:
    ids = list(connection.scalars(select(tables.chain.c.event).where(tables.chain.c.seq > 16)))
    connection.execute(delete(tables.chain).where(tables.chain.c.seq > 16))
    connection.execute(delete(tables.outbox).where(tables.outbox.c.id.in_(ids)))


def forget_a_segment(connection: Connection) -> None:
    where = tables.segments.c.number == 2
    connection.execute(update(tables.segments).where(where).values(anchor_sha256="0" * 64))


DATABASE = [
    (change, ("EVENT_CHANGED", 6, 0)),
    (drop_event, ("EVENT_GONE", 6, 0)),
    (drop_link, ("LINK_GONE", 6, 0)),
    (put_in, ("EVENT_CHANGED", 7, 0)),
    (put_in, ("SEGMENT_DIFFERS", 7, 2)),
    (swap, ("EVENT_CHANGED", 6, 0)),
    (swap, ("EVENT_CHANGED", 7, 0)),
    (rewrite, ("SEGMENT_DIFFERS", 6, 2)),
    (rewrite, ("SEGMENT_DIFFERS", 10, 3)),
    (truncate, ("TRUNCATED", 13, 3)),
    (truncate_the_unsealed_end, ("NUMBERS_GONE", 0, 0)),
    (forget_a_segment, ("ANCHOR_CHANGED", 0, 2)),
]


@pytest.mark.parametrize(("act", "finding"), DATABASE)
def test_tampering_with_the_database_is_found_and_located(
    trail: Trail, act: Callable[[Connection], None], finding: tuple[str, int, int]
) -> None:
    trail.force(act)
    if act is rewrite and finding[2] == 3:
        # The hashes of all later events differ, though the events themselves are the same.
        finding = ("SEGMENT_DIFFERS", 0, 3)
    assert finding in trail.codes()


def test_an_event_removed_before_it_was_chained_leaves_a_gap(trail: Trail) -> None:
    write(trail.engine, 3, begin=50)
    newest = select(func.max(tables.outbox.c.id))
    trail.force(
        lambda c: c.execute(delete(tables.outbox).where(tables.outbox.c.id == (c.scalar(newest) or 0) - 1))
    )
    assert {code for code, _, _ in trail.codes()} == {"NUMBERS_GONE"}


# --- tampering with the store: as one who owns it would, with digests and inventories made to fit


def replaced(trail: Trail, number: int, events: list[str], *, fit: bool = False) -> None:
    """Segment `number` with other events; with `fit` its anchor is made to fit them."""
    held = found(trail, number)
    data = "".join(line + "\n" for line in events).encode()
    anchor = held.anchor
    if fit:
        told, before, hashes = parse_anchor(held.anchor), parse_anchor(held.anchor).before, []
        for line in events:
            before = hash_of(before, line)
            hashes.append(before)
        anchor = replace(
            told, head=before, merkle_root=merkle.root(hashes), events_sha256=hashlib.sha256(data).hexdigest()
        ).to_bytes()
    again(trail, number, {parts.EVENTS: data, parts.ANCHOR: anchor})


def again(trail: Trail, number: int, files: dict[str, bytes]) -> None:
    """The object of a segment made anew from `files`, valid in itself."""
    shutil.rmtree(trail.place / object_root(object_id(number)))
    deposit(trail.folder, packed(trail.place.parent / "forged", object_id(number), files), trail.sealer.spool)


def lines(trail: Trail) -> list[str]:
    return found(trail, 2).lines


def update_line(trail: Trail) -> None:
    told = [line.replace("person:p5", "person:p6") for line in lines(trail)]
    replaced(trail, 2, told)


def delete_line(trail: Trail) -> None:
    replaced(trail, 2, lines(trail)[:2] + lines(trail)[3:])


def insert_line(trail: Trail) -> None:
    replaced(trail, 2, [*lines(trail)[:2], lines(trail)[1], *lines(trail)[2:]])


def truncate_lines(trail: Trail) -> None:
    replaced(trail, 2, lines(trail)[:3])


def reorder_lines(trail: Trail) -> None:
    one, two, *rest = lines(trail)
    replaced(trail, 2, [two, one, *rest])


def forge_whole(trail: Trail) -> None:
    told = [line.replace("person:p5", "person:p6") for line in lines(trail)]
    replaced(trail, 2, told, fit=True)


def remove_segment(trail: Trail) -> None:
    shutil.rmtree(trail.place / object_root(object_id(2)))


def swap_segments(trail: Trail) -> None:
    two, three = found(trail, 2), found(trail, 3)
    again(trail, 2, {parts.EVENTS: three.events, parts.ANCHOR: three.anchor})
    again(trail, 3, {parts.EVENTS: two.events, parts.ANCHOR: two.anchor})


def flip_a_byte(trail: Trail) -> None:
    path = trail.place / object_root(object_id(2)) / "v1" / "content" / parts.EVENTS
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"person:p5", b"person:p6"))


STORE = [
    (update_line, "SEGMENT_CHANGED", 2, "SEGMENT_CHANGED"),
    (delete_line, "SEGMENT_CHANGED", 2, "EVENT_CHANGED"),
    (insert_line, "SEGMENT_CHANGED", 2, "EVENT_CHANGED"),
    (truncate_lines, "SEGMENT_CHANGED", 2, "SEGMENT_CHANGED"),
    (reorder_lines, "SEGMENT_CHANGED", 2, "EVENT_CHANGED"),
    (forge_whole, "SEGMENT_DIFFERS", 2, "ANCHOR_ORDER"),
    (remove_segment, "SEGMENT_GONE", 2, "SEGMENT_GONE"),
    (swap_segments, "ANCHOR_ORDER", 2, "ANCHOR_ORDER"),
    (flip_a_byte, "SEGMENT_CHANGED", 2, "SEGMENT_CHANGED"),
]


@pytest.mark.parametrize(("act", "code", "segment", "outside"), STORE)
def test_tampering_with_segments_is_found_by_us_and_by_the_verifier_that_stands_alone(
    trail: Trail, act: Callable[[Trail], None], code: str, segment: int, outside: str
) -> None:
    act(trail)
    assert (code, segment) in {(found_code, place) for found_code, _, place in trail.codes()}
    exit_code, said = trail.outside()
    assert exit_code == 4, said
    assert outside in said


def test_the_last_segment_gone_from_store_and_table_is_missed(trail: Trail) -> None:
    shutil.rmtree(trail.place / object_root(object_id(3)))
    trail.force(lambda c: c.execute(delete(tables.segments).where(tables.segments.c.number == 3)))
    # The seal of segment 3 is an event itself.
    assert ("SEGMENT_GONE", 0, 3) in trail.codes()


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

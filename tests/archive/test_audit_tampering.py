"""Every way of tampering with the trail is found, in the database and in the store."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from archive_material import packed
from sealed_trail import SEAL, Trail, change, event_at, found, rewrite, write
from sqlalchemy import Connection, delete, func, insert, select, update

from archive import audit_segments as parts
from archive import merkle, tables
from archive.audit import record_event
from archive.audit_chain import hash_of
from archive.audit_segments import object_id, parse_anchor
from archive.deposit import deposit
from archive.layout import object_root


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

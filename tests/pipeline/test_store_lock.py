"""How long what is stored stays locked: as long as its class asks, renewed where that has no end, never shortened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from register_office import Room, open_room

from archive.deposit import head
from archive.layout import object_root
from archive.objects import committed_names
from archive.retention import Term
from archive.root import prepare_root
from archive.store import GOVERNANCE, Lock
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore
from pipeline import settings
from pipeline.lock_upkeep import extend_locks
from pipeline.record import urn
from pipeline.redeposit import redeposit
from pipeline.retention import decide_term
from pipeline.store_lock import Keeping, wanted_lock

DAYS = 100
NOW = datetime.now(UTC).replace(microsecond=0)
SETTINGS = settings.load({"SOHOA_LOCK_DAYS": str(DAYS)})
RENEWED = Lock(GOVERNANCE, NOW + timedelta(days=DAYS))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An office that works now, on a store with locks."""
    made = open_room(tmp_path / "office")
    store = MemoryStore()
    prepare_root(store)
    home = str(made.services.settings.home)
    given = settings.load({"SOHOA_HOME": home, "SOHOA_UNIT": made.act.by.unit, "SOHOA_LOCK_DAYS": str(DAYS)})
    services = replace(made.services, settings=given, store=store, clock=lambda: NOW)
    return replace(made, services=services, act=replace(made.act, at=NOW))


def locks_of(room: Room, object_id: str) -> set[Lock | None]:
    store = room.services.store
    newest = head(store, object_id)
    assert newest is not None
    kept = committed_names(newest) - {"inventory.json", "inventory.json.sha256"}
    return {store.locked(f"{object_root(object_id)}/{name}").lock for name in kept}


def stored(room: Room) -> tuple[str, str]:
    """A record in the store and its batch, as URNs."""
    batch = room.scan(("GIẤY KHAI SINH", "Số: 1/1990", "Họ, chữ đệm, tên: LÊ AN"))
    [record] = room.records(batch)
    return urn(record.id), urn(batch)


def decide(room: Room, record: str, name: str) -> None:
    with room.services.ledger.writing(room.act) as connection:
        decide_term(connection, room.act, record, name, "QĐ 1")


def until_year(years: int) -> Lock:
    return Lock(GOVERNANCE, datetime(NOW.year + years, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "issued", "reviewed", "until"),
    [
        ("years_20", "2020-05-03", True, datetime(2041, 1, 1, tzinfo=UTC)),
        ("years_70", "2020", True, datetime(2091, 1, 1, tzinfo=UTC)),
        # A date that only the machine read lets nothing go, and binds for no years either.
        ("years_20", "2020-05-03", False, RENEWED.until),
        ("years_20", "", True, RENEWED.until),
        ("permanent", "2020-05-03", True, RENEWED.until),
        ("undecided", "2020-05-03", True, RENEWED.until),
        ("a class of tomorrow", "2020-05-03", True, RENEWED.until),
        ("years_10", "1990", True, None),
    ],
)
def test_a_lock_lasts_as_long_as_the_class_asks(
    name: str, issued: str, reviewed: bool, until: datetime | None
) -> None:
    wanted = wanted_lock(SETTINGS, NOW, Keeping(Term(name, ""), issued, reviewed))
    assert (wanted.lock if wanted else None) == (Lock(GOVERNANCE, until) if until else None)
    assert wanted_lock(settings.load({}), NOW, None) is None


def test_what_is_deposited_is_locked_and_renewed_when_half_has_run(room: Room) -> None:
    record, batch = stored(room)
    expected = {record: "", batch: ""}
    assert locks_of(room, record) == locks_of(room, batch) == {RENEWED}
    assert extend_locks(room.services, expected, NOW) == {
        "locked": 2,
        "unchanged": 0,
    }  # seen for the first time
    early, late = NOW + timedelta(days=DAYS / 2 - 1), NOW + timedelta(days=DAYS / 2 + 1)
    assert extend_locks(room.services, expected, early) == {"locked": 0, "unchanged": 2}
    assert locks_of(room, record) == {RENEWED}
    assert extend_locks(room.services, expected, late) == {"locked": 2, "unchanged": 0}
    longer = {Lock(GOVERNANCE, late + timedelta(days=DAYS))}
    assert locks_of(room, record) == locks_of(room, batch) == longer
    # Another version of the object is looked at again.
    assert extend_locks(room.services, {record: "f" * 64}, late) == {"locked": 1, "unchanged": 0}


def test_a_longer_class_lengthens_the_lock_and_a_shorter_one_leaves_it(room: Room) -> None:
    record, _ = stored(room)
    key = record.removeprefix("urn:uuid:")
    room.key(key, registration_date=f"{NOW.year}-01-02")
    decide(room, key, "years_30")
    # Under review the date decides nothing yet.
    assert extend_locks(room.services, {record: ""}, NOW)["locked"] == 1
    assert locks_of(room, record) == {RENEWED}
    room.approve(key)
    assert redeposit(room.services, key, room.act, "approved") is not None
    assert locks_of(room, record) == {until_year(31)}
    decide(room, key, "years_50")
    assert extend_locks(room.services, {record: ""}, NOW) == {"locked": 1, "unchanged": 0}
    assert locks_of(room, record) == {until_year(51)}
    decide(room, key, "years_10")
    assert extend_locks(room.services, {record: ""}, NOW) == {"locked": 0, "unchanged": 1}
    assert locks_of(room, record) == {until_year(51)}


def test_a_store_without_locks_says_so_and_what_is_gone_is_left_to_fixity(room: Room, tmp_path: Path) -> None:
    record, batch = stored(room)
    store = room.services.store
    for key in list(store.list(object_root(record))):
        store.delete(key, bypass=True)
    done = extend_locks(room.services, {record: "", batch: ""}, NOW)
    assert done == {"locked": 1, "unchanged": 0}
    folder = FolderStore(tmp_path / "plain")
    prepare_root(folder)
    plain = replace(room, services=replace(room.services, store=folder))
    held, _ = stored(plain)
    assert extend_locks(plain.services, {held: ""}, NOW) == {"locked": 0, "unchanged": 0, "cannot_lock": 1}

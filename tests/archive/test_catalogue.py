"""The catalogue in the store's root: a rebuild takes it at its word only where the store still says the same."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from archive_judges import exported, judge_root
from archive_material import AT, described, packed, record_json
from sqlalchemy import Engine
from test_rebuild import CASE, snapshot

from archive import catalogue, digest, expunge, retention
from archive.deposit import deposit, discard, head
from archive.dossier import Member, package_of, with_member
from archive.fixity import check
from archive.index import record
from archive.layout import object_root
from archive.package import Description
from archive.rebuild import rebuild
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

LATER = AT + timedelta(days=7)


class ReadingStore(MemoryStore):
    """Remembers which keys were read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def get(self, key: str) -> bytes:
        self.read.append(key)
        return super().get(key)


@pytest.fixture
def store() -> ReadingStore:
    from archive.root import prepare_root

    made = ReadingStore()
    prepare_root(made)
    return made


def keep(store: ObjectStore, work: Path, description: Description, hour: int = 0, **more: object) -> Member:
    contents = {"record.json": record_json(description, **more), "master/0001.jp2": description.id.encode()}
    package = packed(work, description.id, contents, AT + timedelta(hours=hour))
    done = deposit(store, package, work / "spool")
    discard(work / "spool", description.id)
    return Member(description.id, done.version, done.inventory_sha256, "component", AT, "clerk")


def fill(store: ObjectStore, work: Path) -> None:
    """Three records, one of them for named people alone, a dossier, and an object kept for its files."""
    members = [keep(store, work, described(n, name)) for n, name in enumerate(("Lê Đức", "Trần Hòa"))]
    keep(store, work, described(7, "Người Kín"), indexed=False)
    case = with_member(CASE, members[0])
    for id, name, data in (
        (CASE.id, "dossier.json", package_of(case)),
        ("urn:uuid:batch", "batch.json", b"{}"),
    ):
        deposit(store, packed(work, id, {name: data}), work / "spool")


def rebuilt(store: ObjectStore, engine: Engine) -> Sequence[object]:
    with engine.begin() as connection:
        report = rebuild(store, connection, LATER)
    return (report, snapshot(engine))


def test_rows_from_a_catalogue_equal_rows_from_the_store(
    store: ReadingStore, engine: Engine, tmp_path: Path
) -> None:
    fill(store, tmp_path)
    plain = rebuilt(store, engine)
    written = catalogue.write(store, engine, tmp_path / "work", AT)
    assert written is not None
    assert (written.objects, written.read) == (5, 5)
    store.read.clear()
    assert rebuilt(store, engine) == plain
    assert {key.rsplit("/", 1)[-1] for key in store.read} == {"inventory.json.sha256", written.key}
    schemas = {name: json.loads(store.get(f"schema-{name}-1.json")) for name in ("catalogue", "dossier")}
    for line in gzip.decompress(store.get(written.key)).splitlines():
        jsonschema.validate(json.loads(line), schemas["catalogue"])
    jsonschema.validate(json.loads(package_of(CASE)), schemas["dossier"])
    # What only named people may find is told by its id.
    told = gzip.decompress(store.get(written.key)).decode()
    assert "Trần Hòa" in told
    assert "Người Kín" not in told


def test_what_changed_since_is_read_and_only_that(
    store: ReadingStore, engine: Engine, tmp_path: Path
) -> None:
    fill(store, tmp_path)
    catalogue.write(store, engine, tmp_path / "work", AT)
    keep(store, tmp_path, described(0, "Lê Đức Thọ"), hour=1)
    keep(store, tmp_path, described(3, "Hồ Thị Mới"), hour=1)
    with engine.begin() as connection:
        report = rebuild(store, connection, LATER)
        assert (report.records, report.dossiers, report.unreadable) == (3, 1, ())
        assert record(connection, described(0).id).description.names[0][1] == "Lê Đức Thọ"
    store.read.clear()
    again = catalogue.write(store, engine, tmp_path / "work", LATER)
    assert again is not None
    assert (again.objects, again.read) == (6, 2)
    assert len({key for key in store.read if key.endswith("record.json")}) == 2


@pytest.mark.parametrize("harm", ["cut", "flipped", "relabelled"])
def test_a_damaged_catalogue_is_passed_over(
    store: ReadingStore, engine: Engine, tmp_path: Path, harm: str
) -> None:
    fill(store, tmp_path)
    plain = rebuilt(store, engine)
    written = catalogue.write(store, engine, tmp_path / "work", AT)
    assert written is not None
    data = store.get(written.key)
    lines = gzip.decompress(data)
    changed = {
        "cut": data[: len(data) // 2],
        "flipped": data[:60] + bytes([data[60] ^ 1]) + data[61:],
        "relabelled": gzip.compress(lines.replace("Trần Hòa".encode(), "Trần Hoa".encode())),
    }
    store.replace(written.key, changed[harm])
    assert rebuilt(store, engine) == plain


def test_two_catalogues_stay(store: ReadingStore, engine: Engine, tmp_path: Path) -> None:
    fill(store, tmp_path)
    for day in range(3):
        catalogue.write(store, engine, tmp_path / "work", AT + timedelta(days=day))
    held = catalogue.catalogues(store)
    assert [catalogue.written_at(key) for key in held] == [AT + timedelta(days=1), AT + timedelta(days=2)]
    assert list((tmp_path / "work").iterdir()) == []


def test_an_expunge_leaves_no_catalogue(folder: FolderStore, engine: Engine, tmp_path: Path) -> None:
    fill(folder, tmp_path)
    catalogue.write(folder, engine, tmp_path / "work", AT)
    assert judge_root(exported(folder, tmp_path / "judged")) == 5
    assert list(check(folder, None)) == []
    newest = head(folder, described(0).id)
    assert newest is not None
    doomed = [newest.inventory.names()["record.json"]]
    expunge.carry_out(folder, expunge.plan(folder, described(0).id, doomed, {"reason": "trái luật"}))
    assert catalogue.catalogues(folder) == []
    assert not any(
        "Lê Đức".encode() in path.read_bytes() for path in tmp_path.joinpath("store").rglob("*.gz")
    )


def test_none_is_written_while_a_removal_waits(store: ReadingStore, engine: Engine, tmp_path: Path) -> None:
    fill(store, tmp_path)
    times, nobody = ("2026-11-22T03:10:00Z", "one"), (None,) * 4
    items = (retention.Item(described(0).id),)
    asked = retention.Removal("r1", retention.EXPUNGE, retention.PROPOSED, "sai", *times, *nobody, items)
    with engine.begin() as connection:
        retention.propose(connection, asked)
    assert catalogue.write(store, engine, tmp_path / "work", AT) is not None
    with engine.begin() as connection:
        retention.decide(connection, "r1", AT, "two", approve=True, reason="đồng ý")
    assert catalogue.write(store, engine, tmp_path / "work", LATER) is None
    assert len(catalogue.catalogues(store)) == 1


def test_the_sidecar_must_still_promise_the_same(store: ReadingStore, engine: Engine, tmp_path: Path) -> None:
    """History written anew under the same version number, as an expunge does, whatever became of the catalogue."""
    fill(store, tmp_path)
    catalogue.write(store, engine, tmp_path / "work", AT)
    root = object_root(described(1).id)
    data = store.get(f"{root}/v1/inventory.json").replace(b'"ingest"', b'"anders"')
    for place in ("v1/", ""):
        store.replace(f"{root}/{place}inventory.json", data)
        store.replace(
            f"{root}/{place}inventory.json.sha256", f"{digest.of_bytes(data)} inventory.json\n".encode()
        )
    with engine.begin() as connection:
        rebuild(store, connection, LATER)
        assert record(connection, described(1).id).inventory_sha256 == digest.of_bytes(data)

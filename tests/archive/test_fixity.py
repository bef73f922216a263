"""Whatever happens to a stored byte is found and named; the outside judge agrees that something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from archive_judges import judge_object
from archive_material import AT, packed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import digest
from archive import fixity_codes as codes
from archive.deposit import deposit, discard
from archive.errors import StoreUnavailable
from archive.fixity import FixityFinding, check
from archive.layout import object_root
from archive.root import prepare_root
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

ID = "urn:uuid:0190f3c2-7d1e-5c1a-9a55-5b1f0f1f0001"
OTHER = "urn:uuid:0190f3c2-7d1e-5c1a-9a55-5b1f0f1f0002"
ROOT = object_root(ID)
SCAN = b"II*" * 3000


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """A folder store with two objects, the first with two versions."""
    store = FolderStore(tmp_path / "store")
    prepare_root(store)
    for hour, record in enumerate((b"{}", b'{"corrected": true}')):
        contents = {"record.json": record, "master/0001.tif": SCAN}
        deposit(store, packed(tmp_path, ID, contents, AT + timedelta(hours=hour)), tmp_path / "spool")
    deposit(store, packed(tmp_path, OTHER, {"record.json": b"[]"}), tmp_path / "spool")
    discard(tmp_path / "spool", ID)
    return tmp_path / "store"


def findings(folder: Path) -> list[FixityFinding]:
    return list(check(FolderStore(folder), None))


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def test_a_sound_archive_has_no_findings(archived: Path) -> None:
    heard: list[str] = []
    assert list(check(FolderStore(archived), None, heard.append)) == []
    assert sorted(heard) == [ID, OTHER]


def test_a_flipped_bit_is_named(archived: Path) -> None:
    path = archived / ROOT / "v1/content/master/0001.tif"
    changed = bytes([SCAN[0] ^ 1]) + SCAN[1:]
    write(path, changed)
    (found,) = findings(archived)
    assert found == FixityFinding(
        ID,
        f"{ROOT}/v1/content/master/0001.tif",
        digest.of_bytes(SCAN),
        digest.of_bytes(changed),
        codes.CONTENT_CHANGED,
    )
    assert ID in found.text("vi")
    assert found.file in found.text("en")
    assert found.as_json()["code"] == "E092"


DAMAGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "content gone": (codes.CONTENT_CHANGED, lambda o: (o / "v2/content/record.json").unlink()),
    "content cut short": (codes.CONTENT_CHANGED, lambda o: write(o / "v1/content/record.json", b"{")),
    "content emptied": (codes.CONTENT_CHANGED, lambda o: write(o / "v1/content/record.json", b"")),
    "extra content": (codes.EXTRA_CONTENT, lambda o: write(o / "v1/content/stray.txt", b"x")),
    "extra in version": (codes.EXTRA_IN_VERSION, lambda o: write(o / "v2/stray.txt", b"x")),
    "extra in root": (codes.EXTRA_IN_ROOT, lambda o: write(o / "stray.txt", b"x")),
    "version begun": (codes.NOT_COMMITTED, lambda o: write(o / "v3/content/record.json", b"x")),
    "declaration gone": (codes.NO_DECLARATION, lambda o: (o / "0=ocfl_object_1.1").unlink()),
    "declaration changed": (codes.DECLARATION_CHANGED, lambda o: write(o / "0=ocfl_object_1.1", b"1.0\n")),
    "old inventory changed": (codes.INVENTORY_CHANGED, lambda o: write(o / "v1/inventory.json", b"{}")),
    "new inventory changed": (codes.INVENTORY_CHANGED, lambda o: write(o / "v2/inventory.json", b"{}")),
    "inventory gone": (codes.NO_INVENTORY, lambda o: (o / "v1/inventory.json").unlink()),
    "sidecar gone": (codes.NO_SIDECAR, lambda o: (o / "v1/inventory.json.sha256").unlink()),
    "sidecar changed": (codes.SIDECAR_CHANGED, lambda o: write(o / "v1/inventory.json.sha256", b"junk")),
    "root inventory changed": (codes.ROOT_DIFFERS, lambda o: write(o / "inventory.json", b"{}")),
    "root sidecar gone": (codes.NO_SIDECAR, lambda o: (o / "inventory.json.sha256").unlink()),
    "root pair of older version": (
        codes.ROOT_DIFFERS,
        lambda o: write(o / "inventory.json", (o / "v1/inventory.json").read_bytes()),
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_where_it_is(archived: Path, damage: str) -> None:
    code, act = DAMAGES[damage]
    act(archived / ROOT)
    found = findings(archived)
    assert [finding.code for finding in found] == [code]
    assert found[0].object == ID
    assert not judge_object(archived / ROOT)
    assert list(check(FolderStore(archived), [OTHER])) == []


def test_a_forged_inventory_with_its_sidecar_is_found(archived: Path) -> None:
    folder = archived / ROOT
    forged = (folder / "v1/inventory.json").read_bytes().replace(b"ingest", b"forged")
    write(folder / "v1/inventory.json", forged)
    write(folder / "v1/inventory.json.sha256", f"{digest.of_bytes(forged)} inventory.json\n".encode())
    assert [finding.code for finding in findings(archived)] == [codes.HISTORY_DIFFERS]


def test_an_object_in_the_wrong_place_is_found(archived: Path) -> None:
    shutil.copytree(archived / ROOT, archived / object_root("urn:uuid:elsewhere"))
    assert {finding.code for finding in findings(archived)} == {codes.LOCATION}


def test_a_stray_file_outside_all_objects_is_found(archived: Path) -> None:
    write(archived / "aa/bb/stray.txt", b"x")
    assert [(f.code, f.file) for f in findings(archived)] == [(codes.STRAY, "aa/bb/stray.txt")]


def test_an_object_that_vanished_whole_is_missed(archived: Path) -> None:
    shutil.rmtree(archived / ROOT)
    assert findings(archived) == []
    store = FolderStore(archived)
    assert [(f.object, f.code) for f in check(store, [ID, OTHER])] == [(ID, codes.MISSING)]


def test_content_is_still_judged_when_only_the_root_copy_is_whole(archived: Path) -> None:
    write(archived / ROOT / "v2/inventory.json", b"{}")
    write(archived / ROOT / "v1/content/record.json", b"")
    assert [f.code for f in findings(archived)] == [codes.INVENTORY_CHANGED, codes.CONTENT_CHANGED]


class BadSector(MemoryStore):
    """One file cannot be read any more; or, from then on, nothing can."""

    dead = False

    def get(self, key: str) -> bytes:
        if key.endswith("0001.tif") or (self.dead and key.endswith("ocfl_1.1")):
            raise StoreUnavailable("hỏng", "bad sector")
        return super().get(key)

    def exists(self, key: str) -> bool:
        if self.dead:
            raise StoreUnavailable("hỏng", "gone")
        return super().exists(key)


def test_a_bad_sector_is_a_finding_and_the_rest_is_read(tmp_path: Path) -> None:
    store = BadSector()
    prepare_root(store)
    deposit(store, packed(tmp_path, ID, {"a.txt": b"a", "master/0001.tif": SCAN}), tmp_path / "spool")
    assert [f.code for f in check(store, None)] == [codes.UNREADABLE]
    steps = check(store, None)
    store_checked = next(steps)
    assert store_checked.file.endswith("0001.tif")


def test_a_store_that_went_away_is_no_finding(tmp_path: Path) -> None:
    store = BadSector()
    prepare_root(store)
    deposit(store, packed(tmp_path, ID, {"master/0001.tif": SCAN}), tmp_path / "spool")
    with pytest.raises(StoreUnavailable):
        list(check(_dying(store), None))


def _dying(store: BadSector) -> BadSector:
    original = store.list

    def listing(prefix: str):  # type: ignore[no-untyped-def]
        yield from original(prefix)
        store.dead = True

    store.list = listing  # type: ignore[method-assign]
    return store


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_changed_byte_anywhere_is_found(archived: Path, data: st.DataObject) -> None:
    store = FolderStore(archived)
    keys = [key for key in store.list("") if key.startswith(ROOT)]
    path = archived / data.draw(st.sampled_from(keys))
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    write(
        path, before[:place] + bytes([before[place] ^ data.draw(st.integers(1, 255))]) + before[place + 1 :]
    )
    try:
        assert findings(archived)
    finally:
        write(path, before)


def test_every_code_has_its_texts() -> None:
    public = {name: value for name, value in vars(codes).items() if name.isupper() and name[0] != "_"}
    assert {value for value in public.values() if isinstance(value, str)} == set(codes.TEXTS)

"""One root for each OCFL fault that a writer like ours could cause: ocfl-py names its code, our fixity finds it too.

`make conformance FIXTURES=dir` runs the public suites of OCFL 1.1 and BagIt where a person has fetched them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_material import AT, packed
from ocfl.object import Object
from ocfl.storage_root import StorageRoot

from archive import digest, inventory
from archive.deposit import deposit, discard
from archive.errors import StoreUnavailable
from archive.fixity import check
from archive.layout import object_root
from archive.root import prepare_root
from archive.stores.folder import FolderStore

ID = "urn:uuid:0190f3c2-7d1e-5c1a-9a55-5b1f0f1f0001"
Fault = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A storage root with one object of two versions."""
    store = FolderStore(tmp_path / "store")
    prepare_root(store)
    for hour, record in enumerate((b"{}", b'{"corrected": true}')):
        contents = {"record.json": record, "master/0001.tif": b"II*" * 300}
        deposit(store, packed(tmp_path, ID, contents, AT + timedelta(hours=hour)), tmp_path / "spool")
    discard(tmp_path / "spool", ID)
    return tmp_path / "store"


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def told(change: Callable[[dict[str, Any]], object]) -> Fault:
    """Changes the newest inventory, and writes root copy and both sidecars so that they agree with it."""

    def act(folder: Path) -> None:
        plain = json.loads((folder / "v2/inventory.json").read_bytes())
        change(plain)
        data = json.dumps(plain).encode()
        for place in (folder, folder / "v2"):
            write(place / "inventory.json", data)
            write(place / "inventory.json.sha256", inventory.sidecar(data))

    return act


def raw(name: str, data: bytes) -> Fault:
    return lambda folder: write(folder / name, data)


def gone(name: str) -> Fault:
    return lambda folder: (folder / name).unlink()


def first(plain: dict[str, Any], part: str) -> str:
    return sorted(plain[part])[0]


def path_twice(plain: dict[str, Any]) -> None:
    one, other = sorted(plain["manifest"])[:2]
    plain["manifest"][one] = plain["manifest"][other]


def name_twice(plain: dict[str, Any]) -> None:
    state = plain["versions"]["v2"]["state"]
    one, other = sorted(state)[:2]
    state[one] = state[other]


def name_and_folder(plain: dict[str, Any]) -> None:
    state = plain["versions"]["v2"]["state"]
    state[sorted(state)[0]] = ["master"]


FAULTS: dict[str, Fault] = {
    "E001": raw("stray.txt", b"x"),
    "E003": gone("0=ocfl_object_1.1"),
    "E007": raw("0=ocfl_object_1.1", b"ocfl_object_9\n"),
    "E008": told(lambda p: p["versions"].clear()),
    "E010": told(lambda p: p["versions"].update(v4=p["versions"].pop("v2"))),
    "E015": raw("v2/stray.txt", b"x"),
    "E023": raw("v1/content/stray.txt", b"x"),
    "E025": told(lambda p: p.update(digestAlgorithm="crc32")),
    "E033": raw("inventory.json", b"{"),
    "E036": told(lambda p: p.pop("id")),
    "E037": told(lambda p: p.update(id="not-a-uri")),
    "E038": told(lambda p: p.update(type="https://example.org/other")),
    "E040": told(lambda p: p.update(head="v1")),
    "E041": told(lambda p: p.update(manifest=[])),
    "E042": told(lambda p: p["manifest"].update({first(p, "manifest"): ["elsewhere/x"]})),
    "E044": told(lambda p: p.update(versions=[])),
    "E046": raw("v3/content/record.json", b"x"),
    "E048": told(lambda p: p["versions"]["v2"].pop("created")),
    "E049": told(lambda p: p["versions"]["v2"].update(created="2026-11-22")),
    "E050": told(lambda p: p["versions"]["v2"]["state"].update({"a" * 128: ["x"]})),
    "E052": told(lambda p: p["versions"]["v2"]["state"].update({first(p, "manifest"): ["../x"]})),
    "E053": told(lambda p: p["versions"]["v2"]["state"].update({first(p, "manifest"): ["/x"]})),
    "E054": told(lambda p: p["versions"]["v2"]["user"].pop("name")),
    "E058": gone("inventory.json.sha256"),
    "E060": raw("inventory.json.sha256", inventory.sidecar_line("0" * 64)),
    "E061": raw("inventory.json.sha256", b"junk"),
    "E063": gone("inventory.json"),
    "E064": lambda folder: shutil.copy(folder / "v1/inventory.json", folder / "v2/inventory.json.new").rename(
        folder / "v2/inventory.json"
    ),
    "E066": told(lambda p: p["versions"]["v1"]["state"].pop(first(p["versions"]["v1"], "state"))),
    "E092": raw("v1/content/record.json", b"rotten"),
    "E094": told(lambda p: p["versions"]["v2"].update(message=7)),
    "E095": told(name_and_folder),
    "E099": told(lambda p: p["manifest"].update({first(p, "manifest"): ["v1/content/../x"]})),
    "E100": told(lambda p: p["manifest"].update({first(p, "manifest"): ["/v1/content/x"]})),
    "E101": told(path_twice),
    "E107": told(lambda p: p["manifest"].update({digest.of_bytes(b"?"): ["v1/content/ghost"]})),
}


def codes_of(folder: Path) -> set[str]:
    """What the outside judge says is wrong with one object, without its letters for the place."""
    _, validator = Object().validate(objdir=str(folder), log_warnings=False, log_errors=False)
    return {code[:4] for code in validator.log.codes if code.startswith("E")}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_is_found_by_the_judge_and_by_us(root: Path, code: str) -> None:
    folder = root / object_root(ID)
    assert codes_of(folder) == set()
    assert list(check(FolderStore(root), None)) == []
    FAULTS[code](folder)
    assert code in codes_of(folder)
    found = list(check(FolderStore(root), None))
    assert found
    assert {finding.object for finding in found} <= {ID, object_root(ID)}
    assert all(finding.file.startswith(object_root(ID)) for finding in found)
    for finding in found:
        assert finding.text("vi") != finding.text("en")


ROOT_FAULTS: dict[str, tuple[str, Fault]] = {
    "declaration changed": ("E069", raw("0=ocfl_1.1", b"ocfl_9.9\n")),
    "layout changed": ("E070", raw("ocfl_layout.json", b"{}")),
    "layout broken": ("E070", raw("ocfl_layout.json", b"{")),
    "stray file": ("E072", raw("aa/stray.txt", b"x")),
}


@pytest.mark.parametrize("name", ROOT_FAULTS)
def test_each_fault_of_the_root_is_found_by_the_judge_and_by_us(root: Path, name: str) -> None:
    code, act = ROOT_FAULTS[name]
    act(root)
    judge = StorageRoot(root=str(root))
    assert not judge.validate(log_warnings=False, log_errors=False)
    assert code in {told[:4] for told in judge.log.codes}
    assert list(check(FolderStore(root), None))


def test_a_root_without_its_declaration_is_no_archive(root: Path) -> None:
    (root / "0=ocfl_1.1").unlink()
    with pytest.raises(StoreUnavailable):
        list(check(FolderStore(root), None))


def test_an_empty_folder_is_swept(root: Path) -> None:
    empty = root / object_root(ID) / "v2/content/left"
    empty.mkdir()
    assert "E024" in codes_of(root / object_root(ID))
    assert FolderStore(root).tidy(AT + timedelta(days=1)) == 1
    assert codes_of(root / object_root(ID)) == set()


# --- the public suites, where a person has them


FIXTURES = os.environ.get("FIXTURES")


def cases(kind: str) -> list[Path]:
    base = Path(FIXTURES or "/nonexistent")
    return sorted(path for path in base.glob(f"**/1.1/{kind}/*") if path.is_dir())


@pytest.mark.skipif(not FIXTURES, reason="make conformance FIXTURES=dir (OCFL/fixtures)")
def test_the_public_objects_are_judged_as_their_folders_say() -> None:
    good, bad = cases("good-objects"), cases("bad-objects")
    assert good
    assert bad
    wrong = [path.name for path in good if codes_of(path)]
    wrong += [path.name for path in bad if path.name[:4] not in codes_of(path)]
    assert wrong == []


@pytest.mark.skipif(
    not FIXTURES,
    reason="make conformance FIXTURES=dir (github.com/LibraryOfCongress/bagit-conformance-suite)",
)
def test_the_public_bags_are_judged_as_their_folders_say() -> None:
    bagit = pytest.importorskip("bagit")
    base = Path(FIXTURES or "/nonexistent")
    wrong = []
    for kind, right in (("valid", True), ("invalid", False)):
        for path in sorted(place.parent for place in base.glob(f"**/v*/{kind}/*/bagit.txt")):
            try:
                judged = bool(bagit.Bag(str(path)).is_valid())
            except (bagit.BagError, UnicodeError, OSError):
                judged = False
            wrong += [path.as_posix()] if judged != right else []
    assert wrong == []

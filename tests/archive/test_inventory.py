"""Inventories: the same content gives the same bytes, and damaged bytes give a code."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import digest, inventory
from archive.errors import NameRefused
from archive.inventory import InventoryDamaged, extended, parse, sidecar, sidecar_digest, state_of, to_bytes
from archive.layout import CONFIG, object_root, root_of_key
from archive.package import Package, PackageFile

part = st.from_regex(r"[A-Za-z0-9_=%-]{1,8}", fullmatch=True)
names = st.lists(part, min_size=1, max_size=3).map("/".join)
contents = st.dictionaries(names, st.binary(max_size=4), min_size=1, max_size=5)


def package(files: dict[str, bytes], second: int = 0) -> Package:
    listed = tuple(PackageFile(n, Path(n), digest.of_bytes(b)) for n, b in files.items())
    return Package(
        "urn:uuid:1", listed, datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC), "lý do", "ai", "urn:a"
    )


def built(*versions: dict[str, bytes]) -> inventory.Inventory:
    made = None
    for second, files in enumerate(versions):
        made = extended(made, package(files, second))
    assert made is not None
    return made


@given(st.lists(contents, min_size=1, max_size=4))
def test_an_inventory_reads_back(versions: list[dict[str, bytes]]) -> None:
    try:
        made = built(*versions)
    except ValueError:
        # A name that is a file and a folder at once; no such package exists on disk.
        return
    assert parse(to_bytes(made)) == made
    assert to_bytes(parse(to_bytes(made))) == to_bytes(made)
    for number, files in enumerate(versions, start=1):
        assert made.names(f"v{number}") == {name: digest.of_bytes(data) for name, data in files.items()}
    stored = [path for paths in made.manifest.values() for path in paths]
    assert len(stored) == len({data for files in versions for data in files.values()})


@given(contents, st.randoms())
def test_the_order_of_files_makes_no_difference(files: dict[str, bytes], random: Any) -> None:
    shuffled = list(files.items())
    random.shuffle(shuffled)
    try:
        assert to_bytes(built(dict(shuffled))) == to_bytes(built(files))
    except ValueError:
        return


def test_known_bytes_are_not_stored_twice() -> None:
    made = built(
        {"master/1.jp2": b"scan", "record.json": b"1"}, {"master/1.jp2": b"scan", "record.json": b"2"}
    )
    assert made.manifest[digest.of_bytes(b"scan")] == ("v1/content/master/1.jp2",)
    assert made.head == "v2"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with pytest.raises(InventoryDamaged):
        parse(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["id", "type", "digestAlgorithm", "head", "manifest", "versions"]), json_values)
def test_any_part_replaced_is_read_or_refused(key: str, value: object) -> None:
    plain = json.loads(to_bytes(built({"record.json": b"1"})))
    plain[key] = value
    with suppress(InventoryDamaged):
        assert parse(json.dumps(plain).encode()).head == "v1"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("E040", lambda p: p.update(head="v2")),
        ("E009", lambda p: p["versions"].update(v3=p["versions"]["v1"])),
        ("E049", lambda p: p["versions"]["v1"].update(created="2026-01-01")),
        ("E107", lambda p: p["manifest"].update({"a" * 64: ["v1/content/x"]})),
        ("E050", lambda p: p["manifest"].clear()),
        ("E099", lambda p: p["manifest"].update({k: ["../../etc/passwd"] for k in p["manifest"]})),
        ("E042", lambda p: p["manifest"].update({k: ["v1"] for k in p["manifest"]})),
        ("E042", lambda p: p["manifest"].update({k: ["v7/content/x"] for k in p["manifest"]})),
        ("E025", lambda p: p.update(digestAlgorithm="md5")),
        ("E054", lambda p: p["versions"]["v1"].pop("user")),
    ],
)
def test_damage_has_the_specifications_code(code: str, change: Any) -> None:
    plain = json.loads(to_bytes(built({"record.json": b"1"})))
    change(plain)
    with pytest.raises(InventoryDamaged) as damage:
        parse(json.dumps(plain).encode())
    assert damage.value.code == code


def test_a_sidecar_reads_back() -> None:
    data = to_bytes(built({"a": b""}))
    assert sidecar_digest(sidecar(data)) == digest.of_bytes(data)
    for wrong in (b"", b"abc inventory.json\n", sidecar(data).upper(), sidecar(data)[:-3], b"\xff" * 80):
        assert sidecar_digest(wrong) is None


@pytest.mark.parametrize("name", ["../x", "a/../b", "/a", "a//b", "tài liệu.pdf", "", ".tmp-1", "a\\b"])
def test_a_hostile_file_name_is_refused(name: str) -> None:
    with pytest.raises(NameRefused):
        state_of(package({name: b""}))


def test_packages_that_cannot_be_are_refused() -> None:
    twice = Package("urn:uuid:1", package({"a": b"1"}).files * 2, datetime.now(UTC), "", "", "")
    wrong = Package("urn:uuid:1", (PackageFile("a", Path("a"), "ABC"),), datetime.now(UTC), "", "", "")
    for impossible in (package({}), twice, wrong, package({"a": b"1", "a/b": b"2"})):
        with pytest.raises(ValueError, match="urn:uuid:1"):
            state_of(impossible)


def test_roots_follow_extension_0003() -> None:
    from ocfl.layout_0003_hash_and_id_n_tuple import Layout_0003_Hash_And_Id_N_Tuple

    theirs = Layout_0003_Hash_And_Id_N_Tuple()
    theirs.tuple_size, theirs.number_of_tuples = CONFIG["tupleSize"], CONFIG["numberOfTuples"]
    for object_id in ("urn:uuid:0190f3c2-7d1e-5c1a-9a55-5b1f0f1f0001", "..hor/rib:le-$id", "tài liệu_1"):
        assert object_root(object_id) == theirs.identifier_to_path(object_id)


@pytest.mark.parametrize("object_id", ["", "x" * 101, ":" * 40])
def test_an_id_that_no_folder_can_tell_is_refused(object_id: str) -> None:
    with pytest.raises(NameRefused):
        object_root(object_id)


def test_keys_know_their_object() -> None:
    root = object_root("urn:uuid:1")
    assert root_of_key(f"{root}/v1/content/a/b") == root
    for key in ("0=ocfl_1.1", "extensions/x/y/config.json", "a3/9f/file"):
        assert root_of_key(key) is None

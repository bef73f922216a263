"""Some minutes of deposits, corrections and rot: bits flip in random stored files, and fixity must find each one.

`make soak-archive`; ends with exit code 1 when a flipped bit was missed, when something else was reported, or when
repair from the copy left anything behind. Every choice comes from the seed that is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from archive import schema
from archive.copy import Copying, copy_store
from archive.deposit import deposit, discard, head
from archive.digest import of_file
from archive.fixity import check
from archive.layout import object_root
from archive.package import Package, PackageFile
from archive.repair import repair
from archive.root import prepare_root
from archive.stores.folder import FolderStore
from benchmarks.archive import AT, packages
from pipeline import database


def corrected(package: Package, work: Path, number: int) -> Package:
    """The next version of a record: another record.json, the same scan."""
    path = work / f"corrected-{number}.json"
    path.write_text(json.dumps({"round": number}), encoding="utf-8")
    files = [f for f in package.files if f.name != "record.json"]
    files.append(PackageFile("record.json", path, of_file(path)))
    return Package(
        package.id, tuple(files), AT + timedelta(minutes=number), "soak", "soak", "urn:sohoa:actor:soak"
    )


def flip(path: Path, chance: random.Random) -> bool:
    """Flips one bit of a file in place; False for an empty one."""
    data = bytearray(path.read_bytes())
    if not data:
        return False
    place = chance.randrange(len(data) * 8)
    data[place // 8] ^= 1 << place % 8
    path.chmod(0o644)
    path.write_bytes(data)
    return True


def main() -> None:
    """Prints one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--records", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20261126)
    given = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="sohoa-soak-"))
    try:
        told = soak(base, given.records, given.minutes * 60, random.Random(given.seed))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(json.dumps({"seed": given.seed, **told}, indent=1))
    sys.exit(1 if told["missed"] or told["left"] else 0)


def soak(base: Path, count: int, seconds: float, chance: random.Random) -> dict[str, int]:
    """Rounds of correction, rot, fixity and repair until the time is over."""
    store, copy = FolderStore(base / "store"), FolderStore(base / "copy")
    for made in (store, copy):
        prepare_root(made)
    engine = database.open_engine(f"sqlite:///{base / 'index.sqlite'}")
    schema.upgrade(engine)
    (base / "work").mkdir()
    held = packages(base / "work", count)
    for package in held:
        _put(store, package, base)
    told = Counter({"rounds": 0, "flipped": 0, "missed": 0, "repaired": 0, "left": 0})
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told["rounds"] += 1
        victim = chance.choice(held)
        _put(store, corrected(victim, base / "work", told["rounds"]), base)
        copy_store(Copying(store, copy, engine, False, AT))
        told.update(_rotten(base, store, copy, chance.choice(held).id, chance))
    engine.dispose()
    return dict(told)


def _put(store: FolderStore, package: Package, base: Path) -> None:
    deposit(store, package, base / "spool")
    discard(base / "spool", package.id)


def _rotten(
    base: Path, store: FolderStore, copy: FolderStore, object_id: str, chance: random.Random
) -> dict[str, int]:
    """Flip a bit of a file of the object, look whether it is found, and mend it from the copy; what came of it."""
    newest = head(store, object_id)
    assert newest
    path = chance.choice([base / "store" / key for key in store.list(object_root(object_id) + "/")])
    if not flip(path, chance):
        return {}
    key = path.relative_to(base / "store").as_posix()
    found = list(check(store, None))
    # Of an inventory and its sidecar that disagree, nobody can tell which one changed: the pair is named.
    named = {one.file.removesuffix(".sha256") for one in found}
    missed = key.removesuffix(".sha256") not in named or {one.object for one in found} != {object_id}
    report = repair(store, copy, object_id, base / "damaged", newest.sha256)
    mended = bool(report.repaired) or "/inventory.json" in key
    return {"flipped": 1, "missed": int(missed), "repaired": int(mended), "left": len(report.left)}


if __name__ == "__main__":
    main()

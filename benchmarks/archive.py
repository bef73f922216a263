"""What the archive costs beside the bare tools, in the same run: `make bench-archive`.

Deposits into a real S3 server beside bare puts of the same objects by the same client; fixity of a folder beside
`sha256sum` of the same files; rebuilding the index, with ten times the objects. The figures are ratios: this machine
and its load are in both sides.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive import catalogue, digest, schema
from archive.deposit import deposit, discard
from archive.fixity import check
from archive.package import Description, Package, PackageFile
from archive.rebuild import rebuild
from archive.root import prepare_root
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from pipeline import database

AT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
MASTER_BYTES = 300_000
ROUNDS = 9


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of processor time of this process and of those it waited for."""

    wall: float
    cpu: float


def timed(act: Callable[[], object]) -> Cost:
    """What `act` costs."""
    wall, cpu = time.perf_counter(), _processor()
    act()
    return Cost(time.perf_counter() - wall, _processor() - cpu)


def _processor() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def packages(work: Path, count: int) -> list[Package]:
    """Invented one-page records: record.json, readings, a master of noise (scans do not compress)."""
    made = []
    for number in range(count):
        id = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        description = Description(id, "birth", "phuong-thu", f"Giấy khai sinh số {number}/2019")
        record = json.dumps({"schema": "record-1", "description": description.as_json()}).encode()
        contents = {
            "record.json": record,
            "ocr.zip": os.urandom(4_000),
            "master/000001.tif": os.urandom(MASTER_BYTES),
        }
        files = []
        for name, data in contents.items():
            path = work / f"{number}-{name.replace('/', '-')}"
            path.write_bytes(data)
            files.append(PackageFile(name, path, digest.of_bytes(data)))
        made.append(Package(id, tuple(files), AT, "bench", "bench", "urn:sohoa:actor:bench"))
    return made


def put_all(store: ObjectStore, made: list[Package], spool: Path) -> None:
    """The whole write protocol for each package, one after the other."""
    for package in made:
        deposit(store, package, spool)
        discard(spool, package.id)


def against_bare_puts(work: Path, count: int) -> dict[str, float]:
    """Deposits into a bucket beside bare puts of the very objects that they left there, turn by turn.

    A ratio for each of ROUNDS turns, since the load of the machine moves both sides; the middle one counts.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    servers: Any = importlib.import_module("s3_server")
    store, other = servers.s3_store(), servers.s3_store()
    prepare_root(store)
    other.prepare()
    made = packages(work, count)
    put_all(store, made[:2], work / "spool")
    each = max(1, (count - 2) // ROUNDS)
    kept, turns = set(store.list("")), list[tuple[Cost, Cost]]()
    for start in range(2, 2 + each * ROUNDS, each):
        ours = timed(lambda: put_all(store, made[start : start + each], work / "spool"))  # noqa: B023
        objects = {key: store.get(key) for key in store.list("") if key not in kept}
        turns.append((ours, timed(lambda: _bare_puts(other, objects))))  # noqa: B023
        kept |= set(objects)
    return _beside(turns, each, len(objects))


def _beside(turns: Sequence[tuple[Cost, Cost]], each: int, objects: int) -> dict[str, float]:
    """Figures of `turns` of ours and theirs with `each` records, the last of which left `objects` behind."""
    ratios = sorted(ours.cpu / theirs.cpu for ours, theirs in turns)
    ours, theirs = (_sum([turn[side] for turn in turns]) for side in (0, 1))
    records = each * len(turns)
    return {
        "records": records,
        "objects_of_a_record": objects / each,
        "deposits_per_second": records / ours.wall,
        "bare_records_per_second": records / theirs.wall,
        "cpu_ms_per_deposit": ours.cpu / records * 1000,
        "bare_cpu_ms_per_record": theirs.cpu / records * 1000,
        "cpu_ratio": ratios[len(turns) // 2],
        "cpu_ratio_least": ratios[0],
        "cpu_ratio_most": ratios[-1],
        "wall_ratio": ours.wall / theirs.wall,
    }


def _bare_puts(store: Any, objects: dict[str, bytes]) -> None:
    with store.asking() as (client, options):
        for key, data in objects.items():
            # What the client does by itself for a checked put: it signs the digest of the body.
            client.put_object(options.bucket, key, io.BytesIO(data), len(data), part_size=64 << 20)


def _sum(costs: list[Cost]) -> Cost:
    return Cost(sum(one.wall for one in costs), sum(one.cpu for one in costs))


def against_sha256sum(work: Path, count: int) -> dict[str, float]:
    """Fixity of a folder store beside `sha256sum` of all its files, each twice, the better counts."""
    store = FolderStore(work / "folder")
    prepare_root(store)
    put_all(store, packages(work, count), work / "spool")
    files = [str(path) for path in (work / "folder").rglob("*") if path.is_file()]
    size = sum(Path(path).stat().st_size for path in files)

    def sums() -> None:
        subprocess.run(
            ["xargs", "-0", "sha256sum"],
            input="\0".join(files).encode(),
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def fixity() -> None:
        assert list(check(store, None)) == []

    theirs, ours = _better([timed(sums) for _ in range(5)]), _better([timed(fixity) for _ in range(5)])
    return {
        "mb": size / 1e6,
        "fixity_mb_per_second": size / 1e6 / ours.wall,
        "sha256sum_mb_per_second": size / 1e6 / theirs.wall,
        "ratio": theirs.wall / ours.wall,
        "cpu_ratio": theirs.cpu / ours.cpu,
    }


def _better(costs: list[Cost]) -> Cost:
    return Cost(min(one.wall for one in costs), min(one.cpu for one in costs))


def rebuilding(work: Path, count: int) -> dict[str, float]:
    """Records per second of filling the index from a folder store, for `count` and a tenth of it."""
    found = {}
    for records in (count // 10, count):
        base = work / f"rebuild-{records}"
        base.mkdir()
        store = FolderStore(base / "store")
        prepare_root(store)
        put_all(store, packages(base, records), base / "spool")
        engine = database.open_engine(f"sqlite:///{base / 'index.sqlite'}")
        schema.upgrade(engine)
        found[f"records_per_second_of_{records}"] = records / _rebuilt(store, engine).wall
        written = timed(lambda: catalogue.write(store, engine, base, AT))  # noqa: B023
        found[f"catalogued_per_second_of_{records}"] = records / written.wall
        found[f"from_catalogue_per_second_of_{records}"] = records / _rebuilt(store, engine).wall
        engine.dispose()
    return found


def _rebuilt(store: ObjectStore, engine: Engine) -> Cost:
    with engine.begin() as connection:
        return timed(lambda: rebuild(store, connection, AT))


def main() -> None:
    """Prints one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200)
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="sohoa-bench-archive-"))
    try:
        told: dict[str, Any] = {"load": os.getloadavg()[0]}
        for name, act in (
            ("deposit", against_bare_puts),
            ("fixity", against_sha256sum),
            ("rebuild", rebuilding),
        ):
            part = work / name
            part.mkdir()
            told[name] = {key: round(value, 2) for key, value in act(part, given.records).items()}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()

"""How fast and how surely records are found, on SQLite and on PostgreSQL with the same records: `make bench-search`.

Times are of whole searches as the desk makes them (20 hits with their matches), one at a time, after a warm-up. `found`
is the share of queries whose target is among the 20; for the name with an OCR error, a record with that very name.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive import folding, schema
from archive.package import Description
from archive.search import search
from benchmarks import postgresql_server
from benchmarks.search_load import held_by, load, put, targets
from benchmarks.search_records import Town, records
from pipeline import database

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
PAGE = 20
WRITTEN = 1000
POSTGRESQL_OPTIONS = (
    "shared_buffers=1GB",
    "maintenance_work_mem=1GB",
    "max_wal_size=8GB",
    "work_mem=32MB",
    "max_connections=20",
)
TARGETS = {"name and birth date": 5, "folded name": 50, "body, three words": 100, "one OCR error": 500}


@dataclass(frozen=True)
class Asked:
    """One query of a kind, and what must be among the hits: a record, or a folded name."""

    text: str
    record: str = ""
    name: str = ""


@dataclass(frozen=True)
class Figures:
    """Of one kind of query on one database: milliseconds, of which computing, and the share that found its target.

    `busy` is the p95 of our own thread's CPU time, which on SQLite is the whole search; `server` the mean CPU time of
    PostgreSQL's process. Beside a busy machine's waiting they say what the search itself costs.
    """

    kind: str
    median: float
    p95: float
    busy: float
    server: float
    found: float


def queries(targets: list[Description], times: int) -> dict[str, list[Asked]]:
    """The kinds of query, each with `times` of its own."""
    town = Town(times)
    births = [one for one in targets if one.type == "birth"]
    permits = [one for one in targets if one.type == "construction_permit"]
    chance = town.random

    def some(pool: list[Description], make: Callable[[Description], Asked]) -> list[Asked]:
        return [make(chance.choice(pool)) for _ in range(times)]

    return {
        "name and birth date": some(births, lambda one: Asked(f"{_name(one)} {_day(one)}", one.id)),
        "folded name": some(births, lambda one: Asked(folding.fold(_name(one)), name=folding.fold(_name(one)))),
        "name with diacritics": some(births, lambda one: Asked(_name(one), name=folding.fold(_name(one)))),
        "name in part": some(births, lambda one: Asked(" ".join(_name(one).split()[1:]))),
        "name and number": some(births, lambda one: Asked(f"{_name(one)} {one.numbers[0][1]}", one.id)),
        "body, three words": some(targets, lambda one: Asked(_words(town, one))),
        "body, a phrase": some(births, lambda one: Asked(f'"{_words(town, one)}"')),
        "one OCR error": some(births, lambda one: Asked(
            town.misread(_name(one)), name=folding.fold(_name(one)))),
        "permit number": some(permits, lambda one: Asked(one.numbers[0][1].lower().replace("/", " "))),
        "sheet and parcel": some(permits, lambda one: Asked(
            f"to:{one.numbers[2][1]} thua:{one.numbers[1][1]}", one.id)),
        "house and street": some(permits, lambda one: Asked(one.places[0].split(",")[0], one.id)),
    }  # fmt: skip


def _name(one: Description) -> str:
    return one.names[0][1]


def _day(one: Description) -> str:
    year, month, day = one.names[0][2].split("-") if one.names[0][2] else ("", "", "")
    return f"{day}/{month}/{year}"


def _words(town: Town, one: Description) -> str:
    """Three words that stand side by side behind the printed head of its text, without digits."""
    words = folding.tokens(one.text)
    starts = [at for at in range(20, len(words) - 3) if all(word.isalpha() for word in words[at : at + 3])]
    at = town.random.choice(starts)
    return " ".join(words[at : at + 3])


def measure(engine: Engine, kinds: dict[str, list[Asked]]) -> Iterator[Figures]:
    """Asks every query once and times it."""
    for kind, asked in kinds.items():
        with database.reading(engine) as connection:
            for one in asked[:10]:
                search(connection, one.text, limit=PAGE)
            yield _measured(connection, kind, asked)


def _measured(connection: Connection, kind: str, asked: list[Asked]) -> Figures:
    spent, busy, met = [], [], 0
    before = _server_seconds(connection)
    for one in asked:
        start, thread = time.perf_counter(), time.thread_time()
        hits = search(connection, one.text, limit=PAGE).hits
        busy.append((time.thread_time() - thread) * 1000)
        spent.append((time.perf_counter() - start) * 1000)
        names = {folding.fold(str(value)) for hit in hits for value in hit.fields.values()}
        met += one.record in {hit.record for hit in hits} if one.record else (
            one.name in names if one.name else bool(hits))  # fmt: skip
    server = (_server_seconds(connection) - before) * 1000 / len(asked)
    return Figures(kind, _at(spent, 0.5), _at(spent, 0.95), _at(busy, 0.95), server, met / len(asked))


def _at(figures: list[float], share: float) -> float:
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def _server_seconds(connection: Connection) -> float:
    """CPU time so far of the process that serves this connection; 0 on SQLite."""
    if connection.dialect.name != "postgresql":
        return 0.0
    process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def writes(engine: Engine, fresh: Iterable[Description]) -> str:
    """Half of `fresh` each in a transaction of its own, then the rest a hundred to a transaction; told as a line."""
    waiting = list(fresh)
    single, many = waiting[: len(waiting) // 2], waiting[len(waiting) // 2 :]
    told = [_written(engine, [[one] for one in single], "one by one")]
    told.append(
        _written(engine, [many[at : at + 100] for at in range(0, len(many), 100)], "a hundred at a time")
    )
    return "; ".join(told)


def _written(engine: Engine, batches: list[list[Description]], how: str) -> str:
    start, thread = time.perf_counter(), time.thread_time()
    for batch in batches:
        put(engine, batch)
    count = sum(map(len, batches))
    rate = count / (time.perf_counter() - start)
    own = (time.thread_time() - thread) * 1000 / count
    return f"{how} {rate:,.0f} records/s ({own:.1f} ms of own CPU each)"


def show(name: str, figures: Iterable[Figures]) -> None:
    """A table of one database."""
    print(f"\n{name} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    print("| query | p50 ms | p95 ms | target p95 | own CPU p95 | server CPU mean | found |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for one in figures:
        target = str(TARGETS.get(one.kind, ""))
        cells = (
            one.kind,
            f"{one.median:.1f}",
            f"{one.p95:.1f}",
            target,
            f"{one.busy:.1f}",
            f"{one.server:.1f}",
        )
        print(f"| {' | '.join(cells)} | {one.found:.0%} |", flush=True)


@contextmanager
def opened(work: Path, kind: str) -> Iterator[Engine]:
    """The database of that kind in `work`, made when it is not there."""
    if kind == SQLITE:
        engine = database.open_engine(f"sqlite:///{work / 'index.sqlite'}")
        try:
            yield engine
        finally:
            engine.dispose()
        return
    programs = postgresql_server.binaries()
    if programs is None:
        sys.exit("PostgreSQL is missing; run: make tools")
    home = work / "postgresql"
    fresh = not home.exists()
    home.mkdir(exist_ok=True)
    work.chmod(0o755)
    server = postgresql_server.start(programs, home, POSTGRESQL_OPTIONS)
    try:
        if fresh:
            postgresql_server.administer(home, "CREATE DATABASE bench")
        engine = database.open_engine(postgresql_server.url_of(home, "bench"))
        yield engine
        engine.dispose()
    finally:
        postgresql_server.end(server)


def run(work: Path, kind: str, chosen: argparse.Namespace) -> None:
    """The benchmark of one database in `work`; what an earlier run has loaded there is not loaded again."""
    with opened(work, kind) as engine:
        schema.upgrade(engine)
        load(kind, engine, chosen.records)
        if chosen.load:
            return
        kinds = {name: asked for name, asked in queries(targets(work, chosen.records), chosen.times).items()
                 if not chosen.only or name in chosen.only}  # fmt: skip
        show(f"{kind}, {chosen.records:,} records", measure(engine, kinds))
        if not chosen.only:
            # Other records in every run: one that is there already would be replaced, not added.
            print(f"{kind}: written {writes(engine, records(Town(held_by(engine)), WRITTEN))}", flush=True)


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument(
        "--work", type=Path, help="a folder with 25 GB of room, kept for the next run; else a temporary one"
    )
    parser.add_argument("--on", choices=(SQLITE, POSTGRESQL), action="append", help="one database alone")
    parser.add_argument("--only", action="append", help="one kind of query alone, by its name in the table")
    parser.add_argument("--load", action="store_true", help="load and ask nothing")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-search-") as name:
        work = chosen.work or Path(name)
        work.mkdir(parents=True, exist_ok=True)
        for kind in chosen.on or (SQLITE, POSTGRESQL):
            run(work, kind, chosen)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

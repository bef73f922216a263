"""How fast the web desk answers people who work at once: `make bench-desk`.

Times are of whole acts as a browser asks for them (opening a record: the form and the page after it), through real
logins, at the desk that `sohoa desk` starts. Users think between two acts: a program that types without thinking needs
a second for a field and eleven for a record (docs/desk.md), people need more, so five seconds are busy people. Then
the same without any pause, which measures how much the one process can do.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from benchmarks.desk_home import SEED, UNIT, Filled, add_people, fill
from benchmarks.desk_user import KINDS, User, Work
from benchmarks.desk_user import user as browser
from benchmarks.search import Asked, queries

TARGET = 200
PASSWORD = "giấy trắng mực đen"
EVERYDAY = ("name and birth date", "folded name", "name with diacritics", "permit number", "house and street")
MISREAD = "one OCR error"
# The desk lets one address log in thirty times at once; all users of the benchmark come from one.
MOST_USERS = 30


@dataclass(frozen=True)
class Load:
    """How much is asked: `users` at once, each act `times` times, for each of `pauses` about so many seconds between
    two acts."""

    users: int
    times: int
    pauses: tuple[float, ...]


@dataclass(frozen=True)
class Held:
    """What the home holds: `records` in its index, from a loaded `index` where one is given; `waiting` for review."""

    records: int
    waiting: int
    index: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """Milliseconds by kind of act; seconds of the whole and of the server's processor; the machine's load before."""

    spent: dict[str, list[float]]
    wall: float
    cpu: float
    load: float

    @property
    def acts(self) -> int:
        """How many were done."""
        return sum(map(len, self.spent.values()))


def run(work: Path, held: Held, asked: Load) -> Iterator[tuple[float, Outcome]]:
    """The whole benchmark in `work`, an outcome for each pause. Raises RuntimeError when the desk fails an act."""
    filled = fill(work, held.records, max(held.waiting, asked.users), held.index)
    logins = [f"do{number:02d}" for number in range(asked.users)]
    add_people(filled.services, logins, PASSWORD)
    with _served(work) as (address, process):
        users = [browser(one, address) for one in _work(filled, logins)]
        for one in users:
            one.begin(PASSWORD)
        for pause in asked.pauses:
            yield pause, _measured(users, process, asked.times, pause)


@contextmanager
def _served(work: Path) -> Iterator[tuple[str, psutil.Process]]:
    """`sohoa desk` over the home in `work`, on a free port, until the block ends."""
    environ = {**os.environ, "SOHOA_HOME": str(work / "home"), "SOHOA_UNIT": UNIT, "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", "desk", "desk", "--port", "0")
    with (work / "desk.log").open("w+b") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environ)
        try:
            yield _address(process, work / "desk.log"), psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.05)
    raise RuntimeError(f"the desk did not come up:\n{log.read_text('utf-8')}")


def _work(filled: Filled, logins: list[str]) -> Iterator[Work]:
    """For each login: searches of its own, records to open that nobody holds where there are enough, one to review."""
    kinds, chance = queries(filled.targets, 100), Random(SEED)
    everyday = [one for kind in EVERYDAY for one in kinds[kind]]
    free = filled.waiting[len(logins) :] or filled.waiting
    for login, held in zip(logins, filled.waiting, strict=False):
        names = [filled.town.name(True).upper() for _ in range(20)]
        misread = _texts(kinds[MISREAD], chance)
        yield Work(login, _texts(everyday, chance), misread, chance.sample(free, len(free)), held, names)


def _texts(asked: list[Asked], chance: Random) -> list[str]:
    return [one.text for one in chance.sample(asked, len(asked))]


def _measured(users: list[User], process: psutil.Process, times: int, pause: float) -> Outcome:
    for user in users:
        user.spent.clear()
    load, before, start = os.getloadavg()[0], _cpu(process), time.perf_counter()
    with ThreadPoolExecutor(len(users)) as threads:
        done = [
            threads.submit(one.go_round, times, pause, Random(SEED + number))
            for number, one in enumerate(users)
        ]
        for one in done:
            one.result()
    wall = time.perf_counter() - start
    spent = {kind: [figure for one in users for figure in one.spent.get(kind, [])] for kind in KINDS}
    return Outcome(spent, wall, _cpu(process) - before, load)


def _cpu(process: psutil.Process) -> float:
    told = process.cpu_times()
    return float(told.user + told.system)


def table(outcome: Outcome) -> str:
    """Markdown: a line for each kind of act, then what it cost."""
    lines = ["| act | times | p50 ms | p95 ms | target p95 |", "| --- | --- | --- | --- | --- |"]
    for kind, spent in outcome.spent.items():
        told = (kind, str(len(spent)), f"{_at(spent, 0.5):.0f}", f"{_at(spent, 0.95):.0f}", str(TARGET))
        lines.append(f"| {' | '.join(told)} |")
    lines.append(
        f"{outcome.acts / outcome.wall:.1f} acts/s for {outcome.wall:.0f} s; the server's CPU {outcome.cpu:.1f} s "
        f"({outcome.cpu * 1000 / outcome.acts:.0f} ms an act); load before {outcome.load:.1f} "
        f"on {os.cpu_count()} cores"
    )
    return "\n".join(lines)


def _at(figures: list[float], share: float) -> float:
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def main(arguments: list[str]) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="in the index")
    parser.add_argument("--waiting", type=int, default=400, help="under review, in one batch")
    parser.add_argument("--users", type=int, default=20, choices=range(1, MOST_USERS + 1), metavar="1-30")
    parser.add_argument("--times", type=int, default=30, help="each act, for each user")
    parser.add_argument(
        "--pause", type=float, nargs="+", default=[5.0, 0.0], help="seconds between two acts of a user, about"
    )
    parser.add_argument("--work", type=Path, help="a folder kept for the next run; else a temporary one")
    parser.add_argument(
        "--index", type=Path, help="index.sqlite of bench-search's --work, loaded already; it is copied"
    )
    chosen = parser.parse_args(arguments)
    asked = Load(chosen.users, chosen.times, tuple(chosen.pause))
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-desk-") as name:
        work = chosen.work or Path(name)
        work.mkdir(parents=True, exist_ok=True)
        print(f"{chosen.records:,} records in the index, {asked.users} users")
        held = Held(chosen.records, chosen.waiting, chosen.index)
        for pause, outcome in run(work, held, asked):
            print(f"\n{pause:g} s between acts\n\n{table(outcome)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Those who read the pages: each a command line, timed as a process tree, and the text it gives for each page."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import psutil

from benchmarks.pages import FileTruth, page_texts

PEER_HOME = Path.home() / ".cache/sohoa/bench/bin"
_ORPHAN_SECONDS = 10.0


@dataclass(frozen=True)
class Spent:
    """What a process tree took: wall clock and processor seconds, and how it ended."""

    wall: float
    cpu: float
    exit_code: int


@dataclass(frozen=True)
class Contender:
    """`command` reads `files`; once it has ended, `texts` gives one text per page, in the order of the truth."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    texts: Callable[[], list[str]]


def timed(command: tuple[str, ...], environment: dict[str, str], stdout: Path) -> Spent:
    """Runs to the end with nothing on stdin. Processor time is user + system of the child and all its descendants.

    Raises RuntimeError when some of them live on: their time would be missing from the figure.
    """
    _adopt_orphans()
    others = _children()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with stdout.open("wb") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, env=environment)
        exit_code = child.wait()
    wall = time.perf_counter() - started
    _reap_orphans(command[0], others)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu, exit_code)


def _adopt_orphans() -> None:
    # prctl(PR_SET_CHILD_SUBREAPER): a worker whose parent ended without waiting for it is waited for here.
    ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0)


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def _reap_orphans(name: str, others: set[int]) -> None:
    """Wait for what the run left behind; `others` were this process's children before and are left alone."""
    deadline = time.monotonic() + _ORPHAN_SECONDS
    while left := _children() - others:
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > deadline:
            raise RuntimeError(f"{name} left processes running")
        time.sleep(0.05)


def plain_environment() -> dict[str, str]:
    """This process's environment without settings of ours, so that defaults are measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SOHOA_")}


def sohoa(program: Path, files: list[FileTruth], workers: int, scratch: Path) -> Contender:
    """`sohoa read --json` on the files as they are. What it prints must have been written to `stdout_of(scratch)`."""
    environment = plain_environment() | {"SOHOA_WORKERS": str(workers), "SOHOA_HOME": str(scratch / "home")}
    command = (str(program), "read", "--json", *(str(file.path) for file in files))

    def texts() -> list[str]:
        told = json.loads(stdout_of(scratch).read_text(encoding="utf-8"))["files"]
        if [Path(entry["file"]).name for entry in told] != [file.path.name for file in files]:
            raise ValueError("sohoa read answered for other files than it was given")
        return [
            {page["number"]: page["text"] for page in entry["pages"]}.get(expected.number, "")
            for entry, file in zip(told, files, strict=True)
            for expected in file.pages
        ]

    return Contender("sohoa read", command, environment, texts)


def ocrmypdf(name: str, options: tuple[str, ...], source: Path, workers: int, scratch: Path) -> Contender:
    """ocrmypdf on one PDF that holds every page (`gathered`), so that it starts once and fills all its workers."""
    written = scratch / "peer.pdf"
    command = (str(PEER_HOME / "ocrmypdf"), "--quiet", "-l", "vie", "-j", str(workers))
    return Contender(
        name,
        (*command, *options, str(source), str(written)),
        plain_environment(),
        lambda: page_texts(written),
    )


def stdout_of(scratch: Path) -> Path:
    """Where the run keeps what a contender prints."""
    return scratch / "stdout"


def gathered(files: list[FileTruth], scratch: Path) -> Path:
    """One PDF with the pages of all files, images embedded without loss. Not part of anyone's time."""
    together = pikepdf.new()
    for number, file in enumerate(files):
        part = file.path
        if part.suffix.lower() != ".pdf":
            part = scratch / f"{number}.pdf"
            convert = [str(PEER_HOME / "img2pdf"), "--rotation=ifvalid", str(file.path), "-o", str(part)]
            subprocess.run(convert, check=True)
        with pikepdf.open(part) as source:
            together.add_pages_from(source)
    path = scratch / "all.pdf"
    together.save(path)
    return path

"""Those who read the pages: each a command line, timed as a process tree, and the text it gives for each page."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from benchmarks.pages import FileTruth

PEER_HOME = Path.home() / ".cache/sohoa/bench/bin"


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
    """Runs to the end with nothing on stdin. Processor time is user + system of the child and all it waited for."""
    started = time.perf_counter()
    with stdout.open("wb") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Spent(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, child.returncode)


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
    command = (str(PEER_HOME / "ocrmypdf"), "--quiet", "-l", "vie", "-j", str(workers), *options)
    return Contender(
        name, (*command, str(source), str(written)), plain_environment(), lambda: pdf_texts(written)
    )


def stdout_of(scratch: Path) -> Path:
    """Where the run keeps what a contender prints."""
    return scratch / "stdout"


def pdf_texts(path: Path) -> list[str]:
    """The text of each page by PDFium: of the extractors compared, the one that serves the peer best."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


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
            together.pages.extend(source.pages)
    path = scratch / "all.pdf"
    together.save(path)
    return path

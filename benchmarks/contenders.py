"""Those who read the pages: each a command line, the text it gives for each page, and the bytes it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from benchmarks.pages import FileTruth, page_texts

PEER_HOME = Path.home() / ".cache/sohoa/bench/bin"
SAUVOLA = ("--tesseract-thresholding", "sauvola", "--output-type", "pdfa")


@dataclass(frozen=True)
class Found:
    """What one page was read as; `rotation` is the turn that was found, None where it is not told."""

    text: str
    rotation: int | None = None


@dataclass(frozen=True)
class Contender:
    """`command` reads `files`. Once it has ended, `found` gives the pages of each file in the order of the truth
    (None: it tells no texts), and `written` the bytes of the PDFs it made (None: it makes none).

    `before` is done first and is not part of its time.
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    found: Callable[[], list[list[Found]]] | None
    written: Callable[[], int] | None = None
    before: Callable[[], None] = lambda: None


def plain_environment() -> dict[str, str]:
    """This process's environment without settings of ours, so that defaults are measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SOHOA_")}


def sohoa(program: Path, files: list[FileTruth], workers: int, scratch: Path) -> Contender:
    """`sohoa read --json` on the files as they are. What it prints must have been written to `stdout_of(scratch)`."""
    environment = plain_environment() | {"SOHOA_WORKERS": str(workers), "SOHOA_HOME": str(scratch / "home")}
    command = (str(program), "read", "--json", *(str(file.path) for file in files))
    return Contender("sohoa read", command, environment, lambda: printed(files, stdout_of(scratch)))


def ocr_alone(files: list[FileTruth], workers: int, scratch: Path) -> Contender:
    """Our package `ocr` alone: reading, PDF/A and structural check."""
    out = scratch / "alone"
    command = _ours("ocr_alone", workers, "--out", str(out), *(str(file.path) for file in files))
    return Contender(
        "ocr alone, PDF/A",
        command,
        plain_environment(),
        lambda: printed(files, stdout_of(scratch)),
        lambda: bytes_of(out.glob("*.pdf")),
    )


def tesserocr(files: list[FileTruth], workers: int, scratch: Path) -> Contender:
    """Tesseract with its model loaded once per process, on gray pages as they are; writes no PDF."""
    command = _ours("bare_tesserocr", workers, *(str(file.path) for file in files))
    return Contender(
        "bare tesserocr", command, plain_environment(), lambda: printed(files, stdout_of(scratch))
    )


def whole_way(program: Path, files: list[FileTruth], workers: int, scratch: Path) -> Contender:
    """`sohoa digitize`, approval of everything, `sohoa finalize`: records with PDF/A, database and store. Making
    the home is not part of its time."""
    home = scratch / "whole"
    environment = plain_environment() | {"SOHOA_WORKERS": str(workers), "SOHOA_HOME": str(home)}
    command = _ours("whole_way", workers, "--sohoa", str(program), *(str(file.path) for file in files))

    def before() -> None:
        subprocess.run([program, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)

    return Contender(
        "digitize + PDF/A",
        command,
        environment,
        None,
        lambda: bytes_of(home.rglob("assembled.pdf")),
        before,
    )


def ocrmypdf(name: str, options: tuple[str, ...], source: Path, workers: int, scratch: Path) -> Contender:
    """ocrmypdf on one PDF that holds every page (`gathered`), so that it starts once and fills all its workers."""
    written = scratch / "peer.pdf"
    command = (str(PEER_HOME / "ocrmypdf"), "--quiet", "-l", "vie", "-j", str(workers))
    return Contender(
        name,
        (*command, *options, str(source), str(written)),
        plain_environment(),
        lambda: [[Found(text) for text in page_texts(written)]],
        lambda: bytes_of([written]),
    )


def stdout_of(scratch: Path) -> Path:
    """Where the run keeps what a contender prints."""
    return scratch / "stdout"


def printed(files: list[FileTruth], stdout: Path) -> list[list[Found]]:
    """Pages as `sohoa read --json` prints them; a page left out counts as read empty.

    Raises ValueError for an answer about other files.
    """
    told = json.loads(stdout.read_text(encoding="utf-8"))["files"]
    if [Path(entry["file"]).name for entry in told] != [file.path.name for file in files]:
        raise ValueError("the answer is about other files than were given")
    pages = [{page["number"]: page for page in entry["pages"]} for entry in told]
    return [
        [_found(by_number.get(page.number)) for page in file.pages]
        for by_number, file in zip(pages, files, strict=True)
    ]


def _found(page: dict[str, object] | None) -> Found:
    if page is None:
        return Found("")
    turn = page.get("rotation")
    return Found(str(page["text"]), turn if isinstance(turn, int) else None)


def bytes_of(paths: Iterable[Path]) -> int:
    """Bytes of all files of an iterable of paths."""
    return sum(path.stat().st_size for path in paths)


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


def _ours(module: str, workers: int, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"benchmarks.{module}", "--workers", str(workers), *arguments)

"""Any folder of files through survey, decode and read in the real pool: what crashed, hung or ran out of memory.

`make sweep DIR=folder` runs it. One line per file as it is done; with --json FILE each is also added to that file
as a line of JSON, and files that stand there already are skipped, so that a sweep can be stopped and taken up again.
Exit code 1 when a worker broke without giving the page a fault code. Judges no text: see benchmarks/read.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ocr.engine import EngineChoice
from ocr.faults import PAGE_KILLED_WORKER, PAGE_MEMORY, PAGE_TIMEOUT
from ocr.limits import MIB, Limits
from ocr.pool import PageOutcome, PageRequest, ReaderPool

UNCODED = "UNCODED"
_TOLD = {PAGE_KILLED_WORKER: "crash", PAGE_TIMEOUT: "hang", PAGE_MEMORY: "memory", UNCODED: "uncoded"}


@dataclass(frozen=True)
class Swept:
    """What became of one file.

    `pages` holds for each page its verdict or fault code; a file that is refused as a whole counts as one.
    `seconds` is wall time with everything, `peak_mib` the largest resident memory of any worker meanwhile.
    """

    file: str
    kind: str
    pages: tuple[str, ...]
    seconds: float
    peak_mib: float
    detail: str = ""


class Sweep:
    """A pool that survives the files given to it."""

    def __init__(self, workers: int, limits: Limits, engine: EngineChoice, root: Path) -> None:
        self._open: Callable[[], ReaderPool] = lambda: ReaderPool(workers, limits, engine)
        self._root = root
        self._pool = self._open()

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()

    def file(self, path: Path) -> Swept:
        """Surveys and reads one file. What escapes the pool is told as UNCODED, and a new pool takes over."""
        started, kind, pages, detail = time.monotonic(), "?", [], ""
        _forget_peaks()
        peak = 0.0
        try:
            survey = self._pool.survey(path)
            kind = survey.media_type
            if survey.fault is not None:
                pages, detail = [survey.fault.code], survey.fault.facts.get("detail", "")
            else:
                requests = [PageRequest("", path, page.number) for page in survey.pages]
                for outcome in self._pool.read(requests):
                    pages.append(_told(outcome))
                    detail = outcome.fault.facts.get("detail", detail) if outcome.fault else detail
                    peak = max(peak, _peak())
        except Exception as escaped:
            pages.append(UNCODED)
            detail = f"{type(escaped).__name__}: {escaped}"
            self._pool.close()
            self._pool = self._open()
        name = path.relative_to(self._root).as_posix()
        seconds = round(time.monotonic() - started, 3)
        return Swept(name, kind, tuple(pages), seconds, round(max(peak, _peak()) / MIB, 1), detail)


def _told(outcome: PageOutcome) -> str:
    if outcome.fault is not None:
        return outcome.fault.code
    return outcome.reading.quality.verdict if outcome.reading is not None else UNCODED


def _workers() -> Iterator[psutil.Process]:
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if "ocr.worker" in child.cmdline():
                yield child


def _forget_peaks() -> None:
    """Lets the kernel count the peaks of our workers anew (proc_pid_clear_refs(5))."""
    for worker in _workers():
        with suppress(OSError):
            Path(f"/proc/{worker.pid}/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """Bytes of the worker that held most since `_forget_peaks`; workers that died since are not counted."""
    found = 0
    for worker in _workers():
        with suppress(OSError):
            for line in Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmHWM:"):
                    found = max(found, int(line.split()[1]) * 1024)
    return found


def files_in(folder: Path, told: Path | None) -> list[Path]:
    """Every file below `folder`, sorted, without those that the file of JSON lines `told` holds."""
    done = set()
    if told is not None and told.exists():
        with told.open(encoding="utf-8") as lines:
            for line in lines:
                # The last line may be cut where an earlier sweep was stopped.
                with suppress(ValueError, KeyError, TypeError):
                    done.add(json.loads(line)["file"])
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != told)
    return [path for path in files if path.relative_to(folder).as_posix() not in done]


def run(sweep: Sweep, files: list[Path], told: Path | None, console: Console) -> list[Swept]:
    """Sweeps `files`; Ctrl-C ends it with what was done so far."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    done: list[Swept] = []
    with suppress(KeyboardInterrupt), Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(files))
        for path in files:
            progress.update(task, description=path.name[:40])
            swept = sweep.file(path)
            done.append(swept)
            if told is not None:
                with told.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(asdict(swept), ensure_ascii=False) + "\n")
            progress.print(line_of(swept), markup=False, highlight=False, soft_wrap=True)
            progress.advance(task)
    return done


def line_of(swept: Swept) -> str:
    """One line for people."""
    counted = Counter(swept.pages)
    pages = ", ".join(f"{code} x{number}" if number > 1 else code for code, number in counted.items())
    detail = f" ({swept.detail})" if swept.detail else ""
    return f"{swept.seconds:8.2f} s {swept.peak_mib:7.0f} MiB  {swept.kind:16} {swept.file}: {pages}{detail}"


def summary(done: list[Swept]) -> dict[str, object]:
    """Counts of files, pages, verdicts and faults, and the worst in time and memory."""
    codes = Counter(code for swept in done for code in swept.pages)
    return {
        "files": len(done),
        "pages": sum(codes.values()),
        **{name: codes.get(code, 0) for code, name in _TOLD.items()},
        "outcomes": dict(sorted(codes.items())),
        "slowest": max(done, key=lambda swept: swept.seconds).file if done else "",
        "seconds": round(sum(swept.seconds for swept in done), 1),
        "peak_mib": max((swept.peak_mib for swept in done), default=0.0),
    }


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.sweep", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="add a line of JSON per file here; skip files it holds")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=Limits().page_seconds, help="limit per page")
    parser.add_argument("--engine", default="tesseract", help="as in ocr/engine.py")
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        parser.error(f"no such folder: {chosen.folder}")
    files = files_in(chosen.folder, chosen.json)
    sweep = Sweep(
        chosen.workers, Limits(page_seconds=chosen.seconds), EngineChoice(chosen.engine), chosen.folder
    )
    try:
        done = run(sweep, files, chosen.json, Console(stderr=True))
    finally:
        sweep.close()
    told = summary(done)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if told["uncoded"] else 0


if __name__ == "__main__":
    sys.exit(main())

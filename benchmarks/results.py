"""Figures of one contender on one set, how they are got, and how they are printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks import accuracy
from benchmarks.accuracy import Errors
from benchmarks.contenders import Contender, Found, stdout_of
from benchmarks.pages import BY_HAND, FileTruth, page_count
from benchmarks.spent import timed

_MIB, _KIB = 1024 * 1024, 1024
# `sohoa read` and `digitize` end so when some page was set aside; the page counts as read empty.
_DONE = frozenset({0, 5})


@dataclass(frozen=True)
class Result:
    """One contender's figures on one set.

    Rates are edits per character (or word) of the truth, None where no truth or no text is known. `heads` counts
    strings of the heads of real scans found letter for letter, `upright` the pages whose turn was found,
    both as (right, all). `cer_of_print` is the order-free rate without pages filled in by hand, which no reader here
    reads. `load` is the machine's load average of the last minute, before the run.
    """

    name: str
    pages: int
    workers: int
    wall_seconds: float
    pages_per_minute: float
    cpu_seconds_per_page: float
    process_mib: float
    tree_mib: float
    cer_strict: float | None
    wer: float | None
    cer_order_free: float | None
    cer_of_print: float | None
    in_kib_per_page: float
    out_kib_per_page: float | None
    heads: tuple[int, int] | None
    upright: tuple[int, int] | None
    load: float


def measure(contender: Contender, files: list[FileTruth], scratch: Path, workers: int) -> Result:
    """Runs it and scores it. Raises RuntimeError when it fails: a figure for half the pages misleads."""
    contender.before()
    load = os.getloadavg()[0]
    spent = timed(contender.command, contender.environment, stdout_of(scratch))
    if spent.exit_code not in _DONE:
        raise RuntimeError(f"{contender.name} ended with exit code {spent.exit_code}")
    pages = page_count(files)
    found = _by_file(contender.found(), files) if contender.found else None
    written = contender.written() if contender.written else None
    return Result(
        name=contender.name,
        pages=pages,
        workers=workers,
        wall_seconds=spent.wall,
        pages_per_minute=pages * 60 / spent.wall,
        cpu_seconds_per_page=spent.cpu / pages,
        process_mib=spent.largest_bytes / _MIB,
        tree_mib=spent.tree_bytes / _MIB,
        cer_strict=_rate(accuracy.strict, files, found),
        wer=_rate(accuracy.in_words, files, found),
        cer_order_free=_rate(accuracy.order_free, files, found),
        cer_of_print=_rate(accuracy.order_free, files, found, by_hand=False),
        in_kib_per_page=sum(file.path.stat().st_size for file in files) / _KIB / pages,
        out_kib_per_page=None if written is None else written / _KIB / pages,
        heads=_heads(files, found),
        upright=_upright(files, found),
        load=load,
    )


def _by_file(found: list[list[Found]], files: list[FileTruth]) -> list[list[Found]]:
    """One list per file, also of a contender that was given all pages in one file."""
    counts = [len(file.pages) for file in files]
    if [len(pages) for pages in found] == counts:
        return found
    flat = iter([page for pages in found for page in pages])
    grouped = [list(islice(flat, count)) for count in counts]
    if [len(pages) for pages in grouped] != counts or next(flat, None) is not None:
        raise ValueError("the answer has another number of pages than the files")
    return grouped


def _pairs(files: list[FileTruth], found: list[list[Found]], *, by_hand: bool) -> Iterator[tuple[str, str]]:
    """What stands on a page (or in a file whose pages are not told apart) and what was read, on pages filled in by
    hand only if `by_hand`.
    """
    for file, pages in zip(files, found, strict=True):
        if file.text is not None:
            yield file.text, "\n".join(page.text for page in pages)
        for page, read in zip(file.pages, pages, strict=True):
            if page.text is not None and (by_hand or BY_HAND not in page.degradations):
                yield page.text, read.text


def _rate(
    formula: Callable[[str, str], Errors],
    files: list[FileTruth],
    found: list[list[Found]] | None,
    *,
    by_hand: bool = True,
) -> float | None:
    pairs = _pairs(files, found, by_hand=by_hand) if found else ()
    errors = [formula(truth, read) for truth, read in pairs]
    return accuracy.total(errors).rate if errors else None


def _heads(files: list[FileTruth], found: list[list[Found]] | None) -> tuple[int, int] | None:
    wanted = [
        (accuracy.fold(head), accuracy.fold("\n".join(page.text for page in pages)))
        for file, pages in zip(files, found or [], strict=found is not None)
        for head in file.heads
    ]
    return (sum(head in text for head, text in wanted), len(wanted)) if wanted else None


def _upright(files: list[FileTruth], found: list[list[Found]] | None) -> tuple[int, int] | None:
    turns = [
        (page.rotation, read.rotation)
        for file, pages in zip(files, found or [], strict=found is not None)
        for page, read in zip(file.pages, pages, strict=True)
        if page.text and read.rotation is not None
    ]
    return (sum(right == told for right, told in turns), len(turns)) if turns else None


def table(results: list[Result]) -> str:
    """Markdown; the last columns say how many times the CPU, and how much of the speed, of the first contender."""
    heads = (
        *(
            "contender",
            "pages/min",
            "CPU s/page",
            "MiB largest process",
            "MiB whole tree",
            "CER strict",
            "WER",
        ),
        *(
            "CER order-free",
            "without pages by hand",
            "KiB/page in",
            "out",
            "heads found",
            "upright",
            "CPU, times ours",
            "speed, ours is",
        ),
    )
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(_cells(r, results[0]))} |" for r in results)])


def _cells(r: Result, ours: Result) -> tuple[str, ...]:
    return (
        r.name,
        f"{r.pages_per_minute:.1f}",
        f"{r.cpu_seconds_per_page:.2f}",
        f"{r.process_mib:.0f}",
        f"{r.tree_mib:.0f}",
        *(_number(rate, 4) for rate in (r.cer_strict, r.wer, r.cer_order_free, r.cer_of_print)),
        f"{r.in_kib_per_page:.0f}",
        _number(r.out_kib_per_page, 0),
        _share(r.heads),
        _share(r.upright),
        f"{r.cpu_seconds_per_page / ours.cpu_seconds_per_page:.2f}",
        f"{ours.pages_per_minute / r.pages_per_minute:.2f}x",
    )


def not_run(name: str, why: str) -> str:
    """A row of the table for a contender that was left out."""
    return f"| {name} | not run: {why} |" + " |" * 13


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _share(counted: tuple[int, int] | None) -> str:
    return "-" if counted is None else f"{counted[0]}/{counted[1]}"


def targets(results: Iterable[Result]) -> list[str]:
    """The targets that these results can judge, each with its figure; the best peer is the one with fewest errors."""
    by_name = {result.name: result for result in results}
    ours = by_name.get("ocr alone, PDF/A")
    peers = [r for r in by_name.values() if r.name.startswith("ocrmypdf") and r.cer_strict is not None]
    if ours is None or not peers or ours.cer_strict is None or ours.cer_order_free is None:
        return []
    best = min(peers, key=lambda r: r.cer_strict or 0.0)
    saved = best.cpu_seconds_per_page / ours.cpu_seconds_per_page
    share = ours.cer_strict / (best.cer_strict or 1.0)
    return [
        f"CPU of {best.name} / ours: {saved:.2f} (target at least 4)",
        f"our CER strict / its: {share:.2f} (target at most 0.5)",
        f"our CER order-free: {ours.cer_order_free:.4f}, without pages filled in by hand "
        f"{_number(ours.cer_of_print, 4)} (target at most 0.02)",
        f"our largest process: {ours.process_mib:.0f} MiB (target under 238 MiB = 250 MB)",
    ]

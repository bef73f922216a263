"""Reading files without keeping anything: what `sohoa read` does. Uses the same steps as a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ocr.pool import PageOutcome, PageRequest
from ocr.reading import PageReading, Survey
from pipeline.accept import accept_options
from pipeline.findings import Finding
from pipeline.interpret import InterpretOptions, drafts_of, places_in
from pipeline.look_again import looked_at, wish_for
from pipeline.looks import NO_LOOKS, Looks
from pipeline.reader import Pool, open_pool
from pipeline.record import DraftRecord
from pipeline.settings import Settings
from pipeline.sketch import Sketch, sketches


@dataclass(frozen=True)
class FileReading:
    """What was read of one file. `error` stands when nothing of it could be used; `page_errors` are (page, why)."""

    file: str
    readings: tuple[PageReading, ...]
    drafts: tuple[DraftRecord, ...]
    error: Finding | None
    page_errors: tuple[tuple[int, Finding], ...]


def read_files(
    settings: Settings, files: Sequence[Path], type: str | None, progress: Callable[[int, int], None]
) -> list[FileReading]:
    """Read `files` with a pool of processes; `progress` gets pages done and pages known so far.

    A bad file or page becomes an error in its place; records are grouped within one file only. When all is read, what
    is doubtful is read again.
    """
    options = InterpretOptions(accept=accept_options(settings))
    with open_pool(settings) as pool:
        surveys = [pool.survey(path) for path in files]
        total = sum(len(_readable(found)) for found in surveys)
        progress(0, total)
        outcomes = iter(enumerate(pool.read(_requests(files, surveys)), 1))
        read = [
            _read_one(path, found, outcomes, lambda done: progress(done, total))
            for path, found in zip(files, surveys, strict=True)
        ]
        # Only a reading that has come to its end leaves the pool free for the second looks.
        assert next(outcomes, None) is None
        sketched = {one.file: tuple(sketches(one.readings, type, options.classify)) for one in read}
        looks = _looks(pool, read, sketched, options)
        return [_drafted(one, sketched[one.file], looks, options) for one in read]


def _looks(
    pool: Pool,
    read: Sequence[FileReading],
    sketched: Mapping[str, Sequence[Sketch]],
    options: InterpretOptions,
) -> dict[str, Looks]:
    """Second looks at what is doubtful, by file and page."""
    wishes = (
        wish_for(f"{one.file} {page.number}", Path(one.file), page, boxes)
        for one in read
        for places in [places_in(sketched[one.file], one.readings, options)]
        for page, boxes in zip(one.readings, places, strict=True)
        if boxes
    )
    return dict(looked_at(pool, wishes))


def _drafted(
    one: FileReading, sketched: Sequence[Sketch], looks: Mapping[str, Looks], options: InterpretOptions
) -> FileReading:
    if not one.readings:
        return one
    own = [looks.get(f"{one.file} {page.number}", NO_LOOKS) for page in one.readings]
    return replace(one, drafts=drafts_of(sketched, own, options))


def _readable(found: Survey) -> list[int]:
    return [] if found.fault else [page.number for page in found.pages if page.fault is None]


def _requests(files: Sequence[Path], surveys: Sequence[Survey]) -> Iterator[PageRequest]:
    for path, found in zip(files, surveys, strict=True):
        for number in _readable(found):
            yield PageRequest(f"{path} {number}", path, number)


def _read_one(
    path: Path,
    found: Survey,
    outcomes: Iterator[tuple[int, PageOutcome]],
    done: Callable[[int], None],
) -> FileReading:
    known = {"file": path.name}
    if found.fault:
        refused = Finding(found.fault.code, "", {**known, "page": "1", **found.fault.facts})
        return FileReading(str(path), (), (), refused, ())
    faults = {page.number: page.fault for page in found.pages if page.fault}
    readings = []
    for number in _readable(found):
        ordinal, outcome = next(outcomes)
        done(ordinal)
        if outcome.reading is not None:
            readings.append(outcome.reading)
        elif outcome.fault is not None:
            faults[number] = outcome.fault
    page_errors = tuple(
        (number, Finding(fault.code, "", {**known, "page": str(number), **fault.facts}))
        for number, fault in sorted(faults.items())
    )
    error = page_errors[0][1] if page_errors and not readings else None
    return FileReading(str(path), tuple(readings), (), error, page_errors)

"""Sets of pages by seed and their readings, both kept, so that a second run draws and reads nothing. Judges nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

from benchmarks.blanks.draw import draw as draw_blank
from benchmarks.examiner.draw import draw as draw_examiner
from benchmarks.foreign_records import draw
from benchmarks.processes import processes
from benchmarks.published.draw import draw as draw_published
from benchmarks.third_hand.draw import draw as draw_third
from ocr.limits import Limits
from ocr.read import READER_VERSION, read_page
from ocr.reading import PageReading
from samples.generate import make
from samples.plan import Job
from samples.variety import draw_up

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
THIRD_HAND = Path(__file__).resolve().parent / "third_hand"
PUBLISHED = Path(__file__).resolve().parent / "published"
BLANKS = Path(__file__).resolve().parent / "blanks"
EXAMINER = Path(__file__).resolve().parent / "examiner"
KEPT = Path.home() / ".cache" / "sohoa"


@dataclass(frozen=True)
class PageSet:
    """A folder with `pages/`, and what stands on the files in it that have records."""

    folder: Path
    files: tuple[dict[str, Any], ...]

    def path(self, file: dict[str, Any]) -> Path:
        """Where a file of the set lies."""
        return self.folder / "pages" / str(file["file"])


def opened(folder: Path, split: str | None = None) -> PageSet:
    """The set in `folder`: all of it, or the files of one split."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    files = [f for f in truth["files"] if f["records"] and split in (None, f["pages"][0].get("split"))]
    return PageSet(folder, tuple(files))


def drawn(seed: int, count: int, kept: Path = KEPT, workers: int = 2) -> PageSet:
    """The first `count` pages of `seed`; only those are drawn that no run of the same generator has drawn."""
    folder = kept / "field-pages" / f"{seed}-{_generator()}"
    for name in ("pages", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    jobs = draw_up(seed, count)
    files = [folder / "truth" / f"{job.name}.json" for job in jobs]
    missing = [(job, seed, file) for job, file in zip(jobs, files, strict=True) if not file.exists()]
    if missing:
        with processes(workers) as pool:
            list(pool.map(_made, missing))
    return PageSet(folder, tuple(json.loads(file.read_text(encoding="utf-8")) for file in files))


def foreign(seed: int, count: int, kept: Path = KEPT) -> PageSet:
    """`count` pages of the second generator, which shares nothing with samples/."""
    folder = kept / "field-pages" / f"foreign-{seed}-{count}"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    return PageSet(folder, tuple(draw(number, seed, folder / "pages") for number in range(count)))


def third(seed: int, count: int, kept: Path = KEPT, workers: int = 2) -> PageSet:
    """`count` pages of the third hand, which shares nothing with the other two; it needs Chromium."""
    folder = kept / "field-pages" / f"third-{seed}-{count}-{_digest(THIRD_HAND)}"
    return PageSet(folder, _all_drawn(draw_third, count, workers, folder / "pages", count, seed))


def published(seed: int, count: int, kept: Path = KEPT, workers: int = 2) -> PageSet:
    """`count` official documents as public bodies publish them; it needs Chromium."""
    # They are drawn with pens, facts and devices of the third hand.
    folder = kept / "field-pages" / f"published-{seed}-{_digest(PUBLISHED)}-{_digest(THIRD_HAND)}"
    return PageSet(folder, _all_drawn(draw_published, count, workers, folder / "pages", seed))


def blanks(seed: int, count: int, kept: Path = KEPT, workers: int = 2) -> PageSet:
    """`count` certificates printed onto blanks; it needs Chromium."""
    made_of = "-".join(_digest(folder) for folder in (BLANKS, PUBLISHED, THIRD_HAND))
    folder = kept / "field-pages" / f"blanks-{seed}-{made_of}"
    return PageSet(folder, _all_drawn(draw_blank, count, workers, folder / "pages", seed))


def examiner(seed: int, count: int, kept: Path = KEPT, workers: int = 2) -> PageSet:
    """`count` pages as an examiner would choose them; it needs Chromium and typefaces of its own."""
    folder = kept / "field-pages" / f"examiner-{seed}-{_digest(EXAMINER)}"
    return PageSet(folder, _all_drawn(draw_examiner, count, workers, folder / "pages", seed))


def _all_drawn(
    draw_page: Callable[..., dict[str, Any]], count: int, workers: int, folder: Path, *told: int
) -> tuple[dict[str, Any], ...]:
    """What `draw_page(number, *told, folder)` says of each of `count` pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with processes(workers) as pool:
        return tuple(pool.map(draw_page, range(count), *map(repeat, told), repeat(folder)))


def _made(order: tuple[Job, int, Path]) -> None:
    """Draw a page; its truth is written last and says that it is whole."""
    job, seed, file = order
    truth = make(job, seed, file.parent.parent / "pages")
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(truth.as_json(), ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


@cache
def _generator() -> str:
    """Changes with anything that could change the pages; the list of the committed ones does not."""
    return _digest(SAMPLES, ("plan.py",))


def _digest(folder: Path, but: Sequence[str] = ()) -> str:
    sources = (path for path in sorted(folder.rglob("*.py")) if path.name not in but)
    texts = b"".join(path.read_bytes() for path in sources)
    return hashlib.sha256(texts).hexdigest()[:12]


def _reading_file(path: Path, kept: Path) -> Path:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return kept / "readings" / f"{path.name}.{digest[:16]}.{READER_VERSION}.json"


def read(path: Path, kept: Path = KEPT) -> list[PageReading]:
    """Readings of a file, kept or made by the engine of this machine."""
    file = _reading_file(path, kept)
    if not file.exists():
        _read_into((path, file))
    return [PageReading.from_json(page) for page in json.loads(file.read_text(encoding="utf-8")) if page]


def read_all(pages: PageSet, kept: Path = KEPT, workers: int = 2) -> None:
    """Read what is not read yet."""
    files = [(pages.path(file), _reading_file(pages.path(file), kept)) for file in pages.files]
    missing = [pair for pair in files if not pair[1].exists()]
    if missing:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        with processes(workers) as pool:
            list(pool.map(_read_into, missing))


@cache
def _engine() -> Any:
    # The engine loads its model, which a run on kept readings can do without.
    from ocr.tesseract import open_engine

    return open_engine()


def _read_into(pair: tuple[Path, Path]) -> None:
    from ocr.survey import survey

    path, file = pair
    numbers = [page.number for page in survey(path, Limits()).pages]
    made = [read_page(path, number, _engine(), Limits()).as_json() for number in numbers]
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


def seeds(text: str) -> Sequence[int]:
    """ "4242,515151" as numbers."""
    return [int(part) for part in text.split(",")]

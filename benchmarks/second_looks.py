"""Second looks for benchmarks: as pipeline/look_again.py, with an engine in this process and a cache of JSON files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache as kept_once
from itertools import repeat
from pathlib import Path

from benchmarks.field_sets import read
from benchmarks.processes import processes
from ocr.engine import EngineChoice, OcrEngine
from ocr.page import Box
from ocr.read import READER_VERSION
from ocr.reading import PageReading
from pipeline.interpret import places_in
from pipeline.looks import ASKED, NO_LOOKS, Looks, as_json, from_json, missing
from pipeline.sketch import Sketch, sketches


def look_all(paths: Sequence[Path], kept: Path, workers: int) -> None:
    """Look again at what is doubtful in files whose readings are kept, in several processes."""
    with processes(workers) as pool:
        list(pool.map(looked, paths, repeat(kept)))


def looked(path: Path, kept: Path) -> list[Looks]:
    """Looks at the doubtful places of each page of a file and at no others, as the pipeline has them."""
    return looked_in(path, read(path, kept), None, kept)


def looked_in(
    path: Path, readings: Sequence[PageReading], sketched: Sequence[Sketch] | None, kept: Path
) -> list[Looks]:
    """As `looked`, from sketches that were made already."""
    sketched = tuple(sketches(readings)) if sketched is None else sketched
    places = places_in(sketched, readings)
    held = looks_of(path, readings, places, kept)
    return [
        {box: looks[box] for box in boxes if box in looks} for boxes, looks in zip(places, held, strict=True)
    ]


def looks_of(
    path: Path, readings: Sequence[PageReading], places: Sequence[Iterable[Box]], cache: Path
) -> list[Looks]:
    """Looks of each page of a file, at least at `places`; what the cache holds is not read again."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = cache / "readings" / f"{path.name}.{digest[:16]}.{READER_VERSION}-{len(ASKED)}.looks.json"
    held: list[Looks] = [NO_LOOKS] * len(readings)
    if kept.exists():
        held = [from_json(page) for page in json.loads(kept.read_text(encoding="utf-8"))]
    wanted = [missing(boxes, looks) for boxes, looks in zip(places, held, strict=True)]
    if not any(wanted):
        return held
    held = [
        {**looks, **_read(path, page, boxes)}
        for page, boxes, looks in zip(readings, wanted, held, strict=True)
    ]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps([as_json(looks) for looks in held], ensure_ascii=False), encoding="utf-8")
    return held


def _read(path: Path, page: PageReading, boxes: Sequence[Box]) -> Looks:
    if not boxes:
        return NO_LOOKS
    # The engine loads its model, which a cached run can do without.
    from ocr.decode import decode
    from ocr.limits import Limits
    from ocr.other_network import opened, other_choice
    from ocr.read_again import VARIANTS, read_again

    ways = [variant for variant in VARIANTS if variant.name in ASKED]
    image = decode(path, page.number, Limits(), lean=True)
    with opened(other_choice(EngineChoice())) as other:
        found = read_again(image, boxes, page.text.rotation, _engine(), ways, other=other)
    return dict(zip(boxes, found, strict=True))


@kept_once
def _engine() -> OcrEngine:
    from ocr.tesseract import open_engine

    return open_engine()

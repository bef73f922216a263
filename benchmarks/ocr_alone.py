"""Our package `ocr` without the rest: `python -m benchmarks.ocr_alone [--workers N] [--out DIR] FILE...`.

Decodes, cleans and reads in the same pool of workers as the product, and with --out writes a PDF/A per file and
checks its structure. Prints the texts as `sohoa read --json` does. Extracts no field and keeps no record.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ocr.conformance import check
from ocr.engine import EngineChoice
from ocr.limits import Limits
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from ocr.pool import PageOutcome, PageRequest, ReaderPool
from ocr.reading import PageReading

# Equal inputs give equal bytes: the time in the metadata is no figure.
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def read_all(pool: ReaderPool, paths: list[Path], out: Path | None) -> Iterator[dict[str, Any]]:
    """One entry of `sohoa read --json` per file, in order. Raises RuntimeError for a PDF/A that is none."""
    pages = {path: pool.survey(path).pages for path in paths}
    requests = (PageRequest(str(path), path, page.number) for path in paths for page in pages[path])
    outcomes = pool.read(requests)
    for ordinal, path in enumerate(paths):
        found = [next(outcomes) for _ in pages[path]]
        if out is not None:
            _write(path, found, out / f"{ordinal:05d}.pdf")
        yield {"file": str(path), "pages": [_told(o.reading) for o in found if o.reading is not None]}


def _told(reading: PageReading) -> dict[str, Any]:
    return {"number": reading.number, "text": reading.text.text, "rotation": reading.text.rotation}


def _write(path: Path, found: list[PageOutcome], target: Path) -> None:
    pages = [PdfPage(path, o.reading.number, o.reading.text, o.reading.dpi) for o in found if o.reading]
    if not pages:
        return
    write_pdfa(pages, target, PdfMetadata(path.stem, "Sohoa", _AT, path.stem))
    (report,) = check([target], verapdf=False)
    if report.structural != "passed":
        raise RuntimeError(f"{path.name}: {report.problems}")


def main(arguments: list[str] | None = None) -> int:
    """Reads and prints; exit code 5 when some page could not be read."""
    parser = argparse.ArgumentParser(prog="benchmarks.ocr_alone", description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, help="folder for the PDF/A files; without it none is written")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    with ReaderPool(options.workers, Limits(), EngineChoice()) as pool:
        files = list(read_all(pool, options.files, options.out))
    print(json.dumps({"files": files}, ensure_ascii=False))
    return 0 if all(file["pages"] for file in files) else 5


if __name__ == "__main__":
    sys.exit(main())

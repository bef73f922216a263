"""Tesseract and nothing else: `python -m benchmarks.bare_tesserocr [--workers N] FILE...`.

The peer that shows what our own work adds and costs: one process per worker with its model loaded once, each page
as a gray image at its own resolution. Prints the texts as `sohoa read --json` does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import tesserocr
from PIL import Image, ImageOps, ImageSequence

from benchmarks.processes import processes
from ocr.tools import find_tessdata

_UNKNOWN_DPI = 300
_API: list[tesserocr.PyTessBaseAPI] = []


def load() -> None:
    """Loads the model once in a worker."""
    folder = find_tessdata(("vie",))
    _API.append(tesserocr.PyTessBaseAPI(path=f"{folder}/", lang="vie", psm=tesserocr.PSM.AUTO, oem=1))


def read(path: str) -> dict[str, Any]:
    """The entry of one file."""
    pages = [{"number": number, "text": _text(page)} for number, page in enumerate(_pages(Path(path)), 1)]
    return {"file": path, "pages": pages}


def _text(page: Image.Image) -> str:
    (api,) = _API
    api.SetImage(page.convert("L"))
    api.SetSourceResolution(round(float(page.info.get("dpi", (_UNKNOWN_DPI,))[0])))
    text: str = api.GetUTF8Text()
    api.Clear()
    return text


def _pages(path: Path) -> Iterator[Image.Image]:
    if path.suffix.lower() == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                yield page.render(scale=_UNKNOWN_DPI / 72, grayscale=True).to_pil()
        return
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            turned = ImageOps.exif_transpose(frame)
            turned.info.setdefault("dpi", (_UNKNOWN_DPI, _UNKNOWN_DPI))
            yield turned


def main(arguments: list[str] | None = None) -> int:
    """Reads and prints."""
    parser = argparse.ArgumentParser(prog="benchmarks.bare_tesserocr", description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with processes(options.workers, load) as pool:
        files = list(pool.map(read, options.files))
    print(json.dumps({"files": files}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())

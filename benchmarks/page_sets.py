"""Sets of pages to measure on: drawn afresh, the committed samples, a folder of real scans. Reads none of them.

A fresh set is drawn once by `python -m samples.generate` and kept in build/, which is not part of the project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from benchmarks.pages import Choice, FileTruth, PageTruth, load, page_count

ROOT = Path(__file__).resolve().parent.parent
# Nobody tuned on what it draws; another one draws other people, papers and faults.
SEED = 20261
KEPT = ROOT / "build/benchmark-sets"
# Of a drawn set about one file in ten is turned, and one in three is not of 300 dpi.
_SPARE, _SPARE_BY_DPI = 1.4, 2.2
_MOST_DRAWN = 100
_SCANS = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf", ".webp", ".jp2", ".heic"})


def fresh(seed: int, pages: int, choice: Choice) -> list[FileTruth]:
    """About `pages` pages (at most 100) that were drawn with `seed`; one page is one file."""
    wanted = min(pages, _MOST_DRAWN)
    count = round(wanted * (_SPARE_BY_DPI if choice.dpi else _SPARE)) + 2
    folder = KEPT / f"seed-{seed}-{count}"
    if not (folder / "truth.json").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        draw = ["-m", "samples.generate", "--seed", str(seed), "--count", str(count), "--out", str(folder)]
        print(f"drawing {count} files with seed {seed} into {folder.relative_to(ROOT)}", file=sys.stderr)
        subprocess.run([sys.executable, *draw], check=True, cwd=ROOT)
    return load(folder / "pages", folder / "truth.json", replace(choice, limit=wanted))


def committed(choice: Choice) -> list[FileTruth]:
    """The committed samples; they were looked at while building, so they show no more than that nothing broke."""
    return load(ROOT / "samples/pages", ROOT / "samples/truth.json", choice)


def scans(folder: Path) -> list[FileTruth]:
    """Every image and PDF of a folder. `NAME.txt` beside a file is its text; a JSON file with "truth" in its name
    gives strings of the heads: {file: {key: string}}. Raises ValueError when the folder holds no scan."""
    heads: dict[str, tuple[str, ...]] = {}
    for told in sorted(folder.glob("*truth*.json")):
        content: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        heads |= {name: tuple(map(str, facts.values())) for name, facts in content.items()}
    paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SCANS]
    if not paths:
        raise ValueError(f"no scan in {folder}")
    return [_scan(path, heads.get(path.name, ())) for path in paths]


def repeated(files: list[FileTruth], pages: int, folder: Path) -> list[FileTruth]:
    """The same pages again and again under new names in `folder`, until there are `pages` of them."""
    if page_count(files) >= pages:
        return files
    folder.mkdir(parents=True, exist_ok=True)
    return list(_repeats(files, pages, folder))


def _repeats(files: list[FileTruth], pages: int, folder: Path) -> Iterator[FileTruth]:
    made = 0
    while made < pages:
        for file in files:
            if made >= pages:
                return
            path = folder / f"{made:05d}_{file.path.name}"
            try:
                os.link(file.path, path)
            except OSError:
                # Another file system.
                shutil.copyfile(file.path, path)
            made += len(file.pages)
            yield replace(file, path=path)


def _scan(path: Path, heads: tuple[str, ...]) -> FileTruth:
    beside = path.with_suffix(".txt")
    text = unicodedata.normalize("NFC", beside.read_text(encoding="utf-8")) if beside.is_file() else None
    pages = tuple(PageTruth(number, None) for number in range(1, _pages_in(path) + 1))
    return FileTruth(path, pages, text, heads)


def _pages_in(path: Path) -> int:
    if path.suffix.lower() == ".pdf":
        document = pypdfium2.PdfDocument(path)
        try:
            return len(document)
        finally:
            document.close()
    if path.suffix.lower() == ".heic":
        return 1
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))

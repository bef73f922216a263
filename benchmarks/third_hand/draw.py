"""Draws the pages of a third hand: HTML, printed by Chromium, rastered, spoilt, written with their truth."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from random import Random
from time import gmtime
from typing import Any

import pypdfium2
from PIL import Image

from benchmarks.third_hand.deck import Paper, deck
from benchmarks.third_hand.facts import Manner, Sheet
from benchmarks.third_hand.frame import document
from benchmarks.third_hand.looks import DEVICES, Device, spoilt

MOST_PAGES = 4
_MOST_SECONDS = 60
# Kept readings are known by the bytes of their file, which must not tell when it was drawn.
_NO_TIME = {"creationDate": gmtime(0), "modDate": gmtime(0)}


def draw(number: int, count: int, seed: int, folder: Path) -> dict[str, Any]:
    """Page `number` of a set of `count`: its file goes into `folder`, its entry of a truth file comes back.

    Raises FileNotFoundError without Chromium, CalledProcessError when it fails, TimeoutExpired when it hangs twice. A
    file that is there stays.
    """
    paper, rng = deck(count)[number], Random(f"third {seed} {number}")
    # Letters are typed whole; only forms are filled in.
    filled = Manner(
        rng.choice(("none", "none", "none", "rule", "dots")), rng.random() < 0.3, rng.random() < 0.75
    )
    sheet = Sheet(rng, Manner() if paper.type == "correspondence" else filled)
    inner = paper.draws(sheet)
    size = "A5" if paper.form in ("death_extract", "marriage_extract") and rng.random() < 0.15 else "A4"
    text, face = document(rng, inner, size)
    device = rng.choice(DEVICES)
    name = f"{number:03d}_{paper.form.replace(' ', '_')}"
    kept = folder / f"{name}.json"
    if not kept.exists():
        pages = _pages(text, device, rng)
        file = write(folder / name, pages)
        truth = entry(file.name, paper, sheet, device, len(pages), f"{paper.form}/{size}/{face}")
        kept.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _pages(text: str, device: Device, rng: Random) -> list[bytes]:
    with tempfile.TemporaryDirectory() as work:
        sheets = printed(text, Path(work))
        pages = [
            sheets[index].render(scale=device.dpi / 72).to_pil()
            for index in range(min(len(sheets), MOST_PAGES))
        ]
        return [spoilt(rng, device, page) for page in pages]


def printed(text: str, work: Path) -> Any:
    """The PDF that Chromium prints of an HTML text, opened. Raises as `draw` does."""
    source, made = work / "page.html", work / "page.pdf"
    source.write_text(text, encoding="utf-8")
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise FileNotFoundError("chromium")
    order = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        # Shared memory of a container is often 64 MiB, in which a page does not fit.
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
        f"--print-to-pdf={made}",
        source.as_uri(),
    ]
    for last in (False, True):
        try:
            ended(order, work / "browser.log")
            break
        except subprocess.TimeoutExpired:
            # A browser short of memory may hang; begun anew it draws the same page.
            if last:
                raise
    return pypdfium2.PdfDocument(made.read_bytes())


def ended(order: list[str], log: Path, seconds: float = _MOST_SECONDS) -> None:
    """Run a browser to its end and end all that it began; what it says goes into a file, since who keeps a pipe open
    when the browser is gone would be waited for. Raises CalledProcessError, and TimeoutExpired after `seconds`.
    """
    with log.open("wb") as told:
        process = subprocess.Popen(
            order, stdin=subprocess.DEVNULL, stdout=told, stderr=told, start_new_session=True
        )
        try:
            code = process.wait(seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(_MOST_SECONDS)
    if code:
        raise subprocess.CalledProcessError(code, order, log.read_bytes())


def write(stem: Path, pages: list[bytes]) -> Path:
    """The file of JPEG pages: one as it is, several as a PDF."""
    if len(pages) == 1:
        file = stem.with_suffix(".jpg")
        file.write_bytes(pages[0])
        return file
    images = [Image.open(io.BytesIO(page)) for page in pages]
    file = stem.with_suffix(".pdf")
    dpi = images[0].info["dpi"][0]
    images[0].save(
        file, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=85, **_NO_TIME
    )
    return file


def entry(file: str, paper: Paper, sheet: Sheet, device: Device, pages: int, layout: str) -> dict[str, Any]:
    """What a truth file tells of a drawn file."""
    record: dict[str, Any] = {
        "type": paper.type,
        "form": paper.form,
        "pages": list(range(1, pages + 1)),
        "layout": layout,
        "fields": {key: fact.as_json() for key, fact in sheet.facts.items()},
    }
    if paper.also:
        record |= {"also": list(paper.also), "fields": {}}
    looks = [device.name, *device.steps]
    return {
        "file": file,
        "pages": [{"number": n + 1, "degradations": looks, "dpi": device.dpi} for n in range(pages)],
        "records": [record],
    }

"""What the archival file and its smaller copies weigh, and what the copies lose.

`python -m benchmarks.pdf_size FOLDER`, where FOLDER holds page images. Every page is read, written in each mode, drawn
by pdfium as people see it, compared with the archival file drawn in the same way, and read again. Prints a Markdown
table; the figures in docs/pdfa.md come from here.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import numpy as np
import pypdfium2
from rapidfuzz.distance import Levenshtein

from ocr.delivery import JPEG, LAYERED, DeliveryOptions, Floor, measured, write_delivery
from ocr.engine import OcrEngine
from ocr.layered import Fidelity
from ocr.limits import Limits
from ocr.page import Pixels
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from ocr.read import read_page
from ocr.tesseract import open_engine

META = PdfMetadata("Trang", "Sohoa", datetime(2026, 1, 1, tzinfo=UTC), "urn:uuid:0")
_NO_FLOOR = Floor(-1.0, 0.0, 1.0)
Writer = Callable[[PdfPage, Path], str]


@dataclass(frozen=True)
class Row:
    """One page in one mode; `reread` is the character error rate against the reading of the master."""

    input_bytes: int
    output_bytes: int
    seconds: float
    fidelity: Fidelity
    reread: float
    fell_back: bool


def _archival(page: PdfPage, target: Path) -> str:
    write_pdfa([page], target, META)
    return ""


def _copy(options: DeliveryOptions) -> Writer:
    def write(page: PdfPage, target: Path) -> str:
        (told,) = write_delivery([page], target, META, options)
        return "" if told.mode == options.mode else told.mode

    return write


MODES: dict[str, Writer] = {
    "archival": _archival,
    "jpeg 200 dpi q75": _copy(DeliveryOptions(JPEG, 200.0, 75)),
    "jpeg 150 dpi q70": _copy(DeliveryOptions(JPEG, 150.0, 70)),
    "layered, no floor": _copy(DeliveryOptions(LAYERED, floor=_NO_FLOOR)),
    "layered": _copy(DeliveryOptions(LAYERED)),
}


def measure(source: Path, engine: OcrEngine, folder: Path) -> dict[str, Row]:
    """The page at `source` in each mode."""
    limits = Limits()
    reading = read_page(source, 1, engine, limits)
    page = PdfPage(source, 1, reading.text, reading.dpi)
    rows: dict[str, Row] = {}
    best = None
    for mode, write in MODES.items():
        target = folder / "copy.pdf"
        begun = time.process_time()
        fell_back = write(page, target)
        spent = time.process_time() - begun
        shown = _shown(target, reading.dpi or 300.0)
        best = shown if best is None else best
        again = read_page(target, 1, engine, limits).text.text
        rows[mode] = Row(
            source.stat().st_size,
            target.stat().st_size,
            spent,
            measured(best, shown),
            Levenshtein.distance(reading.text.text, again) / max(1, len(reading.text.text)),
            bool(fell_back),
        )
    return rows


def _shown(path: Path, dpi: float) -> Pixels:
    with pypdfium2.PdfDocument(path) as document:
        drawn = document[0].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3]
        return np.ascontiguousarray(drawn)


def table(rows: dict[str, list[Row]]) -> str:
    """Means over the pages; the worst page of each figure in brackets."""
    lines = [
        "| mode | KiB per page | of input | CPU s | ink SSIM | paper dB | ink lost | read again: CER | fell back |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for mode, found in rows.items():
        ratio = sum(row.output_bytes for row in found) / sum(row.input_bytes for row in found)
        told = [row.fidelity for row in found]
        cells = [
            mode,
            f"{mean(row.output_bytes for row in found) / 1024:.0f}",
            f"{100 * ratio:.1f} %",
            f"{mean(row.seconds for row in found):.2f}",
            f"{mean(f.ink_ssim for f in told):.3f} ({min(f.ink_ssim for f in told):.3f})",
            f"{mean(f.paper_psnr for f in told):.1f} ({min(f.paper_psnr for f in told):.1f})",
            f"{100 * mean(f.lost_ink for f in told):.2f} % ({100 * max(f.lost_ink for f in told):.2f} %)",
            f"{mean(row.reread for row in found):.3f} ({max(row.reread for row in found):.3f})",
            f"{sum(row.fell_back for row in found)} of {len(found)}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure the pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th page only")
    given = parser.parse_args()
    engine = open_engine()
    rows: dict[str, list[Row]] = {mode: [] for mode in MODES}
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(given.folder.iterdir())[:: given.every]:
            for mode, row in measure(source, engine, Path(folder)).items():
                rows[mode].append(row)
    print(table(rows))


if __name__ == "__main__":
    main()

"""Pages that nobody tuned on: `python -m benchmarks.foreign_pages --out DIR [--seed N] [--each N]`.

Draws every kind of page clean and under faults of its own, and writes truth.json as samples/ does. Shares no layout,
text or fault with samples/: what the reader does here is what it does on a stranger's paper.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image

from benchmarks import foreign_faults, foreign_layouts, foreign_tables
from benchmarks.foreign_paper import Sheet

_MM = 25.4
KINDS: dict[str, Callable[[Random, float], Sheet]] = {
    kind.__name__: kind
    for kind in (
        foreign_layouts.letter,
        foreign_layouts.report,
        foreign_layouts.decision,
        foreign_layouts.dark_seal,
        foreign_layouts.form,
        foreign_layouts.typed,
        foreign_layouts.boxes,
        foreign_layouts.certificate,
        foreign_layouts.couple,
        foreign_layouts.capitals,
        foreign_layouts.prints,
        foreign_layouts.little,
        foreign_layouts.pictured,
        foreign_layouts.small_sheet,
        foreign_tables.ruled_table,
        foreign_tables.plain_table,
        foreign_tables.register,
        foreign_tables.large_sheet,
        foreign_tables.drawing,
    )
}
# One of these after the other over all pages, so that every kind meets other faults.
_FAULTS: tuple[tuple[str, ...], ...] = (
    ("skew",),
    ("noise",),
    ("gray", "bleed"),
    ("one_bit",),
    ("low_contrast",),
    ("jpeg", "blur"),
    ("black_edges",),
    ("carbon",),
    ("gutter",),
    ("on_side",),
    ("uneven",),
    ("dithered",),
    ("stains", "folds"),
    ("table_top",),
    ("halftone",),
    ("upside_down", "noise"),
    ("dot_matrix",),
    ("holes", "jpeg"),
    ("moved",),
    ("gray", "low_contrast", "skew"),
    ("one_bit", "skew"),
    ("black_edges", "bleed"),
    ("carbon", "folds"),
)
_DPI = (300, 300, 200, 300, 150, 300, 400, 300, 300, 600)


@dataclass(frozen=True)
class Order:
    """One page to draw."""

    number: int
    kind: str
    faults: tuple[str, ...]
    dpi: int

    @property
    def name(self) -> str:
        """Its file's."""
        return f"{self.number:03d}_{self.kind}_{'-'.join(self.faults) or 'clean'}_{self.dpi}.{self._ending}"

    @property
    def _ending(self) -> str:
        return "png" if {"one_bit", "dithered"} & set(self.faults) else "jpg"


def orders(each: int) -> Iterator[Order]:
    """`each` pages of every kind, the first of them clean."""
    number = faulty = 0
    for turn in range(each):
        for kind in KINDS:
            faults: tuple[str, ...] = ()
            if turn:
                faults = _FAULTS[faulty % len(_FAULTS)]
                faulty += 1
            yield Order(number, kind, faults, _DPI[number % len(_DPI)])
            number += 1


def draw(order: Order, seed: int, folder: Path) -> dict[str, Any]:
    """Draws and writes a page; its entry in truth.json."""
    rng = Random(f"{seed}/{order.number}/{order.kind}")
    drawn_at = max(300, order.dpi)
    sheet = KINDS[order.kind](rng, drawn_at)
    pixels = foreign_faults.apply(np.asarray(sheet.image), order.faults, drawn_at, rng)
    if order.dpi < drawn_at:
        size = (pixels.shape[1] * order.dpi // drawn_at, pixels.shape[0] * order.dpi // drawn_at)
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    image = Image.fromarray(pixels)
    if order.name.endswith("png"):
        image = image.convert("1", dither=Image.Dither.NONE)
    # A phone knows no resolution.
    told: dict[str, Any] = {} if "table_top" in order.faults else {"dpi": (order.dpi, order.dpi)}
    image.save(folder / order.name, quality=88, **told)
    rotation = next((turn for name, turn in foreign_faults.TURNS.items() if name in order.faults), 0)
    page = {
        "number": 1,
        "text": "\n".join(sheet.said),
        "rotation": rotation,
        "blank": False,
        "degradations": list(order.faults),
        "split": "foreign",
    }
    return {"file": order.name, "kind": order.kind, "dpi": order.dpi, "pages": [page], "records": []}


def main(arguments: list[str] | None = None) -> int:
    """Draws a set."""
    parser = argparse.ArgumentParser(prog="benchmarks.foreign_pages", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=5, help="pages of each kind")
    options = parser.parse_args(arguments)
    folder = options.out / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    files = [draw(order, options.seed, folder) for order in orders(options.each)]
    told = json.dumps({"files": files}, ensure_ascii=False, indent=1)
    (options.out / "truth.json").write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

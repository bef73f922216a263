"""Phone photos (HEIC): what each picture in the file claims, and its pixels as the phone meant them.

The only module that knows libheif. It applies the turns of the file (`irot`, `imir`) itself; the EXIF
orientation beside them only repeats them (ISO 23008-12, annex A.2.4), so nothing may be turned again here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pi_heif
from PIL import Image

from ocr.faults import PageUnreadable, damaged
from ocr.page import PageImage, Pixels

# A worker is one process on one core, and its limit on memory counts the stacks of threads.
pi_heif.options.DECODE_THREADS = 1
pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False


def heif_sizes(path: Path) -> tuple[tuple[int, int], ...]:
    """Width and height of each picture, turned as it will be shown, from the headers alone.

    Raises ValueError and its like (`BROKEN` of ocr/image_file.py) on a broken file.
    """
    return tuple((int(frame.size[0]), int(frame.size[1])) for frame in _frames(path))


def decode_heif(path: Path, number: int) -> PageImage:
    """Picture `number` (from 1); its size was checked by the caller. Raises as `heif_sizes`, PageUnreadable."""
    frame = _frames(path)[number - 1]
    claimed = tuple(frame.size)
    pixels = _on_paper(np.asarray(frame), frame.mode)
    if (pixels.shape[1], pixels.shape[0]) != claimed:
        raise PageUnreadable(damaged(number, "HEIC: picture differs from its header"))
    # Phones write 72 dpi into every photo: nothing is known of the paper's size.
    return PageImage(pixels, None, number)


def _frames(path: Path) -> Any:
    return pi_heif.open_heif(path, convert_hdr_to_8bit=True)


def _on_paper(pixels: Pixels, mode: str) -> Pixels:
    """Gray or RGB; what is transparent becomes white paper."""
    if mode in {"RGB", "L"}:
        return np.array(pixels, np.uint8)
    image = Image.fromarray(pixels).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(paper, image).convert("L" if mode.startswith("L") else "RGB"))

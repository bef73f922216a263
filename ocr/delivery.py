"""Smaller copies of a record for sending and showing: PDF/A-2u with the same text layer. Never what the archive keeps.

A layered page whose measured loss is too great becomes a JPEG; a page that would not get smaller keeps the data it
has in the archival file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from pikepdf import Name

from ocr.cleanup import A4_INCHES
from ocr.cutout import blank_outside
from ocr.decode import decode
from ocr.layered import Fidelity, fidelity, layers
from ocr.limits import Limits
from ocr.page import PageImage, Pixels
from ocr.pdfa import PdfMetadata, PdfPage, archival_picture, write_pictures
from ocr.pdfa_image import Picture, jpeg_picture

JPEG, LAYERED, UNCHANGED = "jpeg", "layered", "unchanged"
TOO_MUCH_LOST = "too much lost in layers"
NOT_SMALLER = "not smaller"
_LAYERED_DPI = 300.0


@dataclass(frozen=True)
class Floor:
    """What a layered page must keep, in the figures of `Fidelity`; below any of them it becomes a JPEG.

    docs/pdfa.md says what pages above it lose beside a JPEG.
    """

    ink_ssim: float = 0.85
    paper_psnr: float = 34.0
    lost_ink: float = 0.01


@dataclass(frozen=True)
class DeliveryOptions:
    """`mode` is "jpeg" or "layered"; `dpi` the most a JPEG page may have, `quality` its JPEG quality (1 to 95)."""

    mode: str = JPEG
    dpi: float = 150.0
    quality: int = 70
    floor: Floor = field(default_factory=Floor)


@dataclass(frozen=True)
class PageCopy:
    """What became of a page: its mode, the bytes of its images, what was measured, and why it is not as asked."""

    mode: str
    bytes: int
    fidelity: Fidelity | None = None
    reason: str = ""


def write_delivery(
    pages: Sequence[PdfPage],
    target: Path,
    meta: PdfMetadata,
    options: DeliveryOptions | None = None,
    limits: Limits | None = None,
) -> list[PageCopy]:
    """Writes the smaller copy of `pages` to `target` and tells what became of each page.

    Raises as `write_pdfa` does, and ValueError for a mode that is none.
    """
    wanted, bounds = options or DeliveryOptions(), limits or Limits()
    if wanted.mode not in {JPEG, LAYERED}:
        raise ValueError(f"no such mode: {wanted.mode}")
    told: list[PageCopy] = []

    def made(page: PdfPage) -> Picture:
        small, copy = _small(page, wanted, bounds)
        told.append(copy)
        return small

    write_pictures(pages, made, target, meta)
    return told


def _small(page: PdfPage, options: DeliveryOptions, limits: Limits) -> tuple[Picture, PageCopy]:
    kept = archival_picture(page, limits)
    unchanged = PageCopy(UNCHANGED, len(kept.data), None, NOT_SMALLER)
    if kept.entries.get("Filter") == Name.CCITTFaxDecode:
        return kept, unchanged
    master = _shown(page, limits)
    dpi = page.dpi or master.dpi or max(master.width, master.height) / max(A4_INCHES)
    reason = ""
    if options.mode == LAYERED:
        found, figures = layers(_at_most(master.pixels, dpi, _LAYERED_DPI), min(dpi, _LAYERED_DPI))
        size = _bytes(found)
        if _keeps(figures, options.floor) and size < len(kept.data):
            return _for(found, master), PageCopy(LAYERED, size, figures)
        reason = NOT_SMALLER if _keeps(figures, options.floor) else TOO_MUCH_LOST
    small = jpeg_picture(_at_most(master.pixels, dpi, options.dpi), options.quality)
    if len(small.data) >= len(kept.data):
        return kept, unchanged
    return _for(small, master), PageCopy(JPEG, len(small.data), None, reason)


def _shown(page: PdfPage, limits: Limits) -> PageImage:
    master = decode(page.path, page.number, limits)
    return replace(master, pixels=blank_outside(master.pixels, page.keep)) if page.keep else master


def measured(master: Pixels, copy: Pixels) -> Fidelity:
    """How a copy of any resolution compares with its master, both shown at the master's size."""
    height, width = master.shape[:2]
    return fidelity(master, np.asarray(cv2.resize(copy, (width, height), interpolation=cv2.INTER_CUBIC)))


def _at_most(pixels: Pixels, dpi: float, most: float) -> Pixels:
    if dpi <= most:
        return pixels
    height, width = pixels.shape[:2]
    size = max(1, round(width * most / dpi)), max(1, round(height * most / dpi))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _for(small: Picture, master: PageImage) -> Picture:
    return replace(small, master=(master.width, master.height), dpi=master.dpi)


def _bytes(made: Picture) -> int:
    return sum(len(part.data) for part in (made, made.front, made.mask) if part is not None)


def _keeps(figures: Fidelity, floor: Floor) -> bool:
    return (
        figures.ink_ssim >= floor.ink_ssim
        and figures.paper_psnr >= floor.paper_psnr
        and figures.lost_ink <= floor.lost_ink
    )

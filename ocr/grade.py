"""May this page image stand in the archive as the digitised original? Judged by digitising_rule.toml, by facts alone.

A page below archive grade is not a bad page: a phone photo of an identity card serves as a component of a dossier.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocr import media
from ocr.image_file import BROKEN, opened_image
from ocr.page import Grade, PageImage
from ocr.pillow_pixels import LEAN_ABOVE_PIXELS

_CAMERA_TAG = 271
_MILLIMETRES = 25.4
_BITS = {
    "1": 1,
    "L": 8,
    "P": 8,
    "LA": 8,
    "La": 8,
    "PA": 8,
    "RGB": 24,
    "RGBA": 24,
    "YCbCr": 24,
    "LAB": 24,
    "CMYK": 32,
}
_GRAY_BITS = 16


@dataclass(frozen=True)
class MasterFacts:
    """What is known of a master: `bits` per pixel as stored (None: not known), `dpi` the file claims (None: it does not
    say), size in pixels, whether a camera took it, and its media type.
    """

    bits: int | None
    dpi: float | None
    width: int
    height: int
    photo: bool
    media_type: str


@dataclass(frozen=True)
class DigitisingRule:
    """The figures of digitising_rule.toml; lengths in millimetres."""

    source: str
    least_bits: int
    least_dpi: float
    drawing_least_dpi: float
    scale_percent: float
    drawing_above_mm: tuple[float, float]
    smallest_mm: float
    largest_mm: float
    least_resolved_share: float
    formats: tuple[str, ...]


@cache
def digitising_rule() -> DigitisingRule:
    """The rule in force."""
    with Path(__file__).with_name("digitising_rule.toml").open("rb") as file:
        told = tomllib.load(file)
    short, long = told.pop("drawing_above_mm")
    return DigitisingRule(drawing_above_mm=(short, long), formats=tuple(told.pop("formats")), **told)


def master_facts(path: Path, page: PageImage, steps: Sequence[str] = ()) -> MasterFacts:
    """The facts of the page that was decoded from `path`; `steps` are those of its cleanup.

    Reads the header of an image file again, no pixel. Raises OSError when the file is gone.
    """
    with path.open("rb") as file:
        kind = media.media_type(file.read(media.HEAD_BYTES))
    bits, camera = _header(path, kind, page) if kind in media.IMAGES else (_bits_of(page), False)
    photo = camera or kind == media.HEIC or "perspective" in steps
    return MasterFacts(bits, page.dpi, page.width, page.height, photo, kind)


def grade(
    facts: MasterFacts, effective_dpi: float | None = None, rule: DigitisingRule | None = None
) -> Grade:
    """Whether the master meets the rule. `effective_dpi` is what the image resolves, None where it cannot be told.

    Reasons: "colour-depth", "colour-depth-unknown", "photo", "resolution-unknown", "resolution" (below 200, or 300 for
    sheets above A3), "resolution-claimed" (the header claims more than the image holds), "scale", "format".
    """
    rule = rule or digitising_rule()
    reasons = [] if facts.media_type in rule.formats else ["format"]
    if facts.photo:
        reasons.append("photo")
    if facts.bits is None:
        reasons.append("colour-depth-unknown")
    elif facts.bits < rule.least_bits:
        reasons.append("colour-depth")
    # The dpi a camera writes says nothing about paper.
    if facts.dpi is None or facts.photo:
        reasons.append("resolution-unknown")
    else:
        reasons += _by_size(facts, facts.dpi, effective_dpi, rule)
    return Grade(not reasons, tuple(reasons))


def _by_size(facts: MasterFacts, dpi: float, effective: float | None, rule: DigitisingRule) -> list[str]:
    short, long = sorted(side / dpi * _MILLIMETRES for side in (facts.width, facts.height))
    drawing = short > rule.drawing_above_mm[0] or long > rule.drawing_above_mm[1]
    least = rule.drawing_least_dpi if drawing else rule.least_dpi
    reasons = []
    # Scanners round: 199.9 dpi is 200.
    if round(dpi) < least:
        reasons.append("resolution")
    elif effective is not None and effective < rule.least_resolved_share * dpi:
        reasons.append("resolution-claimed")
    if short < rule.smallest_mm or long > rule.largest_mm:
        reasons.append("scale")
    return reasons


def _header(path: Path, kind: str, page: PageImage) -> tuple[int | None, bool]:
    """Bits per pixel as stored, and whether a camera's make is written in the file."""
    if kind == media.HEIC:
        return _bits_of(page), True
    try:
        with opened_image(path, kind) as image:
            if kind == media.TIFF:
                image.seek(page.number - 1)
            camera = kind == media.JPEG and bool(image.getexif().get(_CAMERA_TAG))
            return _BITS.get(image.mode, _GRAY_BITS), camera and not _scanner(
                image.getexif().get(_CAMERA_TAG)
            )
    except BROKEN:
        return _bits_of(page), False


def _scanner(make: object) -> bool:
    # Some scanners sign their JPEGs as cameras do.
    makers = ("fujitsu", "kodak alaris", "plustek", "epson", "brother", "avision", "ricoh", "scan")
    return any(name in str(make).lower() for name in makers)


def _bits_of(page: PageImage) -> int | None:
    if page.pixels.ndim == 3:
        return 24
    # A lean page has lost its colour on the way.
    return None if page.width * page.height > LEAN_ABOVE_PIXELS else 8

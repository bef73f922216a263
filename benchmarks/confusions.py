"""The worst confusions of a field benchmark, with a small picture of what the machine looked at. Judges nothing.

Silent errors come first, then what was proposed with the most confidence though it was wrong; one of each field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from benchmarks.field_score import Miss
from benchmarks.field_sets import PageSet

_MARGIN, _WIDEST = 24, 640


def worst(found: Mapping[str, tuple[PageSet, Sequence[Miss]]], folder: Path, most: int = 10) -> Iterator[str]:
    """Write up to `most` pictures into `folder`; yields a line of Markdown for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("confusion_*.png"):
        old.unlink()
    ranked = sorted(
        ((miss, pages) for pages, misses in found.values() for miss in misses if miss.box and miss.found),
        key=lambda pair: (-pair[0].silent, -pair[0].confidence),
    )
    seen: set[str] = set()
    for miss, pages in ranked:
        if len(seen) == most:
            return
        if miss.key in seen:
            continue
        seen.add(miss.key)
        name = f"confusion_{len(seen):02d}.png"
        _picture(pages.folder / "pages" / miss.file, miss).save(folder / name, optimize=True)
        how = "accepted" if miss.silent else f"proposed at {miss.confidence:.2f}"
        said = f"{miss.found} | {miss.truth or '(empty)'} | {how}"
        yield f"| ![{miss.key}](pictures/{name}) | {miss.type} {miss.key} | {said} |"


def _picture(path: Path, miss: Miss) -> Image.Image:
    """The box with some room around it, gray, no wider than a page of text."""
    assert miss.box is not None
    x0, y0, x1, y1 = miss.box
    with Image.open(path) as image:
        image.seek(miss.page or 0)
        room = (
            max(0, x0 - 6 * _MARGIN),
            max(0, y0 - _MARGIN),
            min(image.width, x1 + _MARGIN),
            min(image.height, y1 + _MARGIN),
        )
        crop = image.convert("L").crop(room)
    if crop.width > _WIDEST:
        crop = crop.resize((_WIDEST, max(1, crop.height * _WIDEST // crop.width)))
    return crop.quantize(16)

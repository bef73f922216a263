"""The copy of one record that may leave: small, unsigned, and with a figure of how legible it is.

Legibility goes before size: a rung of the ladder that loses more ink than the floor allows is not taken. The copy names
its masters by digest; it is never the archive's file and never replaces it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.digest import of_file
from ocr.cutout import blank_outside
from ocr.decode import decode
from ocr.delivery import DeliveryOptions, measured, write_delivery
from ocr.limits import Limits
from ocr.pdfa import PdfMetadata, PdfPage
from pipeline.describe import describe
from pipeline.lookup import RecordView
from pipeline.parts import keeps, leaving_readings
from pipeline.workspace import Workspace, write_whole

# The Ministry's letter on digitising registers asks for about 100 kB for a page of A4; a text layer is 2 kB of it.
PAGE_BYTES = 110_000
# Below this likeness of the ink, small marks over letters begin to go.
LEAST_INK_SSIM = 0.8
_LADDER = tuple(
    DeliveryOptions(dpi=dpi, quality=quality) for dpi, quality in ((150, 70), (150, 50), (130, 50), (120, 45))
)
_FORMAT = "copy-1"


@dataclass(frozen=True)
class DeliveryCopy:
    """A copy on disk: `ink_ssim` (0 to 1) and `lost_ink` (share) are those of its worst page against the master."""

    path: Path
    sha256: str
    bytes: int
    pages: int
    dpi: float
    quality: int
    ink_ssim: float
    lost_ink: float
    masters: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For the manifest; the path is this machine's own and stays out."""
        told = asdict(self)
        del told["path"]
        return {**told, "masters": list(self.masters)}


def delivery_copy(workspace: Workspace, record: RecordView, limits: Limits) -> DeliveryCopy:
    """The copy of `record`, made once: a later call finds it in the workspace.

    Raises ocr's OcrError when a page cannot be had.
    """
    meta = _metadata(record)
    folder = workspace.of_record(record.id)
    key = _key(record, meta)
    target, told = folder / f"copy-{key}.pdf", folder / f"copy-{key}.json"
    if told.exists() and target.exists():
        known = json.loads(told.read_text(encoding="utf-8"))
        if of_file(target) == known["sha256"]:
            return DeliveryCopy(target, **{**known, "masters": tuple(known["masters"])})
    folder.mkdir(parents=True, exist_ok=True)
    made = _smallest(_pages(workspace, record), target, meta, limits)
    copy = DeliveryCopy(target, of_file(target), target.stat().st_size, *made, masters=masters_of(record))
    write_whole(told, json.dumps(copy.as_json()).encode())
    return copy


def masters_of(record: RecordView) -> tuple[str, ...]:
    """Digests of the files that the record's pages come from, in their order."""
    return tuple(dict.fromkeys(record.sources[page.origin].sha256 for page in record.pages))


def _metadata(record: RecordView) -> PdfMetadata:
    return PdfMetadata(
        title=describe(record, "").title,
        author=str(record.row.unit),
        created=datetime.fromisoformat(record.row.created_at),
        identifier=" ".join(f"urn:sha256:{digest}" for digest in masters_of(record)),
    )


def _key(record: RecordView, meta: PdfMetadata) -> str:
    pages = [(page.sha256, page.reading or "") for page in record.pages]
    pages += [("cut", str(region.polygon)) for region in record.regions if record.cut]
    told = json.dumps([_FORMAT, pages, meta.title, meta.author, meta.identifier, PAGE_BYTES, LEAST_INK_SSIM])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _pages(workspace: Workspace, record: RecordView) -> list[PdfPage]:
    """Whole pages, or only the record's own parts of them where its register says so."""
    pages = []
    for at, (page, reading) in enumerate(zip(record.pages, leaving_readings(workspace, record), strict=True)):
        original = workspace.original(record.sources[page.origin].sha256)
        keep = keeps(record, at, (reading.text.width, reading.text.height))
        pages.append(PdfPage(original, page.number, reading.text, reading.dpi, keep))
    return pages


def _smallest(
    pages: Sequence[PdfPage], target: Path, meta: PdfMetadata, limits: Limits
) -> tuple[int, float, int, float, float]:
    """Write the first rung that is small enough, or the last that is still legible; pages, dpi, quality, figures."""
    kept: tuple[int, float, int, float, float] | None = None
    for options in _LADDER:
        rung = target.with_name(f".{target.name}.rung")
        write_delivery(pages, rung, meta, options, limits)
        ink_ssim, lost_ink = _legibility(pages, rung, limits)
        if kept is not None and ink_ssim < LEAST_INK_SSIM:
            rung.unlink()
            break
        rung.replace(target)
        kept = (len(pages), options.dpi, options.quality, round(ink_ssim, 4), round(lost_ink, 4))
        if target.stat().st_size <= PAGE_BYTES * len(pages):
            break
    assert kept is not None
    return kept


def _legibility(pages: Sequence[PdfPage], copy: Path, limits: Limits) -> tuple[float, float]:
    figures = []
    for number, page in enumerate(pages, 1):
        master = decode(page.path, page.number, limits).pixels
        # What may not leave is white in the copy, and no loss of it.
        own = blank_outside(master, page.keep) if page.keep else master
        figures.append(measured(own, decode(copy, number, limits).pixels))
    return min(f.ink_ssim for f in figures), max(f.lost_ink for f in figures)

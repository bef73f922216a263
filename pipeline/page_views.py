"""Pictures of pages for the screen: small upright JPEG copies, made when first asked for. Never the master itself.

Only pages that a reading process decoded within its limits are decoded here; what is new or in quarantine has no view.
"""

from __future__ import annotations

import io
import threading
from pathlib import Path

import numpy as np
from PIL import Image

from ocr.decode import decode
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from pipeline.batch import Page, Source
from pipeline.errors import NotFound
from pipeline.record import PageState
from pipeline.settings import Settings
from pipeline.workspace import Workspace, write_whole

# For a contact sheet, for a screen, for letters under a glass.
WIDTHS = (240, 1200, 2400)
_DECODED = frozenset({PageState.READ, PageState.BLANK, PageState.SEPARATOR, PageState.REPLACED})
_QUALITY = {240: 70, 1200: 80, 2400: 85}
# A page may take half a gigabyte while it is decoded.
_AT_ONCE = threading.Semaphore(2)


def view_of(
    workspace: Workspace, settings: Settings, page: Page, source: Source, rotation: int, width: int
) -> Path:
    """The JPEG of a page, `width` pixels at most across, turned upright. Raises NotFound when there is none."""
    kept = workspace.root / "views" / page.sha256[:2] / f"{page.sha256}-{rotation}-{width}.jpg"
    if kept.exists():
        return kept
    if page.state not in _DECODED or width not in WIDTHS:
        raise _none(page)
    with _AT_ONCE:
        if not kept.exists():
            write_whole(kept, _drawn(workspace.original(source.sha256), page, settings, rotation, width))
    return kept


def _drawn(path: Path, page: Page, settings: Settings, rotation: int, width: int) -> bytes:
    limits = Limits(
        settings.max_file_bytes, settings.max_page_pixels, settings.max_pages, settings.page_seconds
    )
    try:
        pixels = decode(path, page.number, limits).pixels
    except (PageUnreadable, OSError) as broken:
        raise _none(page) from broken
    upright = np.rot90(pixels, -(rotation // 90))
    image = Image.fromarray(np.ascontiguousarray(upright))
    image.thumbnail((width, width * 2))
    buffer = io.BytesIO()
    image.convert("RGB" if image.mode not in {"L", "RGB"} else image.mode).save(
        buffer, "JPEG", quality=_QUALITY[width]
    )
    return buffer.getvalue()


def _none(page: Page) -> NotFound:
    return NotFound(f"Chưa có ảnh xem của trang {page.id}.", f"Page {page.id} has no picture to look at.")

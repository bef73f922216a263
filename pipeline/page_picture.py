"""A page as people look at it: upright, in sizes for a screen, cut to what may leave with its record.

Pictures are derived and kept in the workspace; they can be made again at any time. The master is never touched, and
nothing here says who may look (pipeline/review/sight.py, pipeline/accounts).
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ocr.cutout import Polygon, blank_outside
from ocr.decode import decode
from ocr.faults import PageUnreadable
from ocr.limits import Limits
from ocr.page import Box, Pixels
from ocr.textrun import turned_box
from pipeline.batch import Page
from pipeline.errors import NotFound
from pipeline.look_again import load_looks
from pipeline.looks import Looks
from pipeline.lookup import RecordView
from pipeline.parts import keeps
from pipeline.provenance import crop
from pipeline.read_pages import load_reading
from pipeline.wiring import Services
from pipeline.workspace import Workspace, write_whole

# Widths that are kept; the widest shows 6 point type of an A4 page, and an A0 drawing still as a whole.
WIDTHS = (1000, 2000, 4000)
_QUALITY = 82
THUMBNAIL = 96
# A decoded A0 master takes some 450 MB: never two of them at once in one process.
_ONE_AT_A_TIME = threading.Lock()


def upright_size(width: int, height: int, rotation: int) -> tuple[int, int]:
    """Width and height of a page after it was turned clockwise by `rotation` degrees (0, 90, 180, 270)."""
    return (height, width) if rotation in {90, 270} else (width, height)


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which an upright page of that width is shown: never drawn larger than it is."""
    return (*(one for one in WIDTHS if one < width), min(width, WIDTHS[-1]))


@dataclass(frozen=True)
class PageFace:
    """Size and turn of one page of a record, and what was read on it a second time."""

    width: int
    height: int
    rotation: int
    looks: Looks

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright page."""
        return upright_size(self.width, self.height, self.rotation)

    def upright(self, box: Box | Sequence[int] | None) -> list[int] | None:
        """The box on the upright page; a list is `[x0, y0, x1, y1]`."""
        if box is None:
            return None
        held = box if isinstance(box, Box) else Box(*box)
        return turned_box(held, self.width, self.height, self.rotation).as_list()

    def read_again(self, box: Box | None) -> list[str]:
        """What second looks read within a box of the master."""
        if box is None:
            return []
        return [look.text for place, given in self.looks.items() if _within(place, box) for look in given]


def faces_of(workspace: Workspace, found: RecordView) -> list[PageFace | None]:
    """The pages' faces; None for a page without its reading (earlier work that came in without one)."""
    faces: list[PageFace | None] = []
    for page in found.pages:
        if page.reading is None or not workspace.reading(page.reading).is_file():
            faces.append(None)
            continue
        text = load_reading(workspace, page).text
        faces.append(PageFace(text.width, text.height, text.rotation, load_looks(workspace, page)))
    return faces


def _within(place: Box, box: Box) -> bool:
    x, y = (place.x0 + place.x1) / 2, (place.y0 + place.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def crop_png(services: Services, found: RecordView, key: str) -> bytes:
    """The place of a value as an upright PNG. Raises NotFound where there is none, or no master to cut it from."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "crop.png"
        try:
            crop(services, found, key, target)
        except (OSError, PageUnreadable):
            raise _gone() from None
        return target.read_bytes()


def _gone() -> NotFound:
    return NotFound(
        "Ảnh của trang này không còn trong vùng làm việc. Báo người quản trị.",
        "The picture of this page is not in the workspace any more. Tell the administrator.",
    )


def picture(workspace: Workspace, found: RecordView, at: int, width: int) -> Path:
    """The JPEG of the record's page with index `at`, upright, `width` pixels wide (one of `widths_of`).

    Raises NotFound for another page or width, and where the master is not in the workspace.
    """
    if not 0 <= at < len(found.pages):
        raise NotFound(f"Tài liệu không có trang {at + 1}.", f"The record has no page {at + 1}.")
    page = found.pages[at]
    if page.reading is None or not workspace.reading(page.reading).is_file():
        raise _gone()
    text = load_reading(workspace, page).text
    kept = keeps(found, at, (text.width, text.height))
    widths = widths_of(upright_size(text.width, text.height, text.rotation)[0])
    if width not in widths:
        raise NotFound(f"Không có ảnh rộng {width} điểm.", f"There is no picture {width} pixels wide.")
    target = _place(workspace, page, kept, text.rotation, width)
    if not target.exists():
        targets = {one: _place(workspace, page, kept, text.rotation, one) for one in widths}
        with _ONE_AT_A_TIME:
            try:
                if not target.exists():
                    _draw(workspace, found, at, targets)
            except (OSError, PageUnreadable):
                raise _gone() from None
    return target


def thumbnail(workspace: Workspace, found: RecordView) -> bytes:
    """The first page as a JPEG of THUMBNAIL pixels across: its look, without a word that could be read."""
    face = faces_of(workspace, found)[0]
    if face is None:
        raise _gone()
    with Image.open(picture(workspace, found, 0, widths_of(face.size[0])[0])) as shown:
        shown.thumbnail((THUMBNAIL, THUMBNAIL * 2))
        out = io.BytesIO()
        shown.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _place(workspace: Workspace, page: Page, kept: Sequence[Polygon], rotation: int, width: int) -> Path:
    told = f"{page.sha256} {kept} {rotation} {width} {_QUALITY}"
    key = hashlib.sha256(told.encode()).hexdigest()
    return workspace.root / "pictures" / key[:2] / f"{key}.jpg"


def _draw(workspace: Workspace, found: RecordView, at: int, targets: dict[int, Path]) -> None:
    page = found.pages[at]
    master = decode(workspace.original(found.sources[page.origin].sha256), page.number, Limits())
    pixels = master.pixels
    if kept := keeps(found, at, (master.width, master.height)):
        pixels = blank_outside(pixels, kept)
    turned = Image.fromarray(_upright(pixels, load_reading(workspace, page).text.rotation))
    for width, target in sorted(targets.items(), reverse=True):
        turned = turned.resize(
            (width, max(1, round(turned.height * width / turned.width))), Image.Resampling.LANCZOS
        )
        out = io.BytesIO()
        turned.save(out, "JPEG", quality=_QUALITY)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, out.getvalue())


def _upright(pixels: Pixels, rotation: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -(rotation // 90)))

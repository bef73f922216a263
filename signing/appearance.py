"""What a signature looks like on the page: named profiles, data in appearances.toml, in force between two days.

A profile shows either a picture or lines of text, never both. Where on the page follows from the profile; only the
official's place, between title and name, depends on the document and is given.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from pyhanko.pdf_utils.content import PdfContent, PdfResources, RawContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.stamp import StaticStampStyle

from signing.errors import ConfigurationRefused, DocumentRefused
from signing.typeface import Typeface, typeface

Box = tuple[float, float, float, float]
POINTS_PER_MM = 72 / 25.4
# From the edges of the page, in points.
MARGIN = 20.0
SIZE = 10.0
LEADING = 12.0
_VIETNAM = timezone(timedelta(hours=7))
_TIGHT = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
)


@dataclass(frozen=True)
class Profile:
    """One entry of appearances.toml. `lines` may hold {agency}, {time}, {day_time}, {date} and {number}.

    A mark (see imprint.py) is put on the page before the first signature and is no signature; `qr` draws a code.
    """

    name: str
    title: str
    legal_basis: str
    valid_from: date
    place: Literal["given", "left-third", "top-right", "top-left", "bottom-left"]
    valid_to: date | None = None
    picture: bool = False
    mark: bool = False
    qr: bool = False
    lines: tuple[str, ...] = ()
    width_mm: float = 0
    height_mm: float = 0


@dataclass(frozen=True)
class Appearance:
    """A profile with the facts of one signature.

    `picture` is a PNG; `page` counts from 1; `box` (points, origin bottom left) is the place of the signature for
    "given", and of the official's signature for "left-third". `diameter_mm` is the agency's own seal's. `taken` are
    places on the page where a mark for "top-right" must not stand, besides those of signatures.
    """

    profile: Profile
    agency: str = ""
    number: str = ""
    picture: Path | None = None
    page: int = 1
    box: Box | None = None
    diameter_mm: float | None = None
    taken: tuple[Box, ...] = ()


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """Every profile by name."""
    text = files("signing").joinpath("appearances.toml").read_text(encoding="utf-8")
    return {
        name: Profile(name, **{**entry, "lines": tuple(entry.get("lines", ()))})
        for name, entry in tomllib.loads(text).items()
    }


def profile(name: str, on: date) -> Profile:
    """The profile of that name. Raises ConfigurationRefused when there is none, or it is not in force on that day."""
    found = profiles().get(name)
    if found is None:
        raise ConfigurationRefused(
            f"Không có mẫu chữ ký “{name}”. Các mẫu: {', '.join(profiles())}.",
            f"There is no signature profile “{name}”. Profiles: {', '.join(profiles())}.",
        )
    if on < found.valid_from or (found.valid_to is not None and on > found.valid_to):
        raise ConfigurationRefused(
            f"Mẫu chữ ký “{name}” ({found.legal_basis}) không có hiệu lực ngày {on.isoformat()}. Chọn mẫu khác.",
            f"Profile “{name}” ({found.legal_basis}) is not in force on {on.isoformat()}. Choose another one.",
        )
    return found


def lines_of(appearance: Appearance, at: datetime) -> tuple[str, ...]:
    """The text of the mark, NFC; times in Vietnam's zone."""
    local = at.astimezone(_VIETNAM)
    facts = {
        "agency": appearance.agency,
        "number": appearance.number,
        "time": local.isoformat(timespec="seconds"),
        "date": local.strftime("ngày %d tháng %m năm %Y"),
        "day_time": local.strftime("%d/%m/%Y; %H:%M:%S; +07:00"),
    }
    said = tuple(
        unicodedata.normalize("NFC", line.format(**facts)).strip() for line in appearance.profile.lines
    )
    if appearance.profile.lines and not all(said):
        raise ConfigurationRefused(
            f"Mẫu chữ ký “{appearance.profile.name}” cần tên cơ quan hoặc số văn bản, hiện còn trống. Bổ sung rồi ký.",
            f"Profile “{appearance.profile.name}” needs the agency's name or a number. Give it, then sign.",
        )
    return said


def dressed(
    appearance: Appearance, field: str, writer: IncrementalPdfFileWriter, at: datetime
) -> tuple[SigFieldSpec, StaticStampStyle]:
    """The field and the stamp for a signature in `writer`. Raises ConfigurationRefused, DocumentRefused."""
    lines = lines_of(appearance, at)
    if appearance.profile.picture:
        content, width, height = _picture(appearance)
    else:
        face = typeface()
        width = max(face.width(line, SIZE) for line in lines)
        height = LEADING * len(lines)
        content = _text(writer, face, lines, width, height)
    box = _box(appearance, writer, width, height)
    style = StaticStampStyle(
        background=content, border_width=0, background_opacity=1.0, background_layout=_TIGHT
    )
    # Edges in whole points would squeeze the letters by a fraction: the field takes the exact ones.
    return SigFieldSpec(field, on_page=appearance.page - 1, box=box), style  # type: ignore[arg-type]


def seal_box(signature: Box, diameter_mm: float) -> Box:
    """The seal's place: its right edge at the end of the left third of the official's signature, at half its height."""
    side = diameter_mm * POINTS_PER_MM
    right = signature[0] + (signature[2] - signature[0]) / 3
    middle = (signature[1] + signature[3]) / 2
    return (right - side, middle - side / 2, right, middle + side / 2)


def _box(appearance: Appearance, writer: IncrementalPdfFileWriter, width: float, height: float) -> Box:
    place = appearance.profile.place
    if place == "top-right":
        _, _, right, top = page_box(writer, appearance.page)
        corner = (right - MARGIN - width, top - MARGIN - height, right - MARGIN, top - MARGIN)
        return _below(corner, [*appearance.taken, *_marks_on(writer, appearance.page)])
    if appearance.box is None:
        raise ConfigurationRefused(
            f"Mẫu chữ ký “{appearance.profile.name}” cần vị trí trên trang. Chỉ ra vị trí rồi ký.",
            f"Profile “{appearance.profile.name}” needs a place on the page. Say where, then sign.",
        )
    if place == "left-third":
        return seal_box(appearance.box, appearance.diameter_mm or appearance.profile.width_mm)
    return appearance.box


def _below(box: Box, taken: list[Box]) -> Box:
    """`box`, moved down until it lies on no earlier mark: text over text cannot be read."""
    left, bottom, right, top = box
    for other in sorted(taken, key=lambda one: -one[3]):
        if other[0] < right and other[2] > left and other[1] < top and other[3] > bottom:
            bottom, top = other[1] - LEADING / 2 - (top - bottom), other[1] - LEADING / 2
    return (left, bottom, right, top)


def _marks_on(writer: IncrementalPdfFileWriter, number: int) -> list[Box]:
    """Where signatures show something on a page already; invisible ones have no extent."""
    page = writer.find_page_for_modification(number - 1)[0].get_object()  # type: ignore[no-untyped-call]
    found = []
    for annotation in page.get("/Annots", ()):
        edges = [float(edge) for edge in annotation.get_object().get("/Rect", ())]
        if len(edges) == 4 and edges[0] != edges[2] and edges[1] != edges[3]:
            found.append((min(edges[0::2]), min(edges[1::2]), max(edges[0::2]), max(edges[1::2])))
    return found


def page_box(writer: IncrementalPdfFileWriter, number: int) -> Box:
    """The visible edges of a page (from 1), in points. Raises DocumentRefused when it is not there or is turned."""
    try:
        page = writer.find_page_for_modification(number - 1)[0].get_object()  # type: ignore[no-untyped-call]
    except Exception as cause:
        raise _misplaced() from cause
    if int(_inherited(page, "/Rotate", 0)) % 360:
        raise _misplaced()
    edges = [float(edge) for edge in _inherited(page, "/CropBox", None) or _inherited(page, "/MediaBox", ())]
    return (min(edges[0::2]), min(edges[1::2]), max(edges[0::2]), max(edges[1::2]))


def _inherited(page: Any, key: str, default: Any) -> Any:
    for _ in range(32):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            break
        page = page["/Parent"]
    return default


def _misplaced() -> DocumentRefused:
    return DocumentRefused(
        "Trang cần đóng dấu không có hoặc bị xoay bằng thuộc tính /Rotate. Tạo lại PDF với trang thẳng rồi ký.",
        "The page to be marked is not there, or is turned by /Rotate. Make the PDF again with upright pages.",
    )


def _picture(appearance: Appearance) -> tuple[PdfContent, float, float]:
    if appearance.picture is None:
        raise ConfigurationRefused(
            f"Mẫu chữ ký “{appearance.profile.name}” cần một hình PNG. Chỉ ra tệp hình rồi ký.",
            f"Profile “{appearance.profile.name}” needs a PNG picture. Name the file, then sign.",
        )
    try:
        image = Image.open(appearance.picture).convert("RGBA")
    except OSError as cause:
        raise ConfigurationRefused(
            f"Không đọc được hình {appearance.picture.name}. Dùng tệp PNG khác.",
            f"The picture {appearance.picture.name} cannot be read. Use another PNG.",
        ) from cause
    side = appearance.diameter_mm
    width = (side or appearance.profile.width_mm) * POINTS_PER_MM
    height = (side or appearance.profile.height_mm) * POINTS_PER_MM
    return PdfImage(image, writer=None), width, height


def _text(
    writer: IncrementalPdfFileWriter, face: Typeface, lines: tuple[str, ...], width: float, height: float
) -> PdfContent:
    """Black, upright, right-aligned lines, the first at the top."""
    letters = "".join(lines)
    unknown = sorted({letter for letter in letters if ord(letter) not in face.glyphs})
    if unknown:
        raise ConfigurationRefused(
            f"Phông chữ không có ký tự {unknown} trong nội dung dấu. Sửa tên cơ quan hoặc số văn bản.",
            f"The font has no glyph for {unknown} in the mark. Correct the agency's name or the number.",
        )
    resources = PdfResources()  # type: ignore[no-untyped-call]
    resources[ResourceType.FONT][pdf_name("/Mark")] = face.embedded(writer, letters)
    drawn = b"".join(
        b"1 0 0 1 %.3f %.3f Tm %s Tj\n"
        % (width - face.width(line, SIZE), height - LEADING * number + (LEADING - SIZE), face.shown(line))
        for number, line in enumerate(lines, start=1)
    )
    data = b"BT 0 g /Mark %.1f Tf\n%sET" % (SIZE, drawn)
    return RawContent(data, resources, BoxConstraints(width, height))

"""Marks on a page before the first signature: lines of text, or a code of black squares. Never on a signed file.

Appends one revision; the document's own bytes stay. Says nothing of what the marks mean.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.content import PdfResources, ResourceType
from pyhanko.pdf_utils.generic import StreamObject, pdf_name

from signing.appearance import LEADING, MARGIN, POINTS_PER_MM, SIZE, Appearance, lines_of, page_box
from signing.embedding import UntouchedMetadataWriter
from signing.errors import ConfigurationRefused, DocumentRefused, SigningError
from signing.typeface import Typeface, typeface

# Light squares around a QR code, ISO/IEC 18004, clause 9.1; part of the mark's width.
QUIET = 4


@dataclass(frozen=True)
class Imprint:
    """A mark's profile with its facts; `code` are the rows of a QR code (True: black), empty for text."""

    appearance: Appearance
    code: tuple[tuple[bool, ...], ...] = ()


def imprint(document: bytes, marks: Sequence[Imprint], at: datetime) -> bytes:
    """`document` with these marks. Raises DocumentRefused for a signed or unreadable file, ConfigurationRefused."""
    if b"/ByteRange" in document:
        raise DocumentRefused(
            "Tệp đã có chữ ký; không đặt thêm dấu lên trang. Giữ nguyên tệp.",
            "The file is signed already; no mark is put on it. Leave it as it is.",
        )
    try:
        writer = UntouchedMetadataWriter(io.BytesIO(document), strict=True)
        for mark in marks:
            _put(writer, mark, at)
        out = io.BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
    except SigningError:
        raise
    except Exception as cause:  # hostile files make the parser fail in ways nobody has listed
        raise DocumentRefused(
            f"Không đọc được PDF để đặt dấu lên trang ({type(cause).__name__}). Tạo lại tệp rồi làm lại.",
            f"The PDF cannot be read to put a mark on it ({type(cause).__name__}). Make it again.",
        ) from cause
    return out.getvalue()


def _put(writer: UntouchedMetadataWriter, mark: Imprint, at: datetime) -> None:
    look = mark.appearance
    resources = PdfResources()  # type: ignore[no-untyped-call]
    if mark.code:
        side = look.profile.width_mm * POINTS_PER_MM
        x, y = _corner(writer, look, side, side)
        drawn = _squares(mark.code, x, y, side)
    else:
        face, lines = typeface(), lines_of(look, at)
        width = max(face.width(line, SIZE) for line in lines)
        x, y = _corner(writer, look, width, LEADING * len(lines))
        resources[ResourceType.FONT][pdf_name("/SohoaMark")] = face.embedded(writer, _known(face, lines))
        drawn = _lines(face, lines, x, y)
    # The page's own content may leave the graphics state as it likes: ours begins and ends in its own.
    stream = StreamObject(stream_data=b"q\n" + drawn + b"\nQ\n")
    put = writer.add_object(stream)
    writer.add_stream_to_page(look.page - 1, put, resources=resources.as_pdf_object())  # type: ignore[no-untyped-call]


def _corner(
    writer: UntouchedMetadataWriter, look: Appearance, width: float, height: float
) -> tuple[float, float]:
    """The lower left corner of the mark."""
    if look.box is not None:
        return look.box[0], look.box[1]
    left, bottom, right, top = page_box(writer, look.page)
    vertical, horizontal = look.profile.place.split("-")
    x = left + MARGIN if horizontal == "left" else right - MARGIN - width
    return x, bottom + MARGIN if vertical == "bottom" else top - MARGIN - height


def _squares(code: tuple[tuple[bool, ...], ...], x: float, y: float, side: float) -> bytes:
    one = side / (len(code) + 2 * QUIET)
    top = y + side - QUIET * one
    boxes = [
        b"%.3f %.3f %.3f %.3f re" % (x + (QUIET + column) * one, top - (row + 1) * one, one, one)
        for row, cells in enumerate(code)
        for column, black in enumerate(cells)
        if black
    ]
    white = b"1 g %.3f %.3f %.3f %.3f re f\n" % (x, y, side, side)
    return white + b"0 g\n" + b"\n".join(boxes) + b"\nf"


def _lines(face: Typeface, lines: Sequence[str], x: float, y: float) -> bytes:
    count = len(lines)
    shown = b"".join(
        b"1 0 0 1 %.3f %.3f Tm %s Tj\n"
        % (x, y + LEADING * (count - number) + (LEADING - SIZE), face.shown(line))
        for number, line in enumerate(lines, start=1)
    )
    return b"BT 0 g /SohoaMark %.1f Tf\n%sET" % (SIZE, shown)


def _known(face: Typeface, lines: Sequence[str]) -> str:
    letters = "".join(lines)
    unknown = sorted({letter for letter in letters if ord(letter) not in face.glyphs})
    if unknown:
        raise ConfigurationRefused(
            f"Phông chữ không có ký tự {unknown} trong nội dung dấu. Sửa số hoặc tên.",
            f"The font has no glyph for {unknown} in the mark. Correct the number or the name.",
        )
    return letters

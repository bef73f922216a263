"""Lines of text on blank pages in the typeface of stamps, for a paper that the software writes itself and people sign.

Breaks lines and pages, and appends one revision. Knows nothing of what the lines say; PDF/A is the given document's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from pyhanko.pdf_utils.content import PdfResources, ResourceType
from pyhanko.pdf_utils.generic import StreamObject, pdf_name

from signing.embedding import UntouchedMetadataWriter
from signing.typeface import Typeface, typeface

# A4 with the margins of Decree 30/2020/NĐ-CP, Appendix I (left 30 to 35 mm, the others 15 to 20 mm), in points.
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 48.0, 57.0, 57.0
SIZE, LEADING = 11.0, 15.0
_INDENT = "    "


def paginated(lines: Sequence[str]) -> list[list[str]]:
    """The lines broken to the width of a page and put on pages; at least one. Raises ConfigurationRefused: no font."""
    face = typeface()
    broken = [part for line in lines for part in _broken(face, _known(face, line))]
    fit = int((HEIGHT - TOP - BOTTOM) / LEADING)
    return [broken[start : start + fit] for start in range(0, len(broken), fit)] or [[]]


def set_text(document: bytes, pages: Sequence[Sequence[str]]) -> bytes:
    """`document`, which has as many blank pages, with these lines on them."""
    face = typeface()
    writer = UntouchedMetadataWriter(io.BytesIO(document), strict=True)
    font = face.embedded(writer, "".join(line for page in pages for line in page) or " ")
    for number, page in enumerate(pages):
        resources = PdfResources()  # type: ignore[no-untyped-call]
        resources[ResourceType.FONT][pdf_name("/SohoaText")] = font
        shown = b"".join(
            b"1 0 0 1 %.1f %.1f Tm %s Tj\n" % (LEFT, HEIGHT - TOP - SIZE - LEADING * row, face.shown(line))
            for row, line in enumerate(page)
        )
        stream = StreamObject(stream_data=b"BT 0 g /SohoaText %.1f Tf\n%sET" % (SIZE, shown))
        stream.compress()  # type: ignore[no-untyped-call]
        put = writer.add_object(stream)
        writer.add_stream_to_page(number, put, resources=resources.as_pdf_object())  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _known(face: Typeface, line: str) -> str:
    """A letter that the font does not have is shown as a question mark: a name must not stop a minute."""
    return "".join(letter if ord(letter) in face.glyphs else "?" for letter in line)


def _broken(face: Typeface, line: str) -> Iterator[str]:
    room, held = WIDTH - LEFT - RIGHT, ""
    for word in line.split(" "):
        longer = f"{held} {word}" if held else word
        if face.width(longer, SIZE) <= room:
            held = longer
            continue
        if held.strip():
            yield held
        held = _INDENT + word
        while face.width(held, SIZE) > room:
            cut = max(at for at in range(1, len(held)) if face.width(held[:at], SIZE) <= room)
            yield held[:cut]
            held = _INDENT + held[cut:]
    yield held

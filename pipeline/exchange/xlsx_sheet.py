"""Writing one sheet of text as an Excel file. Equal rows give equal bytes; nothing in a cell is ever a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

# A zip entry needs a date; a fixed one keeps equal sheets equal bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_LONGEST_CELL = 32_767
# What XML 1.0 cannot hold (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sheet_bytes(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx file with one sheet whose first row is `head`; every cell is text.

    Raises ValueError for a cell longer than Excel takes (32,767 letters), so that nothing is cut off quietly.
    """
    if any(len(text) > _LONGEST_CELL for row in rows for text in row):
        raise ValueError("a cell holds at most 32,767 letters")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        sheet.append([_text_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_time(buffer.getvalue())


def _text_cell(sheet: object, text: str) -> object:
    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub(" ", text))
    # openpyxl takes a text that begins with "=" for a formula; the type of a string keeps it what it is.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _without_time(data: bytes) -> bytes:
    """The same file without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _STAMPED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()

"""Tables for a spreadsheet: CSV that opens as it is, without a cell that becomes a formula. Knows no figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi.responses import Response


def sheet(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """The rows as a file to download; texts go through `plain`."""
    told = io.StringIO(newline="")
    writer = csv.writer(told)
    writer.writerows([plain(one) if isinstance(one, str) else one for one in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # Spreadsheets take a file without the mark for one in an old encoding.
    return Response("\ufeff" + told.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def plain(text: str) -> str:
    """No formula for a spreadsheet, whatever somebody typed."""
    return f"'{text}" if text[:1] in set("=+-@\t\r") and text else text

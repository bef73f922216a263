"""What the Ministry's import refuses, asked of each row before anything is written.

The rules are those that offices check by before they hand over (number and book with "/", the year of the number,
a whole date of registration, page in figures, one entry once); they are practice, not law.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipeline.exchange.moj_columns import columns, place_key
from pipeline.exchange.moj_rows import MojRow
from pipeline.findings import Finding

_DATE_SHAPES = re.compile(r"\d{4}|\d{2}\.\d{4}|\d{2}\.\d{2}\.\d{4}|\d{1,3}t")
Key = tuple[str, str, str, str]


def refusals(row: MojRow) -> list[Finding]:
    """Findings of one row by itself; errors refuse it."""
    return [*_numbers(row), *_dates(row), *_blanks(row)]


def entry_key(row: MojRow) -> Key:
    """What one entry may have only once: kind, place of registration, book, number."""
    place = next(c.name for c in columns()[row.kind] if c.key == place_key(row.kind))
    return row.kind, row.cell(place).casefold(), row.cell("quyenSo"), row.cell("so")


def repeated(rows: Sequence[MojRow]) -> list[int]:
    """Indexes of the rows whose entry stands in `rows` more than once: all of them, since a person has to choose."""
    keys = [entry_key(row) for row in rows]
    counted = Counter(keys)
    return [index for index, key in enumerate(keys) if counted[key] > 1 and all(key[2:])]


def _numbers(row: MojRow) -> list[Finding]:
    found = []
    for name, key in (("so", "number"), ("quyenSo", "book_number")):
        value = row.cell(name)
        if value and "/" not in value:
            found.append(Finding("EXPORT_NO_SLASH", key, {"column": name, "value": value}))
    registered = row.cell("ngayDangKy")
    number = row.cell("so")
    if "/" in number and len(registered) == 10 and number[-4:] != registered[-4:]:
        found.append(Finding("EXPORT_NUMBER_YEAR", "number", {"value": number, "date": registered}))
    page = row.cell("trangSo")
    if page and not (page.isascii() and page.isdigit()):
        found.append(Finding("EXPORT_PAGE_NUMBER", "page_number", {"value": page}))
    return found


def _dates(row: MojRow) -> list[Finding]:
    found = []
    known = {finding.field for finding in row.findings if finding.code == "EXPORT_DATE"}
    for column, value in zip(columns()[row.kind], row.cells, strict=True):
        if column.value_type != "partial_date" or not value or column.key in known:
            continue
        facts = {"label": column.label, "column": column.name, "value": value}
        if column.name == "ngayDangKy" and len(value) != 10:
            found.append(Finding("EXPORT_REGISTERED_DATE", column.key, facts))
        elif not _DATE_SHAPES.fullmatch(value) or not _in_calendar(value):
            found.append(Finding("EXPORT_DATE", column.key, facts))
    return found


def _in_calendar(value: str) -> bool:
    if value.endswith("t"):
        return True
    parts = [int(part) for part in reversed(value.split("."))]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _blanks(row: MojRow) -> list[Finding]:
    """Required columns without a value: without number, book, day and place the import cannot take the row."""
    told = {finding.field for finding in row.findings}
    needed = {"number", "book_number", "registration_date", place_key(row.kind)}
    found = []
    for column, value in zip(columns()[row.kind], row.cells, strict=True):
        if value or not column.required or column.key in told - _unreadable(row):
            continue
        code = "EXPORT_MISSING" if column.key in needed else "EXPORT_BLANK"
        found.append(Finding(code, column.key, {"label": column.label, "column": column.name}))
    return found


def _unreadable(row: MojRow) -> set[str]:
    return {finding.field for finding in row.findings if finding.code == "EXPORT_UNREADABLE"}

"""Rows out of .xlsx, CSV and JSON files: text cells by the number of their row. Knows nothing of profiles or records.

Nothing is evaluated: a formula is a finding, its cell empty. What is wrong with one cell costs that cell, what is wrong
with the file costs the file, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.exchange.table_limits import TableLimits, damaged, weigh
from pipeline.findings import Finding

SUFFIXES = (".xlsx", ".csv", ".tsv", ".json")
# Tables of other programs, which are named so that nobody believes they were read.
FOREIGN = (".xls", ".xlsm", ".xlsb", ".xltm", ".xltx", ".ods", ".mdb", ".accdb", ".dbf")
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Line:
    """One row as it stands: `number` counts from 1 as people see it in their program."""

    number: int
    cells: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of one file; `name` is "" where a file has only one."""

    file: Path
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class TableText:
    """How a text table is written: `charset` "auto" or a codec's name, `delimiter` "auto" or one letter."""

    charset: str = "auto"
    delimiter: str = "auto"


# What the readers of these files raise for one that is not whole.
_DAMAGE = (
    csv.Error, ValueError, KeyError, TypeError, LookupError, RecursionError,
    zipfile.BadZipFile, InvalidFileException, ParseError, EOFError, OSError, AttributeError,
)  # fmt: skip


def read_sheets(
    path: Path, text: TableText | None = None, limits: TableLimits | None = None
) -> tuple[list[Sheet], list[Finding]]:
    """The sheets of a table file, and what is wrong with the file; never raises for what the file holds."""
    bounds, how = limits or TableLimits(), text or TableText()
    suffix = path.suffix.lower()
    if suffix in FOREIGN:
        code = "IMPORT_TABLE_MACROS" if suffix in (".xlsm", ".xltm", ".xlsb") else "IMPORT_TABLE_TYPE"
        return [], [Finding(code, "", {"file": path.name})]
    refused = weigh(path, bounds)
    if refused is not None:
        return [], [refused]
    try:
        if suffix == ".xlsx":
            return _excel(path, bounds)
        content = path.read_bytes()
        if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return [], [Finding("IMPORT_TABLE_NULS", "", {"file": path.name})]
        decoded = _decoded(content, how.charset)
        lines = _json_lines(decoded) if suffix == ".json" else _csv_lines(decoded, how.delimiter, suffix)
        return _bounded(path, [("", lines)], bounds)
    except _DAMAGE as problem:
        return [], [damaged(path, type(problem).__name__)]


def _excel(path: Path, limits: TableLimits) -> tuple[list[Sheet], list[Finding]]:
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        named = [
            (str(s.title), _excel_lines(s, limits)) for s in book.worksheets if s.sheet_state == "visible"
        ]
        return _bounded(path, named, limits)
    finally:
        book.close()


def _excel_lines(sheet: Any, limits: TableLimits) -> Iterator[Line]:
    # The file's own word on its size is not trusted; the bounds are ours.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        if not row:
            continue
        found: list[Finding] = []
        # A row that is too wide is refused by its length alone.
        wide = len(row) > limits.max_columns
        cells = ("",) * len(row) if wide else tuple(_excel_text(cell, number, found) for cell in row)
        yield Line(number, cells, tuple(found))


def _excel_text(cell: Any, number: int, found: list[Finding]) -> str:
    kind, value = getattr(cell, "data_type", "n"), cell.value
    if value is None:
        return ""
    if kind in ("f", "e"):
        place = {"cell": str(getattr(cell, "coordinate", number))}
        found.append(Finding("IMPORT_CELL_FORMULA" if kind == "f" else "IMPORT_CELL_ERROR", "", place))
        return ""
    return _as_text(value)


def _as_text(value: Any) -> str:
    """A value of a sheet or of JSON as people would have typed it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _decoded(content: bytes, charset: str) -> str:
    if charset != "auto":
        return content.decode(charset).removeprefix("\ufeff")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Tables in TCVN3 and VNI are bytes of this code page, as the program took them.
        return content.decode("cp1252", errors="replace")


def _csv_lines(text: str, delimiter: str, suffix: str) -> Iterator[Line]:
    head = text.split("\n", 1)[0]
    sign = (
        "\t" if suffix == ".tsv" else max(_DELIMITERS, key=head.count) if delimiter == "auto" else delimiter
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    for cells in reader:
        # The export puts an apostrophe in front of what a spreadsheet would take for a formula.
        plain = (c[1:] if c[:1] == "'" and c[1:2] in "=+-@'\t\r" and c[1:] else c for c in cells)
        yield Line(reader.line_num, tuple(plain))


def _json_lines(text: str) -> Iterator[Line]:
    data = json.loads(text)
    if isinstance(data, dict):
        data = data.get("records", data.get("rows"))
    if not isinstance(data, list):
        raise ValueError("a list of rows is expected")
    rows = [_flat(row) for row in data]
    head = list(dict.fromkeys(key for row in rows for key in row))
    yield Line(0, tuple(head))
    for number, row in enumerate(rows, 1):
        yield Line(number, tuple(row.get(key, "") for key in head))


def _flat(row: Any) -> dict[str, str]:
    """A row of JSON; the rows of our own export hold their values under `fields`."""
    if not isinstance(row, dict):
        raise ValueError("a row is an object")
    fields = row.get("fields")
    if isinstance(fields, dict):
        own = {key: f.get("value") for key, f in fields.items() if isinstance(f, dict)}
        return _scalars({"type": row.get("type"), "file": row.get("file")} | own)
    return _scalars(row)


def _scalars(row: dict[str, Any]) -> dict[str, str]:
    return {key: _as_text(value) for key, value in row.items() if isinstance(value, str | int | float)}


def _bounded(
    path: Path, named: Sequence[tuple[str, Iterator[Line]]], limits: TableLimits
) -> tuple[list[Sheet], list[Finding]]:
    sheets, found = [], []
    for name, lines in named:
        kept: list[Line] = []
        for line in lines:
            if len(kept) >= limits.max_rows or len(line.cells) > limits.max_columns:
                facts = {
                    "file": path.name,
                    "detail": f"{name} {line.number}: > {limits.max_rows} × {limits.max_columns}",
                }
                found.append(Finding("IMPORT_TABLE_LARGE", "", facts))
                kept = []
                break
            if any(cell.strip() for cell in line.cells) or line.findings:
                kept.append(_short(line, limits))
        sheets.append(Sheet(path, name, tuple(kept)))
    return sheets, found


def _short(line: Line, limits: TableLimits) -> Line:
    """The line without cells that are longer than any sheet holds; they are named and not cut."""
    long = [index for index, cell in enumerate(line.cells) if len(cell) > limits.max_letters]
    if not long:
        return line
    cells = tuple("" if index in long else cell for index, cell in enumerate(line.cells))
    told = [Finding("IMPORT_CELL_LONG", "", {"cell": f"{line.number}/{index + 1}"}) for index in long]
    return Line(line.number, cells, (*line.findings, *told))

"""What an import would take in: rows with their files, what is missing on either side, what is known already.

Writes nothing; a dry run is this plan shown to people. The real run takes in exactly the rows that have a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, select

from archive.digest import of_file
from pipeline.batch import WITHDRAWN
from pipeline.exchange.entry_key import entry_key, known_entries
from pipeline.exchange.file_names import filled, namings, row_values
from pipeline.exchange.import_folder import Finder, Folder, finder_of, look_into
from pipeline.exchange.import_profile import ImportProfile
from pipeline.exchange.import_rows import Row, rows_of
from pipeline.exchange.moj_columns import KINDS
from pipeline.exchange.moj_rows import moj_row
from pipeline.exchange.table_files import TableText, read_sheets
from pipeline.findings import Finding
from pipeline.ledger_tables import batches, sources
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

# With one of these a row is not taken in; everything else goes with its record and is answered there.
STOPS = frozenset(
    {
        "IMPORT_TYPE_UNKNOWN",
        "IMPORT_NO_FILE",
        "IMPORT_FILE_SEVERAL",
        "IMPORT_FILE_PATH",
        "IMPORT_FILE_UNNAMED",
    }
)


@dataclass(frozen=True)
class Planned:
    """One row and the document it belongs to ("" when it is not taken in); `entry` is the key of its entry."""

    row: Row
    document: str
    entry: str | None
    values: Mapping[str, str]

    @property
    def taken(self) -> bool:
        """Whether the row becomes a record."""
        return bool(self.document)


@dataclass(frozen=True)
class ImportPlan:
    """`rows` in table order, `documents` that go in, in their order; `loose` have no row; `findings` are about files.

    `mark` is the digest of profile and tables: the same folder with a changed table is another import.
    """

    folder: Folder
    rows: tuple[Planned, ...]
    documents: tuple[str, ...]
    loose: tuple[str, ...]
    findings: tuple[Finding, ...]
    encodings: Mapping[str, str]
    mark: str

    @property
    def files(self) -> list[Path]:
        """The documents that go in."""
        return [self.folder.documents[name] for name in self.documents]


def plan_import(
    connection: Connection, profile: ImportProfile, root: Path, type: str | None = None
) -> ImportPlan:
    """Read the tables of `root`, find the file of each row, and look for what is known already."""
    folder = look_into(root)
    rows, findings, encodings = _rows(folder, profile, type)
    finder = finder_of(folder)
    planned = [_planned(row, finder, profile) for row in rows]
    planned = _known(connection, planned)
    named = {one.document for one in planned if one.taken}
    documents = tuple(name for name in folder.documents if name in named)
    # A row that is not taken in still speaks for its file: the file is missing no row.
    loose = tuple(name for name in folder.documents if name not in named)
    same = _same_bytes(connection, folder, documents)
    found = (
        *folder.others,
        *findings,
        *(Finding("IMPORT_NO_ROW", "", {"file": name}) for name in loose),
        *same,
    )
    return ImportPlan(
        folder, tuple(planned), documents, loose, found, encodings, _mark(folder, profile, type)
    )


def _rows(
    folder: Folder, profile: ImportProfile, type: str | None
) -> tuple[list[Row], list[Finding], dict[str, str]]:
    rows: list[Row] = []
    findings: list[Finding] = []
    encodings: dict[str, str] = {}
    for table in folder.tables:
        sheets, wrong = read_sheets(table, TableText(profile.charset, profile.delimiter))
        findings += wrong
        for sheet in sheets:
            if not sheet.lines:
                continue
            shown = table.relative_to(folder.root).as_posix()
            found = rows_of(sheet, shown, profile, type)
            rows += found.rows
            findings += found.findings
            if found.rows:
                encodings[table.name] = f"{found.encoding} {found.confidence:.2f}"
    return rows, findings, encodings


def _planned(row: Row, finder: Finder, profile: ImportProfile) -> Planned:
    values = _values(row)
    document, wrong = _document(row, values, finder, profile)
    found = (*row.findings, *([wrong] if wrong else []))
    stopped = any(finding.code in STOPS for finding in found)
    placed = [_at(finding, row.place) for finding in found]
    entry = entry_key(row.type, values)
    return Planned(replace(row, findings=tuple(placed)), "" if stopped else document, entry, values)


def _at(finding: Finding, place: str) -> Finding:
    return Finding(finding.code, finding.field, {**finding.facts, "row": place})


def _values(row: Row) -> dict[str, str]:
    kind = record_types().get(row.type)
    found = {}
    for key, written in row.written.items():
        spec = kind.spec(key) if kind else None
        value = spec.value_of(written) if spec and written else None
        if isinstance(value, str):
            found[key] = value
    return found


def _document(
    row: Row, values: Mapping[str, str], finder: Finder, profile: ImportProfile
) -> tuple[str, Finding | None]:
    if row.file:
        return finder.named(row.file, row.table)
    if not profile.names or row.type not in KINDS:
        return "", Finding("IMPORT_FILE_UNNAMED", "", {})
    made = [Field(key, value, value, 1.0, FieldState.CONFIRMED) for key, value in values.items()]
    cells = row_values(moj_row(KINDS[row.type], made, frozenset()), "")
    names = [filled(namings()[preset].file, cells) for preset in profile.names]
    return finder.any_of(names, f"{names[0]}.pdf")


def _known(connection: Connection, planned: Sequence[Planned]) -> list[Planned]:
    """Rows whose entry stands in the ledger, or in another row, with the finding that a person must answer."""
    records = known_entries(connection, {one.row.type for one in planned})
    first: dict[str, str] = {}
    found = []
    for one in planned:
        told = list(one.row.findings)
        if one.entry and one.entry in records:
            facts = {"row": one.row.place, "record": records[one.entry]}
            told.append(Finding("IMPORT_SAME_ENTRY", "", facts))
        if one.entry and one.entry in first:
            told.append(Finding("IMPORT_SAME_ROW", "", {"row": one.row.place, "other": first[one.entry]}))
        elif one.entry:
            first[one.entry] = one.row.place
        found.append(replace(one, row=replace(one.row, findings=tuple(told))))
    return found


def _same_bytes(connection: Connection, folder: Folder, documents: Sequence[str]) -> list[Finding]:
    """Files that are in the house byte for byte: they come in as duplicates, which a person decides on."""
    found = []
    for name in documents:
        sha256 = of_file(folder.documents[name])
        query = select(sources.c.batch).join(batches, batches.c.id == sources.c.batch)
        batch = connection.scalar(
            query.where(sources.c.sha256 == sha256, batches.c.state != WITHDRAWN).limit(1)
        )
        if batch is not None:
            found.append(Finding("IMPORT_SAME_FILE", "", {"file": name, "batch": str(batch)}))
    return found


def _mark(folder: Folder, profile: ImportProfile, type: str | None) -> str:
    tables = [
        (PurePosixPath(table.relative_to(folder.root)).as_posix(), of_file(table)) for table in folder.tables
    ]
    told = json.dumps([profile.name, profile.digest, profile.encoding, type or "", tables])
    return hashlib.sha256(told.encode()).hexdigest()

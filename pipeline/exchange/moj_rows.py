"""One record as a row of a Ministry of Justice sheet: every cell text, with what was made up and what is missing.

Judges nothing about the whole row (that is moj_rules.py) and never changes a field: a number that was composed, and
an identity paper that was taken apart, exist in the row only and are named in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.exchange.id_papers import IdPaper, split_id_paper
from pipeline.exchange.moj_columns import Column, code_list, columns
from pipeline.findings import Finding
from pipeline.normalize.numbers import with_year
from pipeline.record import Field, FieldState

# "35t" (tuổi): an age in place of a parent's date of birth.
_AGE = re.compile(r"(\d{1,3})\s*t(?:uổi)?\.?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_YEAR = re.compile(r"/(\d{4})$")
_PARENTS = frozenset({"mother_birth_date", "father_birth_date"})
_ID_PARTS = ("_other_id_doc", "_id_doc_type", "_id_doc_number", "_id_doc_issue_date", "_id_doc_issue_place")


@dataclass(frozen=True)
class MojRow:
    """`cells` in the order of the kind's columns; `composed` names the columns that no field has as they stand.

    `findings` say what the cells alone show: errors refuse the row, the rest is told.
    """

    kind: str
    cells: tuple[str, ...]
    composed: tuple[str, ...]
    findings: tuple[Finding, ...]

    def cell(self, name: str) -> str:
        """The cell of a column by the sheet's name; "" for a column that this kind does not have."""
        return next(
            (c for c, column in zip(self.cells, columns()[self.kind], strict=True) if column.name == name), ""
        )

    @property
    def named(self) -> dict[str, str]:
        """The cells by the sheet's names."""
        return {column.name: cell for column, cell in zip(columns()[self.kind], self.cells, strict=True)}


def moj_row(
    kind: str, fields: Sequence[Field], known: frozenset[str], volume_year: int | None = None
) -> MojRow:
    """The row of a record of `kind`; `known` are the keys that its record type has, `volume_year` that of its register.

    A field that was found empty gives an empty cell; one that nobody keyed gives an empty cell and a finding.
    """
    by_key = {field.key: field for field in fields}
    found: list[Finding] = []
    made: list[str] = []
    cells = [_cell(column, by_key, found, made) for column in columns()[kind]]
    unkeyed = [c.name for c in columns()[kind] if c.key in known and _is_unkeyed(by_key.get(c.key), c, made)]
    if unkeyed:
        found.append(Finding("EXPORT_NOT_KEYED", "", {"columns": ", ".join(unkeyed)}))
    _compose(kind, cells, volume_year, made, found)
    return MojRow(kind, tuple(cells), tuple(made), tuple(found))


def dotted(value: str) -> str | None:
    """`dd.mm.yyyy`, `mm.yyyy` or `yyyy` of an ISO date; None for anything else."""
    return ".".join(reversed(value.split("-"))) if _ISO.fullmatch(value) else None


def plain_cell(text: str) -> str:
    """One line of text: control characters, which no sheet may hold, become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _cell(column: Column, fields: Mapping[str, Field], found: list[Finding], made: list[str]) -> str:
    field = fields.get(column.key)
    facts = {"label": column.label, "column": column.name}
    if field is None or field.state is FieldState.NOT_YET_KEYED:
        paper = _from_paper(column, fields, found) if field is None else ""
        if paper:
            made.append(column.name)
        elif column.required:
            found.append(Finding("EXPORT_TO_KEY", column.key, facts))
        return paper
    if not field.state.settled:
        found.append(Finding("EXPORT_UNSETTLED", column.key, {**facts, "state": field.state.value}))
        return ""
    if field.state is FieldState.UNREADABLE:
        found.append(Finding("EXPORT_UNREADABLE", column.key, facts))
    return _shaped(column, plain_cell(field.value or ""), found)


def _is_unkeyed(field: Field | None, column: Column, made: Sequence[str]) -> bool:
    """Whether nobody has keyed an optional column yet; the required ones refuse the row by themselves."""
    absent = field is None or field.state is FieldState.NOT_YET_KEYED
    return absent and not column.required and column.name not in made


def _shaped(column: Column, value: str, found: list[Finding]) -> str:
    if not value:
        return ""
    facts = {"label": column.label, "column": column.name, "value": value}
    if column.value_type == "partial_date":
        age = _AGE.fullmatch(value) if column.key in _PARENTS else None
        shaped = f"{age.group(1)}t" if age else dotted(value)
        if shaped is None:
            found.append(Finding("EXPORT_DATE", column.key, facts))
        return shaped or value
    codes = code_list(column.kind, column.key)
    if codes is not None:
        code = codes.code_of(value)
        if code is None:
            found.append(Finding("EXPORT_CODE", column.key, facts))
        return code or value
    return value


def _from_paper(column: Column, fields: Mapping[str, Field], found: list[Finding]) -> str:
    """A cell out of the one line in which forms print an identity paper (`mother_id_doc`)."""
    part = next((p for p in _ID_PARTS if column.key.endswith(p)), None)
    whole = fields.get(column.key.removesuffix(part) + "_id_doc") if part else None
    if part is None or whole is None or not whole.value or not whole.state.settled:
        return ""
    paper = split_id_paper(whole.value)
    if part == "_id_doc_number" and paper.rest:
        found.append(Finding("EXPORT_ID_PAPER", whole.key, {"label": column.label, "value": paper.rest}))
    return _paper_cell(column, part, paper)


def _paper_cell(column: Column, part: str, paper: IdPaper) -> str:
    codes = code_list(column.kind, column.key)
    if codes is not None:
        other = "8" if paper.kind or not paper.number else ""
        return codes.code_of(paper.kind) or other
    named = code_list(column.kind, column.key.removesuffix(part) + "_id_doc_type")
    strange = paper.kind if named is None or named.code_of(paper.kind) is None else ""
    return {
        "_id_doc_number": paper.number,
        "_id_doc_issue_date": dotted(paper.issued) or "",
        "_id_doc_issue_place": paper.place,
        "_other_id_doc": strange or ("" if paper.number else paper.rest),
    }.get(part, "")


def _compose(
    kind: str, cells: list[str], volume_year: int | None, made: list[str], found: list[Finding]
) -> None:
    """Number and book with their year, where the volume tells it and the book has bare numbers."""
    at = {column.name: place for place, column in enumerate(columns()[kind])}
    own = _YEAR.search(cells[at["quyenSo"]])
    year = int(own.group(1)) if own else volume_year
    if year is None:
        return
    for name in ("so", "quyenSo"):
        bare = cells[at[name]]
        if bare and "/" not in bare:
            cells[at[name]] = with_year(bare, year)
            made.append(name)
            facts = {"column": name, "bare": bare, "composed": cells[at[name]]}
            found.append(Finding("EXPORT_COMPOSED", "number" if name == "so" else "book_number", facts))

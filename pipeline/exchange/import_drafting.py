"""Records out of the rows of earlier work: their values are `imported`, which is neither accepted nor confirmed.

The machine reads the page as well: it says where a value stands, so that people see the crop, and where it is sure of
something else. It never fills a field for which the row has a column.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ocr.reading import PageReading
from pipeline.checks import conflicts
from pipeline.exchange.import_intake import KeptRow
from pipeline.findings import Finding
from pipeline.interpret import interpret
from pipeline.normalize.spelling import comparable
from pipeline.record import DraftRecord, Field, FieldState, Region
from pipeline.record_type import FieldSpec, RecordType, record_types


def drafts(rows: Sequence[KeptRow], readings: Sequence[PageReading]) -> list[DraftRecord]:
    """One record for each row of a file; each holds all its pages, because no row says which page is its own."""
    return [_draft(row, entry, readings) for entry, row in enumerate(rows) if row.type in record_types()]


def _draft(row: KeptRow, entry: int, readings: Sequence[PageReading]) -> DraftRecord:
    kind = record_types()[row.type]
    pages = tuple(range(len(readings)))
    whole = tuple(Region.whole(i, r.text.width, r.text.height) for i, r in enumerate(readings))
    seen, about_pages, form = _seen(kind, readings)
    made = [field for spec in kind.fields if (field := _field(spec, row, seen.get(spec.key)))]
    against = conflicts(kind, made)
    doubted = {key for conflict in against for key in conflict.fields}
    fields = tuple(_doubted(field) if field.key in doubted else field for field in made)
    found = (
        Finding("IMPORTED", "", {"row": row.place}),
        *row.findings,
        *_lost(row),
        *about_pages,
        *_differences(kind, made, seen),
        *(conflict.finding for conflict in against),
    )
    return DraftRecord(row.type, pages, fields, found, whole, form, 1.0, 1.0, entry)


def _seen(
    kind: RecordType, readings: Sequence[PageReading]
) -> tuple[dict[str, Field], list[Finding], str | None]:
    """What the machine reads on the pages as this type: fields by key, findings about pages, the printed form."""
    found: dict[str, Field] = {}
    about: list[Finding] = []
    form = None
    for draft in interpret(readings, kind.name):
        form = form or draft.form
        about += [finding for finding in draft.findings if not finding.field]
        for field in draft.fields:
            known = found.get(field.key)
            if known is None or (known.written is None and field.written is not None):
                page = None if field.page is None else draft.pages[field.page]
                found[field.key] = dataclasses.replace(field, page=page)
    return found, about, form


def _field(spec: FieldSpec, row: KeptRow, seen: Field | None) -> Field | None:
    """The row's value where it has a column for the field, else what the machine read."""
    if spec.key not in row.written:
        return seen
    page, box = (seen.page, seen.box) if seen else (None, None)
    written = row.written[spec.key] or None
    value = spec.value_of(written) if written else None
    return Field(
        spec.key, value if isinstance(value, str) else None, written, 0.0, FieldState.IMPORTED, page, box
    )


def _doubted(field: Field) -> Field:
    if field.state is FieldState.ACCEPTED:
        return dataclasses.replace(field, state=FieldState.NEEDS_REVIEW)
    return field


def _differences(kind: RecordType, made: Sequence[Field], seen: dict[str, Field]) -> list[Finding]:
    """Where the machine is sure of another value than the row has, or of one where the row has none."""
    found = []
    for field in made:
        read, spec = seen.get(field.key), kind.spec(field.key)
        if field.state is not FieldState.IMPORTED or read is None or spec is None or not read.value:
            continue
        differs = comparable(read.value) != comparable(field.value or field.written or "")
        if read.state is FieldState.ACCEPTED and differs:
            facts = {"label": spec.vi, "imported": field.written or "", "read": read.written or read.value}
            found.append(Finding("IMPORT_DIFFERS", field.key, facts))
    return found


def _lost(row: KeptRow) -> list[Finding]:
    return [Finding("IMPORT_NO_FIELD", "", {"columns": ", ".join(row.rest)})] if row.rest else []

"""The JSON document of `sohoa read --json`. Its shape is that of docs/design.md; keys are never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocr.reading import PageReading
from pipeline.findings import Finding
from pipeline.place_codes import as_json, place_codes
from pipeline.read_files import FileReading
from pipeline.record import DraftRecord, Field
from pipeline.record_type import record_types


def read_document(files: Sequence[FileReading], language: str) -> dict[str, Any]:
    """`read --json`. A record's `pages` and a field's `page` are page numbers of the file, from 1."""
    return {"files": [_file_json(file, language) for file in files]}


def _file_json(file: FileReading, language: str) -> dict[str, Any]:
    return {
        "file": file.file,
        "pages": [page_json(reading) for reading in file.readings],
        "records": [_draft_json(draft, file.readings, language) for draft in file.drafts],
        "error": _error_json(file.error, language),
        "page_errors": [
            {"page": number, **(_error_json(finding, language) or {})} for number, finding in file.page_errors
        ],
    }


def _error_json(finding: Finding | None, language: str) -> dict[str, str] | None:
    return {"code": finding.code, "message": finding.text(language)} if finding else None


def page_json(reading: PageReading) -> dict[str, Any]:
    """One page of `read --json`; boxes are pixels of the master after its EXIF orientation."""
    text = reading.text
    return {
        "number": reading.number,
        "text": text.text,
        "width": text.width,
        "height": text.height,
        "dpi": reading.dpi,
        "rotation": text.rotation,
        "mean_confidence": round(text.mean_confidence, 4),
        "quality": reading.quality.as_json(),
        "marks": [mark.as_json() for mark in reading.marks],
    }


def _draft_json(draft: DraftRecord, readings: Sequence[PageReading], language: str) -> dict[str, Any]:
    numbers = [readings[index].number for index in draft.pages]
    return {
        "type": draft.type,
        "form": draft.form,
        "score": round(draft.score, 4),
        "pages": numbers,
        "fields": {field.key: _with_number(field, numbers) for field in draft.fields},
        "places": as_json(place_codes(record_types()[draft.type], draft.fields)),
        "findings": [finding.as_json(language) for finding in draft.findings],
    }


def _with_number(field: Field, numbers: Sequence[int]) -> dict[str, Any]:
    data = field.as_json()
    return {**data, "page": None if field.page is None else numbers[field.page]}

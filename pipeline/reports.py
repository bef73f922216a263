"""The JSON documents that commands print. Shapes are those of docs/design.md; keys are never renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from pipeline.batch import count, find_batch, pages_of, sources_of
from pipeline.changes.annotation import annotations_of, as_now
from pipeline.changes.copies import receivers_of
from pipeline.findings import Finding
from pipeline.lookup import RecordView, batch_findings, history, record_ids, view
from pipeline.place_codes import as_json, place_codes
from pipeline.record import PageState
from pipeline.record_type import record_types
from pipeline.review.sight import is_closed
from pipeline.survey import fault_finding


def record_document(found: RecordView, language: str) -> dict[str, Any]:
    """One record as in `digitize --json` and `record show --json`; a field's `page` is an index into `pages`."""
    row = found.row
    return {
        "id": found.id,
        "type": row.type,
        "form": row.form,
        "score": round(row.score, 4),
        "state": found.state.value,
        "flag": row.flag,
        "revision": row.revision,
        "pages": [{"file": found.file_of(page), "number": page.number} for page in found.pages],
        "regions": [{"page": r.page, "polygon": [list(point) for point in r.polygon]} for r in found.regions],
        "fields": {field.key: field.as_json() for field in found.fields},
        "places": as_json(place_codes(record_types()[row.type], found.fields)),
        "findings": [
            {**kept.finding.as_json(language), "open": kept.closed_at is None, "reason": kept.reason}
            for kept in found.findings
        ],
        "signature": row.incoming_signature,
        "dossier": row.dossier,
    }


def record_details(connection: Connection, found: RecordView, language: str) -> dict[str, Any]:
    """`record show --json`: the record, its docket, decisions and place in the archive."""
    batch, changes = find_batch(connection, found.row.batch), annotations_of(connection, found.id)
    return {
        **record_document(found, language),
        "batch": batch.id,
        "unit": found.row.unit,
        "docket": batch.docket,
        "decisions": history(connection, found.id),
        "annotations": [one.as_json() for one in changes],
        "as_now": dict(as_now(found, changes).values),
        "receivers": receivers_of(connection, found.id),
        "archive": {
            "version": found.row.archive_version,
            "inventory_sha256": found.row.inventory_sha256,
            "final_sha256": found.row.final_sha256,
            "level": found.row.level,
        },
    }


def batch_document(connection: Connection, batch: str, language: str) -> dict[str, Any]:
    """`digitize --json`: pages in and out, records, and what was set aside and why."""
    row = find_batch(connection, batch)
    keys = record_ids(connection, batch=row.id)
    return {
        "batch": row.id,
        "state": row.state,
        **count(connection, row.id).as_json(),
        "records": [_open_document(connection, key, language) for key in keys],
        "quarantined": quarantined(connection, row.id, language),
        "findings": [kept.finding.as_json(language) for kept in batch_findings(connection, row.id)],
    }


def _open_document(connection: Connection, record: str, language: str) -> dict[str, Any]:
    """A record in a list of its batch; of a closed one only that it is there, whoever asks."""
    found = view(connection, record)
    if not is_closed(connection, record):
        return record_document(found, language)
    return {"id": record, "state": found.state.value, "closed": True, "type": found.row.type, "pages": [],
            "fields": {}, "findings": []}  # fmt: skip


def quarantined(connection: Connection, batch: str, language: str) -> list[dict[str, Any]]:
    """What of a batch lies in quarantine: whole files (`page` null) and single pages, each with its message."""
    found = []
    by_ordinal = {source.ordinal: source for source in sources_of(connection, batch)}
    for source in by_ordinal.values():
        if source.fault:
            finding = fault_finding(source, None, source.fault, source.facts)
            found.append((source.ordinal, 0, _set_aside(source.file, None, finding, language)))
    for page in pages_of(connection, batch):
        if page.state is PageState.QUARANTINED and page.fault:
            source = by_ordinal[page.source]
            finding = fault_finding(source, page.number, page.fault, page.facts)
            found.append((page.source, page.number, _set_aside(source.file, page.number, finding, language)))
    return [entry for _ordinal, _number, entry in sorted(found, key=lambda one: one[:2])]


def _set_aside(file: str, page: int | None, finding: Finding, language: str) -> dict[str, Any]:
    return {"file": file, "page": page, "pages": 1, "code": finding.code, "message": finding.text(language)}


def short_name(file: str) -> str:
    """A file's name without its folders, for tables."""
    return Path(file).name

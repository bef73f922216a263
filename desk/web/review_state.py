"""From a record in the ledger to what the review page shows of it. Decides nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from desk.web.contexts.review import FieldRow, FindingLine, HistoryLine, ReviewState
from desk.web.language import Tongue
from desk.words import Words
from pipeline.describe import title_of
from pipeline.errors import NotFound
from pipeline.ledger_tables import actors
from pipeline.lookup import KeptFinding, RecordView, history
from pipeline.normalize.dates import is_iso, write_date, write_dates
from pipeline.normalize.proposals import propose
from pipeline.page_picture import PageFace, widths_of
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType, record_types
from pipeline.review.stages import Item

_DATES = frozenset({"date", "date_or_age"})
_MOST_PROPOSALS, _SHORT_ID = 9, 8
_MARKS = {
    FieldState.ACCEPTED: "machine",
    FieldState.EMPTY: "machine",
    FieldState.NEEDS_REVIEW: "doubt",
    FieldState.CARRIED: "doubt",
    FieldState.NOT_YET_KEYED: "keying",
    FieldState.IMPORTED: "imported",
}


def pages_json(found: RecordView, faces: Iterable[PageFace | None]) -> list[dict[str, Any]]:
    """What the viewer needs of each page: its size and the addresses of its pictures."""
    told = []
    for at, face in enumerate(faces):
        if face is None:
            told.append({"width": 0, "height": 0, "levels": []})
            continue
        width, height = face.size
        levels = [
            {
                "url": f"/records/{found.id}/pages/{at}/{one}.jpg",
                "width": one,
                "height": round(height * one / width),
            }
            for one in widths_of(width)
        ]
        told.append({"width": width, "height": height, "levels": levels})
    return told


def state_of(found: RecordView, item: Item, faces: list[PageFace | None], tongue: Tongue) -> ReviewState:
    """The fields and findings of a record in a person's language."""
    kind = record_types()[found.row.type]
    row_of = _row_maker(found, kind, faces, tongue)
    held = {field.key for field in found.fields}
    absent = [
        Field(spec.key, None, None, 0.0, FieldState.EMPTY) for spec in kind.fields if spec.key not in held
    ]
    return ReviewState(
        record=found.id,
        revision=found.row.revision,
        rows=tuple(row_of(field, "") for field in found.fields),
        absent=tuple(row_of(field, "absent") for field in absent),
        findings=tuple(_line(kept, tongue) for kept in found.findings if kept.finding.field not in held),
        doubtful=len(found.doubtful),
        blocking=len(found.blocking),
        last=item.last,
        stage=tongue.either(item.stage.vi, item.stage.en),
    )


def _row_maker(
    found: RecordView, kind: RecordType, faces: list[PageFace | None], tongue: Tongue
) -> Callable[[Field, str], FieldRow]:
    words = Words(tongue.language)

    def row_of(field: Field, mark: str) -> FieldRow:
        spec = kind.spec(field.key)
        face = faces[field.page] if field.page is not None and field.page < len(faces) else None
        about = [kept for kept in found.findings if kept.finding.field == field.key]
        return FieldRow(
            key=field.key,
            label=tongue.either(spec.vi, spec.en) if spec else field.key,
            kind=spec.kind if spec else "text",
            required=bool(spec and spec.required),
            state=field.state.value,
            mark=mark or mark_of(field),
            word=tongue("không thấy trên giấy") if mark else words(f"field_state.{field.state.value}"),
            shown=shown_value(spec, field),
            confidence=round(100 * field.confidence),
            findings=tuple(_line(kept, tongue) for kept in about),
            proposals=_proposals(spec, field, face),
            page=field.page if face else None,
            box=face.upright(field.box) if face else None,
            choices=spec.choices if spec else (),
        )

    return row_of


def mark_of(field: Field) -> str:
    """Which of the marks stands before a value."""
    return _MARKS.get(field.state, "person")


def finding_lines(found: RecordView, tongue: Tongue) -> tuple[FindingLine, ...]:
    """Every finding of a record in words."""
    return tuple(_line(kept, tongue) for kept in found.findings)


def shown_value(spec: FieldSpec | None, field: Field) -> str:
    """A value as people write it: dates by day, month, year; what has no normal form as it stands on the paper."""
    if field.value and spec and spec.kind in _DATES and is_iso(field.value):
        return write_date(field.value)
    return field.value or field.written or ""


def title_for(kind: RecordType, values: Iterable[Field], tongue: Tongue) -> str:
    """What the record is called in lists, with dates as people write them."""
    shown = {field.key: shown_value(kind.spec(field.key), field) for field in values}
    return title_of(kind, {**shown}) or tongue.either(kind.vi, kind.en)


def _proposals(spec: FieldSpec | None, field: Field, face: PageFace | None) -> tuple[str, ...]:
    """What else the value may be: listed values near it, and what second looks at the place read."""
    if spec is None or field.state in {FieldState.NOT_YET_KEYED, FieldState.UNREADABLE}:
        return ()
    told = [one.proposed for one in propose(spec.kind, field.written or "")]
    if face is not None and not field.state.settled:
        told += face.read_again(field.box)
    if field.written and field.written != shown_value(spec, field):
        told.append(field.written)
    shown = shown_value(spec, field)
    return tuple(one for one in dict.fromkeys(told) if one and one != shown)[:_MOST_PROPOSALS]


def _line(kept: KeptFinding, tongue: Tongue) -> FindingLine:
    finding, severity = kept.finding, kept.finding.severity.value
    other = finding.facts.get("record", "")
    # Nobody reads out a whole id; the link beside it leads there.
    told = replace(finding, facts={**finding.facts, "record": other[:_SHORT_ID]}) if other else finding
    return FindingLine(
        finding.code,
        severity,
        told.text(tongue.language),
        kept.reason or "" if kept.closed_at else "",
        kept.closed_at is None and severity != "info",
        other,
    )


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of actors by id."""
    wanted = set(ids)
    rows = connection.execute(select(actors.c.id, actors.c.name).where(actors.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def history_lines(connection: Connection, found: RecordView, tongue: Tongue) -> tuple[HistoryLine, ...]:
    """Decisions on a record, newest first, in words."""
    words, kind = Words(tongue.language), record_types()[found.row.type]
    told = history(connection, found.id)
    names = names_of(connection, (row["actor"] for row in told))

    def label(key: str | None) -> str:
        spec = kind.spec(key) if key else None
        return tongue.either(spec.vi, spec.en) if spec else key or ""

    return tuple(
        HistoryLine(
            row["at"],
            names.get(row["actor"], row["actor"]),
            words(f"action.{row['action']}") if f"action.{row['action']}" in words else row["action"],
            label(row["field"]),
            _value(row["old"]),
            _value(row["new"]),
            row["reason"] or "",
        )
        for row in reversed(told)
    )


def _value(data: Any) -> str:
    return write_dates(str(data.get("value") or data.get("written") or "")) if isinstance(data, dict) else ""


def field_of(found: RecordView, key: str) -> Field:
    """The field of that key. Raises NotFound."""
    for field in found.fields:
        if field.key == key:
            return field
    raise NotFound(f"Tài liệu không có trường {key}.", f"The record has no field {key}.")

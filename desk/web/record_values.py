"""The values of a record as the archive shows them: identity numbers masked until it is opened with a purpose."""

from __future__ import annotations

from collections.abc import Mapping

from desk.web.contexts.archive import ValueRow
from desk.web.language import Tongue
from desk.web.review_state import mark_of, shown_value
from desk.words import Words
from pipeline.lookup import RecordView
from pipeline.normalize.dates import is_iso, write_date
from pipeline.page_picture import PageFace
from pipeline.record import Field
from pipeline.record_type import FieldSpec, RecordType

# What names one person for the State; who only looks for a record does not need it whole.
PERSONAL = frozenset({"personal_id"})


def masked(text: str) -> str:
    """`079319498325` as `0793•••••325`: enough to tell two people apart, too little to use."""
    return f"{text[:4]}{'•' * max(4, len(text) - 7)}{text[-3:]}" if len(text) > 7 else "•" * len(text)


def value_rows(
    found: RecordView,
    kind: RecordType,
    faces: list[PageFace | None],
    tongue: Tongue,
    now: Mapping[str, str | None],
    *,
    opened: bool,
) -> tuple[ValueRow, ...]:
    """One row for each field; places on the page only when opened."""
    rows = []
    for field in found.fields:
        face = faces[field.page] if opened and field.page is not None and field.page < len(faces) else None
        later = now.get(field.key) or ""
        changed = later if opened and later != (field.value or "") else ""
        rows.append(_row(field, kind.spec(field.key), face, tongue, changed, opened=opened))
    return tuple(rows)


def _row(
    field: Field, spec: FieldSpec | None, face: PageFace | None, tongue: Tongue, changed: str, *, opened: bool
) -> ValueRow:
    shown = shown_value(spec, field)
    hide = bool(shown) and not opened and spec is not None and spec.kind in PERSONAL
    return ValueRow(
        key=field.key,
        label=tongue.either(spec.vi, spec.en) if spec else field.key,
        shown=masked(shown) if hide else shown,
        mark=mark_of(field),
        word=Words(tongue.language)(f"field_state.{field.state.value}"),
        masked=hide,
        page=field.page if face else None,
        box=face.upright(field.box) if face else None,
        now=write_date(changed) if is_iso(changed) else changed,
    )

"""The annotation (ghi chú thay đổi): a dated change in law to a registered event, and the event "as now".

The registered value is never overwritten: what holds now is worked out from it and the annotations, each time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.changes.tables import annotation_rows
from pipeline.lookup import RecordView


class AnnotationState(StrEnum):
    """`PROPOSED` was read by the machine and changes nothing until a person takes it; `WITHDRAWN` no longer counts."""

    PROPOSED = "proposed"
    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Kind:
    """A kind of change; `words` are how notes on paper begin, without marks; `voids` ends the registration."""

    name: str
    vi: str
    en: str
    words: tuple[str, ...]
    voids: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    text = resources.files("pipeline.changes").joinpath("annotation_kinds.toml").read_text(encoding="utf-8")
    return {
        name: Kind(name, told["vi"], told["en"], tuple(told["words"]), told.get("voids", False))
        for name, told in tomllib.loads(text).items()
    }


@dataclass(frozen=True)
class Annotation:
    """One change in law.

    `date` is that of the change, possibly partial; `affected` maps field keys to the value that holds from then on
    (None: nothing any more); `written` is the note as it stands on paper. Its scan is another record or a page.
    """

    id: str
    kind: str
    number: str
    authority: str
    date: str
    affected: Mapping[str, str | None]
    written: str = ""
    scan_record: str | None = None
    scan_page: str | None = None
    state: AnnotationState = AnnotationState.ENTERED
    created_at: str = ""
    created_by: str = ""
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The form of record.json and `record show --json`."""
        return {
            "id": self.id,
            "kind": self.kind,
            "number": self.number,
            "authority": self.authority,
            "date": self.date,
            "affected": dict(self.affected),
            "written": self.written,
            "scan": {"record": self.scan_record, "page": self.scan_page},
            "state": self.state.value,
            "created_at": self.created_at,
            "created_by": self.created_by,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class AsNow:
    """A record as it holds now: values by key, which annotation made each one so, and whether it still holds."""

    values: Mapping[str, str | None]
    since: Mapping[str, Annotation] = field(default_factory=dict)
    void: Annotation | None = None


def annotations_of(connection: Connection, record: str) -> list[Annotation]:
    """All annotations of a record in the order in which they take effect; undated ones first."""
    rows = connection.execute(select(annotation_rows).where(annotation_rows.c.record == record)).all()
    return sorted(map(_annotation, rows), key=lambda one: (one.date, one.created_at, one.id))


def _annotation(row: Row[Any]) -> Annotation:
    told = {name: getattr(row, name) for name in Annotation.__dataclass_fields__}
    return Annotation(**{**told, "state": AnnotationState(row.state)})


def as_now(record: RecordView, annotations: Sequence[Annotation]) -> AsNow:
    """What holds now. Only annotations that a person entered count, the later over the earlier."""
    values: dict[str, str | None] = {one.key: one.value for one in record.fields}
    since: dict[str, Annotation] = {}
    void = None
    for annotation in annotations:
        if annotation.state is not AnnotationState.ENTERED:
            continue
        for key, value in annotation.affected.items():
            values[key] = value
            since[key] = annotation
        if kinds()[annotation.kind].voids:
            void = annotation
    return AsNow(values, since, void)

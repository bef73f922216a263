"""A record in words the archive understands: the flat description, and the content of record.json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from sqlalchemy import Connection, select

from archive.package import Description, Spot
from archive.retention import Term
from pipeline.batch import Page, find_batch
from pipeline.capture import Holding, places_of
from pipeline.changes.annotation import Annotation, AsNow, annotations_of, as_now
from pipeline.listing import is_indexed
from pipeline.lookup import KeptFinding, RecordView, history, view
from pipeline.place_codes import as_json, certain, place_codes
from pipeline.premis import events_of
from pipeline.record import Field, RecordState, urn
from pipeline.record_type import RecordType, record_types
from pipeline.register.tables import entries
from pipeline.retention import term_of
from pipeline.type_feeds import Feeds

REVIEWED = frozenset({RecordState.APPROVED, RecordState.ASSEMBLED, RecordState.SIGNED, RecordState.ARCHIVED})


def describe(record: RecordView, text: str, annotations: Sequence[Annotation] = ()) -> Description:
    """What the archive indexes of a record; `text` is that of all its pages.

    With `annotations` it is also found by what holds now; fields and title stay as registered.
    """
    kind = record_types()[record.row.type]
    values = {field.key: field.value for field in record.fields}
    feeds = kind.description
    held = _Held(values, as_now(record, annotations))
    return Description(
        id=urn(record.id),
        type=kind.name,
        unit=record.row.unit,
        title=title_of(kind, values),
        issued=(values.get(feeds.issued) if feeds.issued else None) or "",
        retention_class=kind.retention_class,
        legal_basis=kind.legal_basis,
        names=_names(feeds, held),
        numbers=(*_numbers(feeds, held), *_codes(kind, record)),
        places=tuple(place for key in feeds.places if (place := values.get(key))),
        dates={name: date for name, key in feeds.dates.items() if (date := values.get(key))},
        # In the order that record.json keeps, so that an index rebuilt from it is equal in every row.
        fields=dict(sorted(values.items())),
        text=text,
        review_state="reviewed" if record.state in REVIEWED and not record.unchecked else "unreviewed",
        public_code=record.row.public_code,
        where=_where(record.fields),
    )


@dataclass(frozen=True)
class _Held:
    registered: Mapping[str, str | None]
    now: AsNow

    def of(self, *keys: str | None) -> tuple[Mapping[str, str | None], ...]:
        """The values as registered, and as they are now where a change in law touched one of `keys`."""
        touched = set(keys) & set(self.now.since)
        return (self.registered, self.now.values) if touched else (self.registered,)


def _names(feeds: Feeds, held: _Held) -> tuple[tuple[str, str, str | None], ...]:
    return tuple(
        (person.role, name, values.get(person.birth_date) if person.birth_date else None)
        for person in feeds.names
        for values in held.of(person.field, person.birth_date)
        if (name := values.get(person.field))
    )


def _numbers(feeds: Feeds, held: _Held) -> Iterator[tuple[str, str]]:
    return (
        (fed.kind, number)
        for fed in feeds.numbers
        for values in held.of(fed.field)
        if (number := values.get(fed.field))
    )


def _codes(kind: RecordType, record: RecordView) -> Iterator[tuple[str, str]]:
    yield from certain(place_codes(kind, record.fields))
    if record.volume:
        yield "volume", record.volume


def _where(fields: Sequence[Field]) -> dict[str, Spot]:
    return {
        field.key: (field.page, *(field.box.as_list() if field.box else ()))
        for field in fields
        if field.page is not None and field.value
    }


def title_of(kind: RecordType, values: Mapping[str, str | None]) -> str:
    """The title pattern with the values put in; what is not known is left out with the words before it."""
    told, known = "", False
    for words, name, _, _ in Formatter().parse(kind.description.title):
        value = values.get(name) if name else None
        if name and not value:
            # The words at the beginning say what kind of paper it is.
            told += words if not told else ""
            continue
        told += words if known or not told else words.replace(" và ", " ")
        told, known = told + (value or ""), known or bool(value)
    return re.sub(r"\s+([,:])", r"\1", re.sub(r"\s{2,}", " ", told)).strip(" ,:-")


@dataclass(frozen=True)
class Evidence:
    """Everything the ledger knows of one record that goes into its record.json.

    `indexed` is False for what only named people may find: a restricted type, a secret paper, a superseded draft.
    `register`: which volume it is an entry of. `term`: how long it is kept, as its type or a person says.
    """

    record: RecordView
    docket: Mapping[str, Any]
    places: Mapping[tuple[str, int], Holding]
    decisions: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    term: Term
    indexed: bool = True
    annotations: Sequence[Annotation] = ()
    register: Mapping[str, Any] | None = None


def gather(connection: Connection, record: str) -> Evidence:
    """Read it in one consistent view. Raises NotFound."""
    found = view(connection, record)
    batch = find_batch(connection, found.row.batch)
    places = places_of(connection, (*found.pages, *found.replaced))
    events = events_of(connection, record)
    told = history(connection, record)
    changes = annotations_of(connection, record)
    indexed, entered = is_indexed(connection, found), _register_json(connection, record)
    term = term_of(connection, record, found.row.type)
    return Evidence(found, batch.docket, places, told, events, term, indexed, changes, entered)


def _register_json(connection: Connection, record: str) -> dict[str, Any] | None:
    """Which volume the record is an entry of, and whether the book strikes it out."""
    row = connection.execute(select(entries).where(entries.c.record == record)).first()
    if row is None:
        return None
    told = {name: getattr(row, name) for name in ("cancelled_at", "cancelled_by", "reason")}
    return {"volume": urn(row.volume), **told}


def record_json(
    evidence: Evidence, description: Description, pdf: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The content of record.json; depends on the ledger alone, so that the same state gives the same bytes.

    `pdf` tells of record.pdf from the second version on. A dossier is never named here: membership lies in the
    dossier's own object, so that attaching changes no record.
    """
    record = evidence.record
    return {
        "schema": "record-1",
        **_standing_json(record),
        **_values_json(record),
        **_paper_json(evidence),
        "indexed": evidence.indexed,
        "description": description.as_json(),
        "findings": [_finding_json(kept) for kept in record.findings],
        "decisions": list(evidence.decisions),
        "annotations": [annotation.as_json() for annotation in evidence.annotations],
        **({"register": dict(evidence.register)} if evidence.register else {}),
        "pdf": dict(pdf) if pdf else None,
        "premis": list(evidence.events),
    }


def _standing_json(record: RecordView) -> dict[str, Any]:
    row = record.row
    return {
        "id": urn(record.id),
        "batch": urn(row.batch),
        "type": row.type,
        "form": row.form,
        "unit": row.unit,
        "state": record.state.value,
        "created": row.created_at,
        "entry": row.entry,
        # Needed when the ledger is lost (pipeline/restore_ledger.py).
        "revision": row.revision,
        "score": row.score,
        "margin": row.margin,
        "incoming_signature": row.incoming_signature,
    }


def _values_json(record: RecordView) -> dict[str, Any]:
    return {
        "field_order": [field.key for field in record.fields],
        "fields": {field.key: field.as_json() for field in record.fields},
        "places": as_json(place_codes(record_types()[record.row.type], record.fields)),
    }


def _paper_json(evidence: Evidence) -> dict[str, Any]:
    record = evidence.record
    return {
        "docket": dict(evidence.docket),
        "pages": [_page_json(evidence, page) for page in record.pages],
        "replaced_pages": [_page_json(evidence, page) for page in record.replaced],
        "regions": [
            {"page": r.page, "polygon": [list(point) for point in r.polygon]} for r in record.regions
        ],
    }


def _finding_json(kept: KeptFinding) -> dict[str, Any]:
    return {
        "code": kept.finding.code,
        "field": kept.finding.field,
        "facts": kept.finding.facts,
        "page": kept.page,
        "closed_at": kept.closed_at,
        "closed_by": kept.closed_by,
        "reason": kept.reason,
    }


def _page_json(evidence: Evidence, page: Page) -> dict[str, Any]:
    source, place = evidence.record.sources[page.origin], evidence.places.get(page.origin)
    return {
        "id": page.id,
        "ordinal": source.ordinal,
        "number": page.number,
        "sha256": page.sha256,
        "source_sha256": source.sha256,
        "reading": page.reading,
        # A file that also holds a page set apart as secret is not in the store.
        "master": {"object": place.object, "file": place.name} if place else None,
    }

"""From the readings of pages to draft records: split, classify, extract, check, decide. Pure; stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr.reading import PageReading
from pipeline.accept import AcceptOptions, decide
from pipeline.changes.notes import note_findings, without_notes
from pipeline.checks import conflicts
from pipeline.checks.conflict import Conflict, conflict
from pipeline.classify import UNKNOWN, Classification, ClassifyOptions, classify_layout
from pipeline.extract import Extraction, extract_layouts
from pipeline.extract.layout import Layout, lay_out, lay_out_leaves
from pipeline.findings import Finding
from pipeline.record import DraftRecord, Field, FieldState, Region
from pipeline.record_type import RecordType, record_types
from pipeline.secret.stamp import secret_findings
from pipeline.separators import is_unclear, sheet_of
from pipeline.split import missing_pages, split_layouts

_BLANK, _LOW, _HANDWRITTEN = "blank", "low", "handwritten"


@dataclass(frozen=True)
class InterpretOptions:
    """Options of the steps inside."""

    classify: ClassifyOptions = field(default_factory=ClassifyOptions)
    accept: AcceptOptions = field(default_factory=AcceptOptions)


def interpret(
    readings: Sequence[PageReading],
    forced_type: str | None = None,
    options: InterpretOptions | None = None,
) -> tuple[DraftRecord, ...]:
    """Draft records of the pages of one source, in order.

    Pages judged blank and separator sheets belong to no record; behind a sheet a record begins. A record's
    `pages` are indexes into `readings`; a field's `page` is an index into the record's pages. `forced_type` is a
    person's word and is not questioned; an unknown one raises KeyError.
    """
    options = options or InterpretOptions()
    if forced_type is not None and forced_type not in record_types():
        raise KeyError(forced_type)
    runs = _between_sheets(readings)
    layouts = {i: lay_out(readings[i].text) for run in runs for i in run}
    groups = [[run[at] for at in group] for run in runs for group in split_layouts([layouts[i] for i in run])]
    return tuple(_record(group, readings, layouts, forced_type, options) for group in groups)


def _between_sheets(readings: Sequence[PageReading]) -> list[list[int]]:
    """Indexes of the written pages in front of, between and behind the separator sheets."""
    runs: list[list[int]] = [[]]
    for i, reading in enumerate(readings):
        if sheet_of(reading) is not None:
            runs.append([])
        elif reading.quality.verdict != _BLANK:
            runs[-1].append(i)
    return runs


def _record(
    group: Sequence[int],
    readings: Sequence[PageReading],
    layouts: dict[int, Layout],
    forced_type: str | None,
    options: InterpretOptions,
) -> DraftRecord:
    own = [
        layout for at, i in enumerate(group) for layout in lay_out_leaves(without_notes(readings[i].text), at)
    ]
    seen = classify_layout(layouts[group[0]], options.classify)
    if forced_type is not None:
        form = seen.form if seen.type == forced_type else None
        seen = Classification(forced_type, form, 1.0, 1.0, True)
    kind = record_types()[seen.type]
    if kind.keyed:
        return _to_key(kind, seen, group, [readings[i] for i in group], own)
    extraction = extract_layouts(own, kind, seen.form)
    against = (*conflicts(kind, extraction.fields), *_unsure_owners(kind, extraction))
    pages = [readings[i] for i in group]
    never = not seen.sure or any(_asks_for_a_person(page) for page in pages)
    fields = decide(kind, extraction.fields, against, options.accept, never=never)
    findings = (*_findings(kind, seen, pages, own), *(c.finding for c in against))
    return DraftRecord(
        seen.type, tuple(group), fields, findings, _whole(pages), seen.form, seen.score, seen.margin
    )  # fmt: skip


def _to_key(
    kind: RecordType,
    seen: Classification,
    group: Sequence[int],
    pages: Sequence[PageReading],
    layouts: Sequence[Layout],
) -> DraftRecord:
    """A paper of a keyed type: every field waits for people, none was read."""
    fields = tuple(Field(spec.key, None, None, 0.0, FieldState.NOT_YET_KEYED) for spec in kind.fields)
    findings = _findings(kind, seen, pages, layouts)
    return DraftRecord(
        seen.type, tuple(group), fields, findings, _whole(pages), seen.form, seen.score, seen.margin
    )  # fmt: skip


def _whole(pages: Sequence[PageReading]) -> tuple[Region, ...]:
    return tuple(Region.whole(at, p.text.width, p.text.height) for at, p in enumerate(pages))


def _findings(
    kind: RecordType, seen: Classification, pages: Sequence[PageReading], layouts: Sequence[Layout]
) -> tuple[Finding, ...]:
    """What the pages, the type and their number say, before any field is looked at."""
    found = [*_page_findings(pages), *_type_findings(seen, pages)]
    if 0 < kind.most_pages < len(pages):
        facts = {"pages": str(len(pages)), "type": kind.vi, "most": str(kind.most_pages)}
        found.append(Finding("PAGES_MANY", facts=facts))
    if lacking := missing_pages(layouts):
        found.append(Finding("PAGES_MISSING", facts={"missing": ", ".join(map(str, lacking))}))
    return tuple(found)


def _asks_for_a_person(page: PageReading) -> bool:
    """Whether no field of the page may be accepted: by hand, or two leaves, which may tell of two cases."""
    return page.quality.verdict == _HANDWRITTEN or bool(page.text.leaves)


def _unsure_owners(kind: RecordType, extraction: Extraction) -> list[Conflict]:
    specs = [kind.spec(key) for key in extraction.unsure_owner]
    return [conflict("R028", spec.key, label=spec.vi) for spec in specs if spec]


def _type_findings(seen: Classification, pages: Sequence[PageReading]) -> list[Finding]:
    if not any(page.text.words for page in pages):
        return [Finding("NOTHING_READ")]
    if seen.sure and seen.type != UNKNOWN:
        return []
    return [Finding("TYPE_UNSURE", facts={"type": seen.type, "score": f"{seen.score:.2f}"})]


def _page_findings(pages: Sequence[PageReading]) -> list[Finding]:
    found = [*secret_findings(pages), *note_findings(pages)]
    for page in pages:
        if is_unclear(page):
            found.append(Finding("SHEET_UNCLEAR", facts={"page": str(page.number)}))
        if page.text.leaves:
            found.append(Finding("SPREAD", facts={"page": str(page.number)}))
        if page.quality.verdict == _HANDWRITTEN:
            found.append(Finding("HANDWRITTEN", facts={"page": str(page.number)}))
        elif page.quality.verdict == _LOW:
            reasons = ", ".join(page.quality.reasons)
            found.append(Finding("QUALITY_LOW", facts={"page": str(page.number), "reasons": reasons}))
    return found

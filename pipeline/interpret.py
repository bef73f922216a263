"""From the readings of pages to draft records: split, classify, extract, check, decide. Pure; stores nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ocr.page import Box
from ocr.reading import PageReading
from pipeline.accept import AcceptOptions, decide, may_be_accepted
from pipeline.checks.conflict import Conflict, conflict
from pipeline.classify import UNKNOWN, Classification, ClassifyOptions, classify_layout
from pipeline.extract import Extraction, extract_layouts
from pipeline.extract.evidence import Evidence
from pipeline.extract.layout import lay_out, lay_out_leaves
from pipeline.findings import Finding
from pipeline.looks import NO_LOOKS, Looks
from pipeline.record import DraftRecord, Field, Region
from pipeline.record_type import RecordType, record_types
from pipeline.separators import is_unclear, sheet_of
from pipeline.split import split_layouts
from pipeline.weigh import Weighed, weigh_fields

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
    looks: Sequence[Looks] = (),
) -> tuple[DraftRecord, ...]:
    """Draft records of the pages of one source, in order.

    Pages judged blank and separator sheets belong to no record; behind a sheet a record begins. A record's
    `pages` are indexes into `readings`; a field's `page` is an index into the record's pages. `forced_type` is a
    person's word and is not questioned; an unknown one raises KeyError. `looks` are the second readings of each of
    `readings`, in their order, or none at all.
    """
    options = options or InterpretOptions()
    looks = looks or [NO_LOOKS] * len(readings)
    return tuple(
        _record(sketch, [looks[i] for i in sketch.group], options)
        for sketch in sketches(readings, forced_type, options)
    )


def doubtful_places(
    readings: Sequence[PageReading],
    forced_type: str | None = None,
    options: InterpretOptions | None = None,
) -> tuple[tuple[Box, ...], ...]:
    """For each of `readings` the places that a second reading could make acceptable: rows of values that nothing but
    their chance keeps from it. None on pages by hand, on leaves of a book and in PDF pages that hold their own text.
    """
    options = options or InterpretOptions()
    places: list[list[Box]] = [[] for _ in readings]
    for sketch in sketches(readings, forced_type, options):
        if sketch.asks_for_a_person:
            continue
        for field_, evidence in _doubtful(sketch, options):
            page = sketch.group[field_.page or 0]
            if readings[page].text.source == "engine":
                places[page] += evidence.rows
    return tuple(tuple(dict.fromkeys(found)) for found in places)


@dataclass(frozen=True)
class Sketch:
    """A record before anything is weighed: its pages with their places in the source, its type, what was found."""

    group: Sequence[int]
    pages: Sequence[PageReading]
    seen: Classification
    kind: RecordType
    extraction: Extraction

    @property
    def asks_for_a_person(self) -> bool:
        """Whether no field may be accepted: type unsure, by hand, or two leaves, which may tell of two cases."""
        return not self.seen.sure or any(
            page.quality.verdict == _HANDWRITTEN or page.text.leaves for page in self.pages
        )


def sketches(
    readings: Sequence[PageReading],
    forced_type: str | None = None,
    options: InterpretOptions | None = None,
) -> Iterator[Sketch]:
    """The records of `readings` before anything is weighed; raises KeyError for a type nobody knows."""
    options = options or InterpretOptions()
    if forced_type is not None and forced_type not in record_types():
        raise KeyError(forced_type)
    runs = _between_sheets(readings)
    layouts = {i: lay_out(readings[i].text) for run in runs for i in run}
    groups = [[run[at] for at in group] for run in runs for group in split_layouts([layouts[i] for i in run])]
    for group in groups:
        seen = classify_layout(layouts[group[0]], options.classify)
        if forced_type is not None:
            form = seen.form if seen.type == forced_type else None
            seen = Classification(forced_type, form, 1.0, 1.0, True)
        kind = record_types()[seen.type]
        own = [layout for at, i in enumerate(group) for layout in lay_out_leaves(readings[i].text, at)]
        pages = [readings[i] for i in group]
        yield Sketch(group, pages, seen, kind, extract_layouts(own, kind, seen.form))


def _between_sheets(readings: Sequence[PageReading]) -> list[list[int]]:
    """Indexes of the written pages in front of, between and behind the separator sheets."""
    runs: list[list[int]] = [[]]
    for i, reading in enumerate(readings):
        if sheet_of(reading) is not None:
            runs.append([])
        elif reading.quality.verdict != _BLANK:
            runs[-1].append(i)
    return runs


def _record(sketch: Sketch, looks: Sequence[Looks], options: InterpretOptions) -> DraftRecord:
    kind, seen, pages = sketch.kind, sketch.seen, sketch.pages
    weighed = weigh_sketch(sketch, looks)
    fields = decide(kind, weighed.fields, weighed.against, options.accept, never=sketch.asks_for_a_person)
    findings = (*_page_findings(pages), *_type_findings(seen, pages), *(c.finding for c in weighed.against))
    regions = tuple(Region.whole(at, p.text.width, p.text.height) for at, p in enumerate(pages))
    return DraftRecord(
        seen.type, tuple(sketch.group), fields, findings, regions, seen.form, seen.score, seen.margin
    )  # fmt: skip


def weigh_sketch(sketch: Sketch, looks: Sequence[Looks]) -> Weighed:
    """What is thought of each value of a sketch, given the second readings of its pages."""
    return weigh_fields(sketch.kind, sketch.extraction, looks, _unsure_owners(sketch.kind, sketch.extraction))


def _doubtful(sketch: Sketch, options: InterpretOptions) -> Iterator[tuple[Field, Evidence]]:
    """Fields whose state a second reading may change, with their evidence."""
    weighed = weigh_sketch(sketch, [NO_LOOKS] * len(sketch.group))
    decided = decide(sketch.kind, weighed.fields, weighed.against, options.accept)
    open_to = may_be_accepted(sketch.kind, weighed.fields, weighed.against)
    for entry in decided:
        evidence = sketch.extraction.evidence[entry.key]
        if entry.key in open_to and not entry.state.settled and evidence.rows and not evidence.doubted:
            yield entry, evidence


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
    found = []
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

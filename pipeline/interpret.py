"""From the readings of pages to draft records: split, classify, extract, check, decide. Pure; stores nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ocr.page import Box
from ocr.reading import PageReading
from pipeline.accept import AcceptOptions, decide, may_be_accepted
from pipeline.changes.notes import note_findings
from pipeline.classify import UNKNOWN, Classification, ClassifyOptions
from pipeline.extract.evidence import Evidence
from pipeline.findings import Finding
from pipeline.looks import NO_LOOKS, Looks
from pipeline.record import DraftRecord, Field, FieldState, Region
from pipeline.secret.stamp import secret_findings
from pipeline.separators import is_unclear
from pipeline.sketch import HANDWRITTEN, Sketch, reads_badly, sketches, weigh_sketch
from pipeline.split import missing_pages

_LOW = "low"


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
    return drafts_of(tuple(sketches(readings, forced_type, options.classify)), looks, options)


def drafts_of(
    sketched: Sequence[Sketch], looks: Sequence[Looks] = (), options: InterpretOptions | None = None
) -> tuple[DraftRecord, ...]:
    """As `interpret`, from sketches that were made already, to find the doubtful places; `looks` as there."""
    options = options or InterpretOptions()
    return tuple(
        _record(sketch, [looks[i] if looks else NO_LOOKS for i in sketch.group], options)
        for sketch in sketched
    )


def doubtful_places(
    readings: Sequence[PageReading],
    forced_type: str | None = None,
    options: InterpretOptions | None = None,
) -> tuple[tuple[Box, ...], ...]:
    """For each of `readings` the places that a second reading could make acceptable or better to start from: rows of
    values that nothing but their chance keeps from it, and of values that have no normal form or hold unknown words.
    None on pages by hand, on leaves of a book and in PDF pages that hold their own text.
    """
    options = options or InterpretOptions()
    return places_in(tuple(sketches(readings, forced_type, options.classify)), readings, options)


def places_in(
    sketched: Sequence[Sketch], readings: Sequence[PageReading], options: InterpretOptions | None = None
) -> tuple[tuple[Box, ...], ...]:
    """As `doubtful_places`, from sketches of `readings` that are used once more when the looks are there."""
    options = options or InterpretOptions()
    places: list[list[Box]] = [[] for _ in readings]
    for sketch in sketched:
        if sketch.by_hand:
            continue
        doubtful = () if sketch.asks_for_a_person else _doubtful(sketch, options)
        for field_, evidence in (*doubtful, *_unusual(sketch)):
            page = sketch.group[field_.page or 0]
            if readings[page].text.source == "engine":
                places[page] += evidence.rows
    return tuple(tuple(dict.fromkeys(found)) for found in places)


def _record(sketch: Sketch, looks: Sequence[Looks], options: InterpretOptions) -> DraftRecord:
    kind, seen = sketch.kind, sketch.seen
    if kind.keyed:
        return _to_key(sketch)
    weighed = weigh_sketch(sketch, looks)
    fields = decide(
        kind, weighed.fields, weighed.against, options.accept,
        never=sketch.asks_for_a_person, grounds=weighed.grounds,
    )  # fmt: skip
    findings = (*_findings(sketch), *(c.finding for c in weighed.against))
    return DraftRecord(
        seen.type, tuple(sketch.group), fields, findings, _whole(sketch.pages), seen.form, seen.score, seen.margin
    )  # fmt: skip


def _doubtful(sketch: Sketch, options: InterpretOptions) -> Iterator[tuple[Field, Evidence]]:
    """Fields whose state a second reading may change, with their evidence."""
    weighed = weigh_sketch(sketch, [NO_LOOKS] * len(sketch.group))
    decided = decide(sketch.kind, weighed.fields, weighed.against, options.accept, grounds=weighed.grounds)
    open_to = may_be_accepted(sketch.kind, weighed.fields, weighed.against, options.accept, weighed.grounds)
    for entry in decided:
        evidence = sketch.extraction.evidence[entry.key]
        if entry.key in open_to and not entry.state.settled and evidence.rows and not evidence.doubted:
            yield entry, evidence


def _unusual(sketch: Sketch) -> Iterator[tuple[Field, Evidence]]:
    """Fields whose value has no normal form or holds words that no list has: another way may read them right."""
    for entry in sketch.extraction.fields:
        evidence = sketch.extraction.evidence[entry.key]
        if entry.written and evidence.rows and not evidence.usual:
            yield entry, evidence


def _to_key(sketch: Sketch) -> DraftRecord:
    """A paper of a keyed type: every field waits for people, none was read."""
    seen = sketch.seen
    fields = tuple(Field(spec.key, None, None, 0.0, FieldState.NOT_YET_KEYED) for spec in sketch.kind.fields)
    regions = _whole(sketch.pages)
    return DraftRecord(
        seen.type, tuple(sketch.group), fields, _findings(sketch), regions, seen.form, seen.score, seen.margin
    )  # fmt: skip


def _whole(pages: Sequence[PageReading]) -> tuple[Region, ...]:
    return tuple(Region.whole(at, p.text.width, p.text.height) for at, p in enumerate(pages))


def _findings(sketch: Sketch) -> tuple[Finding, ...]:
    """What the pages, the type and their number say, before any field is looked at."""
    pages, kind = sketch.pages, sketch.kind
    found = [*_page_findings(pages), *_type_findings(sketch.seen, pages)]
    if 0 < kind.most_pages < len(pages):
        facts = {"pages": str(len(pages)), "type": kind.vi, "most": str(kind.most_pages)}
        found.append(Finding("PAGES_MANY", facts=facts))
    if lacking := missing_pages(sketch.layouts):
        found.append(Finding("PAGES_MISSING", facts={"missing": ", ".join(map(str, lacking))}))
    return tuple(found)


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
        if page.quality.verdict == HANDWRITTEN:
            found.append(Finding("HANDWRITTEN", facts={"page": str(page.number)}))
        elif page.quality.verdict == _LOW:
            reasons = ", ".join(page.quality.reasons)
            found.append(Finding("QUALITY_LOW", facts={"page": str(page.number), "reasons": reasons}))
        elif reads_badly(page):
            facts = {"page": str(page.number), "reasons": "doubtful-words"}
            found.append(Finding("QUALITY_LOW", facts=facts))
    return found

"""Finds the fields of a record in the words of its pages. Reads no images and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.page import PageText
from pipeline.extract.captions import without_captions
from pipeline.extract.columns import strips
from pipeline.extract.copied_below import without_copy_block
from pipeline.extract.doubts import doubt
from pipeline.extract.evidence import Candidate, Evidence
from pipeline.extract.fields import Reading, best_of, candidate, readings
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, lay_out_leaves
from pipeline.extract.mixed_people import of_mixed_people
from pipeline.extract.off_the_line import on_the_line
from pipeline.extract.placed import placed
from pipeline.extract.targets import Vocabulary, vocabulary
from pipeline.extract.walk import walk
from pipeline.record import Field
from pipeline.record_type import RecordType


def extract(pages: Sequence[PageText], record_type: RecordType, form: str | None = None) -> tuple[Field, ...]:
    """Every field of the form whose label or place was found, in the order of the record type.

    `pages` are the record's own, in order; a field's `page` is an index into them and its box is in pixels of
    that master. States are EMPTY (label read, surely nothing behind it) or NEEDS_REVIEW: acceptance is decided
    elsewhere, from the confidence given here.
    """
    layouts = [layout for index, page in enumerate(pages) for layout in lay_out_leaves(page, index)]
    return extract_layouts(layouts, record_type, form).fields


@dataclass(frozen=True)
class Extraction:
    """Fields, the keys of those whose owner is uncertain (a heading was not legible, or two people's values got among
    each other), and by key what speaks for each value.
    """

    fields: tuple[Field, ...]
    unsure_owner: tuple[str, ...]
    evidence: Mapping[str, Evidence]


def extract_layouts(layouts: Sequence[Layout], record_type: RecordType, form: str | None) -> Extraction:
    """As `extract`, for pages that were laid out already."""
    words = vocabulary(record_type)
    layouts = without_copy_block(layouts) if record_type.general else layouts
    finds = [find for layout in layouts for find in _found_on(layout, record_type, form, words)]
    found: dict[str, list[Candidate]] = {}
    unsure: set[str] = set()
    for reading in _readings(finds, layouts, record_type, form):
        found.setdefault(reading.spec.key, []).append(candidate(reading))
        if reading.doubts & {"section", "twice"}:
            unsure.add(reading.spec.key)
    keys = [spec.key for spec in record_type.fields if spec.key in found]
    barred = {spec.key: spec.not_with for spec in record_type.fields}
    best = {key: best_of(found[key], barred[key]) for key in keys}
    unsure |= of_mixed_people({key: one.field for key, one in best.items()}, record_type)
    return Extraction(
        tuple(one.field for one in best.values()),
        tuple(key for key in keys if key in unsure),
        {key: one.evidence for key, one in best.items()},
    )


def _readings(
    finds: Sequence[Find], layouts: Sequence[Layout], record_type: RecordType, form: str | None
) -> list[Reading]:
    """What labels and places tell; the date in the head of a decision is that of its registration only where no label
    gives it.
    """
    labelled = readings(finds, record_type)
    told = {reading.spec.key for reading in labelled}
    others = placed(layouts, record_type, record_type.form(form))
    return [*labelled, *(one for one in others if one.spec.source != "label" or one.spec.key not in told)]


def _found_on(layout: Layout, record_type: RecordType, form: str | None, words: Vocabulary) -> list[Find]:
    """What stands behind the labels of a page, with every doubt about it."""
    layout = on_the_line(without_captions(layout, words), words)
    columns = strips(layout, record_type, words)
    found = walk(columns, record_type, words, record_type.form(form))
    doubt(found, layout, columns, words)
    return found

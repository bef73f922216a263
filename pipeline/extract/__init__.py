"""Finds the fields of a record in the words of its pages. Reads no images and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.page import PageText
from pipeline.extract.columns import strips
from pipeline.extract.copied_below import without_copy_block
from pipeline.extract.date_lines import date_at_foot, is_uneven
from pipeline.extract.evidence import Candidate, Evidence
from pipeline.extract.fields import Reading, best_of, candidate, readings
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Token, lay_out_leaves
from pipeline.extract.letterhead import read_letterhead
from pipeline.extract.lost_above import lost_above
from pipeline.extract.lost_lines import lost_lines
from pipeline.extract.mixed_people import of_mixed_people
from pipeline.extract.recipients import read_recipients
from pipeline.extract.signature import read_clerk, read_signature
from pipeline.extract.targets import vocabulary
from pipeline.extract.walk import walk
from pipeline.extract.wrapped_names import lost_below
from pipeline.normalize.offices import heads_body
from pipeline.normalize.spelling import letters
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
    finds: list[Find] = []
    for layout in layouts:
        columns = strips(layout, record_type, words)
        found_here = walk(columns, record_type, words, record_type.form(form))
        for find in found_here:
            if _beside_pen(find, layout):
                find.doubts.add("pen")
            own = find.target.sentence is not None and find.target.sentence.within
            if not own and letters("".join(token.text for token in find.tokens)) in words.meanings:
                # The next label of the form, where this one has nothing behind it.
                find.doubts.add("label")
        for find in lost_below(found_here, layout):
            find.doubts.add("below")
        for find in lost_above(found_here, layout):
            find.doubts.add("above")
        for find in lost_lines(found_here, columns):
            find.doubts.add("gap")
        finds += found_here
    found: dict[str, list[Candidate]] = {}
    unsure: set[str] = set()
    for reading in [*readings(finds, record_type), *_placed(layouts, record_type)]:
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


def _beside_pen(find: Find, layout: Layout) -> bool:
    """Whether a pen wrote where the value stands: what it wrote may be missing among the words read there."""
    label = find.label[-1]
    foot = max(token.y1 for token in (label, *find.tokens))
    return any(
        min(y1, foot) - max(y0, label.y0) > 0.5 * layout.unit
        and ((y0 + y1) / 2 > label.y1 or (x1 > label.x1 and x0 < find.limit))
        for x0, y0, x1, y1 in layout.by_hand
    )


def _said(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _placed(layouts: Sequence[Layout], record_type: RecordType) -> list[Reading]:
    """Readings of fields that have a place on the page instead of a label."""
    placed = [spec for spec in record_type.fields if spec.source != "label"]
    if not placed or not layouts:
        return []
    titles = [title for form in record_type.forms for title in form.titles]
    head = read_letterhead(layouts[0], titles)
    date = head.date or date_at_foot(layouts)
    signature = read_signature(layouts, official=record_type.general)
    clerk, recipients = read_clerk(layouts), read_recipients(layouts)
    tokens: dict[str, tuple[Token, ...]] = {
        "body": head.body, "date_line": date, "kind": head.kind_tokens, "abstract": head.abstract,
        "signer": signature.name, "position": signature.position, "clerk": clerk[1],
        "recipients": recipients[1],
    }  # fmt: skip
    anchors = {"clerk": clerk[0], "signer": signature.anchor, "recipients": recipients[0]}
    heads = signature.alone and heads_body(_said(signature.position), _said(head.body))
    whole = {"position": signature.whole or heads, "body": head.body_whole}
    doubts = {
        "date_line": frozenset({"pen"} if is_uneven(date) else ()),
        "abstract": frozenset({"cut"} if head.cut else ()),
        "kind": frozenset(() if head.sure else {"title"}),
    }
    return [
        Reading(
            spec,
            tokens[spec.source],
            anchors.get(spec.source, ()),
            doubts.get(spec.source, frozenset()),
            whole=whole.get(spec.source, False),
        )
        for spec in placed
        if tokens[spec.source] or anchors.get(spec.source)
    ]

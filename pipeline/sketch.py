"""Records before anything is weighed: pages put into groups, given a type, their values found.

Pure; what a value is worth and what is accepted is decided in pipeline/interpret.py and what it calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ocr.page import Box
from ocr.reading import PageReading
from pipeline.changes.notes import without_notes
from pipeline.checks.conflict import Conflict, conflict
from pipeline.classify import Classification, ClassifyOptions, classify_layout
from pipeline.extract import Extraction, extract_layouts
from pipeline.extract.layout import Layout, lay_out, lay_out_leaves
from pipeline.extract.room import with_unread
from pipeline.flat_threes import doubt_fives
from pipeline.looks import Looks
from pipeline.normalize.lost_marks import may_have_lost
from pipeline.own_print import with_own_print
from pipeline.record_type import RecordType, record_types
from pipeline.ring_marks import ring_over_mark
from pipeline.separators import sheet_of
from pipeline.split import split_layouts
from pipeline.weigh import Weighed, weigh_fields

BLANK, HANDWRITTEN = "blank", "handwritten"
# A page with so many strokes of a pen, or this share of its writing, holds more than signatures; on it a value of fewer
# letters than these can be by hand and still look printed ("Nam", "Kinh", "1975").
_STROKES, _SHARE_BY_HAND, _SHORT = 4, 0.12, 6
# In heights of a word: a signature. Of eight sets all pages with more than a number by hand are told as before, but one
# of which nothing is read.
_SIGNED = 3.0
# A page "reads badly": of at least so many words, this share is read with less confidence than this.
_FEWEST_WORDS, _BAD_SHARE, _DOUBTFUL_WORD = 40, 0.25, 0.7

_OF_LISTED_WORDS = frozenset({"position", "body", "kind", "level", "sex", "ethnicity", "nationality"})
# Marks that were not read stand this far above and below a row, in heights of it.
_MARKS = 0.2
_NAME = "name"


@dataclass(frozen=True)
class Sketch:
    """A record before anything is weighed: its pages with their places in the source, its type, their rows of words,
    what was found in them.
    """

    group: Sequence[int]
    pages: Sequence[PageReading]
    seen: Classification
    kind: RecordType
    layouts: Sequence[Layout]
    extraction: Extraction

    @property
    def asks_for_a_person(self) -> bool:
        """Whether no field may be accepted: type unsure, by hand, two leaves, which may tell of two cases, or a page
        that reads so badly that what looks right on it may be chance.
        """
        return not self.seen.sure or self.by_hand or any(reads_badly(page) for page in self.pages)

    @property
    def by_hand(self) -> bool:
        """Whether reading its values again proves nothing: by hand, or two leaves. What is written on the last page of
        an official document, under a signature wider than its few lines, says nothing of its first page.
        """
        judged = self.pages[:1] if self.kind.general else self.pages
        leaves = any(page.text.leaves for page in self.pages)
        return leaves or any(page.quality.verdict == HANDWRITTEN for page in judged)


def reads_badly(page: PageReading) -> bool:
    """Whether more than a quarter of the words are doubtful: a fax, a photo out of focus, a page full of noise."""
    doubtful = sum(word.confidence < _DOUBTFUL_WORD for word in page.text.words)
    return len(page.text.words) >= _FEWEST_WORDS and doubtful > _BAD_SHARE * len(page.text.words)


def sketches(
    readings: Sequence[PageReading],
    forced_type: str | None = None,
    options: ClassifyOptions | None = None,
) -> Iterator[Sketch]:
    """The records of `readings` before anything is weighed; raises KeyError for a type nobody knows."""
    if forced_type is not None and forced_type not in record_types():
        raise KeyError(forced_type)
    runs = _between_sheets(readings)
    layouts = {i: lay_out(readings[i].text) for run in runs for i in run}
    groups = [[run[at] for at in group] for run in runs for group in split_layouts([layouts[i] for i in run])]
    for group in groups:
        seen = classify_layout(layouts[group[0]], options or ClassifyOptions())
        if forced_type is not None:
            form = seen.form if seen.type == forced_type else None
            seen = Classification(forced_type, form, 1.0, 1.0, True)
        kind = record_types()[seen.type]
        own = [layout for at, i in enumerate(group) for layout in _laid_out(readings[i], at)]
        # What people type is not read: a value beside it would be copied instead of read by them.
        found = Extraction((), (), {}) if kind.keyed else extract_layouts(own, kind, seen.form)
        pages = [readings[i] for i in group]
        yield Sketch(
            group,
            pages,
            seen,
            kind,
            own,
            with_own_print(doubt_fives(_doubt_beside_pens(found, pages), pages), pages),
        )


def _laid_out(reading: PageReading, at: int) -> list[Layout]:
    return [with_unread(one, reading) for one in lay_out_leaves(without_notes(reading.text), at)]


def partly_by_hand(page: PageReading) -> bool:
    """Whether a page holds more handwriting than its signatures are."""
    # Of signatures the strokes are higher than a line that is filled in, and stand in the lower half.
    high = _SIGNED * median([word.box.height for word in page.text.words] or [0])
    written = [box for box in page.text.handwriting if box.y0 <= page.text.height / 2 or box.height <= high]
    hand = sum(box.width * box.height for box in written)
    words = sum(word.box.width * word.box.height for word in page.text.words)
    return len(written) >= _STROKES or hand > _SHARE_BY_HAND * words


def _doubt_beside_pens(found: Extraction, pages: Sequence[PageReading]) -> Extraction:
    """The extraction with a doubt on every short value of a page that is partly filled in by hand, and on every value
    of one that is by hand.
    """
    mixed = {at for at, page in enumerate(pages) if partly_by_hand(page)}
    by_hand = {at for at, page in enumerate(pages) if page.quality.verdict == HANDWRITTEN}
    short = {
        f.key
        for f in found.fields
        if f.value and (f.page in by_hand or (f.page in mixed and found.evidence[f.key].letters < _SHORT))
    }
    if not short:
        return found
    evidence = {
        key: replace(one, doubted=True) if key in short else one for key, one in found.evidence.items()
    }
    return replace(found, evidence=evidence)


def weigh_sketch(sketch: Sketch, looks: Sequence[Looks]) -> Weighed:
    """What is thought of each value of a sketch, given the second readings of its pages."""
    codes = [mark.text for page in sketch.pages for mark in page.marks if mark.kind == "qr"]
    owners = _unsure_owners(sketch.kind, sketch.extraction)
    return weigh_fields(sketch.kind, sketch.extraction, looks, [*owners, *_partly_hidden(sketch)], codes)


def _between_sheets(readings: Sequence[PageReading]) -> list[list[int]]:
    """Indexes of the written pages in front of, between and behind the separator sheets."""
    runs: list[list[int]] = [[]]
    for i, reading in enumerate(readings):
        if sheet_of(reading) is not None:
            runs.append([])
        elif reading.quality.verdict != BLANK:
            runs[-1].append(i)
    return runs


def _unsure_owners(kind: RecordType, extraction: Extraction) -> list[Conflict]:
    specs = [kind.spec(key) for key in extraction.unsure_owner]
    return [conflict("R028", spec.key, label=spec.vi) for spec in specs if spec]


def _partly_hidden(sketch: Sketch) -> list[Conflict]:
    """Findings about values over which the ink of a seal lies, or beside whose marks dots of the form: a letter or a
    mark may be hidden, or a mark be none, and a name reads as another name. What is left of a listed word is none.
    """
    found = []
    for entry in sketch.extraction.fields:
        spec, evidence = sketch.kind.spec(entry.key), sketch.extraction.evidence[entry.key]
        if spec is None or not entry.value or entry.page is None:
            continue
        page, listed = sketch.pages[entry.page], spec.kind in _OF_LISTED_WORDS and evidence.usual
        sealed = not listed and _covered(evidence.rows, page.hidden)
        low = may_have_lost(spec.kind, entry.written or "") and _covered(_lower(evidence.rows), page.dotted)
        # "THÙY" whose mark the dots of the line above cross reads "THỦY".
        high = spec.kind == _NAME and _covered(_upper(evidence.rows), page.dotted)
        ringed = spec.kind == _NAME and ring_over_mark(entry.value, evidence.rows, page)
        if sealed or low or high or ringed:
            found.append(conflict("R041", entry.key, label=spec.vi))
    return found


def _upper(rows: Sequence[Box]) -> list[Box]:
    """Where tone marks stand."""
    return [replace(row, y1=row.y0) for row in rows]


def _lower(rows: Sequence[Box]) -> list[Box]:
    """Where feet of letters and marks below them stand."""
    return [replace(row, y0=(row.y0 + row.y1) // 2) for row in rows]


def _covered(rows: Sequence[Box], hidden: Sequence[Box]) -> bool:
    """Whether a hidden place lies in one of the rows, or where the marks of its letters would stand."""
    for row in rows:
        room = round(_MARKS * row.height)
        around = Box(row.x0, row.y0 - room, row.x1, row.y1 + room)
        if any(around.meets(place) for place in hidden):
            return True
    return False

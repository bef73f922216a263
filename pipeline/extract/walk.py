"""Walks down the rows of a form and collects what stands behind each label.

The same labels return for several persons. Which one is meant follows from the section that a label or a
heading opened before. Where that is not certain the find carries a doubt; it is never quietly given away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.beside_label import beside
from pipeline.extract.cells import unfolded
from pipeline.extract.columns import Strip
from pipeline.extract.ends import beside_motto, ends_values, is_head
from pipeline.extract.find import Find
from pipeline.extract.foreign_labels import foreign_labels, is_heading
from pipeline.extract.item_marks import with_mark
from pipeline.extract.label_end import in_organisation, with_head, with_now, with_owner
from pipeline.extract.labels import Hit
from pipeline.extract.labels_over_rows import joined
from pipeline.extract.layout import Row, Token
from pipeline.extract.owners import Owners
from pipeline.extract.run_on import begins_anew, closes, flows_on, is_item, runs_on, same_case
from pipeline.extract.targets import Target, Vocabulary, labels_in
from pipeline.extract.wrapped_names import put_to_names
from pipeline.normalize.spelling import letters
from pipeline.record_type import Form, RecordType

# A row has no more labels than these.
_MOST_IN_ROW = 6
# In heights of a word: a value under its label goes on no further left than this, where an item's number may stand.
_BESIDE = 2.5
# In heights of a word, where forms set their lines no wider.
_NEXT_LINE, _ROOM, _WIDEST_LINES, _LEAST_LINES = 2.6, 1.15, 4.0, 5
# Words between a label and its colon that only say which of several it is, or how it is to be written.
_QUALIFIERS = frozenset(
    {"hiennay", "hientai", "neuco", "bangso", "daydu", "thuongtru", "tamtru", "thuongtrutamtru", "khaisinh", "khaitu",
     "kethon", "giamho", "nuoiconnuoi", "nhanchamecon"}
)  # fmt: skip


def walk(
    strips: Iterable[Strip], record_type: RecordType, words: Vocabulary, form: Form | None
) -> list[Find]:
    """All finds of a page, in the order of reading."""
    walker = _Walker(record_type, words, form)
    for strip in strips:
        walker.enter(strip)
        for row in unfolded(
            joined(strip.rows, words, strip.right_edge), words, walker.is_end, strip.right_edge
        ):
            walker.read(row)
    walker.settle()
    return walker.finds


def _left_of(find: Find, first: Token, unit: float) -> bool:
    """Whether words stand left of a label whose value began below it, as beside a block of such labels."""
    begun_below = find.below and bool(find.tokens)
    return begun_below and first.x0 < min(find.label[0].x0, find.tokens[0].x0) - _BESIDE * unit


def _reach(rows: Sequence[Row]) -> float:
    """How far below a line the next one of its value may stand, in heights of a word: as far as the dotted lines of a
    blank stand from each other.
    """
    steps = [(below.middle - above.middle) / above.unit for above, below in pairwise(rows)]
    lines = [step for step in steps if 1 < step <= _WIDEST_LINES]
    return max(_NEXT_LINE, _ROOM * median(lines)) if len(lines) >= _LEAST_LINES else _NEXT_LINE


class _Walker:
    """Holds the place in the form while rows go by: the open section and the value that may run on."""

    def __init__(self, record_type: RecordType, words: Vocabulary, form: Form | None) -> None:
        self._type = record_type
        self._words = words
        heads = {letters(head) for section in record_type.sections for head in section.heads}
        self._heads = frozenset(heads | {head.removeprefix("nguoi") for head in heads})
        self._open: Find | None = None
        self._above: Row | None = None
        self._edge = 0.0
        self._reach = _NEXT_LINE
        self._signed = False
        self._in_column = False
        # Cells and the walk both ask of each row.
        self._ends: dict[Row, bool] = {}
        self.finds: list[Find] = []
        self._owners = Owners(record_type, words, form, self.finds)

    def enter(self, strip: Strip) -> None:
        """A new strip: no value runs on into it, and a column says anew whose it is."""
        self._open, self._above, self._edge = None, None, strip.right_edge
        self._reach = _reach(strip.rows)
        self._in_column = strip.side is not None
        if self._in_column:
            self._owners.begin_column()

    def read(self, row: Row) -> None:
        """Takes one row: continues the open value, then goes from label to label."""
        row = beside_motto(row, self._words)
        ends = self.is_end(row) and not self._opens_with_label(row)
        hits = self._meanings(row)
        if ends:
            self._open, self._above = None, row
            self._signed = self._signed or is_head(row)
            # "Điều 3. ... trong thời hạn 10 ngày": a sentence that ends all values may hold one.
            hits = [] if self._signed else [one for one in hits if one[0].phrase.inline and one[0].start]
            if not hits:
                return
        borders = foreign_labels(row)
        first = min([hits[0][0].start if hits else len(row.tokens), *borders])
        theirs = put_to_names(self.finds[-_MOST_IN_ROW:], self._open, row, row.tokens[:first])
        free = [token for token in row.tokens[:first] if token not in theirs]
        self._continue(row, free, whole=not hits)
        for position, (hit, target) in enumerate(hits):
            last = position + 1 == len(hits)
            end = len(row.tokens) if last else with_mark(row, hits[position + 1][0].start)
            border = min((at for at in borders if hit.end < at), default=end)
            if last and is_heading(row, hit) and not (target.sentence and target.sentence.within):
                self._open = None
                continue
            self._take(row, hit, target, min(end, border))
            if border < end:
                # As behind any value that another label follows in its row.
                self._open = None
        self._leave_heads_of_columns([target for _, target in hits])
        self._above = row

    def _leave_heads_of_columns(self, targets: Sequence[Target]) -> None:
        """Heads of two persons side by side stand over columns; whose the labels below are, where no columns were
        found, they do not say.
        """
        heads = {target.section for target in targets if target.is_head}
        if not self._in_column and any(len(heads & set(rivals)) > 1 for rivals in self._type.rivals):
            self._owners.leave()

    def _opens_with_label(self, row: Row) -> bool:
        """Whether the row begins with a label that begins as a stop does: "Căn cứ Biên bản số ..." after "Căn cứ"."""
        hits = labels_in(row, self._words)
        stops = [letters(stop) for stop in self._type.stops]
        return bool(hits) and hits[0].start == 0 and any(hits[0].phrase.folded.startswith(s) for s in stops)

    def _meanings(self, row: Row) -> list[tuple[Hit, Target]]:
        found: list[tuple[Hit, Target]] = []
        for hit in labels_in(row, self._words):
            if self._is_none(row, hit, found[-1] if found else None):
                continue
            whole, owner = with_owner(row, with_now(row, hit))
            named = any(t.field and t.field.kind == "name" for t in self._words.of(hit.phrase))
            if named and not owner:
                whole, owner = with_head(row, whole, self._heads)
            sections = self._named_by(owner)
            if owner and not sections and not named and owner not in _QUALIFIERS:
                whole = hit
            if target := self._owners.meant(whole, sections, unsure=bool(owner) and named and not sections):
                found.append((whole, target))
        return found

    def _is_none(self, row: Row, hit: Hit, before: tuple[Hit, Target] | None) -> bool:
        """Whether what looks like a label behind another (`before`), below one or below a signature is none."""
        # "Nguyễn Quang" below a signature looks much like "Nguyên quán".
        if self._signed and not hit.colon:
            return True
        # "Giấy tờ tùy thân" over "CCCD số ...", in two rows or cells, are two labels of one field; the first one rules.
        if hit.start == 0 and not hit.colon and self._waits_for(hit):
            return True
        if before is None:
            return False
        label, target = before
        # So do they in one row: "Giấy tờ tùy thân: CCCD số ...".
        if any(t.keys and t.keys == target.keys for t in self._words.of(hit.phrase)):
            return True
        # "Công ty TNHH Thiết kế An Cư" holds no "Thiết kế".
        if not hit.colon and in_organisation(row, label, hit):
            return True
        # "Họ và tên: Nguyễn Xuân ..." holds no "Nguyên quán": what follows a colon is the value.
        return label.colon and label.end == hit.start and hit.score < 1 and not hit.colon

    def _waits_for(self, hit: Hit) -> bool:
        """Whether the label above, with nothing behind it, is one of the same field."""
        find = self._open
        return bool(find and not find.tokens and find.target.keys) and any(
            target.keys == find.target.keys for target in self._words.of(hit.phrase) if find
        )

    def _named_by(self, owner: str) -> frozenset[str]:
        """Sections whose heads are or end in the words that a label has behind those known: "tên" "chồng:"."""
        heads = {section.name: [letters(head) for head in section.heads] for section in self._type.sections}
        ends = {name for name, held in heads.items() if owner and any(h.endswith(owner) for h in held)}
        return frozenset(ends) if len(ends) == 1 else frozenset()

    def is_end(self, row: Row) -> bool:
        """Lines where no value runs on and no label stands: the signature block, articles, headings."""
        if row not in self._ends:
            self._ends[row] = ends_values(row, self._type)
        return self._ends[row]

    def settle(self) -> None:
        """Doubts that only the whole page shows."""
        self._owners.settle()

    def _continue(self, row: Row, free: Sequence[Token], *, whole: bool) -> None:
        find = self._open
        if find is None or not free or self._above is None:
            return
        # A cell that was unfolded holds several lines.
        line_above = max(token.middle for token in self._above.tokens)
        reach = _WIDEST_LINES if flows_on(find, free[0], self._edge) else self._reach
        if (
            row.middle - line_above > reach * row.unit
            or is_item(find, row)
            or _left_of(find, free[0], row.unit)
        ):
            self._open = None if whole else find
            return
        held = [t for t in free if not t.is_leader]
        if begins_anew(find, row) if whole else held and closes(held):
            # What a sign closes before the next label is a label too, however it was read: "Dân lộc : Quốc tịch :".
            self._open = None
            return
        find.below = find.below or not find.tokens
        if not held or not runs_on(find, held, self._edge, in_column=self._in_column):
            if find.tokens and find.is_name and same_case(find.tokens, held):
                find.doubts.add("cut")
            if whole and find.tokens:
                # A value that did not go on in this row does not in the next.
                self._open = None
            return
        find.tokens.extend(held)
        find.rows += 1

    def _take(self, row: Row, hit: Hit, target: Target, end: int) -> None:
        label = row.tokens[hit.start : hit.end]
        if target.is_head:
            self._open = None
            return
        shared = len({t.section for t in self._words.of(hit.phrase)}) > 1
        limit = row.tokens[end].x0 if end < len(row.tokens) else row.limit
        find = Find(target, label, hit.score, hit.colon, shared, limit=limit)
        if self._owners.guessed and target.section:
            find.doubts.add("section")
        if target.sentence and target.sentence.within:
            find.tokens.extend(label)
        find.tokens.extend(beside(row, hit, end, target))
        rest = [t for t in row.tokens[hit.end : end] if t not in find.tokens and len(t.letters) > 1]
        ended = bool(find.tokens and rest) and find.tokens[-1].text.endswith(",") and rest[0].text.islower()
        if find.is_name and find.tokens and rest and not ended:
            # Words behind a gap that no label claims may be the rest of the name.
            find.doubts.add("cut")
        find.ruled = any(token.is_leader for token in row.tokens[hit.end - 1 : end])
        self._open = find
        self.finds.append(find)

"""What speaks on the page against a value found behind a label: a pen, a label read as its value, a lost line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.columns import Strip
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout
from pipeline.extract.lost_above import lost_above
from pipeline.extract.lost_lines import lost_lines
from pipeline.extract.off_the_line import beside_another
from pipeline.extract.targets import Vocabulary
from pipeline.extract.wrapped_names import lost_below
from pipeline.normalize.spelling import comparable, letters

# In heights of a word: a space between two words of one line.
_SPACE = 0.8
# Those of a typewriter and of justified lines.
_WIDE_SPACE = 1.2
_MOST_OF_LABEL = 4
_SHORT_LABEL = 6
_HALF_A_COLON = frozenset(".;,")


def doubt(finds: Sequence[Find], layout: Layout, columns: Sequence[Strip], words: Vocabulary) -> None:
    """Adds to each of the finds of a page what makes its value doubtful."""
    for find in finds:
        if _beside_pen(find, layout):
            find.doubts.add("pen")
        if _is_label(find, words) or _label_goes_on(find, words) or _runs_over(find, words):
            find.doubts.add("label")
        if beside_another(find, layout):
            find.doubts.add("off")
        if _touches(find):
            find.doubts.add("cut")
    for find in (*_cut_by_label(finds, layout.unit), *_cut_by_column(finds, layout, columns)):
        find.doubts.add("cut")
    for find in lost_below(finds, layout):
        find.doubts.add("below")
    for find in lost_above(finds, layout):
        find.doubts.add("above")
    for find in lost_lines(finds, columns, layout):
        find.doubts.add("gap")


def _cut_by_label(finds: Sequence[Find], unit: float) -> Iterator[Find]:
    """The values right behind which words were taken for a label that has nothing behind it: "không có giấy phép xây
    dựng theo quy định" for "Theo quy định tại".
    """
    empty = [find.label[0] for find in finds if find.label and not any(t.letters for t in find.tokens)]
    for find in finds:
        last = next((token for token in reversed(find.tokens) if token.letters), None)
        if last and any(
            0 <= first.x0 - last.x1 <= _SPACE * unit and abs(first.middle - last.middle) < 0.6 * unit
            for first in empty
        ):
            yield find


def _cut_by_column(finds: Sequence[Find], layout: Layout, columns: Sequence[Strip]) -> Iterator[Find]:
    """The values whose line goes on in another column, a space behind them: where the columns part is a guess, and it
    was made in the middle of "Bệnh viện Đa khoa khu | vực Thủ Đức".
    """
    sides = {token: strip.side for strip in columns for row in strip.rows for token in row.tokens}
    after = dict(pair for row in layout.rows for pair in pairwise(row.tokens))
    for find in finds:
        following = ((token, after[token]) for token in find.tokens if token in after)
        if any(
            two.letters and two.x0 - one.x1 <= _WIDE_SPACE * layout.unit and sides.get(two) != sides.get(one)
            for one, two in following
        ):
            yield find


def _is_label(find: Find, words: Vocabulary) -> bool:
    """Whether the value is the next label of the form, where this one has nothing behind it."""
    own = find.target.sentence is not None and find.target.sentence.within
    return not own and letters("".join(token.text for token in find.tokens)) in words.meanings


def _touches(find: Find) -> bool:
    """Whether the value was read in one word with the end of its label: where one ends is a guess, and a pen may have
    written the rest ("tínhNAw").
    """
    last = find.label[-1]
    guessed = last.text[-1:].isalpha() or last.text[-1:] in _HALF_A_COLON
    return bool(find.tokens) and guessed and abs(find.tokens[0].x0 - last.x1) < 2


def _label_goes_on(find: Find, words: Vocabulary) -> bool:
    """Whether the value begins with words that with its label are a longer label: "tầng 173,13" behind "Diện tích xây
    dựng" is 73,13 printed onto the end of "tầng 1".
    """
    if find.label[-1].text.endswith(":"):
        return False
    said = letters("".join(token.text for token in find.label))
    first = find.tokens[0].letters if find.tokens else ""
    if any(
        first.startswith(p.removeprefix(said)) for p in words.meanings if p[:-1] == said and p[-1].isdigit()
    ):
        return True
    for token in find.tokens[:_MOST_OF_LABEL]:
        said += token.letters
        if token.letters and any(phrase.startswith(said) and len(said) > 8 for phrase in words.meanings):
            return True
        if not token.text.islower():
            return False
    return False


def _runs_over(find: Find, words: Vocabulary) -> bool:
    """Whether a later line of the value begins with a label so short that only its colon would tell it from a word:
    "Trong: Giấy chứng nhận kết hôn số 61/2015 | Từ Trạm y tế xã Tân Phú". "Thành phố ..." is none.
    """
    short = {comparable(phrase.text) for phrase in words.phrases if len(phrase.folded) <= _SHORT_LABEL}
    return any(
        one.x0 > two.x0
        and comparable(two.text) in short
        and two.text[:1].isupper()
        and not three.text[:1].islower()
        for one, two, three in zip(find.tokens, find.tokens[1:], find.tokens[2:], strict=False)
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

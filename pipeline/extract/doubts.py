"""What speaks on the page against a value found behind a label: a pen, a label read as its value, a lost line."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.columns import Strip
from pipeline.extract.find import Find
from pipeline.extract.layout import Layout
from pipeline.extract.lost_above import lost_above
from pipeline.extract.lost_lines import lost_lines
from pipeline.extract.targets import Vocabulary
from pipeline.extract.wrapped_names import lost_below
from pipeline.normalize.spelling import letters


def doubt(finds: Sequence[Find], layout: Layout, columns: Sequence[Strip], words: Vocabulary) -> None:
    """Adds to each of the finds of a page what makes its value doubtful."""
    for find in finds:
        if _beside_pen(find, layout):
            find.doubts.add("pen")
        if _is_label(find, words):
            find.doubts.add("label")
    for find in lost_below(finds, layout):
        find.doubts.add("below")
    for find in lost_above(finds, layout):
        find.doubts.add("above")
    for find in lost_lines(finds, columns):
        find.doubts.add("gap")


def _is_label(find: Find, words: Vocabulary) -> bool:
    """Whether the value is the next label of the form, where this one has nothing behind it."""
    own = find.target.sentence is not None and find.target.sentence.within
    return not own and letters("".join(token.text for token in find.tokens)) in words.meanings


def _beside_pen(find: Find, layout: Layout) -> bool:
    """Whether a pen wrote where the value stands: what it wrote may be missing among the words read there."""
    label = find.label[-1]
    foot = max(token.y1 for token in (label, *find.tokens))
    return any(
        min(y1, foot) - max(y0, label.y0) > 0.5 * layout.unit
        and ((y0 + y1) / 2 > label.y1 or (x1 > label.x1 and x0 < find.limit))
        for x0, y0, x1, y1 in layout.by_hand
    )

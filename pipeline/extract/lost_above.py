"""Values above which, at their own edge, stands a line that nothing took: a label broken over several lines was known
by its last one alone, and what stands beside the others is the beginning of the value. A person looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.find import Find
from pipeline.extract.layout import Layout, Row, Token

# In heights of a word: lines of one cell are no further apart, and begin this near to each other.
_PITCH, _ALIGNED = 1.9, 0.5
# In heights of a word: a space between two words of one line.
_SPACE = 0.8
# Values that may take several lines; right above a name mostly stands a heading.
_LONG = frozenset({"place", "text"})


def lost_above(finds: Iterable[Find], layout: Layout) -> Iterator[Find]:
    """The finds that begin beside their label, right below a line of words at the same edge that is nobody's."""
    held = tuple(finds)
    taken = {token.box for find in held for token in (*find.label, *find.tokens)}
    free = [
        token
        for row in layout.rows
        for at, token in enumerate(row.tokens)
        if token.letters and token.box not in taken and not _inside_text(row, at)
    ]
    for find in held:
        beside = find.tokens and abs(find.label[-1].middle - find.tokens[0].middle) < 0.5 * layout.unit
        long = find.kind in _LONG and find.target.lines > 1
        if long and beside and any(_begins(find.tokens[0], one, layout.unit) for one in free):
            yield find


def _inside_text(row: Row, at: int) -> bool:
    """Whether a word in small letters stands right behind another, in the middle of a line of text: the edge of a value
    below it is no edge of that.
    """
    token = row.tokens[at]
    return at > 0 and token.text[:1].islower() and token.x0 - row.tokens[at - 1].x1 <= _SPACE * row.unit


def _begins(first: Token, above: Token, unit: float) -> bool:
    near = 0.5 * unit < first.middle - above.middle <= _PITCH * unit
    return near and abs(above.x0 - first.x0) <= _ALIGNED * unit

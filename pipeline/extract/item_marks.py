"""Signs and numbers before a label that only say which item of the form it is: "(5) Nghề nghiệp", "- Dân tộc"."""

from __future__ import annotations

import re

from pipeline.extract.layout import Row, Token

_BULLET = re.compile(r"[-–—+*•·.,;:|(\[«“\"'~_=]*|\(?\d{1,2}(?:[.)]\d{0,2})*[.)]?|[a-z][.)]")
# A sign or number stands this near to the label that it marks, in heights of a word.
_MARK_GAP = 1.2


def is_bullet(token: Token) -> bool:
    """Whether the token only numbers or marks an item."""
    return bool(_BULLET.fullmatch(token.text))


def with_mark(row: Row, start: int) -> int:
    """Where a label that begins at token `start` begins with the sign or number before it: "(5) Nghề nghiệp". A bare
    figure marks none: it may be the end of what stands before.
    """
    while start and _marks(row, start):
        start -= 1
    return start


def _marks(row: Row, start: int) -> bool:
    before, token = row.tokens[start - 1], row.tokens[start]
    near = token.x0 - before.x1 <= _MARK_GAP * row.unit
    return near and is_bullet(before) and (start == 1 or not before.text.isdigit())

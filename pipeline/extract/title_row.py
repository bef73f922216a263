"""The title of an official paper: the row in capitals in the middle that names its kind, spoilt by a stamp maybe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.motto import SUB_MOTTO
from pipeline.normalize.lookups import without_whom
from pipeline.normalize.spelling import bare

# How much of a title must be read to be one, and to be proposed as one.
_TITLE_READ, _TITLE_SPOILT = 0.88, 0.8
_BELIEVED = 0.5
_STAMP = re.compile(r"^(luu hanh noi bo|hoa toc|thuong khan|khan|mat|toi mat|den|du thao)\s")


def title_row(
    rows: Sequence[Row], titles: Sequence[str], layout: Layout
) -> tuple[str, int | None, Row | None]:
    """The kind that a row is the title of, the row's number, and the part of it that says so: beside it may stand a
    stamp ("HỎA TỐC").
    """
    for i, row in enumerate(rows):
        for part in (row, *row.segments, *_behind_stamp(row), *_before_scribble(row)):
            middle = (part.left + part.right) / 2
            if part.upper_share < 0.8 or abs(middle - layout.width / 2) > 0.16 * layout.width:
                continue
            text = without_whom(part.text)
            best = max(titles, key=lambda title: similar(text, title), default="")
            if best and similar(text, best) >= _TITLE_READ:
                return best, i, part
            if best and similar(text, best) >= _TITLE_SPOILT and _spoilt_title(rows, i, part, best):
                return best, i, part
    return "", None, None


def is_read(title: Row, kind: str) -> bool:
    """Whether so much of a title was read that nothing else may stand there."""
    return similar(without_whom(title.text), kind) >= _TITLE_READ


def _spoilt_title(rows: Sequence[Row], at: int, part: Row, kind: str) -> bool:
    """Whether a part of as many words is of a row that stands alone below the motto's second line: what is set so in
    capitals is a title. "CÔNG VĂN ĐẾN" is stamped.
    """
    above = any(similar(other.text, SUB_MOTTO) > 0.75 for row in rows[:at] for other in row.segments)
    words = [token.letters for token in part.tokens if token.letters]
    return above and len(rows[at].segments) == 1 and len(words) == len(kind.split()) and "den" not in words


def titled(row: Row, kind: str) -> tuple[Token, ...]:
    """The title's tokens in the words of the list, which knows the marks that the reader lost."""
    words = kind.split()
    lettered = [t for t in row.tokens if t.letters]
    if len(lettered) > len(words) and lettered[len(words)].letters == "cua":
        lettered = lettered[: len(words)]
    if len(lettered) != len(words):
        return row.tokens
    return tuple(replace(token, text=word) for token, word in zip(lettered, words, strict=True))


def _behind_stamp(row: Row) -> list[Row]:
    """What stands behind a stamp that the reader took into one line with it: "LƯU HÀNH NỘI BỘ HƯỚNG DẪN"."""
    stamp = _STAMP.match(bare(row.text))
    behind = row.tokens[len(stamp[0].split()) :] if stamp else ()
    return [Row(behind, row.unit)] if behind else []


def _before_scribble(row: Row) -> list[Row]:
    """A row without the small words at its end that the reader itself hardly believes, as a stamp leaves them: "BÁO GÁO
    nh.".
    """
    held = list(row.tokens)
    while held and not held[-1].text.isupper() and held[-1].confidence < _BELIEVED:
        held.pop()
    return [Row(tuple(held), row.unit)] if 0 < len(held) < len(row.tokens) else []

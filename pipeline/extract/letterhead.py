"""The head of an official paper: who issued it, where and when, what kind it is, what it is about.

Decree 30/2020/NĐ-CP puts the issuing body at the upper left, the national motto at the upper right, number and
place-and-date below them, then the kind of document and its abstract in the middle; a letter has its abstract
below the number instead. Older papers have the same parts in other proportions, so nothing here counts lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.extract.abstract_end import ABSTRACT_START, ends_line, is_addressed, is_cut
from pipeline.extract.below_number import abstract_left
from pipeline.extract.date_lines import date_line, date_of_minutes
from pipeline.extract.issuing_body import JOINS, STAMPED, begins_body, body_lines, body_set_whole
from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.motto import SUB_MOTTO, find_motto
from pipeline.extract.title_row import is_read, title_row, titled
from pipeline.normalize.spelling import bare, is_syllable

_BODY_ENDS = re.compile(
    r"^(can cu|kinh gui|dieu \d|theo|thuc hien|xet|chuong|muc|phan|\d+[.)]|[ivx]+[.)]|[a-z]\)|de |nham |ngay)"
)
# "Căn cứ" where a stamp or a pen lies over it: two words of as many letters, which the reader does not believe.
_CITES = re.compile(r"^C\w\w c\w\b")
# "2," for "2." begins a paragraph as well.
_ITEM = re.compile(r"^\d{1,2}[.,)]$")
# Words of the text itself, wherever in its first line; a stamp ("ĐẾN") may stand before them.
_SPEAKS = re.compile(
    r"\bkinh gui\s*:|\btran trong (?:kinh moi|gioi thieu|thong bao|bao cao|de nghi|cam on)\b"
)
_ABOUT = re.compile(r"^\(\s*(v/?v|ve viec)\b")
# The number of a contract or permit, which stands under its title.
_OWN_NUMBER = re.compile(r"^[\W_]*s[o0]\s*[:.]")
_WHO_DECIDES = re.compile(
    r"^[\W_]*(pho )?(chu tich|bo truong|giam doc|tong giam doc|thu tuong|hieu truong|truong|cuc truong|quoc hoi)\b"
)
# Of the height of a page: where a head ends, and above what the motto stands.
_FOOT, _TOP = 0.62, 0.45
_OPENED, _CLOSED = "\"“'‘", "\"”'’"
# In heights of a word: how far the first line of a paragraph stands in from the edge.
_INDENT = 6.0
# In heights of a word: how far a line set in the middle may stand from it.
_CENTRED = 3.0
# So many words a stamp leaves of one at most; the reader itself believes none of them.
_STAMPED_OVER, _BELIEVED = 3, 0.5
# With less than this a dash or two letters are a fleck.
_CLEAR = 0.8
# So many paragraphs of so many words show where those of a text begin, this near to one another in heights of a word.
_PARAGRAPHS, _LINE, _SAME_EDGE = 2, 4, 0.4


@dataclass(frozen=True)
class Letterhead:
    """Tokens of each part, empty where the page has none. `kind` is the row of the title; it is `sure` where the title
    was read, or where a letter has its abstract below the number. `body_whole`: the body stands so that none of its
    lines can be lost.

    `cut` says that words which could go on stand right below the abstract, beside a stamp maybe.
    """

    body: tuple[Token, ...] = ()
    body_whole: bool = False
    date: tuple[Token, ...] = ()
    kind: str = ""
    kind_tokens: tuple[Token, ...] = ()
    sure: bool = True
    abstract: tuple[Token, ...] = ()
    cut: bool = False
    has_motto: bool = False


def read_letterhead(layout: Layout, titles: Sequence[str]) -> Letterhead:
    """The parts of the head of a first page; `titles` are the kinds of document to look for."""
    rows = [row for row in layout.rows if row.middle < _FOOT * layout.height]
    motto = find_motto(rows, _TOP * layout.height)
    kind, at, title = title_row(rows, titles, layout)
    begins = [
        i
        for i, row in enumerate(rows)
        if _opens_text(row)
        and not _of_left_block(row, motto)
        and (motto is None or row.middle > motto.middle)
    ]
    head_end = at if at is not None else next(iter(begins), len(rows))
    left = _left_block(rows[:head_end], motto, layout)
    abstract = _abstract_below(rows, at, layout) if at is not None else abstract_left(left)
    body = body_lines(left)
    return Letterhead(
        body=tuple(_lettered(_unstopped(body))),
        body_whole=motto is not None and body_set_whole(body, left, motto, layout),
        date=date_line(rows[: at if at is not None else head_end])
        or date_line(rows[:head_end])
        or date_of_minutes(layout.rows),
        kind=kind,
        kind_tokens=titled(title, kind) if title is not None else _of_letter(rows, abstract),
        # "Kính gửi" stands in proposals too, whose title may be spoilt.
        sure=is_read(title, kind) if title is not None else bool(abstract),
        abstract=_unbracketed(abstract),
        cut=is_cut(abstract, layout, rows[at] if at is not None else None),
        has_motto=motto is not None,
    )


def left_of_motto(layout: Layout) -> list[Row]:
    """The rows of the left half of a head: body, number, what a letter is about."""
    rows = [row for row in layout.rows if row.middle < _FOOT * layout.height]
    return _left_block(rows, find_motto(rows, _TOP * layout.height), layout)


def _of_letter(rows: Sequence[Row], abstract: Sequence[Row]) -> tuple[Token, ...]:
    """What says that a paper without a title is a letter: its "V/v", or the line of those whom it is for."""
    addressed = [row for row in rows if is_addressed(row)]
    if abstract:
        about = abstract[0].tokens
        return about[: 1 if about[0].letters.startswith(("vv", "vw")) else 2]
    return addressed[0].tokens[:2] if addressed else ()


def _unbracketed(abstract: Sequence[Row]) -> tuple[Token, ...]:
    """The tokens of an abstract without the brackets around all of it: "(V/v tạm ngưng ...)"."""
    tokens = _begun([token for row in abstract for token in row.tokens])
    if tokens and tokens[0].text[:1] in _OPENED and not any(t.text[-1:] in _CLOSED for t in tokens[1:]):
        # Of a seal or a pen: a quotation has an end.
        tokens[0] = replace(tokens[0], text=tokens[0].text.lstrip(_OPENED))
    if tokens and tokens[0].text.startswith("(") and tokens[-1].text.endswith(")"):
        tokens[0] = replace(tokens[0], text=tokens[0].text[1:])
        tokens[-1] = replace(tokens[-1], text=tokens[-1].text[:-1])
    return tuple(token for token in tokens if token.text)


def _begun(tokens: list[Token]) -> list[Token]:
    """The tokens of an abstract, where a stamp over its first word left nothing legible before "việc": "Về việc"."""
    at = next((at for at, token in enumerate(tokens[:_STAMPED_OVER]) if token.text.lower() == "việc"), 0)
    if not at or any(
        is_syllable(token.text) or token.confidence > _BELIEVED for token in tokens[:at] if token.letters
    ):
        return tokens
    stamped = next((token for token in reversed(tokens[:at]) if token.letters), tokens[0])
    return [replace(stamped, text="Về"), replace(tokens[at], text="việc"), *tokens[at + 1 :]]


def _opens_text(row: Row) -> bool:
    folded = bare(row.text)
    cites = bool(_CITES.match(row.text)) and all(token.confidence < _BELIEVED for token in row.tokens[:2])
    return cites or bool(_BODY_ENDS.match(folded.lstrip(" -+*")) or _SPEAKS.search(folded))


def _of_left_block(row: Row, motto: Row | None) -> bool:
    """Whether a row that begins as a text may is one of what a letter is about: "về việc ... | Đề án phát triển"."""
    begins = bare(row.text).startswith(("de ", "nham ", "ngay"))
    return begins and motto is not None and row.right < motto.left


def _left_block(rows: Sequence[Row], motto: Row | None, layout: Layout) -> list[Row]:
    if motto is None or motto.left < 0.25 * layout.width:
        return []
    gutter = motto.left - 0.4 * layout.unit
    sub = next((r for r in rows for p in r.segments if similar(p.text, SUB_MOTTO) > 0.75), None)
    low = min(motto.top, sub.top if sub else motto.top) - 3 * layout.unit
    found = []
    for row in rows:
        held = tuple(t for t in row.tokens if (t.x0 + t.x1) / 2 < gutter)
        if held and row.middle > low and any(t.letters for t in held) and not _tells_across(row, held):
            found.append(Row(held, row.unit))
    return found


def _tells_across(row: Row, held: Sequence[Token]) -> bool:
    """Whether a row begins an abstract and runs on past the left block: it stands under a title that was not read."""
    beyond = row.tokens[len(held) : len(held) + 1]
    return (
        bool(beyond) and beyond[0].x0 - held[-1].x1 <= row.unit and bool(ABSTRACT_START.match(bare(row.text)))
    )


def _unstopped(body: Sequence[Row]) -> list[Row]:
    """The rows of a body without a comma or full stop at the end of one that the next goes on: "NHÂN DÂN, | PHƯỜNG"."""
    kept = []
    for row, below in zip_longest(body, body[1:]):
        last = row.tokens[-1]
        if below is not None and not begins_body(below):
            row = Row((*row.tokens[:-1], replace(last, text=last.text.rstrip(",.;"))), row.unit)
        kept.append(row)
    return kept


def _lettered(rows: Sequence[Row]) -> list[Token]:
    tokens = []
    for at, row in enumerate(rows):
        held = list(row.tokens)
        joins = at + 1 < len(rows) and bool(JOINS.search(row.text))
        while held and not held[-1].letters and not joins:
            held.pop()
        if joins and held[-1].letters:
            held[-1:] = [replace(held[-1], text=held[-1].text[:-1]), replace(held[-1], text="-")]
        while held and not held[0].letters and not (at and _is_dash(held[0])):
            held.pop(0)
        tokens += held
    return tokens


def _is_dash(token: Token) -> bool:
    """Whether a line goes on with a dash: "PHƯỜNG XUÂN HƯƠNG | - ĐÀ LẠT"."""
    return token.text in {"-", "–"} and token.confidence >= _CLEAR


def _abstract_below(rows: Sequence[Row], at: int, layout: Layout) -> list[Row]:
    found: list[Row] = []
    for beside in rows[at + 1 :]:
        row, above = _in_middle(beside, layout), found[-1] if found else rows[at]
        folded = bare(row.text)
        if row.middle - above.middle > (3.2 if found else 4.5) * row.unit:
            break
        if _opens_text(row) and not (found == [] and _inset(row, layout)):
            break
        few = sum(c.isalpha() for c in row.text) < 3
        if STAMPED.match(folded) or (few and not (found and ends_line(above, row))):
            continue
        if not found and (_OWN_NUMBER.match(folded) or (folded[:1] == "(" and not _ABOUT.match(folded))):
            continue
        if found and _begins_text(above, row, layout):
            break
        if not found and _off_centre(row, layout) and len(row.tokens) <= _STAMPED_OVER:
            # Of a stamp beside the first line.
            continue
        if _off_centre(row, layout) or (found and _OWN_NUMBER.match(folded)):
            break
        if found and _ends_capitals(found, row) and not ends_line(above, row):
            break
        found.append(row)
    return found


def _in_middle(row: Row, layout: Layout) -> Row:
    """The part of a row that is set in the middle of the page, where a stamp stands apart from it."""
    parts = [part for part in row.segments if not _off_centre(part, layout)]
    return parts[0] if len(parts) == 1 else row


def _begins_text(above: Row, row: Row, layout: Layout) -> bool:
    """Whether a line as wide as the text stands below one that had room for its first word: the abstract is over."""
    # A paragraph may begin at a dash.
    first = next((token for token in row.tokens if token.letters), row.tokens[0])
    room = above.left - layout.left_edge + layout.right_edge - above.right
    full = layout.right_edge - row.right <= row.unit and row.left - layout.left_edge <= _INDENT * row.unit
    # Below lines set in the middle, one that begins at the edge and ends short of the other is the text as well.
    ragged = row.left - layout.left_edge <= row.unit < above.left - layout.left_edge
    ragged = ragged and layout.right_edge - row.right > 1.5 * row.unit
    held_more = room > 2 * (first.x1 - first.x0 + row.unit)
    ends = full or ragged or _at_paragraphs(above, row, layout)
    begins = first.text[:1].isupper() or bool(_ITEM.match(row.tokens[0].text))
    return begins and held_more and ends


def _at_paragraphs(above: Row, row: Row, layout: Layout) -> bool:
    """Whether a row begins where paragraphs of the text below begin, and not where the line above does."""
    starts = [
        other.left
        for other in layout.rows
        if other.middle > row.middle and other.tokens[0].text[:1].isupper() and len(other.tokens) >= _LINE
    ]
    near = [left for left in starts if abs(left - row.left) <= _SAME_EDGE * row.unit]
    return len(near) >= _PARAGRAPHS and abs(above.left - row.left) > row.unit


def _off_centre(row: Row, layout: Layout) -> bool:
    return abs((row.left + row.right) / 2 - layout.width / 2) > 0.14 * layout.width


def _inset(row: Row, layout: Layout) -> bool:
    """Whether a line leaves as much free at both sides, as lines set in the middle do and those of a text do not."""
    left, right = row.left - layout.left_edge, layout.right_edge - row.right
    return min(left, right) > row.unit and abs(left - right) <= _CENTRED * row.unit


def _ends_capitals(found: Sequence[Row], row: Row) -> bool:
    """Whether a line in capitals is none of the abstract's: who decides stands below it; only an abstract in capitals
    goes on in them.
    """
    if row.upper_share <= 0.85:
        return False
    wholly = all(above.upper_share > 0.85 for above in found)
    return not wholly or begins_body(row) or bool(_WHO_DECIDES.match(bare(row.text)))

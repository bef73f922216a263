"""Whether a row goes on with the value above it: a second line of an address, the last word of a name, a value under
its label. Judges rows, takes none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.beside_label import NUMBERS
from pipeline.extract.find import Find
from pipeline.extract.item_marks import is_bullet
from pipeline.extract.label_end import labelled
from pipeline.extract.layout import Row, Token
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.places import names_province

# "5," for "5.".
_MISREAD_ITEM = re.compile(r"\d{1,2},")
_LISTED_WORDS = frozenset({"sex", "ethnicity", "nationality"})
# Values whose lines go on as text does; in heights of a word, a line that leaves less at its right is full.
_FLOWING, _FULL = frozenset({"place", "text", "date_words"}), 8.0
# Rows of a number and a date, each under its label, and the label of the sentence itself.
_PARTS_BELOW = 4


def runs_on(find: Find, held: Sequence[Token], edge: float, *, in_column: bool) -> bool:
    """Whether `held`, the free tokens of a row, belong to the value; `edge` is where full lines end."""
    if not find.tokens:
        return find.rows <= 2 and _may_stand_below(find.kind, held)
    if find.kind in _LISTED_WORDS and not isinstance(normalise(find.kind, _said(find)), Refused):
        # "Việt Nam" is whole, and "Nghề nghiệp: Giáo viên" below it something else.
        return False
    if find.is_name:
        return find.rows < 2 and same_case(find.tokens, held) and _wrapped(find, held, edge)
    if find.kind == "party" and not in_column and _had_room(find, held, edge):
        return False
    # A line of a column is half as long; parts of a sentence that stand under their label have one each.
    if find.below and find.target.sentence is not None:
        return find.rows < max(2 * find.target.lines, _PARTS_BELOW)
    return find.rows < find.target.lines * (2 if in_column else 1)


def flows_on(find: Find, first: Token, edge: float) -> bool:
    """Whether a row that begins in small letters with `first` stands below a full line of a text, whose next line it is
    however far apart the lines of the form are: "Làm thủ | tục đăng ký kết hôn".
    """
    if not find.tokens or not first.text[:1].islower():
        return False
    last = find.tokens[-1]
    return fills_line(find, last, edge, last.y1 - last.y0)


def fills_line(find: Find, last: Token, edge: float, unit: float) -> bool:
    """Whether the line of a value that goes on as text does ends with its word `last` where full lines end; `unit` is
    the height of a word.
    """
    return find.kind in _FLOWING and min(find.limit, edge) - last.x1 < _FULL * unit


def _said(find: Find) -> str:
    return " ".join(token.text for token in find.tokens)


def same_case(tokens: Sequence[Token], held: Sequence[Token]) -> bool:
    """Whether few words are written as those of a name are: all in capitals, or each with one."""
    one, two = "".join(t.text for t in tokens), "".join(t.text for t in held)
    return len(held) <= 3 and one.isupper() == two.isupper() and all(_first_letter(t).isupper() for t in held)


def _first_letter(token: Token) -> str:
    return next((sign for sign in token.text if sign.isalpha()), "")


def is_item(find: Find, row: Row) -> bool:
    """Whether a row begins with the number of an item; a figure under its label, "41" or "2 tầng", is the value."""
    first = row.tokens[0]
    if _MISREAD_ITEM.fullmatch(first.text) and labelled(Row(row.tokens[1:], row.unit)):
        # "2, TP. Hồ Chí Minh" below "quận" is none: the words of an item are a label.
        return bool(find.tokens)
    if find.target.sentence and row.tokens[1:] and row.tokens[1].letters == "ngay":
        return False
    if first.text.isdigit() and row.tokens[1:] and row.tokens[1].text[:1].islower():
        # "từ ngày" above "18 tháng 03 năm 2006".
        return False
    return is_bullet(first) and (bool(find.tokens) or not first.text.isdigit())


def begins_anew(find: Find, row: Row) -> bool:
    """Whether a row without known labels begins something else: a label nobody listed, or a heading in capitals under
    a value in small letters, like "NGƯỜI LẬP BIÊN BẢN".
    """
    words = [t.letters for t in row.tokens if t.letters.isalpha()]
    # "Chiểu, thành phố Đà Nẵng:" below "quận Liên": a misread stop behind a province makes no label of an address.
    ends_place = find.kind == "place" and names_province(row.text.rstrip(" :.").rsplit(",", 1)[-1])
    return (labelled(row) and not ends_place) or (
        len(words) >= 2
        and len("".join(words)) >= 8
        and row.upper_share > 0.9
        and Row(tuple(find.tokens), row.unit).upper_share < 0.5
        and any(t.letters for t in find.tokens)
    )


def closes(held: Sequence[Token]) -> bool:
    """Whether a sign stands behind the words, which is not that of a remark which began in the row above."""
    return held[-1].text.endswith(":") and not held[-1].text.endswith("):")


def _may_stand_below(kind: str, held: Sequence[Token]) -> bool:
    """Whether a row can be the value of a label with nothing behind it: a number has figures, a sex is one word."""
    if kind == "sex":
        return [token.letters for token in held] in (["nam"], ["nu"])
    return kind not in NUMBERS or any(c.isdigit() for token in held for c in token.text)


def _had_room(find: Find, held: Sequence[Token], edge: float) -> bool:
    """Whether a capital begins a row below a line with much room left: a paragraph below "Kính gửi: Ông ..."."""
    unit = find.tokens[-1].y1 - find.tokens[-1].y0
    return held[0].text[:1].isupper() and find.tokens[-1].x1 + (held[0].x1 - held[0].x0) < edge - 4 * unit


def _wrapped(find: Find, held: Sequence[Token], edge: float) -> bool:
    """Whether the next word would not have fitted behind the last one."""
    unit = find.tokens[-1].y1 - find.tokens[-1].y0
    return find.tokens[-1].x1 + (held[0].x1 - held[0].x0) + 0.3 * unit > edge - 2.0 * unit

"""How sure a value is, from its worst word, its normal form, and what is known of such values.

The figure says nothing of agreement between fields; that is weighed where states are decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.layout import Token
from pipeline.extract.whole_text import (
    NAMES_UNIT,
    behind_label,
    cut_short,
    lost_comma,
    numeral_of_strokes,
    two_words_in_one,
    whole_place,
)
from pipeline.normalize.id_lines import lacks_number, words_of_paper
from pipeline.normalize.kinds import normalise
from pipeline.normalize.names import mixed_case, possible_name, unmet_syllables, usual_name
from pipeline.normalize.numbers import is_unit
from pipeline.normalize.offices import begins_inside, whole_block
from pipeline.normalize.outcome import Refused
from pipeline.normalize.phrases import covered, lost_dash, otherwise_marked
from pipeline.normalize.spelling import bare, comparable
from pipeline.normalize.wards_elsewhere import without_known_wards

REFUSED = 0.3
DOUBTED = 0.4
UNUSUAL = 0.75
KIND_LISTED = 0.9
_DATE_WORDS = frozenset(
    comparable(word)
    for word in re.findall(
        r"\w+",
        "ngày tháng năm một hai ba bốn tư lăm nhăm sáu bảy bẩy tám chín mười mươi mốt trăm nghìn ngàn không linh lẻ "
        "mồng mùng giêng chạp",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
# Nothing vouches for a number inside a text, but the form of an identity paper for its own.
_NUMBERED, _MANY_FIGURES, _LONG = re.compile(r"\d{3}"), re.compile(r"\d{5}"), re.compile(r"\d{6}")
# What a form prints before its dotted lines; alone they are no value but the rest of an empty line.
_FORM_WORDS = frozenset(
    {
        "so",
        "ngay",
        "thang",
        "nam",
        "cap",
        "do",
        "tai",
        "noi",
        "gio",
        "phut",
        "luc",
        "theo",
        "quyen",
        "lap",
        "ong",
        "ba",
    }
)
_OF_REGISTER = re.compile(r"\d+[A-Za-z]?(?:[/\-]\d{4})?")
_NUMBER_KINDS = frozenset(
    {"register_number", "book_number", "document_number", "any_number", "personal_id", "date", "date_or_age", "time",
     "decimal", "percent", "count"}
)  # fmt: skip


def worst_word(tokens: Sequence[Token]) -> float:
    """The lowest confidence among tokens that hold letters or digits."""
    return min((t.confidence for t in tokens if t.letters), default=0.0)


def worst_weighty(kind: str, tokens: Sequence[Token]) -> float:
    """As `worst_word`, of those tokens whose misreading would give another value of this kind."""
    return worst_word(_weighty(kind, tokens))


_TITLE = re.compile(r"^(?:ông|bà)\s+", re.IGNORECASE)
# "(b/c)" is the same whatever became of its small c.
_REPORTED = re.compile(r"\(?b/[cC©€][);.,]*")


def is_usual(kind: str, written: str) -> bool:
    """Whether the text has a normal form and is made of what is known for its kind."""
    value = normalise(kind, written)
    return not isinstance(value, Refused) and _usual(kind, value, written)


def is_printed(words: Iterable[str]) -> bool:
    """Whether a text is made of words alone that a form prints on its lines: "số", "Ông/Bà", "do ... lập"."""
    said = [word for text in words for word in re.findall(r"\w+", bare(text))]
    return bool(said) and _FORM_WORDS.issuperset(said)


def confidence_of(kind: str, written: str, tokens: Sequence[Token]) -> float:
    """From 0 to 1; capped where the value has no normal form or is not of the usual shape."""
    base = worst_weighty(kind, tokens)
    value = normalise(kind, written)
    if isinstance(value, Refused):
        return min(base, REFUSED)
    if kind == "kind":
        # The list mends lost marks, and no two kinds are alike without them.
        return max(base, KIND_LISTED)
    if _usual(kind, value, written):
        return base
    return min(base, REFUSED if kind == "date_words" else UNUSUAL)


def _weighty(kind: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """Of a date, a time and a measure only the figures can be wrong in a way that still reads as one; of a list all
    words count but the fixed ones behind its items.
    """
    if kind in {"date", "date_or_age", "time"}:
        weighty = [t for t in tokens if any(c.isdigit() for c in t.text)]
    elif kind in {"decimal", "percent", "count"}:
        weighty = [t for t in tokens if not is_unit(t.text)]
    elif kind == "recipients":
        weighty = [t for t in tokens if not _REPORTED.fullmatch(t.text)]
    else:
        return tokens
    return weighty or tokens


def _usual(kind: str, value: str, written: str) -> bool:
    if kind == "name":
        # Of two syllables the family name is mostly gone, under a seal or a stroke of the pen.
        whole = len(value.split()) > 2
        return whole and usual_name(value) and possible_name(value) and not mixed_case(value)
    if kind in {"register_number", "book_number"} and not _OF_REGISTER.fullmatch(value):
        # With letters it is mostly the number of the extract.
        return False
    if kind == "any_number" and any(len(word) > 1 and not word.isupper() for word in _WORD.findall(value)):
        # "CMND số 025890509, Công" is a number with its neighbours.
        return False
    if kind == "position":
        return covered(value) and whole_block(value)
    if kind == "date_words":
        return bool(re.fullmatch(r"[\w, ]+", value)) and all(
            comparable(word) in _DATE_WORDS for word in _WORD.findall(value)
        )
    if kind == "time":
        # An hour without minutes may have lost them.
        return any(c.isdigit() for c in re.split(r"(?i)gi|h|:|g", written, maxsplit=1)[-1])
    if kind in {"sex", "ethnicity", "nationality", "confirmation", "kind"}:
        return True
    if kind in _NUMBER_KINDS:
        if "%" in written and kind != "percent":
            # "19,8%" for a height of 19,89 m: a figure went into the sign.
            return False
        return not re.search(r"[^\w\s/.,:;%²?+\-–()±&]", written)
    if kind == "party":
        # "Ông" is a family name too; before a misread family name it must not stand for one.
        bare_name = _TITLE.sub("", value)
        return usual_name(bare_name) and not mixed_case(value)
    return _usual_words(kind, value)


def _usual_words(kind: str, value: str) -> bool:
    """Whether a text, a place or the like is made of known words, and begins and ends as one does."""
    if kind == "text" and _LONG.search(value):
        words = words_of_paper(value)
        return words is not None and (not words or covered(words))
    if kind == "text" and (
        lost_comma(value) or behind_label(value) or _NUMBERED.search(value) or lacks_number(value)
    ):
        return False
    if is_printed(value.split()):
        return False
    if kind == "level" and value[:1].isdigit() and isinstance(normalise("decimal", value), Refused):
        # "12 ra" is 12 m.
        return False
    if kind == "body" and (begins_inside(value) or numeral_of_strokes(value)):
        return False
    # A figure alone is mostly the number of the next item ("6. Giấy tờ tùy thân").
    lettered = sum(c.isalpha() for c in value) > 1 or kind == "level"
    if kind == "place":
        return lettered and covered(without_known_wards(value)) and whole_place(value)
    return lettered and covered(value, free=kind == "text") and not (kind == "text" and cut_short(value))


# Words of a label that go before a value: what ends in one lost it. And numerals whose strokes are easily one more.
_DANGLING = re.compile(r"(?i)\b(?:số|ngày|tháng|năm|(?<!được )(?<!cung )(?<!trợ )cấp|(?<!tự )do|tại)$")
_STROKES_ALONE = re.compile(r"\bI{2,}\b")
_UNIT_FIRST = re.compile(
    r"(?i)(?:số|thôn|ấp|tổ|khu|xóm|đội|hẻm|ngõ|phường|xã|quận|huyện|thị|thành|tỉnh|đường|trụ sở|"
    # Communities below a commune (Circular 04/2012/TT-BNV).
    r"làng|bản|buôn|bon|phum|sóc|khóm|khối)\b"
)
# Where births are: a house that has the name of its unit, and no address behind it.
_CLINIC = re.compile(
    r"(?:tram y te|trung tam y te|nha bao sanh|nha ho sinh|benh vien(?: [a-z]+){0,4}) "
    r"(?:xa|phuong|thi tran|thi xa|quan|huyen|thanh pho|tinh) [a-z ]+"
)
_GLUED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}[-–.:;/][^\W\d_]{2,}|\s[-–]\s")
_CITED = re.compile(r"(?i)(?:khoản|điểm|điều|mục|chương)\s+\w+\s")
# "chi" before a comma or a space reads as "chỉ" in every way of both networks; alone the latter is none, and
# "chỉ tiêu" may be "chi tiêu", but what is given to reach.
_CHI = re.compile(r"(?i)(?<!\bgiao )\bchỉ\b(?! (?:đạo|giới|thị|số|định|huy|dẫn|được|có|là|cho|để|áp)\b)")
# A label inside a value; a lot is named behind its number ("gói thầu số 39: sửa chữa"), a subject behind "V/v:".
_LABELLED = re.compile(r"(?<!\d)(?<!V/v): |: (?![a-zà-ỹđ])")
# The sentence of a letter, not what it is about.
_SENTENCE = re.compile(r"(?i)\btrân trọng\b")
# The last of a list of recipients; whoever reads it has the whole list.
_KEPT_BY = re.compile(r"(?i)(?:^|; )lưu:? ?(?:VT|VP|văn thư|văn phòng)\b[^;]*$")


def is_shaped(kind: str, written: str) -> bool:
    """Whether a name, place or text has the shape of its kind, though no list may have its words: all that is asked of
    it where both networks gave the very same (pipeline/weigh.py). Never of what easily loses a line.
    """
    value = normalise(kind, written)
    if isinstance(value, Refused) or is_printed(value.split()) or not value:
        return False
    if kind in {"name", "party"}:
        return _name_shaped(value)
    if kind == "place":
        begins = not value[:1].islower() or _UNIT_FIRST.match(value)
        placed = NAMES_UNIT.search(value) or not any(c.isdigit() for c in value)
        whole = whole_place(value) or bool(_CLINIC.fullmatch(bare(value)))
        return bool(begins and placed) and not _GLUED.search(value) and whole
    if kind == "recipients":
        return bool(_KEPT_BY.search(value)) and not (_CHI.search(value) or otherwise_marked(value))
    return kind == "text" and _text_shaped(value) and not otherwise_marked(value)


# Phó is a family name, and "PHÓ CHỦ TỊCH THƯỜNG TRỰC" nobody's name.
_OFFICE = re.compile(
    r"\b(?:chu tich|giam doc|truong phong|bi thu|bo truong|cuc truong|hieu truong|cong chuc)\b"
)


def _name_shaped(value: str) -> bool:
    """Whether a name is of three syllables and more, the first of them a family name of the lists."""
    words = _TITLE.sub("", value).split()
    if _OFFICE.search(bare(value)):
        return False
    if len(words) <= 2 or not all(word.isalpha() for word in words) or mixed_case(value):
        return False
    known = 0 not in unmet_syllables(value) and "thi" not in map(comparable, words[1:-1])
    return known and possible_name(" ".join(words))


def _text_shaped(value: str) -> bool:
    """Whether a text neither begins nor ends in the middle of something, or runs on behind a label."""
    if _MANY_FIGURES.search(value) or cut_short(value) or _LABELLED.search(value) or _GLUED.match(value):
        return False
    if lacks_number(value) or lost_comma(value) or two_words_in_one(value):
        return False
    if _CHI.search(value) or _SENTENCE.search(value) or lost_dash(value):
        return False
    begins = bool(_CITED.match(value)) or not behind_label(value)
    said = any(c.isalpha() for c in value) and len(value) > 1
    return said and begins and not (_DANGLING.search(value) or _STROKES_ALONE.search(value))

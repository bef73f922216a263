"""Whether a text or an address ends where such a one ends, or was cut: its next line lost, a label left on it."""

from __future__ import annotations

import re

from pipeline.normalize.places import LOST_SLASH, NUMBERED_UNITS, names_province
from pipeline.normalize.spelling import bare, comparable, is_syllable, letters

_ITEM = re.compile(r"\(\d{1,2}\)|\d{1,2}[.)]")
_SEVERAL = 4
# No text ends in these, nor in a figure behind a word that takes none: its next line was lost.
_GOES_ON = frozenset(
    map(comparable, ("và", "của", "cho", "để", "về", "tại", "theo", "từ", "đến", "trong", "trên", "với", "do", "bằng",
                     "các", "những", "thuộc"))
)  # fmt: skip
_TAKES_FIGURE = frozenset(
    map(comparable, ("số", "năm", "tháng", "ngày", "quận", "phường", "phố", "tổ", "kỳ", "khóa", "thứ", "đợt", "lần",
                     "lớp", "cấp", "điều", "khoản"))
)  # fmt: skip


# Two words that end in one of those and end a text all the same.
_ENDS = frozenset({(comparable("tự"), comparable("do"))})
_DEPUTY_OF = [comparable("phó"), comparable("trưởng")]


def cut_short(value: str) -> bool:
    """Whether a text of several words ends as none does: "... công tác cải cách hành chính 6"."""
    words = [comparable(word) for word in value.split()]
    if len(words) < _SEVERAL:
        return False
    return (
        (words[-1] in _GOES_ON and (words[-2], words[-1]) not in _ENDS)
        or words[-2:] == _DEPUTY_OF
        or (len(words[-1]) <= 2 and words[-1].isdigit() and words[-2] not in _TAKES_FIGURE)
    )


def two_words_in_one(value: str) -> bool:
    """Whether a word in small letters is none but two are, as of a value printed onto the end of its label:
    "đỏtheo bản vẽ" behind "Chỉ giới đường".
    """
    words = (word for word in re.split(r"[\s,.;:()]+", value) if word.isalpha() and word.islower())
    return any(
        is_syllable(word[:at]) and is_syllable(word[at:])
        for word in words
        if not is_syllable(word)
        for at in range(2, len(word) - 1)
    )


def numeral_of_strokes(value: str) -> bool:
    """Whether a region has a numeral of strokes alone, one of which is easily lost or joined to the next: "KHU VỰC IH"
    in most ways of both networks, on the paper KHU VỰC III.
    """
    return bool(_STROKES.search(bare(value)))


def joins_two(value: str) -> bool:
    """Whether a text holds what stands under two labels, or a sign torn apart: a firm right behind figures ("KT-01 đến
    KT-08 Công ty TNHH ..."), a symbol with a space at its dash ("QĐST- HNGĐ").
    """
    return bool(_FIRM_BEHIND.search(value) or _TORN.search(value))


def lost_comma(value: str) -> bool:
    """Whether a measure in a text has a dot where papers have a comma."""
    return bool(_DOT_FOR_COMMA.search(value))


def behind_label(value: str) -> bool:
    """Whether a small word stands before one with a capital, the end of a label, as in "hiện tại Chưa đăng ký", or the
    number of the next item behind it, as in "Giáo viên (5)".
    """
    words = value.split()
    numbered = bool(_ITEM.fullmatch(words[-1]))
    return numbered or (
        words[0][:1].islower() and any(word.istitle() and word.isalpha() for word in words[1:])
    )


# "phường Phước Long A quận 9" beside other units that a comma parts: it was lost, or a word with it.
_COMMA_LOST = re.compile(
    r",.*\b(?:phuong|xa|thi tran|quan|huyen)\s[^,.]+?\s(?:phuong|quan|huyen|thi xa|thanh pho|tinh)\s|"
    r"\b(?:phuong|xa|thi tran|quan|huyen)\s[^,.]+?\s(?:phuong|quan|huyen|thi xa|thanh pho|tinh)\s.*,"
)


# "số 27A. đường số 8": a comma, or a speck.
_DOT_BEHIND_NUMBER = re.compile(r"\d[A-Z]?\.\s")
# "lùi 3.0 m" for 3,0 m: papers write fractions with a comma.
_DOT_FOR_COMMA = re.compile(r"\d\.\d{1,2} ?(?:m|%|ha|km)(?:\b|$|[²2])")
_FIRM_BEHIND = re.compile(r"\d (?:Công ty|CÔNG TY|Cty)\b")
_TORN = re.compile(r"[A-ZĐƯƠ]- [A-ZĐƯƠ]|[A-ZĐƯƠ] -[A-ZĐƯƠ]")
_STROKES = re.compile(r"\bkhu vuc [ihl1t]{2,}\b")
# "Ủy ban nhân dân, phường ...": a committee is of its place, the comma a fleck.
_CUT_COMMITTEE = re.compile(r"\b(?:uy ban nhan dan|ubnd)\s*,")
# By its marks: "Bệnh viện Quân Dân" and "Xuân Xá" name no unit.
NAMES_UNIT = re.compile(r"\b(?:phường|quận|xã|huyện|thị trấn|thị xã)\b|\b[pqhx]\.", re.IGNORECASE)


def whole_place(place: str) -> bool:
    """An address that names a ward or district goes up to its province and ends there; else a line of it may be lost,
    or a label may hang on it ("..., Thành phố Hồ Chí Minh Số", "8976 số 128 đường ..."), "đường số" goes before a
    number, and no number goes behind a province ("..., TP. Hồ Chí Minh 8"). One word alone ("Quý") ends a name.
    """
    folded = bare(place)
    if " " not in place or _DOT_BEHIND_NUMBER.search(place) or _CUT_COMMITTEE.search(folded):
        return False
    if LOST_SLASH.search(place) or re.search(
        r"\b(?:so|khu)$|^\d+ so\b|\b(?:duong|hem|ngo|ngach) so(?! \d)|\(\d{1,2}\)|\b(?:thanh pho|tp|tinh)\b[^,\d]*\d+$",
        folded,
    ):
        return False
    if _COMMA_LOST.search(folded) or letters(place.split()[-1]) in NUMBERED_UNITS:
        return False
    if not NAMES_UNIT.search(place):
        return True
    return names_province(place.rsplit(",", 1)[-1])

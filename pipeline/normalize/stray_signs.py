"""Signs that the ruled lines of a form leave among the words of a value, where none stands rightly. Changes no word."""

from __future__ import annotations

import re

from pipeline.normalize.spelling import composed, is_syllable

_SMALL = r"[^\W\d_A-ZĐ]"
# Kinds of units, behind which a name goes on; short forms have a full stop of their own.
_LEVELS = r"đường|phố|khu phố|phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh"
# Before these a full stop is a comma that was misread.
_PARTS = rf"(?:{_LEVELS}|hẻm|ngõ|tổ|ấp|thôn|xóm|khu|số|kp)(?!\w)"
_SHORT = r"(?!T[pPtTxX]\.|K[pP]\.)"
# A dotted line to write on leaves full stops between words ("số 292.đường. Võ Văn", "Hồ.Chí.Minh"). None stands rightly
# before a word in small letters, nor between a unit's kind and its name; "tp." is a short form.
_RULE_DOT = re.compile(
    rf"(?<=\b)(?!tp|tt|tx|kp)({_SMALL}{{2,}})\.(?=\s?(?:{_SMALL}|\d))"
    rf"|\b(đường|phố|phường|xã|quận|huyện|thị xã|thành phố|tỉnh)\.(?=\s?[A-ZĐ])"
    rf"|(?<!\w){_SHORT}(\w{_SMALL}+)\.(?=[A-ZĐ]{_SMALL})"
    rf"|(?<!\w){_SHORT}(?P<word>[A-ZĐ]{_SMALL}+)\.(?=\s?(?!{_PARTS}){_SMALL}{{2}})"
    rf"|\b([Tt]hành|[Tt]hị)\.(?=\s?(?:phố|trấn|xã)\b)"
    rf"|(\d)\.(?={_SMALL}{{2}})|(?:^|(?<=\s))\.(?=\w)"
)
# "Hồ. Chí. Minh", "Cần: Thơ": an address has no sentences.
_STOP_IN_NAME = re.compile(
    rf"(?<!\w){_SHORT}([A-ZĐ]{_SMALL}+)[.:](?=\s(?!(?i:{_PARTS})|T[pP]\b)[A-ZĐ]{_SMALL})"
)
# Before a figure such a sign may be one itself: "khu phố-8" for "khu phố 18".
_BEHIND_LEVEL = re.compile(rf"\b({_LEVELS}|tp\.)\s?[-–:)](?=\s?[^\W\d_])\s?", re.IGNORECASE)
# "TP, Hồ Chí Minh": the short form has a full stop.
_COMMA_FOR_STOP = re.compile(r"\b(T[pP]),(?=\s[A-ZĐ])")
_BEFORE_LEVEL = re.compile(rf"(?<=\s)[-–](?=(?:{_LEVELS})\s)", re.IGNORECASE)


def without_rule_dots(text: str) -> str:
    """The text without the full stops of a dotted line, where none can stand; single spaces."""
    return composed(_RULE_DOT.sub(_without_dot, _single(text)))


def _without_dot(found: re.Match[str]) -> str:
    word = found[found.lastindex] if found.lastindex else ""
    # "Ths. bác sĩ": a short form is no syllable.
    return found[0] if found["word"] and not is_syllable(word) else f"{word} "


def _single(text: str) -> str:
    """Each run of full stops as one."""
    return re.sub(r"(?<!\.)\.{2,}\s?(?=\w)", ". ", text)


def plain_address(text: str) -> str:
    """The address without signs inside the names of its units ("đường-Nguyễn Văn Cừ", "TP. - HCM", "Hồ. Chí. Minh")."""
    dotted = _COMMA_FOR_STOP.sub(r"\1.", _single(text))
    return _BEHIND_LEVEL.sub(r"\1 ", _STOP_IN_NAME.sub(r"\1", dotted))


def plain_body(text: str) -> str:
    """The name of a body without a dash that clings to the word for its level ("NHÂN DÂN -THỊ TRẤN")."""
    return _BEFORE_LEVEL.sub("", text)

"""Whether a date is of the lunar calendar. Such a date is recognised and refused, never converted.

Conversion would need the hour and the meridian that the writer had in mind, and a register holds the solar day.
"""

from __future__ import annotations

import re

from pipeline.normalize.spelling import bare, composed

_STEMS = "giap|at|binh|dinh|mau|ky|canh|tan|nham|quy"
_BRANCHES = "ty|suu|dan|mao|meo|thin|ngo|mui|than|dau|tuat|hoi"
_LUNAR = re.compile(
    rf"\bam lich\b|\blich am\b|\b(?:al|a\.l\.?)(?!\w)|\bthang nhuan\b|\bnhuan\b|\b(?:ngay|dem) ram\b"
    rf"|\bnam (?:{_STEMS}) (?:{_BRANCHES})\b"
)


def says_lunar(text: str) -> bool:
    """Whether `text` names the lunar calendar ("âm lịch", "(ÂL)", "năm Giáp Tý", "tháng nhuận", "ngày rằm")."""
    return bool(_LUNAR.search(bare(composed(text))))

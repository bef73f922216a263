"""What stands before the name of a signer and is no part of it: academic titles and ranks. Finds no names.

Decree 30/2020/NĐ-CP, Appendix I, part II, 7 allows them for schools, hospitals, research and the armed forces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.layout import Token

_TITLES = re.compile(
    r"(?:(?:PGS|GS|TSKH|TS|ThS|THS|Ths|BSCKII|BSCKI|BSCK|BS|CKII|CKI|NGND|NGƯT|TTND|TTƯT|NSND|KS|KTS|LS|DS|CN)[.,]*)+"
)
_RANK, _OF_RANK = ("Đại", "Thượng", "Trung", "Thiếu"), ("tướng", "tá", "úy", "uý")


def without_honours(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens behind leading titles ("PGS.TS.") and ranks ("Đại tá"); a name is never left empty by it."""
    start = 0
    while length := _honour(tokens[start:]):
        start += length
    return tokens[start:] if len(tokens) - start > 1 else tokens


def _honour(tokens: Sequence[Token]) -> int:
    """How many tokens the title or rank has that the tokens begin with; 0 for none."""
    if tokens and _TITLES.fullmatch(tokens[0].text):
        return 1
    return 2 if _is_rank(tokens[:2]) else 0


def _is_rank(pair: Sequence[Token]) -> bool:
    return len(pair) == 2 and pair[0].text in _RANK and pair[1].text.rstrip(",") in _OF_RANK

"""What a letter is about, as it stands below the number in the left half of its head; it has no title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.abstract_end import ABSTRACT_START
from pipeline.extract.issuing_body import STAMPED
from pipeline.extract.layout import Row
from pipeline.normalize.spelling import bare

# A line with the symbol of a number, and one below it that begins with a misread "V/v": "V2: phê duyệt ...".
_NUMBERED = re.compile(r"/\s?[A-ZĐ]{2,}")
_SPOILT_ABOUT = re.compile(r"[VvW][^\s]{0,3}\s+[a-zà-ỹđ]")


def tells_below_number(left: Sequence[Row]) -> bool:
    """Whether "V/v" stands right below a number with a symbol at the left of a head, as it does in letters alone."""
    return any(
        _NUMBERED.search(above.text)
        and (ABSTRACT_START.match(bare(row.text)) or _SPOILT_ABOUT.match(row.text))
        for above, row in pairwise(left)
    )


def abstract_left(left: Sequence[Row]) -> list[Row]:
    """What a letter is about: the lines in its left block from "V/v" on, however that was read below the number."""
    for i, row in enumerate(left):
        begun = bool(ABSTRACT_START.match(bare(row.text)))
        spoilt = i > 0 and bool(_NUMBERED.search(left[i - 1].text)) and bool(_SPOILT_ABOUT.match(row.text))
        if begun or spoilt:
            found = [_from_letters(row) if begun else _about(row)]
            for below in left[i + 1 :]:
                if below.middle - found[-1].middle > 2.6 * row.unit or STAMPED.match(bare(below.text)):
                    break
                found.append(below)
            return found
    return []


def _about(row: Row) -> Row:
    """The row with its first word as "V/v": small italics under a number are read as anything else."""
    sign = "V/v:" if row.tokens[0].text.endswith(":") else "V/v"
    return Row((replace(row.tokens[0], text=sign), *row.tokens[1:]), row.unit)


def _from_letters(row: Row) -> Row:
    start = next((i for i, token in enumerate(row.tokens) if token.letters), 0)
    return Row(row.tokens[start:], row.unit)

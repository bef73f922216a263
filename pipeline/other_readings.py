"""Whether second readings give another value than the first that a person best starts from. Accepts nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.evidence import Evidence
from pipeline.looks import Agreement
from pipeline.record import Field

# Signs that are written in no value; a share has "%" behind its figure.
_SIGNS = re.compile(r"[£§©®€¢¥*|~^<>{}\[\]\\]|(?<!\d)(?<!\d )%")


def from_others(entry: Field, second: Agreement, evidence: Evidence) -> Field:
    """The field with the value that second readings give against the first: at least two of them where none gave the
    first; one where that is of known words and the first is not; or, of words not known, more of them than gave the
    first, none of the second network among these.
    """
    # What both the first reading and the page's own print say no other way of reading unsays.
    if (
        second.other is None
        or second.confirmed
        or evidence.printed
        or _more_garbled(second.other, entry.value or "")
        or _cut_at_the_edge(second.other_written or "", entry.written or "")
        or not (second.same == 0 or _overruled(second, evidence))
    ):
        return entry
    most = second.votes + second.other_confirmed >= 2
    if not most and (evidence.usual or not second.listed):
        return entry
    return replace(entry, value=second.other, written=second.other_written)


def _more_garbled(other: str, value: str) -> bool:
    """Whether another reading has signs that no text has ("V/% bãi bỏ"), and the value none."""
    return bool(_SIGNS.search(other)) and not _SIGNS.search(value)


def _cut_at_the_edge(other: str, written: str) -> bool:
    """Whether another reading lacks just the figure or capital that the first begins with: all ways read one picture of
    the value, which a box that is a little narrow cuts for all of them ("9/1/2017" for 19/1/2017, "MND số" for CMND).
    """
    return bool(other) and written[1:] == other and (written[0].isdigit() or written[0].isupper())


def _overruled(second: Agreement, evidence: Evidence) -> bool:
    """Whether the second network and others besides give another value than the first reading and those like it."""
    if evidence.usual or not second.other_confirmed:
        return False
    return second.listed or second.votes + second.other_confirmed > second.same + 1

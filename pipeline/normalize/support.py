"""What the word lists say of a value: a second witness beside the reader, never a judge over the paper."""

from __future__ import annotations

import re
from enum import StrEnum

from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.ids import structure
from pipeline.normalize.kinds import normalise
from pipeline.normalize.names import possible_name, usual_name, without_title
from pipeline.normalize.phrases import covered
from pipeline.normalize.spelling import bare, is_syllable
from pipeline.normalize.wards_elsewhere import without_known_wards

_LISTED = frozenset({"sex", "ethnicity", "nationality", "confirmation", "kind"})
_TEXTS = frozenset({"place", "text", "position", "body", "level", "recipients"})
_WORD = re.compile(r"[^\W\d_]+")


class Support(StrEnum):
    """LISTED: every word is in a list of such values. POSSIBLE: lawful, in no list. STRANGE: in no list and not
    of the shape of such values. SILENT: the lists know nothing of this kind (dates, numbers)."""

    LISTED = "listed"
    POSSIBLE = "possible"
    STRANGE = "strange"
    SILENT = "silent"


def support(kind: str, value: str) -> Support:
    """How the lists stand to a value (in normal form or as written) of a field of that kind."""
    if kind in _LISTED:
        return Support.LISTED if isinstance(normalise(kind, value), str) else Support.STRANGE
    if kind in {"name", "party"}:
        return _of_name(without_title(value) if kind == "party" else value, kind)
    if kind in _TEXTS:
        known = (
            covered(without_known_wards(value)) if kind == "place" else covered(value, free=kind == "text")
        )
        return Support.LISTED if known else _of_words(value)
    if kind == "date_words":
        return Support.LISTED if isinstance(read_date_words(value), str) else Support.STRANGE
    if kind == "personal_id" and (said := structure(value)):
        return Support.POSSIBLE if said.province else Support.STRANGE
    return Support.SILENT


def _of_name(value: str, kind: str) -> Support:
    if usual_name(value):
        return Support.LISTED
    if kind == "party":
        return Support.LISTED if covered(value) else _of_words(value)
    return Support.POSSIBLE if possible_name(value) else Support.STRANGE


def _of_words(value: str) -> Support:
    words = [word for word in _WORD.findall(value) if len(word) > 1 and not _short_for(word, value)]
    return Support.POSSIBLE if all(is_syllable(word) for word in words) else Support.STRANGE


def _short_for(word: str, value: str) -> bool:
    """An abbreviation in capitals ("TP", "UBND"): it need not be a syllable."""
    return word.isupper() and len(word) <= 4 and (not value.isupper() or not set(bare(word)) & set("aeiouy"))

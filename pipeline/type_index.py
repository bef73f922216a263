"""All record types at once, ready for recognising a page: their titles, printed labels and cues by letters.

One look-up serves every type, so that a page costs no more with thirty types than with seven. Knows words only,
not what they mean together: that is pipeline/classify.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from rapidfuzz.distance import Indel

from pipeline.extract.item_marks import is_bullet
from pipeline.extract.layout import Layout, Row
from pipeline.extract.targets import vocabulary
from pipeline.normalize.spelling import letters
from pipeline.record_type import RecordType

# Shorter labels ("Số", "Tại") stand on every paper and say nothing of its type.
_SHORTEST = 6
_LIKE = 0.86
_CUE_LIKE = 0.85
_LONGEST_LABEL = 12
# A cue of so few letters must be whole words, read exactly.
_WHOLE_WORDS = 6
# A number or date alone; an item's number has one figure or two and a sign.
_STAMPED = re.compile(r"\d{2,5}|\d{1,2}[/.]\d{1,2}[/.]\d{2}.{0,2}")


@dataclass(frozen=True)
class TypeIndex:
    """`labels`: for each printed label the field keys it stands for in each type; `heads`: the types that have a part
    of this heading; `cues`: all cues by letters.
    """

    labels: Mapping[str, Mapping[str, frozenset[str]]]
    heads: Mapping[str, frozenset[str]]
    by_size: Mapping[int, tuple[str, ...]]
    cues: tuple[str, ...]
    titles: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """Labels (with their likeness), headings that stand alone, and cues of a page."""

    labels: Mapping[str, float]
    cues: frozenset[str]
    heads: frozenset[str] = frozenset()


@lru_cache(4)
def type_index(types: tuple[RecordType, ...]) -> TypeIndex:
    """The index of these types."""
    labels: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for kind in types:
        for folded, targets in vocabulary(kind).meanings.items():
            keys = frozenset(key for target in targets for key in target.keys)
            if len(folded) >= _SHORTEST and keys:
                labels[folded][kind.name] = keys
    sizes: dict[int, list[str]] = defaultdict(list)
    for folded in labels:
        sizes[len(folded)].append(folded)
    cues = {
        letters(cue)
        for kind in types
        for cue in (*kind.denied_cues, *(c for f in kind.forms for c in f.cues))
    }
    return TypeIndex(
        labels={folded: dict(kinds) for folded, kinds in labels.items()},
        heads=_heads(types),
        by_size={size: tuple(found) for size, found in sizes.items()},
        cues=tuple(sorted(cues)),
        titles=tuple(dict.fromkeys(t for kind in types for form in kind.forms for t in form.titles)),
        denied=tuple(dict.fromkeys(t for kind in types for t in kind.denied_titles)),
    )  # fmt: skip


def _heads(types: tuple[RecordType, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind in types:
        for head in (letters(head) for section in kind.sections for head in section.heads):
            found[head].add(kind.name)
    return {head: frozenset(names) for head, names in found.items()}


def look_up(layout: Layout, index: TypeIndex) -> Seen:
    """What of the index stands on the page."""
    labels: dict[str, float] = {}
    for row in layout.rows:
        for part in row.segments:
            for windows in _windows(part):
                if hit := _best(windows, index):
                    labels[hit[0]] = max(hit[1], labels.get(hit[0], 0.0))
    beginnings = [_Beginning.of(part) for row in layout.rows for part in row.segments]
    cues = frozenset(cue for cue in index.cues if any(_begins(text, cue) for text in beginnings))
    alone = {letters(part.text) for row in layout.rows for part in row.segments}
    return Seen(labels, cues, frozenset(alone & index.heads.keys()))


def _windows(part: Row) -> Iterable[list[str]]:
    """Runs of words that may be a label: from the beginning of the part, and up to each colon in it."""
    tokens = part.tokens
    start = next((i for i, token in enumerate(tokens) if not is_bullet(token)), 0)
    opening, text = [], ""
    for token in tokens[start : start + _LONGEST_LABEL]:
        text += token.letters
        opening.append(text)
        if token.text.endswith(":"):
            break
    yield opening
    for end, token in enumerate(tokens):
        if end > start and token.text.endswith((":", ";")):
            text, closing = "", []
            for before in reversed(tokens[max(start, end - _LONGEST_LABEL + 1) : end + 1]):
                if before is not token and before.text.endswith(":"):
                    break
                text = before.letters + text
                closing.append(text)
            yield closing


def _best(windows: list[str], index: TypeIndex) -> tuple[str, float] | None:
    """The longest label that a window is exactly, else the one that is most like any."""
    exact = [text for text in windows if text in index.labels]
    if exact:
        return max(exact, key=len), 1.0
    best: tuple[str, float] | None = None
    for text in windows:
        for size in range(round(0.85 * len(text)), round(1.15 * len(text)) + 1):
            for label in index.by_size.get(size, ()):
                score = Indel.normalized_similarity(text, label, score_cutoff=_LIKE)
                if score and (best is None or score > best[1]):
                    best = (label, score)
    return best


@dataclass(frozen=True)
class _Beginning:
    """The letters that a part of a row begins with, and after how many of them a word ends."""

    text: str
    ends: frozenset[int]

    @classmethod
    def of(cls, part: Row) -> Self:
        """The beginning of `part`, behind what a stamp's figures left there: "186 Kính gửi:"."""
        text, ends = "", set()
        start = next((at for at, t in enumerate(part.tokens) if not _STAMPED.fullmatch(t.text)), 0)
        for token in part.tokens[start : start + _LONGEST_LABEL + 4]:
            text += token.letters
            ends.add(len(text))
        return cls(text, frozenset(ends))


def _begins(beginning: _Beginning, cue: str) -> bool:
    text = beginning.text
    if text.startswith(cue):
        return len(cue) in beginning.ends or len(cue) > _WHOLE_WORDS
    if len(cue) <= _WHOLE_WORDS or len(text) < 0.8 * len(cue):
        return False
    return Indel.normalized_similarity(text[: len(cue)], cue, score_cutoff=_CUE_LIKE) > 0

"""Labels that stand once, at the left of a table, for the values of two persons beside them. Finds no values."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.labels import Hit
from pipeline.extract.layout import Row, Token
from pipeline.extract.targets import Vocabulary
from pipeline.extract.wrapped_labels import wrapped_label


def shared_labels(
    rows: Sequence[Row], labelled: Sequence[Hit | None], words: Vocabulary
) -> list[frozenset[Token]]:
    """By row the words of a label at its left, which belong to every column: those of `labelled`, the row's own label
    if it has one, and the lines of one that a narrow cell broke ("Ngày, tháng, năm" over "sinh").
    """
    held: list[set[Token]] = [
        set(row.tokens[: hit.end]) if hit else set() for row, hit in zip(rows, labelled, strict=True)
    ]
    for at, row in enumerate(rows):
        broken = None if labelled[at] or held[at] else wrapped_label(rows, at, 0, words)
        if broken is None:
            continue
        held[at].update(row.tokens[: broken.end])
        for offset, (start, end) in enumerate(broken.below, at + 1):
            held[offset].update(rows[offset].tokens[start:end])
    return [frozenset(tokens) for tokens in held]

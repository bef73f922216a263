"""What a reading saves a clerk, in seconds: an estimate from keystrokes, not a measurement.

Keying a field takes M + K * strokes: M = 1.35 s to find the place and turn to it, K = 0.28 s a stroke, both after the
keystroke-level model (Card, Moran, Newell 1980; K of an average typist who is no secretary). Strokes follow the
Telex way of typing Vietnamese: a letter is one, every mark on it one more, đ two, a capital two. Looking at a proposal
beside its crop takes M + K (one key confirms). That these figures hold for clerks and registers is our estimate.
"""

from __future__ import annotations

import unicodedata

M, K = 1.35, 0.28


def strokes(text: str) -> int:
    """Keys pressed for `text` on a Telex keyboard."""
    count = 0
    for letter in unicodedata.normalize("NFD", text):
        count += 1 + letter.isupper() + (letter in "đĐ")
    return count


def keying_seconds(text: str) -> float:
    """Time to type a field from paper."""
    return M + K * strokes(text)


def saved_seconds(text: str, *, right: bool, settled: bool) -> float:
    """Time saved by a reading of a field that says `text`.

    Accepted and right: all of it. Proposed and right: what confirming is shorter. Proposed and wrong: nothing, and
    looking at it cost time. Accepted and wrong: nothing.
    """
    if not right:
        return 0.0 if settled else -(M + K)
    return keying_seconds(text) - (0.0 if settled else M + K)

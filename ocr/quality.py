"""Is a page image good enough to trust what was read on it? Verdicts; the figures come from ocr/quality_figures.py."""

from __future__ import annotations

from ocr.grade import MasterFacts, grade
from ocr.handwriting import handwriting_share
from ocr.page import PageText, Quality
from ocr.quality_figures import FEW_LETTERS, measure
from ocr.text_likeness import text_likeness

__all__ = ["is_blank", "judge", "measure"]

_FEW_READ = 12
_READ_SURELY = 0.6
# Why each threshold is what it is: docs/quality.md.
_LOW_DPI = 145
_BLURRED = 0.10
_BLURRED_DPI = 115
_LOW_CONTRAST = 60
_SKEWED = 3.0
_CUT_LETTERS = 3
_UNSURE = 0.55
_UNLIKE_TEXT = 0.6
_SURE_OF_OTHER_TEXT = 0.85
_HANDWRITTEN_SHARE = 0.3
_UNREADABLE, _INKED_SHARE = 0.35, 0.02


def judge(figures: dict[str, float], text: PageText | None, facts: MasterFacts | None = None) -> Quality:
    """The verdict: "blank", "handwritten", "low" or "ok"; with `facts` of the master also its grade.

    `text` is what was read, None before reading; its share of handwriting and its likeness to Vietnamese join
    the figures. A page is marked blank, never dropped.
    """
    graded = grade(facts, figures.get("effective_dpi")) if facts else None
    figures = figures | _figures_of(text)
    if is_blank(figures) and (text is None or _letters_read(text) < _FEW_READ):
        return Quality("blank", (), figures, graded)
    reasons = _reasons(figures)
    verdict = "low" if reasons else "ok"
    if text is not None and text.source == "engine":
        unread = text.mean_confidence < _UNREADABLE and figures["ink_share"] > _INKED_SHARE and not reasons
        if figures["handwriting_share"] >= _HANDWRITTEN_SHARE:
            return Quality("handwritten", ("handwriting", *reasons), figures, graded)
        if unread:
            return Quality("handwritten", ("unreadable-ink",), figures, graded)
        reasons += _doubts(text, figures)
        verdict = "low" if reasons else "ok"
    return Quality(verdict, tuple(reasons), figures, graded)


def is_blank(figures: dict[str, float]) -> bool:
    """Whether nothing on the page was made by anybody: only dust, folds, holes and what shines through."""
    return figures["letters"] < FEW_LETTERS and figures.get("traces", 1.0) == 0


def _figures_of(text: PageText | None) -> dict[str, float]:
    if text is None:
        return {}
    held = {"handwriting_share": round(handwriting_share(text), 3)}
    likeness = text_likeness(word.text for word in text.words)
    return held if likeness is None else held | {"text_likeness": round(likeness, 3)}


def _reasons(figures: dict[str, float]) -> list[str]:
    resolved = figures.get("effective_dpi", figures["dpi"])
    found = (
        ("low-dpi", min(resolved, figures["dpi"]) < _LOW_DPI),
        ("blur", figures["sharpness"] < _BLURRED or resolved < _BLURRED_DPI),
        ("contrast", figures["contrast"] < _LOW_CONTRAST),
        ("skew", abs(figures["skew_degrees"]) > _SKEWED),
        ("cut-edge", figures.get("cut_letters", 0) >= _CUT_LETTERS),
    )
    return [reason for reason, holds in found if holds]


def _doubts(text: PageText, figures: dict[str, float]) -> list[str]:
    unsure = text.mean_confidence < _UNSURE
    # A page in another language is read surely, and is not noise.
    unlike = figures.get("text_likeness", 1.0) < _UNLIKE_TEXT and text.mean_confidence < _SURE_OF_OTHER_TEXT
    return [reason for reason, holds in (("unsure", unsure), ("unlike-text", unlike)) if holds]


def _letters_read(text: PageText) -> int:
    return sum(len(word.text) for word in text.words if word.confidence > _READ_SURELY)

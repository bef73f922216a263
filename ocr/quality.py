"""Is a page image good enough to trust what was read on it? Figures first, then a verdict."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup import WORKING_DPI, Prepared
from ocr.page import PageImage, PageText, Pixels, Quality
from ocr.skew import letters

_INK_BELOW = 140
_BLANK_LETTERS = 12
# Seen at 25 dpi, text shades the paper; what shines through from the back hardly does.
_AFAR = 8
_SHADED_BELOW = 222
_SHADED_SHARE = 0.005
_LOW_DPI = 140
_BLURRED = 0.10
_LOW_CONTRAST = 60
_SKEWED = 3.0
_UNSURE = 0.55
_HANDWRITTEN = 0.35
_INKED_SHARE = 0.02


def measure(page: PageImage, prepared: Prepared) -> dict[str, float]:
    """Figures of one page: `dpi`, `skew_degrees`, `contrast` (levels between ink and paper), `sharpness`
    (0 to 1, steepness of letter edges), `ink_share` of the page, `letters` (inked shapes of letter size), `shade_share`
    (share of the inner page that is dark when seen from afar: text too blurred or faint to have letters)."""
    gray = prepared.gray
    ink = np.where(gray < _INK_BELOW, 255, 0).astype(np.uint8)
    return {
        "dpi": round(prepared.dpi, 1),
        "skew_degrees": round(prepared.degrees, 2),
        "contrast": round(_contrast(gray, ink), 1),
        "sharpness": round(_sharpness(gray, ink), 3),
        "ink_share": round(float(np.count_nonzero(ink)) / ink.size, 5),
        "letters": float(_letter_count(ink)),
        "shade_share": round(_shade_share(gray), 5),
    }


def judge(figures: dict[str, float], text: PageText | None) -> Quality:
    """The verdict: "blank", "handwritten", "low" or "ok". `text` is what was read, None before reading."""
    if is_blank(figures) and (text is None or _letters_read(text) < _BLANK_LETTERS):
        return Quality("blank", (), figures)
    reasons = [
        reason
        for reason, holds in (
            ("low-dpi", figures["dpi"] < _LOW_DPI),
            ("blur", figures["sharpness"] < _BLURRED),
            ("contrast", figures["contrast"] < _LOW_CONTRAST),
            ("skew", abs(figures["skew_degrees"]) > _SKEWED),
        )
        if holds
    ]
    if text is not None and text.source == "engine":
        if text.mean_confidence < _HANDWRITTEN and figures["ink_share"] > _INKED_SHARE and not reasons:
            return Quality("handwritten", ("unreadable-ink",), figures)
        if text.mean_confidence < _UNSURE:
            reasons.append("unsure")
    return Quality("low" if reasons else "ok", tuple(reasons), figures)


def is_blank(figures: dict[str, float]) -> bool:
    """Whether reading the page would only find dust or what shines through from the other side."""
    return figures["letters"] < _BLANK_LETTERS and figures["shade_share"] < _SHADED_SHARE


def _letters_read(text: PageText) -> int:
    return sum(len(word.text) for word in text.words if word.confidence > 0.6)


def _contrast(gray: Pixels, ink: Pixels) -> float:
    if not ink.any():
        return 0.0
    return float(np.median(gray[ink == 0])) - float(np.median(gray[ink > 0]))


def _sharpness(gray: Pixels, ink: Pixels) -> float:
    """Steepest steps at letter edges as a share of the full range; blur spreads an edge over many pixels."""
    across = cv2.absdiff(gray[:, 1:], gray[:, :-1])
    edge = ink[:, 1:] != ink[:, :-1]
    steps = across[edge]
    return float(np.percentile(steps, 75)) / 255 if steps.size else 0.0


def _shade_share(gray: Pixels) -> float:
    small = cv2.resize(gray, None, fx=1 / _AFAR, fy=1 / _AFAR, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    inner = small[height // 25 : height - height // 25, width // 25 : width - width // 25]
    return float(np.count_nonzero(inner < _SHADED_BELOW)) / max(1, inner.size)


def _letter_count(ink: Pixels) -> int:
    marks = letters(np.asarray(cv2.bitwise_not(ink), np.uint8), WORKING_DPI)
    count, _, stats, _ = cv2.connectedComponentsWithStats((marks > 0).astype(np.uint8), connectivity=8)
    if count <= 1:
        return 0
    height, area = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero((height >= 5) & (height <= 60) & (area >= 10)))

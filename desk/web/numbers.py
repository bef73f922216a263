"""Numbers as people of the chosen language read them: 9.112 and 80,35 % in Vietnamese, 9,112 and 80.35% in English."""

from __future__ import annotations

from datetime import date

from desk.web.language import Tongue
from pipeline.figures import Ratio

_VIETNAMESE = str.maketrans(",.", ".,")


def whole(tongue: Tongue, number: int) -> str:
    """With a mark at the thousands."""
    return _told(tongue, f"{number:,}")


def share(tongue: Tongue, ratio: Ratio) -> str:
    """In percent with two decimals; a dash of nothing."""
    if ratio.share is None:
        return "–"
    return _told(tongue, f"{ratio.share:.2f}") + (" %" if tongue.language == "vi" else "%")


def decimal(tongue: Tongue, number: float) -> str:
    """With one decimal where that says something: below a hundred."""
    return _told(tongue, f"{number:,.1f}" if number < 100 else f"{number:,.0f}")


def day(at: date) -> str:
    """As `22/11/2026`."""
    return at.strftime("%d/%m/%Y")


def _told(tongue: Tongue, text: str) -> str:
    return text.translate(_VIETNAMESE) if tongue.language == "vi" else text

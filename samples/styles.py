"""How different offices and times set the same form: fonts, sizes, dotted lines, margins."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.form import MOTTOES, Style

BLUE_BLACK = (28, 32, 92)
OLD = ("birth_old", "death_old", "marriage_old", "recognition_decision")
LETTER = ("letter", "letter_long", "decision", "notice", "report", "official_letter")

NEW_STYLES = (
    Style(leaders=True),
    Style(leaders=False, size=13.5),
    Style(leaders=True, drop=1.8, left=66, right=552),
    Style(leaders=False, value_style="Italic"),
    Style(face="noto-serif", value_face="noto-serif", size=11.3, leaders=True),
    Style(face="arimo", value_face="arimo", size=11.5, leaders=False, left=64),
    Style(leaders=True, size=12.5, value_face="noto-sans", leading=1.6),
    Style(face="noto-sans", value_face="noto-sans", size=10.8, leaders=False, right=550),
)
OLD_STYLES = (
    Style(value_face="cousine", size=12.3, leaders=True, leading=1.55),
    Style(value_face="cousine", size=12, leaders=True, drop=1.8, value_colour=BLUE_BLACK),
    Style(value_face="tinos", value_style="Italic", size=13, leaders=True, value_colour=BLUE_BLACK),
    Style(face="noto-serif", value_face="cousine", size=11, leaders=True),
    Style(value_face="cousine", size=12, leaders=False, left=66, right=552),
)
LETTER_STYLES = (
    Style(size=13.5),
    Style(size=14, left=80, right=540),
    Style(size=13),
    Style(face="noto-serif", size=11.8, left=76),
    Style(face="arimo", size=12),
)


def style(rng: Random, paper: str) -> Style:
    """A style that fits the paper (a key of `plan.PAPERS`)."""
    choices = OLD_STYLES if paper in OLD else LETTER_STYLES if paper in LETTER else NEW_STYLES
    return replace(rng.choice(choices), motto=rng.choice(MOTTOES))

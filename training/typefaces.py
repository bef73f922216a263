"""The typefaces that lines are set in: what is installed of a few families, as far as it is complete for Vietnamese."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from fontTools.ttLib import TTFont

# The packages stand in packages.apt. Inter, Roboto, Lato, Vollkorn, Charis and Gentium are left out: they judge, in
# benchmarks/examiner.
_SERIF = (
    "Tinos", "Liberation Serif", "FreeSerif", "Noto Serif", "DejaVu Serif", "EB Garamond", "EB Garamond 12",
    "Linux Libertine O",
)  # fmt: skip
_OTHER = (
    "Arimo", "Liberation Sans", "FreeSans", "Noto Sans", "DejaVu Sans", "Open Sans", "Carlito", "Manrope",
    "Linux Biolinum O", "Cousine", "Liberation Mono", "FreeMono", "JetBrains Mono",
)  # fmt: skip
# Cuts that no office sets a form in.
_ODD_CUTS = re.compile(
    r"Thin|ExtraLight|Black|Cond.*Light|Hairline|ExtraBold|Symbol|Emoji|Math|Mono.*Oblique", re.I
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


@dataclass(frozen=True)
class Typefaces:
    """Font files by family; those with serifs once more, since most papers of offices are set in them."""

    serif: Mapping[str, tuple[Path, ...]]
    every: Mapping[str, tuple[Path, ...]]

    def chosen(self, rng: Random, serif: bool) -> Path:
        """Any cut of any family, each family as often as another."""
        families = self.serif if serif else self.every
        return rng.choice(families[rng.choice(sorted(families))])


def typefaces() -> Typefaces:
    """What is installed. Raises FileNotFoundError when no family with serifs is."""
    listed = subprocess.run(
        ["fc-list", ":", "--format", "%{family[0]}\t%{file}\n"], capture_output=True, text=True, check=True
    ).stdout
    files: dict[str, list[Path]] = {}
    for line in sorted(set(listed.splitlines())):
        family, file = line.split("\t")
        if family in (*_SERIF, *_OTHER) and not _ODD_CUTS.search(Path(file).name) and _complete(Path(file)):
            files.setdefault(family, []).append(Path(file))
    every = {family: tuple(found) for family, found in files.items()}
    serif = {family: found for family, found in every.items() if family in _SERIF}
    if not serif:
        raise FileNotFoundError("no typeface of any family with serifs: run tools/apt.sh run bench training")
    return Typefaces(serif, every)


def _complete(file: Path) -> bool:
    """Whether the font has every Vietnamese letter; bold cuts often lack some."""
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return set(font.getBestCmap()) >= _NEEDED


def _vietnamese() -> frozenset[int]:
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(_VOWELS, _TONES)} | {"đ"}
    plain = "abcdefghijklmnopqrstuvwxyz0123456789.,:;/-()²%"
    return frozenset(map(ord, small | {letter.upper() for letter in small} | set(plain + plain.upper())))


_NEEDED = _vietnamese()

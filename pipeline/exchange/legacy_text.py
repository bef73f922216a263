"""Vietnamese text of the years before Unicode (TCVN3, also called ABC, and VNI) made Unicode, and told from Unicode.

Correct Unicode is never changed: a text that holds a Vietnamese letter beyond Latin-1 is left as it is, whatever
encoding is named for it. Detection looks at a whole table, because a single word often reads as either.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from pipeline.normalize.names import mixed_case
from pipeline.normalize.spelling import is_syllable

UNICODE, TCVN3, TCVN3_CAPITALS, VNI, AUTO = "unicode", "tcvn3", "tcvn3-capitals", "vni", "auto"
ENCODINGS = (UNICODE, TCVN3, TCVN3_CAPITALS, VNI)
# Below this nobody's text is changed without a person naming the encoding.
SURE = 0.9
_MARGIN = 0.5
_EDGE = " .,;:()[]{}<>\"'“”‘’!?/\\|-–_=+*&%#@~`^$0123456789"
_VIETNAMESE = re.compile("[\u0100-\u024f\u0300-\u036f\u1ea0-\u1eff]")
_WORD = re.compile(r"\S+")
_ASCII_LETTERS = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Detected:
    """What a table is written in. `confidence` (0 to 1); `words` with letters beyond ASCII were judged.

    `mixed`: some cells are plainly Unicode and others read better as an older encoding; nothing may be changed then.
    """

    encoding: str
    confidence: float
    words: int
    mixed: bool = False


def to_unicode(text: str, encoding: str) -> str:
    """`text` in Unicode, NFC; one that is Unicode already, or has ASCII alone, stays. KeyError for no such encoding."""
    known = unicodedata.normalize("NFC", text)
    if encoding == UNICODE or is_unicode(known) or known.isascii():
        return known
    return unicodedata.normalize("NFC", _DECODERS[encoding](text))


def is_unicode(text: str) -> bool:
    """Whether the text holds a letter that neither older encoding can show."""
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))


def detect(cells: Iterable[str]) -> Detected:
    """The encoding of a table by its cells; UNICODE unless another reads far better and there are words enough."""
    words: set[str] = set()
    plain = False
    for cell in cells:
        if is_unicode(cell):
            plain = True
        else:
            words |= {w for w in _words(cell) if not w.isascii()}
    if not words:
        return Detected(UNICODE, 1.0, 0)
    as_it_is = _share(words, _same)
    scores = {name: _share(words, _DECODERS[name]) for name in (TCVN3, VNI)}
    best = max(scores, key=lambda name: scores[name])
    enough = 1 - 0.5 ** len(words)
    others = max(as_it_is, *(score for name, score in scores.items() if name != best))
    if scores[best] < SURE or scores[best] - others < _MARGIN:
        return Detected(UNICODE, round(as_it_is * enough, 4), len(words))
    if plain:
        return Detected(UNICODE, round(as_it_is, 4), len(words), mixed=True)
    return Detected(best, round(scores[best] * enough, 4), len(words))


def _words(cell: str) -> list[str]:
    return [word for found in _WORD.findall(cell) if (word := found.strip(_EDGE))]


def _share(words: Sequence[str] | set[str], decode: Callable[[str], str]) -> float:
    """How many of `words` are Vietnamese syllables once decoded, written as people write them."""
    good = 0
    for word in words:
        parts = [part for part in re.split(r"[-./,;:()]+", decode(word)) if part]
        good += bool(parts) and all(is_syllable(part) and not mixed_case(part) for part in parts)
    return good / len(words)


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def letters(encoding: str) -> Mapping[str, str]:
    """The code of every letter in `encoding` ("tcvn3" or "vni")."""
    source = resources.files("pipeline").joinpath("data/legacy_letters.toml").read_text(encoding="utf-8")
    entries = (entry.split("=") for entry in tomllib.loads(source)[encoding]["letters"].split())
    return MappingProxyType({unicodedata.normalize("NFC", letter): code for letter, code in entries})


@cache
def _codes(encoding: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Letters by code, and a pattern that finds the longest codes first."""
    by_code = {code: letter for letter, code in letters(encoding).items()}
    if encoding == VNI:
        # A small mark behind a capital is met where people held the shift key for the base alone.
        by_code = {code[0] + code[1:].lower(): c for code, c in by_code.items() if len(code) == 2} | by_code
        by_code = {code[0] + code[1:].upper(): c for code, c in by_code.items() if len(code) == 2} | by_code
    every = sorted(by_code, key=len, reverse=True)
    return by_code, re.compile("|".join(map(re.escape, every)))


def _decode(text: str, encoding: str) -> str:
    by_code, pattern = _codes(encoding)
    return pattern.sub(lambda found: by_code[found.group()], text)


def _from_vni(text: str) -> str:
    return _decode(text, VNI)


def _from_tcvn3(text: str) -> str:
    """Words that were typed in a font of capitals show it by their ASCII letters: "NGUYÔN" is "NGUYỄN"."""
    typed = [_ASCII_LETTERS.findall(word) for word in _WORD.findall(text)]
    shouted = all(c.isupper() for word in typed for c in word) and any(len(word) > 1 for word in typed)

    def word(found: re.Match[str]) -> str:
        plain = _ASCII_LETTERS.findall(found.group())
        capital = shouted or (len(plain) > 1 and all(c.isupper() for c in plain))
        decoded = _decode(found.group(), TCVN3)
        return decoded.upper() if capital else decoded

    return _WORD.sub(word, text)


def _from_capitals(text: str) -> str:
    return _decode(text, TCVN3).upper()


_DECODERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {TCVN3: _from_tcvn3, TCVN3_CAPITALS: _from_capitals, VNI: _from_vni}
)

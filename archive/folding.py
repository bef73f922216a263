"""Two forms of a text for finding it again: `exact` keeps every diacritic, `fold` drops them all.

One function for all databases, since each has its own idea of Vietnamese: FTS5 leaves đ alone, PostgreSQL's
unaccent depends on a dictionary on the server. Both forms are idempotent and blind to NFC or NFD.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_TOKEN = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[0-9]+|[^\W\d_]+")
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_LONGEST_TOKEN = 64


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d; Vietnamese becomes ASCII. White space becomes single spaces."""
    return " ".join(filter(None, map(_folded_word, text.split())))


def folded_tokens(text: str) -> str:
    """`tokens` of the folded text with one space between them, as names and bodies hold them."""
    return " ".join(filter(None, map(_folded_tokens_of_word, text.split())))


def exact(text: str) -> str:
    """NFC, lower case, tone marks of oa, oe, uy at a syllable's end on the second letter (hòa -> hoà)."""
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    return " ".join(_moved_tones()[0].sub(lambda m: _moved_tones()[1][m[0]], lowered).split())


def spellings(word: str) -> tuple[str, ...]:
    """A word in its exact form, and with the tone mark where older spelling has it (hoà, hòa)."""
    old = [word[: -len(new)] + before for before, new in _moved_tones()[1].items() if word.endswith(new)]
    return (word, *old)


def tokens(text: str) -> list[str]:
    """Words of letters and digits, in order; everything else separates. Overlong ones are cut off."""
    return [token[:_LONGEST_TOKEN] for token in _TOKEN.findall(text)]


def number_forms(value: str) -> tuple[str, str]:
    """Both `number_key` and `number_compact` of a number."""
    runs = _RUN.findall(fold(value))
    return " ".join(map(_unpadded, runs)), _unpadded("".join(runs))


def number_key(value: str) -> str:
    """A number's parts without separators' looks and leading zeros: `0012/GPXD-UBND` -> `12 gpxd ubnd`."""
    return number_forms(value)[0]


def number_compact(value: str) -> str:
    """A number as typed without any separators: `0012/GPXD-UBND` -> `12gpxdubnd`."""
    return number_forms(value)[1]


# A language has few words: remembering them costs a tenth of folding them again.
@lru_cache(maxsize=50_000)
def _folded_word(word: str) -> str:
    return " ".join(word.translate(_FOLDED).split())


@lru_cache(maxsize=50_000)
def _folded_tokens_of_word(word: str) -> str:
    return " ".join(tokens(_folded_word(word)))


def _unpadded(run: str) -> str:
    return run.lstrip("0") or run[-1:]


class _Letters(dict[int, str]):
    """What each character folds to, found out when it is first met. Marks vanish, so none heeds its neighbours."""

    def __missing__(self, letter: int) -> str:
        self[letter] = _bare(unicodedata.normalize("NFKD", _bare(chr(letter))))
        return self[letter]


def _bare(text: str) -> str:
    """One pass: decomposed, without marks, case folded, đ and its like as their letters."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(letters).casefold().translate(_STROKES)


_STROKES = str.maketrans({"đ": "d", "ð": "d"})
_FOLDED = _Letters()


@cache
def _moved_tones() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the 15 old-style endings, and the new style of each."""
    moved = {
        unicodedata.normalize("NFC", f"{pair[0]}{tone}{pair[1]}"): unicodedata.normalize("NFC", pair + tone)
        for pair in ("oa", "oe", "uy")
        for tone in _TONES
    }
    return re.compile(f"(?:{'|'.join(moved)})(?![^\\W\\d_])"), moved

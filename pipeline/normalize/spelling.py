"""Vietnamese letters: composed form, tone placement, folding for comparison, and the shape of a syllable.

Folding loses information and serves comparing and searching for labels only; it never makes a stored value.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ETH = str.maketrans("\u00d0\u00f0", "Đđ")
# Labels and lines of a page are folded again and again; one page has some hundred of them.
_REMEMBERED = 8192
_STOPPED = re.compile(r"(c|ch|p|t)$")
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
_SHARP_OR_HEAVY = {"\u0301", "\u0323"}


def composed(text: str) -> str:
    """NFC, runs of white space as one space, no space at the ends; the Icelandic Ð that engines give is a Đ."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ETH).split())


@lru_cache(_REMEMBERED)
def bare(text: str) -> str:
    """Lower case without any marks: "Đặng Thị Hòa" gives "dang thi hoa". Punctuation and spaces stay."""
    lowered = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in lowered if not unicodedata.combining(c)).replace("đ", "d")


@lru_cache(_REMEMBERED)
def letters(text: str) -> str:
    """`bare` letters and digits only, for comparing labels whatever the spaces and signs between them."""
    return "".join(c for c in bare(text) if c.isalnum())


def split_tone(syllable: str) -> tuple[str, str]:
    """The syllable without its tone mark (NFC, lower case), and the mark ("" for the level tone)."""
    apart = unicodedata.normalize("NFD", syllable.lower())
    tone = next((c for c in apart if c in _TONES), "")
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)), tone


def comparable(text: str) -> str:
    """A key that is equal for spellings of one text: case and the place of the tone mark do not count.

    "Hòa" and "hoà", "THỦY" and "thuỷ" have one key; "hoa" has another.
    """
    keys = []
    for word in composed(text).split():
        plain, tone = split_tone(word)
        keys.append(plain + tone)
    return " ".join(keys)


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words with the same marks; case and signs between the words do not count."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return comparable("".join(c if c.isalnum() else " " for c in composed(text))).split()


def placed(word: str) -> str:
    """A syllable with its tone mark where papers of civil status mostly have it: "hoà" gives "hòa".

    Letters and capitals stay; what is no Vietnamese syllable stays as it is.
    """
    apart = unicodedata.normalize("NFD", word)
    tone = next((c for c in apart if c in _TONES), "")
    if not tone or not is_syllable(word):
        return word
    level = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))
    at = _bearer(level.lower())
    return unicodedata.normalize("NFC", level[: at + 1] + tone + level[at + 1 :])


def _bearer(plain: str) -> int:
    """Where the tone stands: on the last vowel with a mark of its own, else by how the syllable ends."""
    start = next((len(g) for g in ("qu", "gi") if plain.startswith(g) and plain[len(g) :][:1] in _VOWELS), 0)
    vowels = [i for i in range(start, len(plain)) if plain[i] in _VOWELS]
    marked = [i for i in vowels if plain[i] in _MARKED]
    if marked:
        return marked[-1]
    closed = vowels[-1] + 1 < len(plain)
    return vowels[-1] if closed else vowels[len(vowels) // 2 if len(vowels) > 2 else 0]


def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of a Vietnamese syllable (letters and tone marks only, any case)."""
    plain, tone = split_tone(word)
    onsets, rimes = _sounds()
    for onset in onsets:
        rime = plain.removeprefix(onset)
        if (plain.startswith(onset) or not onset) and _rime_fits(onset, rime, rimes):
            return not _STOPPED.search(rime) or tone in _SHARP_OR_HEAVY
    return False


def _rime_fits(onset: str, rime: str, rimes: frozenset[str]) -> bool:
    if rime in rimes:
        # c, g, ng are written k, gh, ngh before e, ê, i, and the other way round.
        return (rime[0] in "eêiy") == (onset in {"k", "gh", "ngh"}) or onset not in {
            "c", "k", "g", "gh", "ng", "ngh",
        }  # fmt: skip
    return (onset == "gi" and ("i" + rime in rimes)) or (onset == "g" and rime in {"i", "in"})


@cache
def _sounds() -> tuple[tuple[str, ...], frozenset[str]]:
    source = resources.files("pipeline").joinpath("data/syllables.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    onsets = sorted(table["onsets"].split(), key=len, reverse=True)
    return (*onsets, ""), frozenset(table["rimes"].split())

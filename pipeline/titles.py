"""Lines of a page that may be its title, and how much each is like the titles that are known.

A title counts only as a whole line, or two lines that follow one another: "Tờ khai đăng ký khai sinh" is no birth
certificate. What the reader takes for one another in capitals (l, I and 1; O and 0) counts as the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.extract.layout import Layout, Row
from pipeline.normalize.lookups import without_whom
from pipeline.normalize.spelling import is_syllable, letters

# Where titles stand: never below this share of the page.
_LOWEST = 0.6
_LONGEST_CLUE = 24
# "SỐ NHÀ", the second line of a title, has five.
_LEAST_LETTERS = 5
_CAPITALS = 0.7
# What a real word too many costs: "CẤP GIẤY PHÉP XÂY DỰNG" is not the permit.
_EXTRA_WORD = 0.1
_FAR = 0.75
_TELLS = ("vv", "veviec")
# Letters at the end of a title that tells an abstract.
_SUBJECT = 8
_TWINS = str.maketrans({"1": "i", "l": "i", "|": "i", "!": "i", "0": "o", "5": "s"})
# Titles that go on with a name or an address: "V/v cung cấp thông tin quy hoạch tại thửa đất số 12".
_OPEN_ENDED = ("vv", "veviec", "xuphat", "cungcap", "bienbanvipham", "quyetdinhxuphat")
_SHORTEST_OPEN = 14


@dataclass(frozen=True)
class TitleLine:
    """A line that may be a title; `capitals` says whether it is printed in them, `middle` where it stands."""

    text: str
    middle: float
    capitals: bool
    centred: bool


@lru_cache(8192)
def title_key(text: str) -> str:
    """Letters for comparing titles: without marks, and with what readers take for one another made equal."""
    return letters(text.translate(_TWINS)).translate(_TWINS)


def title_lines(layout: Layout) -> list[TitleLine]:
    """Lines in the upper part that are set like titles, alone and joined with the next one."""
    rows = [row for row in layout.rows if row.middle < _LOWEST * layout.height]
    parts = [part for row in rows for part in dict.fromkeys((row, *row.segments)) if _short(part)]
    edge = min((row.left for row in layout.rows if len(row.tokens) > 5), default=0.0)
    lines = [_line(part, layout, edge) for part in parts]
    joined = [
        TitleLine(f"{one.text} {two.text}", one.middle, one.capitals, two.centred)
        for (a, one), (b, two) in pairwise(zip(parts, lines, strict=True))
        if 0 < b.middle - a.middle < 3.5 * a.unit and (one.capitals or one.centred)
    ]
    of_whom = [(line, without_whom(line.text)) for line in lines]
    alone = [replace(line, text=text) for line, text in of_whom if text != line.text]
    return [line for line in (*lines, *joined, *alone) if line.capitals or line.centred or _about(line.text)]


def _short(part: Row) -> bool:
    words = 1 if part.upper_share > _CAPITALS else 2  # "BÁOCÁO"
    enough = sum(len(t.letters) for t in part.tokens) >= _LEAST_LETTERS
    return words <= len(part.tokens) <= _LONGEST_CLUE and enough


def _line(part: Row, layout: Layout, edge: float) -> TitleLine:
    middle = (part.left + part.right) / 2
    inside = part.left > edge + 2 * layout.unit
    centred = inside and abs(middle - layout.width / 2) < 0.16 * layout.width
    return TitleLine(part.text, part.middle, part.upper_share > _CAPITALS, centred)


def _about(text: str) -> bool:
    return title_key(text).startswith(_TELLS)


def best_titles(lines: Iterable[str], titles: Sequence[str]) -> dict[str, float]:
    """For each of `titles` that any line is like: the best likeness, 0 to 1."""
    keys = [title_key(title) for title in titles]
    found: dict[str, float] = {}
    for line in dict.fromkeys(lines):
        key = title_key(line)
        for _, score, index in _near(key, keys):
            if not _same_subject(key, keys[index]):
                continue
            likeness = score - _EXTRA_WORD * _extra_words(line, titles[index])
            found[titles[index]] = max(found.get(titles[index], 0.0), round(likeness, 3))
        for title, wanted in zip(titles, keys, strict=True):
            if len(key) > len(wanted) >= _SHORTEST_OPEN and wanted.startswith(_OPEN_ENDED):
                if not _same_subject(key[: len(wanted)], wanted):
                    continue
                likeness = Indel.normalized_similarity(key[: len(wanted)], wanted) - 0.03
                found[title] = max(found.get(title, 0.0), round(likeness, 3))
    return found


def _same_subject(key: str, title: str) -> bool:
    """Of a letter only the end of its abstract says what it is about: "thông tin hộ tịch" is no planning."""
    if not (title.startswith(_TELLS) or key.startswith(_TELLS)):
        return True
    if not title.startswith(_TELLS):
        # "V/v xác minh tình trạng hôn nhân" is about one, and no certificate of it.
        return False
    return Indel.normalized_similarity(key[-_SUBJECT:], title[-_SUBJECT:]) >= _FAR


def _near(key: str, keys: Sequence[str]) -> list[tuple[str, float, int]]:
    near = process.extract(key, keys, scorer=Indel.normalized_similarity, score_cutoff=_FAR, limit=None)
    return [hit for hit in near if abs(len(hit[0]) - len(key)) <= 0.3 * len(hit[0])]


def title_likeness(lines: Sequence[str], titles: Sequence[str]) -> float:
    """The best likeness of any line to any title."""
    return max(best_titles(lines, titles).values(), default=0.0)


def _extra_words(line: str, title: str) -> int:
    """Real words that the line has before or behind the title, printed like the rest of the line."""
    words = [word for word in line.split() if letters(word)]
    more = len(words) - sum(1 for word in title.split() if letters(word))
    if more <= 0:
        return 0
    wanted = title_key(title)

    def kept(start: int) -> float:
        inner = "".join(title_key(word) for word in words[start : len(words) - more + start])
        return Indel.normalized_similarity(inner, wanted)

    start = max(range(more + 1), key=kept)
    if kept(start) <= Indel.normalized_similarity(title_key(line), wanted):
        return 0
    capitals = sum(word.isupper() for word in words) > len(words) / 2
    outer = (*words[:start], *words[len(words) - more + start :])
    return sum(_is_real(word) and word.isupper() == capitals for word in outer)


def _is_real(word: str) -> bool:
    plain = "".join(c for c in word if c.isalpha())
    return len(plain) >= 2 and is_syllable(plain)

"""Finds printed labels in a row of words, whatever the reader did to their letters, marks and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Indel

from pipeline.extract.item_marks import is_bullet
from pipeline.extract.layout import WIDE_GAP, Row
from pipeline.normalize.names import usual_name
from pipeline.normalize.spelling import bare, comparable, letters

# A small letter in a symbol is a misread one: "Số 241-bC/ĐTN".
_NUMBER_START = re.compile(r"[.…]*\d+[A-Za-z]?(?:/|-[A-ZĐ]{2}|-[^\W\d_]{2,4}/|$)|/")

_ITEM = re.compile(r"\(?\d{1,2}[.)]|[-–+*•]")

# A justified line draws all its words apart alike; so many words has a label at most.
_STRETCH, _MOST_WORDS = 2.0, 8
# A label of so few letters may be a word of a name.
_SHORT = 6
# One of so many inside a row, without a sign behind it, may be two.
_MIDDLING = 12
# A heading of so few letters is a name as well, but for its marks.
_FEW = 3
_STREET = re.compile(r"(duong|pho|phuong|khu|hem|ngo|ngach|ap|thon|xom|to|xa|quoc lo|tinh lo|dai lo|kp|p)\b")


@dataclass(frozen=True)
class Phrase:
    """A label as printed. `stem` is the length of the longest other label that it begins with.

    `inline`: may stand inside a sentence; `strict`: a heading, which stands alone and is short.
    """

    text: str
    folded: str
    stem: int = 0
    inline: bool = False
    strict: bool = False


@dataclass(frozen=True)
class Hit:
    """A label found at `tokens[start:end]` of its row, `score` from 0 to 1; `colon`: a sign closes it."""

    phrase: Phrase
    start: int
    end: int
    score: float
    colon: bool


def phrases(labels: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Labels ready for searching: each knows how much of it is another label."""
    known = list(labels)
    found = []
    for phrase in known:
        stems = [len(o.folded) for o in known if o != phrase and phrase.folded.startswith(o.folded)]
        found.append(replace(phrase, stem=max((size for size in stems if size >= 4), default=0)))
    return tuple(found)


def find_labels(row: Row, wanted: Sequence[Phrase]) -> list[Hit]:
    """Labels of the row from left to right, none overlapping; the longest and surest win."""
    hits = [hit for start in range(len(row.tokens)) for hit in _hits_at(row, start, wanted)]
    hits.sort(key=lambda hit: (hit.score**4 * len(hit.phrase.folded), hit.score, -hit.start), reverse=True)
    taken: list[Hit] = []
    for hit in hits:
        if all(hit.end <= other.start or hit.start >= other.end for other in taken):
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.start)


def similar(text: str, wanted: str) -> float:
    """Likeness of two texts by their letters alone, 0 to 1."""
    return Indel.normalized_similarity(letters(text), letters(wanted))


def _hits_at(row: Row, start: int, wanted: Sequence[Phrase]) -> Iterable[Hit]:
    if not row.tokens[start].letters:
        return
    fresh = _starts_fresh(row, start)
    windows = _windows(row, start)
    yield from _stretched(row, start, wanted)
    yield from _filled_in(row, start, wanted)
    longest = len(windows[-1][0]) if windows else 0
    inline_only = not fresh and not _may_begin(row, start)
    for phrase in wanted:
        if inline_only and not phrase.inline:
            continue
        if 0.65 * len(phrase.folded) > longest:
            continue
        if best := _best_window(phrase, windows):
            score, end = best
            closing = _closing(row, end)
            hit = Hit(phrase, start, closing or end, score, closing is not None)
            if _believable(row, hit, fresh):
                yield hit


def _stretched(row: Row, start: int, wanted: Sequence[Phrase]) -> Iterable[Hit]:
    """Labels up to their sign that a justified line drew apart, "Ngày,   tháng,   năm   sinh:", letter by letter."""
    found = row.tokens[start : start + _MOST_WORDS]
    end = next((at + 1 for at, token in enumerate(found) if token.text.endswith(":")), 0)
    held = found[:end]
    gaps = [b.x0 - a.x1 for a, b in pairwise(held)]
    if len(gaps) < 2 or not WIDE_GAP * row.unit < max(gaps) <= _STRETCH * min(gaps):
        return
    said = "".join(token.letters for token in held)
    for phrase in wanted:
        if phrase.folded == said:
            yield Hit(phrase, start, start + end, 1.0, True)


def _filled_in(row: Row, start: int, wanted: Sequence[Phrase]) -> Iterable[Hit]:
    """A label that is all of its row, letter by letter, with a gap where a second pass wrote one of its words into the
    blank: "Là   cha   của".
    """
    if start or not 1 < len(row.tokens) <= _MOST_WORDS:
        return
    said = "".join(token.letters for token in row.tokens)
    for phrase in wanted:
        if phrase.inline and len(said) > _SHORT and phrase.folded == said:
            yield Hit(phrase, 0, len(row.tokens), 1.0, False)


def _may_begin(row: Row, start: int) -> bool:
    """Whether a label that must not stand inside a sentence may begin here: at a capital, or with a colon to come."""
    first = next((c for c in row.tokens[start].text if c.isalpha()), "")
    closing = any(":" in t.text or ";" in t.text or t.is_leader for t in row.tokens[start : start + 22])
    return first.isupper() or closing or _says_sex(row, start + 1)


def _windows(row: Row, start: int) -> list[tuple[str, int]]:
    """Letters of the tokens from `start` on, up to the first colon, leader or wide gap."""
    found, text = [], ""
    for end in range(start, min(start + 14, len(row.tokens))):
        token = row.tokens[end]
        if token.is_leader or (end > start and token.x0 - row.tokens[end - 1].x1 > WIDE_GAP * row.unit):
            break
        text += token.letters
        found.append((text, end + 1))
        if token.text.endswith(":"):
            break
    return found


def _best_window(phrase: Phrase, windows: list[tuple[str, int]]) -> tuple[float, int] | None:
    size, best = len(phrase.folded), None
    floor = _floor(size)
    for text, end in windows:
        if not 0.65 * size <= len(text) <= 1.4 * size:
            continue
        score = Indel.normalized_similarity(text, phrase.folded, score_cutoff=floor)
        if score >= floor and ending_fits(phrase, text) and (best is None or score > best[0]):
            best = (score, end)
    return best


def _floor(size: int) -> float:
    return 1.0 if size <= 4 else 0.84 if size <= 8 else 0.82 if size <= 12 else 0.8


def ending_fits(phrase: Phrase, text: str) -> bool:
    """What a label adds to a shorter one must itself be there: "tên người con" is neither "tên Nguyễn" nor "tên người
    cha", which would give one person the values of the other.
    """
    if not phrase.stem:
        return True
    added = phrase.folded[phrase.stem :]
    # "Họ tên CHÂU ..." is not "Họ tên cha": of three letters none may be another.
    return Indel.normalized_similarity(text[phrase.stem :], added) >= (0.85 if len(added) > 3 else 1.0)


def _closing(row: Row, end: int) -> int | None:
    """Index after the colon (or leader) that closes a label, past a remark in brackets; None without one."""
    if row.tokens[end - 1].text.endswith((":", ";")) and len(row.tokens[end - 1].text) > 1:
        return end
    after = row.tokens[end : end + 7]
    if after and after[0].text.startswith("("):
        for offset, token in enumerate(after):
            if token.text.endswith((":", "):")):
                return end + offset + 1
            if token.text.endswith(")"):
                following = row.tokens[end + offset + 1 : end + offset + 2]
                closed = bool(following) and following[0].text in {":", ";"}
                return end + offset + (2 if closed else 1)
    if after and (after[0].text in {":", ";", ".:", ",:"} or after[0].is_leader):
        return end + 1
    if after and after[0].text.startswith(":"):
        return end
    return None


def _starts_fresh(row: Row, start: int) -> bool:
    before = row.tokens[start - 1] if start else None
    if before is None or before.is_leader or row.tokens[start].x0 - before.x1 > 1.5 * row.unit:
        return True
    return all(is_bullet(token) for token in row.tokens[:start]) or row.tokens[start].text.startswith("(")


def _says_sex(row: Row, at: int) -> bool:
    # "Giới Nữ Dân tộc Kinh": the word is too short to be a label by itself, what follows makes it one.
    return at < len(row.tokens) and row.tokens[at].letters in {"nam", "nu"}


def _numbered(row: Row, hit: Hit) -> bool:
    """Whether a number stands behind a label like "Số", and not that of a house: "số 237B đường Tô Ngọc Vân"."""
    after = row.tokens[hit.end : hit.end + 3]
    if not after or not _NUMBER_START.match(after[0].text) or row.tokens[hit.start].text[:1].islower():
        return False
    following = " ".join(token.text for token in after[1:])
    return not _STREET.match(bare(following).lstrip(" ,.-"))


def _alone(row: Row, hit: Hit) -> bool:
    """Whether a label fills its row or its cell."""
    after = row.tokens[hit.end : hit.end + 1]
    return not after or after[0].x0 - row.tokens[hit.end - 1].x1 > WIDE_GAP * row.unit


def _item_alone(row: Row, hit: Hit) -> bool:
    """Whether a label and the number or sign of its item are all of a row: "2. Số" or "- Số" over "32/2018"."""
    return hit.start == 1 and hit.end == len(row.tokens) and bool(_ITEM.fullmatch(row.tokens[0].text))


def _fills_cell(row: Row, hit: Hit) -> bool:
    """Whether a short label with a capital stands alone at the left, its value in the next cell: "Do | Công ty ..."."""
    words = row.tokens[hit.start : hit.end]
    return hit.start == 0 and hit.end < len(row.tokens) and words[0].text.istitle() and _alone(row, hit)


def _goes_on_small(row: Row, hit: Hit) -> bool:
    """Whether a word in small letters follows that is no value: "Thành phố Hồ Chí Minh" is no "Thành"."""
    after = row.tokens[hit.end : hit.end + 1]
    return bool(after) and after[0].text.islower() and not _says_sex(row, hit.end) and not _alone(row, hit)


def _first_letter_lost(row: Row, hit: Hit) -> bool:
    """Whether only the first letter of a row's first label was read wrong, as at the edge of a page or a fold."""
    found = "".join(token.letters for token in row.tokens[hit.start : hit.end])
    return hit.start == 0 and len(found) >= _SHORT and found[1:] == hit.phrase.folded[1:]


def _in_capitals(row: Row, hit: Hit) -> bool:
    """Whether all of a label is in capitals, as the last word of a name may be: "QUYÊN" is no "Quyển"."""
    return all(token.text.isupper() for token in row.tokens[hit.start : hit.end] if token.letters)


def _is_heading(row: Row, hit: Hit) -> bool:
    """Whether a heading begins its row, fills its cell or has a sign behind it, and one of few letters has its marks:
    "Họ và tên chồng: ... VÕ PHƯỚC SANG" holds no "VỢ", and the family name "Ông" behind a label heads nobody's part.
    """
    first = all(is_bullet(token) for token in row.tokens[: hit.start])
    words = " ".join(token.text for token in row.tokens[hit.start : hit.end])
    marked = len(hit.phrase.folded) > _FEW or comparable(words).strip(" .:;") == comparable(hit.phrase.text)
    return marked and (first or hit.colon or _alone(row, hit))


def _believable(row: Row, hit: Hit, fresh: bool) -> bool:
    size = len(hit.phrase.folded)
    if hit.phrase.strict:
        return fresh and hit.score >= (0.9 if size > 8 else 1.0) and _is_heading(row, hit)
    if size <= 3 or (size <= _SHORT and not hit.colon and _in_capitals(row, hit)):
        return fresh and (hit.colon or _numbered(row, hit) or _item_alone(row, hit) or _fills_cell(row, hit))
    if hit.end - hit.start == 1 and size <= 5 and not hit.colon and _goes_on_small(row, hit):
        return False
    if size <= _SHORT and hit.score < 1 and not fresh and row.tokens[hit.start].text[:1].islower():
        # "tùy thân:" behind a spoilt beginning is no "Thành:".
        return False
    if hit.colon or (size <= 5 and hit.score >= 1.0 and _says_sex(row, hit.end)):
        return True
    if hit.score < 1 and usual_name(" ".join(token.text for token in row.tokens[hit.start :])):
        # "Nguyễn Quang Tiến" is a signer, and no "Nguyên quán" of somebody.
        return False
    if fresh:
        likely = hit.score >= 0.9 or _first_letter_lost(row, hit)
        return likely and (size > 4 or _alone(row, hit))
    first = next((c for c in row.tokens[hit.start].text if c.isalpha()), "")
    # "tên cha Nguyễn Xuân Quý" holds no "Nguyên quán".
    enough = 1.0 if size <= _MIDDLING else 0.9
    return hit.score >= enough and size >= 6 and (hit.phrase.inline or first.isupper())

"""A word of the reader cut where a label ends or dots begin, its signs those of the keyboard. Knows no places."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from pipeline.normalize.spelling import is_syllable

_DOT = 0.45  # width of a dot, in letters
_LEADER = re.compile(r"(?:[.…·•_‥]|\s){2,}[.…·•_‥]*|…")
_CUT = re.compile(r"(?<=[^\W\d_]):(?=\S)|(?<=\d):(?=[^\W\d_])|(?<=\)):(?=\S)")
# A value that a second pass printed onto the end of its label: "phépKhông", "kếKTS.", "số697", "QUÁNThành", "trình.Nhà"
# and "chết'Nhồi" where a colon is half covered. "m2" and "ThS" stay.
_SMALL = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_GLUED = re.compile(
    f"(?<=[{_SMALL}]{{2}})(?=[{_SMALL.upper()}0-9])|(?<=[{_SMALL}]{{2}}[.;,'’])(?=[{_SMALL.upper()}])"
    f"|(?<=[{_SMALL.upper()}]{{2}})(?=[{_SMALL.upper()}][{_SMALL}]{{2}})"
)
# A place printed so begins in small letters: "quántỉnh Đồng Nai", "dựngthôn".
_PLACE_GLUED = re.compile(
    rf"(?<=[{_SMALL}]{{2}})(?=(?:tỉnh|thành|thị|thôn|xã|ấp|phường|quận|huyện|đường|khu|tổ|số)$)"
)
_NARROW = "._·:;,'’"
# Signs that look like those of a Vietnamese keyboard: other slashes, the Icelandic letter, and marks without a letter,
# which count as letters themselves.
_TWINS = str.maketrans("⁄∕Ðˆ˜ˇʼ", "//Đ^~'’")
# "Về việc" is written so, and the reader makes signs of its last letter; no word has a "w".
_ABOUT = re.compile(r"V(?:/[^\w\s:]{0,2}[vwVW]?|[wW])(:?)")


def parted(word: str) -> list[tuple[str, float, float]]:
    """The word cut after a label's colon and around dot leaders, each part with its share of the width."""
    text = word.translate(_TWINS)
    if about := _ABOUT.fullmatch(text):
        text = f"V/v{about[1]}"
    cuts = {0, len(text)}
    cuts.update(match.end() for match in _CUT.finditer(text))
    for match in _LEADER.finditer(text):
        cuts.update(match.span())
    cuts.update(match.end() for match in _GLUED.finditer(text))
    if not is_syllable(text):
        cuts.update(match.end() for match in _PLACE_GLUED.finditer(text))
    edges = sorted(cuts)
    # Dots are narrow: with a letter's share of the width they would take the first letter of the value with them.
    ends = [0.0, *accumulate(_DOT if sign in _NARROW else 1.0 for sign in text)]
    return [(text[a:b], ends[a] / ends[-1], ends[b] / ends[-1]) for a, b in pairwise(edges) if b > a]

"""What the lines of a signature block must have said where seal and pen spoilt them: offices know few lines, and who
signs in whose stead follows from them (Decree 30/2020/NĐ-CP, Appendix I, part II, 7). Proposals for people only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalize.distance import distance
from pipeline.normalize.offices import listed_positions
from pipeline.normalize.spelling import composed, is_syllable

# So many letters and marks may differ in a line (more in a long one), and in all that strays and decree leave unsaid.
_MOST_OF_LINE, _LETTERS_EACH, _MOST = 2, 6, 4
_LONGEST_LINE, _LONGEST_BLOCK = 7, 24
_DEPUTIES = ("PHÓ ", "THỨ ")
_STEADS = frozenset({"TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L", "TN.", "PP."})
_SIGNS = "_~|'\"“”„<>\\*:;ˆ^`()[]{}?!¿¡"
_HEAD = (
    "(CHỦ TỊCH|BỘ TRƯỞNG|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHI CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|"
    "CỤC TRƯỞNG|VỤ TRƯỞNG|VIỆN TRƯỞNG|TRƯỞNG BAN|CHÁNH VĂN PHÒNG|CHÁNH ÁN|THỐNG ĐỐC)"
)
# What a seal leaves of "PHÓ" and of "PHÒNG".
_END_OF_DEPUTY = re.compile(r"(?<= )\S?H?Ó(?= (?:CHỦ|GIÁM|TRƯỞNG|CHÁNH|CỤC|HIỆU))")
_END_OF_OFFICE = re.compile(r"(?<=TRƯỞNG )H?ÒNG\b")
# A school where a head must be: both are words that offices know.
_SCHOOL_FOR_HEAD = re.compile(
    r"\bTRƯỜNG(?= (?:PHÒNG|BAN|KHOA|TRẠM|CÔNG AN|THÔN|ẤP|KHU PHỐ)\b)|(?<=\bHIỆU )TRƯỜNG\b|(?<=\bVIỆN )TRƯỜNG\b"
)
_VICE_MINISTER = re.compile(
    r"(KT\. BỘ TRƯỞNG) (?!THỨ TRƯỞNG)\S.{0,12}[ƯU][ỞỚO]NG\b|^((?:(?!T[LM]\.|TUQ)\S{1,3} )?BỘ TRƯỞNG) T\S{0,3} TRƯỞNG\b"
)
# A deputy under his head signs in his stead; who is neither, by his order; a committee is signed for.
_DEPUTY_UNDER_HEAD = re.compile(rf"(?<!KT\.)(?:^\S{{1,3}} |^| ){_HEAD} (PHÓ \1|THỨ TRƯỞNG)(?= |$)")
_ORDERED = re.compile(rf"^T\S{{0,2}} {_HEAD} (?=(?:TRƯỞNG|CHÁNH|GIÁM|CÔNG CHỨC|KT\.) ?)")
_COMMITTEE = re.compile(r"^(?:\S{1,3} )?ỦY BAN NHÂN DÂN(?= )")
# In whose stead a deputy signs for an office, under a seal: of "VĂN PHÒNG" the head is "CHÁNH VĂN PHÒNG".
_OFFICE_IN_STEAD = re.compile(r"(KT\.) ?(?:\S{1,5} )?V?ĂN PHÒNG P\S* .*PHÒNG$")
_IN_STEAD = re.compile(rf"^(.*?KT\. ){_HEAD}((?: \S+)*)$")
# Of departments: "TRƯỞNG PHÒNG CTSV".
_SHORT_FORM = re.compile(r"[A-ZĐ]{3,6}")
_TAILS = ("", " THƯỜNG TRỰC", " PHỤ TRÁCH")


def nearest_position(written: str) -> tuple[int, str | None]:
    """What a block that was read otherwise must have said, and how many letters and marks lie between; None if nothing
    speaks against what was read, if nothing comes near it, or if another choice of lines lies as near.
    """
    read = composed(written)
    lettered = _with_strokes_as_i(read)
    if len(read.split()) > _LONGEST_BLOCK:
        return _MOST + 1, None
    # Strays may be what is left of letters: the words are tried with them before they are tried without.
    told = _by_decree(lettered)
    meant = _by_decree(" ".join(_without_strays(told.split())))
    apart, lines = _of_lines(told.split())
    if lines is None:
        apart, lines = _of_lines(meant.split())
    if lines is None:
        # Departments' lines are in no list: what is left reads well without the strays, or it is beyond us.
        lines = meant if _reads_well(meant) else None
    return (distance(read, lines), lines) if lines and lines != read else (apart, None)


def _with_strokes_as_i(text: str) -> str:
    """The text with an I for an L where that makes a syllable of what is none: "GLÁM ĐỐC"."""
    words = text.split()
    tried = [word.replace("L", "I", 1) for word in words]
    return " ".join(
        i if "L" in word and not is_syllable(word) and is_syllable(i) else word
        for word, i in zip(words, tried, strict=True)
    )


def _without_strays(words: Sequence[str]) -> list[str]:
    """The words without what pen and seal left among them: signs, single letters, small letters among capitals."""
    kept = []
    for word in words:
        bare = word if word in _STEADS else word.strip(_SIGNS).strip("/.") or word
        stray = not bare.isupper() or (bare not in _STEADS and len(bare) < 2 and not is_syllable(bare))
        if bare == "-" or not stray:
            kept.append(bare)
    return kept if sum(word.isupper() for word in words) * 2 > len(words) else list(words)


def _reads_well(text: str) -> bool:
    known = any(line in text for line in listed_positions())
    words = (word.rstrip(",") for word in text.split() if word not in _STEADS | {"-"})
    return known and all(is_syllable(word) or _SHORT_FORM.fullmatch(word) for word in words)


def _by_decree(text: str) -> str:
    text = _SCHOOL_FOR_HEAD.sub("TRƯỞNG", _END_OF_OFFICE.sub("PHÒNG", text))
    text = _VICE_MINISTER.sub(r"\1\2 THỨ TRƯỞNG", _END_OF_DEPUTY.sub("PHÓ", text))
    text = _DEPUTY_UNDER_HEAD.sub(r" KT. \1 \2", _ORDERED.sub(r"TL. \1 ", text)).strip()
    text = _OFFICE_IN_STEAD.sub(r"\1 CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG", text)
    text = _COMMITTEE.sub("TM. ỦY BAN NHÂN DÂN", text)
    found = _IN_STEAD.match(text)
    return found[1] + _deputy(found[2].split() + found[3].split()) if found else text


def _deputy(words: Sequence[str]) -> str:
    """The words behind "KT.": a head and his deputy, whose name is the head's once more ("CHÁNH VĂN PHÒNG PHÓ CHÁ")."""
    if "THỨ TRƯỞNG" in " ".join(words):
        return " ".join(words)
    ways = []
    for cut in range(2, len(words)):
        head, rest = " ".join(words[:cut]), " ".join(words[cut:])
        for tail in _TAILS:
            meant = f"PHÓ {head}{tail}"
            most = 2 * len(meant) // 3
            apart = 0 if meant.startswith(rest) else distance(rest, meant, most)
            if apart <= most:
                ways.append((apart / len(meant), f"{head} {meant}"))
    return min(ways)[1] if ways else " ".join(words)


def _of_lines(words: Sequence[str]) -> tuple[int, str | None]:
    """The listed lines that the words are made of, joined, and how far they are; None if of others, or of several."""
    best: list[tuple[int, tuple[str, ...], bool]] = [(0, (), True)]
    for end in range(1, len(words) + 1):
        options = sorted(_ending(words, end, best))
        if not options:
            best.append((_MOST + 1, (), False))
            continue
        alone = len(options) == 1 or options[0][0] < options[1][0]
        best.append((*options[0], alone))
    apart, lines, alone = best[-1]
    return (apart, " ".join(lines)) if lines and apart <= _MOST and alone else (apart, None)


def _ending(
    words: Sequence[str], end: int, best: Sequence[tuple[int, tuple[str, ...], bool]]
) -> list[tuple[int, tuple[str, ...]]]:
    """Ways to read the words up to `end` as lines, the last of which ends there."""
    found = []
    for start in range(max(0, end - _LONGEST_LINE), end):
        so_far, lines, alone = best[start]
        if so_far > _MOST or not alone:
            continue
        text = " ".join(words[start:end])
        # Who signs "KT." in the stead of another is that one's deputy.
        deputy = bool(lines) and lines[-1].startswith("KT.")
        for line in listed_positions():
            if deputy and not line.startswith(_DEPUTIES):
                continue
            most = max(_MOST_OF_LINE, len(line) // _LETTERS_EACH)
            if abs(len(text) - len(line)) > most:
                continue
            apart = distance(text, line, most)
            if apart <= most and so_far + apart <= _MOST:
                found.append((so_far + apart, (*lines, line)))
    return found

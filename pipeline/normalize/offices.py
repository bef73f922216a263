"""Bodies and lines of signature blocks that all offices share, near to what was read. Knows no people and no places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from pipeline.normalize.distance import distance, nearest
from pipeline.normalize.spelling import bare, comparable, composed, same_words

# So many letters and marks may differ in a line of a signature block, and in all of what was read.
_MOST_OF_LINE, _MOST = 2, 4
# What kind of body it is reads well, up to its marks: "Sở Lao động ..." is no misread "Bộ Lao động ...".
BODY_KINDS = frozenset({"bo", "so", "phong", "cuc", "vu", "ban", "vien", "chi"})
_INSIDE = frozenset(
    map(comparable, ("viên", "phần", "hữu", "hạn", "một", "nhân", "dân", "và", "của", "thuộc"))
)
_LONGEST_LINE = 7
_LONGEST_BLOCK = 20
_DEPUTIES = ("PHÓ ", "THỨ ")
# What a seal leaves of "PHÓ", and a stroke in its place under "KT. CHỦ TỊCH", whose deputy it must be.
_END_OF_DEPUTY = re.compile(r"(?<= )H?Ó(?= (?:CHỦ|GIÁM|TRƯỞNG|CHÁNH|CỤC|HIỆU))")
_SPOILT_DEPUTY = re.compile(
    r"(KT\. (CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CỤC TRƯỞNG)) (?!PHÓ )\S{1,4} \2$"
)
_SPOILT_VICE_MINISTER = re.compile(r"(KT\. BỘ TRƯỞNG) (?!THỨ TRƯỞNG)\S.{0,12}[ƯU][ỞỚO]NG\b(.*)$")
# Decree 30/2020/NĐ-CP, Appendix I, part II, 7: who signs for a collective, for a head, or by his order.
_FOR_THE_COLLECTIVE = re.compile(r"TM\. (?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND)(?: [^.]+?)? CHỦ TỊCH")
_DEPUTY_FOR_THE_COLLECTIVE = re.compile(r"TM\. (?:ỦY BAN NHÂN DÂN|UBND)(?: [^.]+?)? (KT\. CHỦ TỊCH .+)")
_FOR_THE_HEAD = re.compile(r"KT\. (.+) (?:PHÓ \1|THỨ TRƯỞNG)(?: THƯỜNG TRỰC)?")
_BY_ORDER = re.compile(
    r"(?:TL|TUQ)\. (?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHI CỤC TRƯỞNG|CỤC TRƯỞNG|"
    r"TỔNG CỤC TRƯỞNG|VIỆN TRƯỞNG|TRƯỞNG BAN|CHÁNH ÁN) (.+)"
)
# Guidance 36-HD/VPTW of the Party's office: who signs for a committee of it needs no "K/T" as its deputy secretary.
_FOR_THE_PARTY = re.compile(
    r"T/[ML] (?:BAN THƯỜNG VỤ|BAN CHẤP HÀNH|ĐẢNG ỦY|THƯỜNG TRỰC [^.]+?) (?:PHÓ )?BÍ THƯ(?: THƯỜNG TRỰC)?"
)
# Who acts as head, or is in charge as deputy, signs for himself as the head does.
_ACTING = re.compile(r"Q\. (.+)")
_IN_CHARGE = re.compile(r"(?:PHÓ (.+)|THỨ TRƯỞNG) PHỤ TRÁCH")


def nearest_bodies(written: str) -> tuple[int, tuple[str, ...]]:
    """The listed bodies nearest to the text in capitals, and how far they are; none if it is one or lies too far."""
    text = composed(written)
    bodies = _lists()["bodies"]
    kind = bare(text.split(maxsplit=1)[0]) if text else ""
    if kind in BODY_KINDS:
        bodies = tuple(body for body in bodies if bare(body.split(maxsplit=1)[0]) == kind)
    apart, found = nearest(text, bodies, min(_MOST, len(text) // 5))
    return (apart, found) if apart else (0, ())


def listed_body(name: str) -> bool:
    """Whether a body is one of the list."""
    return any(same_words(name, body) for body in _lists()["bodies"])


def begins_inside(body: str) -> bool:
    """Whether the name of a body begins with a word that stands inside names only: its first line was lost, as of "CÔNG
    TY TNHH MỘT THÀNH | VIÊN KHAI THÁC ...".
    """
    return comparable(body.split(maxsplit=1)[0] if body else "") in _INSIDE


def nearest_position(written: str) -> tuple[int, str | None]:
    """The listed lines that the text is made of, joined, and how far they are; None if it is made of them exactly, or
    of others, or if another choice of lines lies as near.
    """
    text = _SPOILT_DEPUTY.sub(r"\1 PHÓ \2", _END_OF_DEPUTY.sub("PHÓ", composed(written)))
    text = _SPOILT_VICE_MINISTER.sub(r"\1 THỨ TRƯỞNG\2", text)
    spoilt = distance(composed(written), text, _MOST - 2)
    words = text.split()
    if len(words) > _LONGEST_BLOCK:
        return _MOST + 1, None
    best: list[tuple[int, tuple[str, ...], bool]] = [(0, (), True)]
    for end in range(1, len(words) + 1):
        options = sorted(_ending(words, end, best))
        if not options:
            best.append((_MOST + 1, (), False))
            continue
        alone = len(options) == 1 or options[0][0] < options[1][0]
        best.append((*options[0], alone))
    apart, lines, alone = best[-1][0] + spoilt, *best[-1][1:]
    return (apart, " ".join(lines)) if 0 < apart <= _MOST and alone else (apart, None)


# Bodies with one head and what he is, by the letters that their names begin with.
_HEADS = {
    "SO": "GIÁM ĐỐC",
    "TRUNG TAM": "GIÁM ĐỐC",
    "BENH VIEN": "GIÁM ĐỐC",
    "BO": "BỘ TRƯỞNG",
    "TONG CUC": "TỔNG CỤC TRƯỞNG",
    "CUC": "CỤC TRƯỞNG",
    "CHI CUC": "CHI CỤC TRƯỞNG",
    "PHONG": "TRƯỞNG PHÒNG",
    "VAN PHONG": "CHÁNH VĂN PHÒNG",
    "THANH TRA": "CHÁNH THANH TRA",
    "TRUONG": "HIỆU TRƯỞNG",
    "TOA AN": "CHÁNH ÁN",
    "VIEN": "VIỆN TRƯỞNG",
}


# By order of a head sign those of parts, which are named: "GIÁM ĐỐC SỞ NỘI VỤ", whose second line may be lost.
_OF_WHAT = frozenset(_HEADS.values()) - {"CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA"}


def whole_block(written: str) -> bool:
    """Whether the lines of a signature block are all there: whom the signer acts for and, behind it, what he is.

    A lost line leaves a text that reads as well, so that "CHỦ TỊCH" alone, or "KT. CHỦ TỊCH", tells nothing.
    """
    text = " ".join(composed(written).upper().replace("UỶ", "ỦY").split())
    if found := _DEPUTY_FOR_THE_COLLECTIVE.fullmatch(text):
        text = found[1]
    if found := _FOR_THE_COLLECTIVE.fullmatch(text):
        return "PHÓ" not in found[0]
    if _FOR_THE_PARTY.fullmatch(text):
        return True
    found = _BY_ORDER.fullmatch(text)
    if found and not found[1].startswith("KT."):
        listed = any(same_words(found[1], line) for line in _lists()["positions"])
        return (listed and found[1] not in _OF_WHAT) or _heads_department(found[1])
    return bool(_FOR_THE_HEAD.fullmatch(found[1] if found else text))


def heads_body(written: str, body: str) -> bool:
    """Whether a line says that somebody heads the body, which has one head and no collective: who signs for such a body
    himself puts nothing above it (Decree 30/2020, Appendix I, part II, 7). The chairman of a committee does: "TM. ...".
    """
    folded = bare(body).upper()
    organ = next((organ for organ in _HEADS if folded.startswith(f"{organ} ")), None)
    return organ is not None and same_words(_HEADS[organ], _head_of(written))


def _head_of(written: str) -> str:
    """The office of which somebody is acting head or deputy in charge; else the line itself."""
    text = " ".join(composed(written).upper().split())
    if found := _IN_CHARGE.fullmatch(text):
        return found[1] or "BỘ TRƯỞNG"
    found = _ACTING.fullmatch(text)
    return found[1] if found else text


def _heads_department(line: str) -> bool:
    """Whether a line says "TRƯỞNG PHÒNG ..." or "GIÁM ĐỐC SỞ ..." of a department that offices have, or its deputy."""
    found = re.fullmatch(r"(?:(?:PHÓ )?TRƯỞNG|GIÁM ĐỐC) ((?:PHÒNG|SỞ) .+)", line)
    return found is not None and listed_body(found[1])


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
        # Who signs "KT." in the stead of another is that one's deputy (Decree 30/2020, Appendix I).
        deputy = bool(lines) and lines[-1].startswith("KT.")
        for line in _lists()["positions"]:
            if deputy and not line.startswith(_DEPUTIES):
                continue
            if abs(len(text) - len(line)) > _MOST_OF_LINE:
                continue
            apart = distance(text, line, _MOST_OF_LINE)
            if apart <= _MOST_OF_LINE and so_far + apart <= _MOST:
                found.append((so_far + apart, (*lines, line)))
    return found


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    source = resources.files("pipeline").joinpath("data/offices.toml").read_text(encoding="utf-8")
    return {name: tuple(composed(one) for one in listed) for name, listed in tomllib.loads(source).items()}

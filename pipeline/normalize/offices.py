"""Bodies and lines of signature blocks that all offices share, near to what was read. Knows no people and no places."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from pipeline.normalize.distance import nearest
from pipeline.normalize.spelling import bare, comparable, composed, same_words

# So many letters and marks may differ.
_MOST = 4
# What kind of body it is reads well, up to its marks: "Sở Lao động ..." is no misread "Bộ Lao động ...".
BODY_KINDS = frozenset({"bo", "so", "phong", "cuc", "vu", "ban", "vien", "chi"})
_INSIDE = frozenset(
    map(comparable, ("viên", "phần", "hữu", "hạn", "một", "nhân", "dân", "và", "của", "thuộc"))
)
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
    """Whether a body is one of the list, its dashes there: "PHÒNG HÀNH CHÍNH TỔNG HỢP" lost one."""
    return any(
        same_words(name, body) and name.count(" - ") == body.count(" - ") for body in _lists()["bodies"]
    )


def begins_inside(body: str) -> bool:
    """Whether the name of a body begins with a word that stands inside names only: its first line was lost, as of "CÔNG
    TY TNHH MỘT THÀNH | VIÊN KHAI THÁC ...".
    """
    return comparable(body.split(maxsplit=1)[0] if body else "") in _INSIDE


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


def listed_positions() -> tuple[str, ...]:
    """The lines of signature blocks that all offices share, in capitals."""
    return _lists()["positions"]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    source = resources.files("pipeline").joinpath("data/offices.toml").read_text(encoding="utf-8")
    return {name: tuple(composed(one) for one in listed) for name, listed in tomllib.loads(source).items()}

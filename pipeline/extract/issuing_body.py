"""The body that issued a paper: its lines at the upper left, and whether none of them can be lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.block_lines import closed_up
from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row
from pipeline.extract.room import none_between
from pipeline.normalize.spelling import bare, letters

_BODY_HEADS = re.compile(
    r"^(bo|so|uy ban|ubnd|truong|cuc|tong cuc|phong|ban|trung tam|chi cuc|vien(?! chuc)|vu|van phong|cong ty|hoi|"
    r"toa an|quy (?:bao|dau tu|ho tro|tin dung)|thue (?:tinh|thanh pho|co so|khu vuc)|cong an|bao hiem|hoc vien|"
    r"benh vien|tap doan|thanh tra|kho bac|hdnd|dang|chinh phu|quoc hoi|lien doan|chi nhanh|doi|to|nha xuat ban|"
    r"dai hoc|thu tuong|chu tich nuoc|mat tran|quan uy|huyen uy|thanh uy|tinh uy|dang uy|ban chap hanh|trung uong|"
    r"tong cong ty|(?:tinh|thanh|huyen|quan) doan|ngan hang (?:nha nuoc|chinh sach|thuong mai)|kiem toan nha nuoc|"
    r"hat kiem lam)\b"
)
# A number, an abstract or the name of a form, which stand below the body; "Sở Xây dựng" is one.
_NO_BODY = re.compile(r"s[o0]\s*[:.]|v/v|mau\s|so(?:\s*$|\s*[^\sa-z])")
# The symbol of a number whose "Số:" was not read.
_SYMBOL = re.compile(r"/\s?[A-ZĐ]\w{1,9}-[A-ZĐ]{2}")
# At the end of the line of one of several bodies that issue a paper together.
JOINS = re.compile(r"\w\s*[-–]$")
# In heights of a word: how far below the motto its second line stands at least, and the number below the body at
# most, so that no line more has room between them.
_BESIDE_SECOND, _NUMBER_BELOW = 0.8, 3.2
# One line that names committee and place, over a number with the committee's symbol: "UBND QUẬN NINH KIỀU" over
# "814/PC-UBND". A department's number, whose line may be lost, has the department's symbol.
_COMMITTEE = re.compile(
    r"(uy ban nhan dan|ubnd) (xa|phuong|thi tran|thi xa|quan|huyen|thanh pho|tp|tinh|dac khu) \w{2}"
)
_ITS_SYMBOL = re.compile(r"/\s?(UBND\b|\w+\s?-\s?UBND\b)")
# Words of two syllables in names of bodies, the second of which may begin a name of its own.
_WORDS_OF_TWO = frozenset(
    {("moi", "truong"), ("thi", "truong"), ("xa", "hoi"), ("quoc", "phong"), ("du", "phong"), ("bien", "phong"),
     ("noi", "vu"), ("dich", "vu"), ("thanh", "vien")}
)  # fmt: skip
_PEOPLES, _LIKE_PEOPLES = "ỦY BAN NHÂN DÂN", 0.85
# Stamped between the lines of a head: how urgent or secret a paper is, that it is a copy (Decree 30/2020, Appendix I).
STAMPED = re.compile(
    r"^[\W_]*(hoa toc|thuong khan|khan|hen gio|sao y|sao luc|trich sao|ban sao|mat|toi mat|den|luu hanh noi bo)\b"
    r"[\W\d_]*$"
)


def body_lines(left: Sequence[Row]) -> Sequence[Row]:
    """The lines of the body that issued the paper, of those at the upper left, without those of the body above it."""
    names: list[Row] = []
    for row in left:
        folded = bare(row.text).strip(" .-_—:")
        if STAMPED.match(folded) or (folded == "so" and not names):
            # A stamp above the body has a head of its own.
            continue
        if _NO_BODY.match(folded) or _SYMBOL.search(row.text):
            break
        if letters(row.text) and (row.upper_share > 0.6 or not names):
            names.append(row)
    starts = [
        i for i, row in enumerate(names) if begins_body(row) and not (i and _goes_on(names[i - 1], row))
    ]
    return names[starts[-1] :] if starts else names[-1:]


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a line that reads as the beginning of a body is the rest of the one above: that one ends in a dash, or in
    the first half of a word ("SỞ NÔNG NGHIỆP VÀ MÔI | TRƯỜNG").
    """
    halves = letters(above.text.split()[-1]), letters(row.text.split()[0])
    return bool(JOINS.search(above.text)) or halves in _WORDS_OF_TWO


def body_set_whole(body: Sequence[Row], left: Sequence[Row], motto: Row, layout: Layout) -> bool:
    """Whether no line of the body can be lost: its first one says that it begins there, the others follow closely, the
    last stands beside the second line of the motto or below it, and the number close under it, or with nothing between
    them on the paper (Decree 30/2020, Appendix I: a body below another takes the second line at least), or it is a
    committee whose symbol the number has.
    """
    if not body or not begins_body(body[0]) or not (len(body) == 1 or closed_up(body)):
        return False
    last = body[-1]
    below = next((row for row in left if row.middle > last.middle), None)
    if below is None or not _NO_BODY.match(bare(below.text).strip(" .-_—:")):
        return False
    second = last.middle - motto.middle >= _BESIDE_SECOND * last.unit
    committee = len(body) == 1 and _COMMITTEE.match(bare(last.text)) and _ITS_SYMBOL.search(below.text)
    near = below.middle - last.middle <= _NUMBER_BELOW * last.unit
    return bool(second or committee) and (near or none_between(layout, last, below))


def begins_body(row: Row) -> bool:
    """Whether the row names a body, or its beginning is much like the words that most of them begin with."""
    folded = re.sub(r"[^a-z0-9 ]", "", bare(row.text)).strip()
    return (
        bool(_BODY_HEADS.match(folded)) or similar(row.text[: len(_PEOPLES) + 1], _PEOPLES) >= _LIKE_PEOPLES
    )

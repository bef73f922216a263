"""What the lines of a signature block say: its heading, in whose stead, what position, how to sign. Finds no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.labels import similar
from pipeline.extract.layout import Row
from pipeline.normalize.spelling import bare

STEAD = re.compile(r"^(?:(?:kt|tm|tl|tuq|t|q|pp|tn)\s*[.,]|t/m|k/t|t/l)\s*\S")
POSITION = re.compile(
    r"^(pho )?(quyen )?(chu tich|bo truong|thu truong|giam doc|tong giam doc|truong phong|chanh van phong|hieu truong|"
    r"cuc truong|tong cuc truong|vu truong|vien truong|chanh an|truong ban|chu nhiem|chi cuc truong|vien truong|"
    r"thu tuong|truong cong an|doi truong|to truong|thu ky|truong|tham phan|chanh thanh tra|cong chuc|can bo|"
    r"chu tri|chu toa|nguoi lap bien ban|bi thu|thuong truc|tong thanh tra|thong doc|kiem toan truong|tong bien tap|"
    r"ke toan truong)\b"
)
# Stroked over by seal and pen, these are still known by most of their letters.
_USUAL = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "BỘ TRƯỞNG",
          "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG", "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG",
          "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "CÁN BỘ TƯ PHÁP - HỘ TỊCH")  # fmt: skip
_ENACTS = re.compile(
    r"^(pho )?(chu tich|bo truong|giam doc|truong phong|hieu truong) (uy ban|ubnd|bo |so |phong |truong )"
)
HEADS = ("NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ TRÍCH LỤC", "NGƯỜI KÝ", "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN",
          "NGƯỜI KÝ GIẤY CHỨNG TỬ", "NGƯỜI KÝ GIẤY CHỨNG NHẬN", "NGƯỜI KÝ QUYẾT ĐỊNH")  # fmt: skip
# Printed on a record (Decree 118/2021/NĐ-CP, form MBB01), mostly with nothing below it but how to sign.
RECORDER = ("NGƯỜI LẬP BIÊN BẢN",)
CLERK = ("NGƯỜI THỰC HIỆN", "NGƯỜI LẬP", "NGƯỜI GHI SỔ", "CÁN BỘ HỘ TỊCH", "CÁN BỘ TƯ PHÁP HỘ TỊCH",
          "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "HỘ TỊCH VIÊN")  # fmt: skip
# "Người ký: ..." and "Ngày ký: ..." are what an electronic signature prints about itself.
REMARK = re.compile(r"^\(|\bky:|ky,? (va )?ghi ro|ho,? (chu dem,? )?(va )?ten\)?$|dong dau")


def has_head(block: Sequence[Row]) -> bool:
    """Whether the block has its printed heading ("NGƯỜI KÝ TRÍCH LỤC")."""
    return any(is_head(row, HEADS) for row in block)


def is_head(part: Row, heads: Iterable[str]) -> bool:
    """Whether a line is one of those headings, however it was read."""
    return any(abs(len(part.text) - len(h)) < 8 and similar(part.text, h) > 0.84 for h in heads)


def names_position(part: Row) -> bool:
    """Whether a line in capitals says in whose stead or as what somebody signs."""
    folded = re.sub(r"^[\W_]+", "", bare(part.text))
    if part.upper_share < 0.75 or _ENACTS.match(folded):
        return False
    named = STEAD.match(folded) or POSITION.match(folded)
    return bool(named) or any(similar(folded, usual) >= 0.82 for usual in _USUAL)


def enacts(part: Row) -> bool:
    """Whether a line names the head of a body: "GIÁM ĐỐC SỞ NHÀ ĐẤT" enacts in the middle and signs at the right."""
    return part.upper_share >= 0.75 and bool(_ENACTS.match(re.sub(r"^[\W_]+", "", bare(part.text))))


def is_remark(row: Row) -> bool:
    """Whether a line only says how to sign ("(Ký, ghi rõ họ tên)")."""
    folded = bare(row.text)
    return bool(REMARK.search(folded)) or (row.upper_share < 0.5 and folded.endswith(")"))

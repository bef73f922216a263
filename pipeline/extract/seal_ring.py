"""What a seal says in its ring, a piece of which reads like a name in capitals. Finds no seals."""

from __future__ import annotations

from pipeline.extract.labels import similar
from pipeline.normalize.spelling import letters

_RING = tuple(
    letters(text)
    for text in ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH", "THÀNH PHỐ THỦ ĐỨC",
                 "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
)  # fmt: skip


def in_ring(text: str) -> bool:
    """Whether the text in capitals is a piece of it."""
    held = letters(text)
    return text.isupper() and any(held in ring or similar(text, ring) > 0.8 for ring in _RING)

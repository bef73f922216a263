"""Is the text layer of a PDF page what shows on it? Judges words already found; reads no file.

A layer that is wrong looks as certain as one that is right, so every doubt sends the page to the engine. The
rules stand in docs/decisions/0003-reading-pdf.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pikepdf
from numpy.typing import NDArray

from ocr.page import Box, PageImage, Word
from ocr.pdf_ink import inherited
from ocr.pdf_page import PagePlan
from ocr.text_likeness import text_likeness

_IMAGE_SHARE = 0.2
_LEAST_LETTERS = 40
_MOST_WORDS = 4000
_MOST_STRANGE = 0.02
# Any of these may go wrong on a sound page for a word or two.
_MOST_ODD = 0.02
_LEAST_LIKENESS = 0.6
# Vietnamese prose has accents on a quarter of its letters.
_LEAST_ACCENTED = 0.06
# Outlines of letters take ten curves and more each; rules and boxes take none.
_CURVES_PER_LETTER = 2
# Of 255; pale gray print on white still shows.
_INK = 40
_VIETNAMESE = frozenset(
    "abcdefghijklmnopqrstuvwxyzàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
)
# Fonts of the encodings before Unicode (TCVN3, VNI): their letters come out as other letters.
_OLD_FONTS = (".vn", "vni-", "vni ", "vntime", "vnarial")


@dataclass(frozen=True)
class Layer:
    """Words with boxes in pixels of `page`, and what else tells whether to believe them.

    `images` are the places of images, `fonts` names in small letters without subset tags, `turned` the share
    of letters that do not stand upright, `curves` the curved pieces of paths on the page.
    """

    words: tuple[Word, ...]
    images: tuple[Box, ...]
    fonts: frozenset[str]
    turned: float
    curves: int
    page: PageImage


def may_hold_text(page: pikepdf.Page, planned: PagePlan) -> bool:
    """Whether it is worth looking for words: what can be told without reading the text."""
    if planned.scan is not None or planned.tiling is not None or planned.annotated:
        return False
    if not planned.visible_text or planned.hidden_text or planned.image_share > _IMAGE_SHARE:
        return False
    fonts = (inherited(page, "/Resources") or pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    # Scanner programs draw recognised letters as Type 3 fonts: it shows, and yet it was only recognised.
    return all(font.get("/Subtype") != pikepdf.Name.Type3 for font in fonts.as_dict().values())


def shown(layer: Layer) -> tuple[Word, ...] | None:
    """The words that show, or None when the layer as a whole is not to be believed."""
    words = layer.words
    if not words or len(words) > _MOST_WORDS or layer.turned > _MOST_ODD:
        return None
    if any(font.startswith(_OLD_FONTS) for font in layer.fonts) or not _is_text(words, layer.curves):
        return None
    boxes = np.array([word.box.as_list() for word in words], np.float64)
    odd = max(1.0, _MOST_ODD * len(words))
    if _overlapping(boxes) > odd or _on_images(boxes, layer.images) > odd:
        return None
    seen = tuple(word for word in words if _has_ink(word.box, layer.page))
    return seen if len(words) - len(seen) <= odd else None


def _is_text(words: Sequence[Word], curves: int) -> bool:
    """Enough letters, nearly all of them Vietnamese or Latin, in words that Vietnamese has."""
    text = "".join(word.text for word in words)
    letters = [letter.lower() for letter in text if letter.isalpha()]
    if len(letters) < max(_LEAST_LETTERS, curves / _CURVES_PER_LETTER):
        return False
    strange = sum(letter not in _VIETNAMESE for letter in letters) + text.count("(cid:") * 5
    strange += sum(
        unicodedata.category(letter) in {"Co", "Cn", "Cc"} or letter == "\ufffd" for letter in text
    )
    if strange > _MOST_STRANGE * len(text):
        return False
    if sum(not letter.isascii() for letter in letters) < _LEAST_ACCENTED * len(letters):
        return False
    spelled = (word.text for word in words if any(map(str.isalpha, word.text)))
    return (text_likeness(spelled) or 0.0) >= _LEAST_LIKENESS


def _overlapping(boxes: NDArray[np.float64]) -> int:
    """How many words lie half or more under another one: a layer that is there twice."""
    shared = _shared(boxes, boxes)
    np.fill_diagonal(shared, 0.0)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return int((shared.max(axis=1) > 0.5 * areas).sum())


def _on_images(boxes: NDArray[np.float64], images: Sequence[Box]) -> int:
    """How many words lie half or more on an image, which may hide them or show other words."""
    if not images:
        return 0
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    places = np.array([image.as_list() for image in images], np.float64)
    return int((_shared(boxes, places).max(axis=1) > 0.5 * areas).sum())


def _shared(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.float64]:
    wide = np.minimum(one[:, None, 2], two[None, :, 2]) - np.maximum(one[:, None, 0], two[None, :, 0])
    high = np.minimum(one[:, None, 3], two[None, :, 3]) - np.maximum(one[:, None, 1], two[None, :, 1])
    return np.asarray(np.clip(wide, 0, None) * np.clip(high, 0, None))


def _has_ink(box: Box, page: PageImage) -> bool:
    part = page.pixels[box.y0 : box.y1, box.x0 : box.x1]
    part = part.reshape(-1, part.shape[2] if part.ndim == 3 else 1)
    return bool(part.size) and int((part.max(axis=0).astype(int) - part.min(axis=0)).max()) >= _INK

"""The signature block: in whose stead, what position, which name. Seal and pen strokes lie over it.

A block is a run of lines in capitals that names a position; the name stands below it, past the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.block_lines import closed_up, set_whole
from pipeline.extract.honours import without_honours
from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.seal_ring import in_ring
from pipeline.normalize.lookups import read_kind
from pipeline.normalize.names import possible_name, read_name, usual_name
from pipeline.normalize.spelling import bare, is_syllable

_STEAD = re.compile(r"^(?:(?:kt|tm|tl|tuq|t|q|pp|tn)\s*[.,]|t/m|k/t|t/l)\s*\S")
_POSITION = re.compile(
    r"^(pho )?(quyen )?(chu tich|bo truong|thu truong|giam doc|tong giam doc|truong phong|chanh van phong|hieu truong|"
    r"cuc truong|tong cuc truong|vu truong|vien truong|chanh an|truong ban|chu nhiem|chi cuc truong|vien truong|"
    r"thu tuong|truong cong an|doi truong|to truong|thu ky|truong|tham phan|chanh thanh tra|cong chuc|can bo|"
    r"chu tri|chu toa|bi thu|thuong truc|tong thanh tra|thong doc|kiem toan truong|tong bien tap|ke toan truong)\b"
)
# Stroked over by seal and pen, these are still known by most of their letters.
_USUAL = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "BỘ TRƯỞNG",
          "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG", "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG",
          "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "CÁN BỘ TƯ PHÁP - HỘ TỊCH")  # fmt: skip
_ENACTS = re.compile(
    r"^(pho )?(chu tich|bo truong|giam doc|truong phong|hieu truong) (uy ban|ubnd|bo |so |phong |truong )"
)
_HEADS = ("NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ TRÍCH LỤC", "NGƯỜI KÝ", "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN",
          "NGƯỜI KÝ GIẤY CHỨNG TỬ", "NGƯỜI KÝ GIẤY CHỨNG NHẬN", "NGƯỜI KÝ QUYẾT ĐỊNH")  # fmt: skip
_CLERK = ("NGƯỜI THỰC HIỆN", "NGƯỜI LẬP", "NGƯỜI GHI SỔ", "CÁN BỘ HỘ TỊCH", "CÁN BỘ TƯ PHÁP HỘ TỊCH",
          "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "HỘ TỊCH VIÊN")  # fmt: skip
_STROKE = re.compile(r"(?<=[^\W\d_])[/\\|](?=[^\W\d_])")
_STRAY, _DASHES = "_-—~|'\"“”<>/\\*:;ˆ^`", frozenset({"-", "–"})
_DECIDES = re.compile(r"^(can cu|theo de nghi|xet |dieu \d|quyet dinh:?$)")
_UNSURE = 0.5
_RIGHT = 0.58
# Names stand under the middle of the position; printed ones were never further off than 0.4 letter heights.
_OFF_CENTRE = 0.6
# Lines of a block stand this near to each other, a spoilt one about below the middle of the one above.
_NEXT_LINE, _OFF_CENTRE_SPOILT = 2.4, 6.0
_REMARK = re.compile(r"^\(|ky,? (va )?ghi ro|ho,? (chu dem,? )?(va )?ten\)?$|dong dau")


@dataclass(frozen=True)
class Signature:
    """Tokens of the position (in whose stead included) and of the printed name; empty where not found.

    `anchor`: the whole block, for a name that was not read. `whole`: the lines of the position follow on a printed
    heading, or on the body they are signed for, with no room for another between them.
    """

    position: tuple[Token, ...] = ()
    name: tuple[Token, ...] = ()
    anchor: tuple[Token, ...] = ()
    whole: bool = False


def read_signature(layouts: Sequence[Layout]) -> Signature:
    """The signature of a record, searched from its last page to its first."""
    for at, layout in reversed(list(enumerate(layouts))):
        blocks = [block for block in _blocks(layout) if _may_sign(layout, block, first=at == 0)]
        if blocks:
            block = max(blocks, key=lambda b: (_has_head(b), (b[0].left + b[0].right) / 2, b[0].middle))
            anchor = tuple(token for row in block for token in row.tokens)
            name = _name_below(layout, block)
            return Signature(_position_of(layout, block), name, anchor, _nothing_between(block))
    return Signature((), _lowest_name(layouts[-1])) if layouts else Signature()


def _lowest_name(layout: Layout) -> tuple[Token, ...]:
    """A usual name alone at the lower right, where seal and pen hid the position above it; never sure."""
    for part in reversed(_segments(layout)):
        centre = (part.left + part.right) / 2
        tokens = _cleaned(part.tokens)
        if (
            part.middle > 0.4 * layout.height
            and centre > 0.5 * layout.width
            and _name_likeness(tokens) >= 1.0
        ):
            return _as_unsure(tokens)
    return ()


def _cleaned(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Tokens without the strokes that pen and seal left at their ends and between two words of a name."""
    stripped = [
        replace(t, text=re.sub(r"^[\W\d_]+|[\W\d_]+$", "", part)) for t in tokens for part in _words(t)
    ]
    return tuple(t for t in stripped if t.text)


def _words(token: Token) -> list[str]:
    """ "Châu/Xuân" is two words and a stroke."""
    parts = _STROKE.split(token.text)
    return parts if all(part.istitle() or part.isupper() for part in parts) else [token.text]


def _has_head(block: Sequence[Row]) -> bool:
    return any(_is_head(row, _HEADS) for row in block)


def _may_sign(layout: Layout, block: Sequence[Row], *, first: bool) -> bool:
    """Not the letterhead, which only a `first` page has, and not the line in capitals that says who decides
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN ...").
    """
    centre = (block[0].left + block[0].right) / 2
    below = [row for row in layout.rows if row.middle > block[-1].middle + 0.6 * layout.unit]
    decides = any(_DECIDES.match(bare(row.text).strip(" .-")) for row in below)
    return (
        (block[0].top > 0.2 * layout.height or not first)
        and (centre > 0.5 * layout.width or _has_head(block))
        and not decides
    )


def _segments(layout: Layout) -> list[Row]:
    return [part for row in layout.rows for part in row.segments]


def _is_head(part: Row, heads: Iterable[str]) -> bool:
    return any(abs(len(part.text) - len(h)) < 8 and similar(part.text, h) > 0.84 for h in heads)


def _names_position(part: Row) -> bool:
    folded = re.sub(r"^[\W_]+", "", bare(part.text))
    if part.upper_share < 0.75 or _ENACTS.match(folded):
        return False
    named = _STEAD.match(folded) or _POSITION.match(folded)
    return bool(named) or any(similar(folded, usual) >= 0.82 for usual in _USUAL)


def _enacts(part: Row) -> bool:
    """Whether a line names the head of a body: "GIÁM ĐỐC SỞ NHÀ ĐẤT" enacts in the middle and signs at the right."""
    return part.upper_share >= 0.75 and bool(_ENACTS.match(re.sub(r"^[\W_]+", "", bare(part.text))))


def _at_right(layout: Layout, part: Row) -> bool:
    return (part.left + part.right) / 2 > _RIGHT * layout.width


def _blocks(layout: Layout) -> list[list[Row]]:
    """Runs of segments below one another that hold a head or a position."""
    blocks: list[list[Row]] = []
    for part in _segments(layout):
        above = next((b for b in blocks if _follows(b[-1], part)), None)
        spoilt = above is not None and (_ends_stead(above[-1], part) or _goes_on(above[-1], part))
        signs = _names_position(part) or (_enacts(part) and _at_right(layout, part))
        # "(Ký, ghi rõ họ, chữ đệm, tên ...)" stands between the head and the position, often in two lines.
        remark = above is not None and _remarks(above, part)
        if not (_is_head(part, _HEADS) or signs or spoilt or remark):
            continue
        if above is not None:
            above.append(part)
        else:
            blocks.append([part])
    return blocks


def _remarks(block: Sequence[Row], part: Row) -> bool:
    """Whether a line below the head of a signature only says how to sign, or is the rest of such a line."""
    above = bare(block[-1].text)
    goes_on = above.startswith("(") and ")" not in above and part.upper_share < 0.5
    return _is_head(block[0], _HEADS) and (bool(_REMARK.search(bare(part.text))) or goes_on)


def _is_remark(row: Row) -> bool:
    folded = bare(row.text)
    return bool(_REMARK.search(folded)) or (row.upper_share < 0.5 and folded.endswith(")"))


def _follows(above: Row, part: Row) -> bool:
    overlap = min(above.right, part.right) - max(above.left, part.left)
    return 0 < part.middle - above.middle < 3.2 * part.unit and overlap > 0


def _ends_stead(above: Row, part: Row) -> bool:
    """Whether a line close below "KT. ..." or the like must be what the signer is, however a seal spoilt its letters:
    who signs in another's name or stead says as what (Decree 30/2020, Appendix I, part II, 7).
    """
    near = part.middle - above.middle <= _NEXT_LINE * part.unit
    middle = abs((part.left + part.right) - (above.left + above.right)) / 2
    return (
        near
        and middle <= _OFF_CENTRE_SPOILT * part.unit
        and bool(_STEAD.match(re.sub(r"^[\W_]+", "", bare(above.text))))
        and part.upper_share >= 0.75
        and not _REMARK.search(bare(part.text))
    )


def _goes_on(above: Row, part: Row) -> bool:
    """Whether a line close below a position is its second one ("TRƯỞNG PHÒNG TUYÊN TRUYỀN", "HỖ TRỢ NGƯỜI NỘP THUẾ"),
    and neither a name in capitals nor a piece of a seal.
    """
    return (
        _names_position(above)
        and part.middle - above.middle <= _NEXT_LINE * part.unit
        and abs((part.left + part.right) - (above.left + above.right)) / 2 <= part.unit
        and part.upper_share > 0.9
        and all(token.confidence > 0.8 and is_syllable(token.text) for token in part.tokens if token.letters)
        and not usual_name(part.text)
        and not in_ring(part.text)
    )


def _lines_of(block: Sequence[Row]) -> list[Row]:
    """The lines of a block that say what the signer is."""
    return [row for row in block if not _is_head(row, _HEADS) and not _is_remark(row)]


def _position(block: Sequence[Row]) -> tuple[Token, ...]:
    kept = _lines_of(block)
    # Two officials sign side by side in the name of one body: its name belongs to the position once.
    kept = [
        row for at, row in enumerate(kept) if not any(similar(row.text, o.text) > 0.92 for o in kept[:at])
    ]
    return tuple(token for row in kept for token in _words_of(row))


def _words_of(row: Row) -> list[Token]:
    """The words of a line, and the dashes between two of them: "TƯ PHÁP - HỘ TỊCH"."""
    stripped = [
        t if t.text in _DASHES else replace(t, text=t.text.strip(_STRAY).lstrip(".")) for t in row.tokens
    ]
    lettered = [at for at, token in enumerate(stripped) if token.letters]
    inside = range(lettered[0], lettered[-1]) if lettered else ()
    return [t for at, t in enumerate(stripped) if t.letters or (t.text in _DASHES and at in inside)]


def _position_of(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The position; unsure where a line of it, or the beginning of one, may be under the seal."""
    lines = _lines_of(block)
    others = [part for part in _segments(layout) if part not in block]
    return _position(block) if set_whole(lines, others) else _as_unsure(_position(block))


def _nothing_between(block: Sequence[Row]) -> bool:
    """Whether the block begins with its heading or with "TM. ...", ends with what the signer is, and lost no line."""
    first, last = (re.sub(r"^[\W_]+", "", bare(row.text)) for row in (block[0], block[-1]))
    begins = _is_head(block[0], _HEADS) or first.startswith("tm")
    return begins and closed_up(block) and bool(_POSITION.match(last))


def _name_below(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The best name-like line under the block, in its width and not too far down."""
    left, right = min(r.left for r in block), max(r.right for r in block)
    bottom, unit = block[-1].middle, layout.unit
    best: tuple[float, tuple[Token, ...], tuple[Token, ...]] = (0.0, (), ())
    for part in _segments(layout):
        centre = (part.left + part.right) / 2
        if not bottom + 0.6 * unit < part.middle < bottom + 22 * unit:
            continue
        if not left - 6 * unit < centre < right + 6 * unit or _REMARK.search(bare(part.text)):
            continue
        line = _cleaned(part.tokens)
        for tokens in _without_strokes(name := without_honours(line)):
            if (worth := _name_likeness(tokens)) > best[0]:
                # "TS. Chu Thị Út" is centred with the title.
                best = (worth, tokens, line if tokens is name else tokens)
    if not best[1]:
        return _as_unsure(_garbled_name(layout, block))
    return best[1] if _centred(best[2], block) else _as_unsure(best[1])


def _garbled_name(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The lowest line under the block that is set like a name, though a seal or pen spoilt its letters; never sure."""
    left, right = min(r.left for r in block), max(r.right for r in block)
    for part in reversed(_segments(layout)):
        centre, tokens = (part.left + part.right) / 2, _cleaned(part.tokens)
        named = tokens[-1:] and tokens[-1].text[:1].isupper() and all(is_syllable(t.text) for t in tokens)
        capitals = len(tokens) if named else sum(token.text[:1].isupper() for token in tokens)
        if (
            block[-1].middle + 0.6 * layout.unit < part.middle < block[-1].middle + 22 * layout.unit
            and left - 6 * layout.unit < centre < right + 6 * layout.unit
            and 2 <= len(tokens) <= 5
            and 2 * capitals >= len(tokens)
            and all(token.text.isalpha() and len(token.text) > 1 for token in tokens)
            and not _REMARK.search(bare(part.text))
            and not in_ring(" ".join(token.text for token in tokens))
        ):
            return tokens
    return ()


def _centred(name: Sequence[Token], block: Sequence[Row]) -> bool:
    """Whether the name stands under the middle of a line of the block; else a seal may have eaten its beginning."""
    if not name:
        return True
    middle = (name[0].x0 + name[-1].x1) / 2
    return any(abs((row.left + row.right) / 2 - middle) <= _OFF_CENTRE * row.unit for row in block)


def _as_unsure(name: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(replace(token, confidence=min(token.confidence, _UNSURE)) for token in name)


def _without_strokes(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens, and what is left without one or two short ones before them, which may be what a pen left.

    They may also be the rest of a family name, so what is left is never sure.
    """
    yield tokens
    for start in (1, 2):
        if len(tokens) > start + 1 and all(len(t.letters) <= 2 for t in tokens[:start]):
            yield _as_unsure(tokens[start:])


def _name_likeness(tokens: Sequence[Token]) -> float:
    text = " ".join(t.text for t in tokens)
    name = read_name(text)
    if not isinstance(name, str) or not 2 <= len(tokens) <= 6:
        return 0.0
    if not all(t.text[0].isupper() or not t.text[0].isalpha() for t in tokens) or in_ring(text):
        return 0.0
    confidence = sum(t.confidence for t in tokens) / len(tokens)
    if (
        not possible_name(name)
        or isinstance(read_kind(name), str)
        or _names_position(Row(tuple(tokens), 1.0))
    ):
        return 0.0
    return confidence + (1.0 if usual_name(name) else 0.5)


def read_clerk(layouts: Sequence[Layout]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Head and name of the official who wrote the paper, where the form has such a block."""
    for layout in reversed(layouts):
        for part in _segments(layout):
            # At the right the same words are the position of the one who signs.
            if _is_head(part, _CLERK) and (part.left + part.right) / 2 < 0.5 * layout.width:
                return part.tokens, _name_below(layout, [part])
    return (), ()

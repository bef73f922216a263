"""The signature block: in whose stead, what position, which name. Seal and pen strokes lie over it.

A block is a run of lines in capitals that names a position; the name stands below it, past the signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.block_lines import begun_under, closely_set, set_whole
from pipeline.extract.block_words import (
    CLERK,
    HEADS,
    POSITION,
    RECORDER,
    REMARK,
    STEAD,
    enacts,
    has_head,
    is_head,
    is_remark,
    names_position,
)
from pipeline.extract.labels import similar
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.pieces import all_pieces
from pipeline.extract.room import ink_beside, none_above, none_beside
from pipeline.extract.seal_ring import in_ring
from pipeline.extract.signer_name import as_unsure, lowest_name, name_below, segments
from pipeline.extract.signing_place import beside_list, continues, has_peer
from pipeline.normalize.names import usual_name
from pipeline.normalize.spelling import bare, is_syllable

_STRAY, _DASHES = "_-—~|'\"“”<>/\\*:;ˆ^`", frozenset({"-", "–"})
_DECIDES = re.compile(r"^(can cu|theo de nghi|xet |dieu \d|quyet dinh:?$)")
_RIGHT = 0.58
# Lines of a block stand this near to each other, a spoilt one about below the middle of the one above.
_NEXT_LINE, _OFF_CENTRE_SPOILT = 2.4, 6.0
# With less than this a dash at the end of a line is a fleck.
_CLEAR = 0.75


@dataclass(frozen=True)
class Signature:
    """Tokens of the position (in whose stead included) and of the printed name; empty where not found.

    `anchor`: the whole block, for a name that was not read. `whole`: the lines of the position follow on a printed
    heading, or on the body they are signed for, with no room for another between them; or closely, while surely none
    stands above them. `alone`: a position of one line with no ink beside it that no word covers.
    """

    position: tuple[Token, ...] = ()
    name: tuple[Token, ...] = ()
    anchor: tuple[Token, ...] = ()
    whole: bool = False
    alone: bool = False


def read_signature(layouts: Sequence[Layout], *, official: bool = False) -> Signature:
    """The signature of a record, searched from its last page to its first. Of an `official` document the place beside
    the list of recipients tells who signs, and of two who sign side by side neither is sure.
    """
    for at, layout in reversed(list(enumerate(layouts))):
        opened = beside_list(layout) if official else []
        blocks = [block for block in _blocks(layout, opened) if _may_sign(layout, block, first=at == 0)]
        if blocks:
            block = max(
                blocks,
                key=lambda b: (has_head(b), b[0] in opened, (b[0].left + b[0].right) / 2, b[0].middle),
            )
            anchor = tuple(token for row in block for token in row.tokens)
            name = name_below(layout, block)
            position = _position_of(layout, block)
            if official and has_peer(layout, block, name[0].middle if name else block[-1].middle):
                return Signature(as_unsure(position), as_unsure(name), anchor)
            whole = _nothing_between(block) or _nothing_above(layout, block) or _signs_as_recorder(block)
            kept = whole and _nothing_beside(layout, block, name)
            # "Q." of whoever acts for the head stands before the same words, often below the seal's edge.
            alone = len(block) == 1 and not ink_beside(layout, block[0])
            return Signature(position, name, anchor, kept, alone)
    return Signature((), lowest_name(layouts[-1], first=len(layouts) == 1)) if layouts else Signature()


def _may_sign(layout: Layout, block: Sequence[Row], *, first: bool) -> bool:
    """Not the letterhead, which only a `first` page has, and not the line in capitals that says who decides
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN ...").
    """
    centre = (block[0].left + block[0].right) / 2
    below = [row for row in layout.rows if row.middle > block[-1].middle + 0.6 * layout.unit]
    decides = any(_DECIDES.match(bare(row.text).strip(" .-")) for row in below)
    return (
        (block[0].top > 0.2 * layout.height or not first)
        and (centre > 0.5 * layout.width or has_head(block))
        and not decides
    )


def _at_right(layout: Layout, part: Row) -> bool:
    return (part.left + part.right) / 2 > _RIGHT * layout.width


def _blocks(layout: Layout, opened: Sequence[Row] = ()) -> list[list[Row]]:
    """Runs of segments below one another that hold a head or a position; `opened` begin one, spoilt maybe."""
    blocks: list[list[Row]] = []
    for part in all_pieces(layout):
        above = next((b for b in blocks if _follows(b[-1], part)), None)
        spoilt = above is not None and (_ends_stead(above[-1], part) or _goes_on(above[-1], part))
        signs = names_position(part) or (enacts(part) and _at_right(layout, part))
        # "(Ký, ghi rõ họ, chữ đệm, tên ...)" stands between the head and the position, often in two lines.
        remark = above is not None and _remarks(above, part)
        begun = part in opened or (above is not None and above[0] in opened and continues(above[-1], part))
        if not (is_head(part, HEADS) or signs or spoilt or remark or begun):
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
    return is_head(block[0], (*HEADS, *RECORDER)) and (bool(REMARK.search(bare(part.text))) or goes_on)


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
        and bool(STEAD.match(re.sub(r"^[\W_]+", "", bare(above.text))))
        and part.upper_share >= 0.75
        and not REMARK.search(bare(part.text))
    )


def _goes_on(above: Row, part: Row) -> bool:
    """Whether a line close below a position is its second one ("TRƯỞNG PHÒNG TUYÊN TRUYỀN", "HỖ TRỢ NGƯỜI NỘP THUẾ"),
    and neither a name in capitals nor a piece of a seal.
    """
    return (
        names_position(above)
        and part.middle - above.middle <= _NEXT_LINE * part.unit
        and abs((part.left + part.right) - (above.left + above.right)) / 2 <= part.unit
        and part.upper_share > 0.9
        and all(token.confidence > 0.8 and is_syllable(token.text) for token in part.tokens if token.letters)
        and not usual_name(part.text)
        and not in_ring(part.text)
    )


def _lines_of(block: Sequence[Row]) -> list[Row]:
    """The lines of a block that say what the signer is: whoever wrote a record may be something besides."""
    lines = [row for row in block if not is_head(row, HEADS) and not is_remark(row)]
    return lines[1:] if len(lines) > 1 and is_head(lines[0], RECORDER) else lines


def _position(block: Sequence[Row]) -> tuple[Token, ...]:
    kept = _lines_of(block)
    # Two officials sign side by side in the name of one body: its name belongs to the position once.
    kept = [
        row for at, row in enumerate(kept) if not any(similar(row.text, o.text) > 0.92 for o in kept[:at])
    ]
    return tuple(token for at, row in enumerate(kept) for token in _words_of(row, last=at + 1 == len(kept)))


def _words_of(row: Row, *, last: bool) -> list[Token]:
    """The words of a line, and the dashes between two of them: "TƯ PHÁP - HỘ TỊCH"; the second may be in the next line,
    if this is not the `last`: "HÀNH CHÍNH - | TỔNG HỢP".
    """
    stripped = [
        t if t.text in _DASHES else replace(t, text=t.text.strip(_STRAY).lstrip(".")) for t in row.tokens
    ]
    lettered = [at for at, token in enumerate(stripped) if token.letters]
    inside = range(lettered[0], lettered[-1]) if lettered else ()
    end = stripped[-1]
    if lettered and not last and lettered[-1] == len(stripped) - 2 and end.confidence >= _CLEAR:
        inside = range(lettered[0], len(stripped))
    return [t for at, t in enumerate(stripped) if t.letters or (t.text in _DASHES and at in inside)]


def _position_of(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The position; unsure where a line of it, or the beginning of one, may be under the seal."""
    lines = _lines_of(block)
    others = [part for part in all_pieces(layout) if part not in block]
    return _position(block) if set_whole(lines, others) else as_unsure(_position(block))


def _nothing_between(block: Sequence[Row]) -> bool:
    """Whether the block begins with its heading or with "TM. ...", ends with what the signer is, and lost no line."""
    first, last = (re.sub(r"^[\W_]+", "", bare(row.text)) for row in (block[0], block[-1]))
    begins = is_head(block[0], HEADS) or first.startswith("tm")
    return begins and closely_set(block) and bool(POSITION.match(last))


def _signs_as_recorder(block: Sequence[Row]) -> bool:
    """Whether how to sign stands right below who wrote a record, so that he is nothing besides."""
    return len(block) == 2 and is_head(block[0], RECORDER) and is_remark(block[1]) and closely_set(block)


def _nothing_above(layout: Layout, block: Sequence[Row]) -> bool:
    """Whether the lines of a block that ends with what the signer is lack none between them nor above the first."""
    last = re.sub(r"^[\W_]+", "", bare(block[-1].text))
    closed = len(block) == 1 or closely_set(block)
    return closed and bool(POSITION.match(last)) and none_above(layout, block) and none_beside(layout, block)


def _nothing_beside(layout: Layout, block: Sequence[Row], name: Sequence[Token]) -> bool:
    """Whether the last line of a block is not the rest of one whose beginning or end was not read."""
    head = [(row.left + row.right) / 2 for row in block[:1] if is_head(row, HEADS)]
    below = [(name[0].x0 + name[-1].x1) / 2] if name else []
    return begun_under(block[-1], head + below) and not any(
        ink_beside(layout, row) for row in _lines_of(block)
    )


def read_clerk(layouts: Sequence[Layout]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Head and name of the official who wrote the paper, where the form has such a block."""
    for layout in reversed(layouts):
        for part in segments(layout):
            # At the right the same words are the position of the one who signs.
            if is_head(part, CLERK) and (part.left + part.right) / 2 < 0.5 * layout.width:
                return part.tokens, name_below(layout, [part])
    return (), ()

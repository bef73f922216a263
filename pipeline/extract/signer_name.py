"""The printed name below a signature block, past seal and pen, which may have taken its beginning. Finds no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.block_words import REMARK, names_position
from pipeline.extract.honours import without_honours
from pipeline.extract.layout import Layout, Row, Token
from pipeline.extract.pieces import pieces
from pipeline.extract.seal_ring import in_ring
from pipeline.normalize.lookups import read_kind
from pipeline.normalize.names import possible_name, read_name, usual_name
from pipeline.normalize.spelling import bare, is_syllable

_STROKE = re.compile(r"(?<=[^\W\d_])[/\\|](?=[^\W\d_])")
_UNSURE, _CLEAR = 0.5, 0.8
# Of the height of a first page: its head and its title.
_HEAD = 0.4
# Names stand under the middle of the position; printed ones were never further off than 0.4 letter heights.
_OFF_CENTRE = 0.6


def lowest_name(layout: Layout, *, first: bool = True) -> tuple[Token, ...]:
    """A usual name alone at the lower right, where seal and pen hid the position above it; never sure. Above it stands
    the head of a `first` page; of another the signature may be all there is.
    """
    top = _HEAD * layout.height if first else 0.0
    for part in reversed(segments(layout)):
        centre = (part.left + part.right) / 2
        tokens = _cleaned(part.tokens)
        if part.middle > top and centre > 0.5 * layout.width and _name_likeness(tokens) >= 1.0:
            return as_unsure(tokens)
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


def segments(layout: Layout) -> list[Row]:
    """The pieces of all rows of a page, apart by wide gaps."""
    return [part for row in layout.rows for part in pieces(row)]


def name_below(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The best name-like line under the block, in its width and not too far down."""
    left, right = min(r.left for r in block), max(r.right for r in block)
    bottom, unit = block[-1].middle, layout.unit
    best: tuple[float, tuple[Token, ...], tuple[Token, ...]] = (0.0, (), ())
    for part in segments(layout):
        centre = (part.left + part.right) / 2
        if not bottom + 0.6 * unit < part.middle < bottom + 22 * unit:
            continue
        if not left - 6 * unit < centre < right + 6 * unit or _is_remark(part):
            continue
        line = _cleaned(part.tokens)
        for tokens in _without_strokes(name := without_honours(line)):
            if (worth := _name_likeness(tokens)) > best[0]:
                # "TS. Chu Thị Út" is centred with the title.
                best = (worth, tokens, line if tokens is name else tokens)
    if not best[1]:
        return as_unsure(_garbled_name(layout, block))
    return best[1] if _centred(best[2], block) else as_unsure(best[1])


def _is_remark(part: Row) -> bool:
    """Whether a line says how to sign, or that somebody did; a bracket that none closes may be a C under a pen."""
    said = bare(part.text)
    bracketed = said.startswith("(") and (")" in said or said.startswith("(da "))
    return bracketed or bool(REMARK.search(said.lstrip("( ")))


def _garbled_name(layout: Layout, block: Sequence[Row]) -> tuple[Token, ...]:
    """The lowest line under the block that is set like a name, though a seal or pen spoilt its letters; never sure."""
    left, right = min(r.left for r in block), max(r.right for r in block)
    for part in reversed(segments(layout)):
        centre, tokens = (part.left + part.right) / 2, _cleaned(part.tokens)
        named = tokens[-1:] and tokens[-1].text[:1].isupper() and all(is_syllable(t.text) for t in tokens)
        capitals = len(tokens) if named else sum(token.text[:1].isupper() for token in tokens)
        if (
            block[-1].middle + 0.6 * layout.unit < part.middle < block[-1].middle + 22 * layout.unit
            and left - 6 * layout.unit < centre < right + 6 * layout.unit
            and 2 <= len(tokens) <= 5
            and 2 * capitals >= len(tokens)
            and all(token.text.isalpha() and len(token.text) > 1 for token in tokens)
            and not _is_remark(part)
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


def as_unsure(name: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with a confidence that leaves them to a person."""
    return tuple(replace(token, confidence=min(token.confidence, _UNSURE)) for token in name)


def _without_strokes(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens, and what is left without one or two before them that may be what a pen left.

    They may also be the rest of a family name, so what is left is never sure.
    """
    yield tokens
    for start in (1, 2):
        if len(tokens) > start + 1 and all(map(_may_be_pen, tokens[:start])):
            yield as_unsure(tokens[start:])


def _may_be_pen(token: Token) -> bool:
    """Whether a word is short, or one that the reader itself does not believe and not set as a word ("ĐeS"); a syllable
    with a capital that was read clearly may be a short family name without its mark ("Ly").
    """
    if token.text[:1].isupper() and is_syllable(token.text):
        return len(token.letters) <= 2 and token.confidence < _CLEAR
    lettered = token.text.isalpha() and (token.text.istitle() or token.text.isupper())
    return len(token.letters) <= 2 or (token.confidence < _UNSURE and not lettered)


def _name_likeness(tokens: Sequence[Token]) -> float:
    text = " ".join(t.text for t in tokens)
    name = read_name(text)
    if not isinstance(name, str) or not 2 <= len(tokens) <= 6:
        return 0.0
    if not all(t.text[0].isupper() or not t.text[0].isalpha() for t in tokens) or in_ring(text):
        return 0.0
    confidence = sum(t.confidence for t in tokens) / len(tokens)
    if not possible_name(name) or isinstance(read_kind(name), str) or names_position(Row(tuple(tokens), 1.0)):
        return 0.0
    return confidence + (1.0 if usual_name(name) else 0.5)

"""What the content of a PDF page draws: images and where they lie, how much text and how many paths.

Walks the content stream with pikepdf and keeps only what tells a scan from a drawn page. Renders nothing,
reads no text, and refuses content that inflates beyond reason before it is inflated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from typing import cast

import pikepdf
from pikepdf import Name, Object

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_MAX_OPERATORS = 200_000
# Beyond this a page is a drawing for certain, and its operators as Python objects would fill a worker.
_MAX_WALKED_BYTES = 8 * 1024 * 1024
_MAX_CONTENT_BYTES = 64 * 1024 * 1024
# No honest page nests deeper, or draws forms within forms without end; drawing such a page takes for ever.
_MAX_DEPTH = 12
_NESTED, _MOST_NESTED = 3, 2_000
# LZW packs at best some thousand to one; no honest content comes near this.
_LZW_FACTOR = 50
_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
_CURVE = frozenset({"c", "v", "y"})


@dataclass(frozen=True)
class DrawnImage:
    """An image XObject and the matrix that places it on the page (points, origin bottom left)."""

    image: pikepdf.Stream
    matrix: Matrix

    @property
    def quarter_turns(self) -> int | None:
        """Clockwise quarter turns the placement applies; None when it is skewed or mirrored."""
        a, b, c, d, _, _ = self.matrix
        size = max(abs(a), abs(b), abs(c), abs(d))
        if abs(b) + abs(c) < 0.005 * size:
            return {(True, True): 0, (False, False): 2}.get((a > 0, d > 0))
        if abs(a) + abs(d) < 0.005 * size:
            return {(True, False): 3, (False, True): 1}.get((b > 0, c > 0))
        return None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the parallelogram in points."""
        a, b, c, d, e, f = self.matrix
        across, up = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        return min(across), min(up), max(across), max(up)

    @property
    def pixels(self) -> int:
        """Pixels that decoding it must hold."""
        return int(self.image.get("/Width", 0)) * int(self.image.get("/Height", 0))

    def area_within(self, box: tuple[float, float, float, float]) -> float:
        """Square points of `box` that its bounds cover."""
        left, bottom, right, top = self.bounds
        wide, high = min(right, box[2]) - max(left, box[0]), min(top, box[3]) - max(bottom, box[1])
        return wide * high if wide > 0 and high > 0 else 0.0


@dataclass
class Ink:
    """What was found on the way; `other` counts what cannot be judged, such as inline images.

    `complete` is false where the content was too long to be walked to its end.
    """

    images: list[DrawnImage] = field(default_factory=list)
    visible_text: int = 0
    invisible_text: int = 0
    paths: int = 0
    curves: int = 0
    other: int = 0
    operators: int = 0
    content_bytes: int = 0
    nested: int = 0
    complete: bool = True


@dataclass(frozen=True)
class _State:
    """What a form inherits from where it is drawn."""

    matrix: Matrix = IDENTITY
    mode: int = 0


def ink_of(page: pikepdf.Page) -> Ink:
    """What the page draws. Raises ValueError and what pikepdf raises on content that cannot be understood."""
    ink = Ink()
    _walk(page.obj, inherited(page, "/Resources") or pikepdf.Dictionary(), _State(), ink, 0)
    return ink


def inherited(page: pikepdf.Page, key: str) -> Object | None:
    """A page attribute, taken from the page tree where the page lacks it (ISO 32000-1, 7.7.3.4)."""
    node: Object | None = page.obj
    for _ in range(50):
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _walk(stream: Object, resources: Object, state: _State, ink: Ink, depth: int) -> None:
    ink.content_bytes += _content_bytes(stream)
    if ink.content_bytes > _MAX_WALKED_BYTES:
        _give_up(resources, ink, depth)
        return
    stack: list[_State] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        ink.operators += 1
        if ink.operators > _MAX_OPERATORS:
            _give_up(resources, ink, depth)
            return
        if name == "q":
            stack.append(state)
        elif name == "Q" and stack:
            state = stack.pop()
        elif name == "cm":
            state = replace(state, matrix=times(six(operands), state.matrix))
        elif name == "Tr":
            state = replace(state, mode=int(operands[0]))
        elif name == "Do":
            _draw(resources, operands[0], state, ink, depth)
        else:
            _count(name, state.mode, ink)


def _give_up(resources: Object, ink: Ink, depth: int) -> None:
    ink.other += 1
    ink.complete = False
    _list_images(resources, ink, depth)


def _count(name: str, mode: int, ink: Ink) -> None:
    if name in _TEXT:
        ink.visible_text += mode not in (3, 7)
        ink.invisible_text += mode in (3, 7)
    elif name in _PAINT:
        ink.paths += 1
    elif name in _CURVE:
        ink.curves += 1
    elif name == "INLINE IMAGE":
        ink.other += 1


def _draw(resources: Object, name: Object, state: _State, ink: Ink, depth: int) -> None:
    drawn = resources.get("/XObject", pikepdf.Dictionary()).get(str(name))
    if drawn is None:
        return
    if drawn.get("/Subtype") == Name.Image:
        ink.images.append(DrawnImage(cast("pikepdf.Stream", drawn), state.matrix))
    elif drawn.get("/Subtype") == Name.Form:
        ink.nested += depth >= _NESTED
        if depth >= _MAX_DEPTH or ink.nested > _MOST_NESTED:
            raise ValueError("forms within forms without end")
        inner = times(six(drawn.get("/Matrix", list(IDENTITY))), state.matrix)
        _walk(drawn, drawn.get("/Resources", resources), replace(state, matrix=inner), ink, depth + 1)
    else:
        ink.other += 1


def _list_images(resources: Object, ink: Ink, depth: int) -> None:
    """Images of content that is not walked: their pixels count, their places are not known."""
    for drawn in resources.get("/XObject", pikepdf.Dictionary()).as_dict().values():
        ink.operators += 1
        if ink.operators > 2 * _MAX_OPERATORS:
            return
        if drawn.get("/Subtype") == Name.Image:
            ink.images.append(DrawnImage(cast("pikepdf.Stream", drawn), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)))
        elif drawn.get("/Subtype") == Name.Form and "/Resources" in drawn and depth < _MAX_DEPTH:
            _list_images(drawn["/Resources"], ink, depth + 1)


def six(values: object) -> Matrix:
    """A matrix from six PDF numbers. Raises ValueError or TypeError."""
    a, b, c, d, e, f = (float(value) for value in values)  # type: ignore[attr-defined]
    return a, b, c, d, e, f


def times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _content_bytes(stream: Object) -> int:
    """Bytes of the content. Raises ValueError beyond reason, before qpdf inflates it."""
    held = stream if isinstance(stream, pikepdf.Stream) else stream.get("/Contents")
    parts = list(held) if isinstance(held, pikepdf.Array) else [held] if held is not None else []
    total = 0
    for part in parts:
        packed = "LZW" in str(part.get("/Filter", ""))
        total += inflated_size(part, _MAX_CONTENT_BYTES) * (_LZW_FACTOR if packed else 1)
    if total > _MAX_CONTENT_BYTES:
        raise ValueError("content stream inflates beyond limit")
    return total


def inflated_size(stream: Object, limit: int) -> int:
    """Bytes that a stream's Flate data holds, counted without keeping them; stops just above `limit`."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter", None)
    chain = list(filters) if isinstance(filters, pikepdf.Array) else [filters] if filters is not None else []
    if chain.count(Name.FlateDecode) + chain.count(Name("/Fl")) > 1:
        raise ValueError("stream inflated more than once")
    if not chain or chain[0] not in (Name.FlateDecode, Name("/Fl")):
        return len(raw)
    inflater, total = zlib.decompressobj(), 0
    while raw and total <= limit:
        try:
            total += len(inflater.decompress(raw, 1024 * 1024))
        except zlib.error:
            return total
        raw = inflater.unconsumed_tail
    return total

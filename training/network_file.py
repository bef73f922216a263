"""The file of a network, .traineddata: its components, and the weights in the network among them.

Only networks of whole numbers are known, as the fast and the integer ones of tessdata are: a row of weights is
eight-bit numbers and what one of them is worth. Knows nothing of how a network is computed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

# Places of the components as Tesseract counts them (ccutil/tessdatamanager.h).
_NETWORK, UNICHARSET, RECODER = 17, 21, 22
_ABSENT = -1
_LARGEST = 127
# weightmatrix.cpp: whole numbers, and a scale for each row that is no longer divided by 127.
_WHOLE_NUMBERS = 1 | 128
# network.h: every layer of a series has a learning rate of its own, kept behind the layers.
_LAYER_RATES = 64
_SMALLEST = 1e-9
# Bytes of what stands in layers beside their weights.
_OF_INPUT, _OF_WINDOW = 20, 8
_GATES = 4


class NotANetwork(ValueError):
    """The bytes are no .traineddata, or hold a network of another kind than ours."""


@dataclass(frozen=True)
class Matrix:
    """Weights of a layer, a row for each output, the last column its bias; `start` and `end` in the network's bytes.

    Tesseract keeps more scales than there are rows, for its vector instructions: `padding` of them.
    """

    weights: Weights
    start: int
    end: int
    padding: int


@dataclass(frozen=True)
class NetworkFile:
    """Everything in a .traineddata: its components by their places, None for one that is not there."""

    components: tuple[bytes | None, ...]

    @classmethod
    def parsed(cls, data: bytes) -> NetworkFile:
        """From the bytes of a file. Raises NotANetwork."""
        try:
            (count,) = struct.unpack_from("<i", data)
            offsets = struct.unpack_from(f"<{count}q", data, 4)
        except struct.error as broken:
            raise NotANetwork("too short for its table of components") from broken
        ends = [*sorted(offset for offset in offsets if offset != _ABSENT), len(data)]
        parts = tuple(
            None if start == _ABSENT else data[start : next((end for end in ends if end > start), start)]
            for start in offsets
        )
        return cls(parts)

    def written(self) -> bytes:
        """The bytes of a file."""
        place = 4 + 8 * len(self.components)
        offsets = []
        for part in self.components:
            offsets.append(_ABSENT if part is None else place)
            place += len(part or b"")
        table = struct.pack(f"<i{len(offsets)}q", len(offsets), *offsets)
        return table + b"".join(part for part in self.components if part)

    def component(self, place: int) -> bytes:
        """The component at a place of Tesseract's list. Raises NotANetwork when it is not there."""
        part = self.components[place] if place < len(self.components) else None
        if part is None:
            raise NotANetwork(f"no component {place}")
        return part

    def matrices(self) -> tuple[Matrix, ...]:
        """The weights of all layers in the order of the file. Raises NotANetwork."""
        return tuple(_matrices(self.component(_NETWORK)))

    def with_weights(self, weights: Sequence[Weights]) -> NetworkFile:
        """The same network with other weights, in the order of `matrices`, as whole numbers again."""
        network = self.component(_NETWORK)
        fresh, last = bytearray(), 0
        for matrix, values in zip(self.matrices(), weights, strict=True):
            if values.shape != matrix.weights.shape:
                raise ValueError(f"weights of shape {values.shape} where {matrix.weights.shape} belong")
            fresh += network[last : matrix.start]
            # What did not change keeps its bytes: scales found anew may differ in their last place.
            same = np.array_equal(values, matrix.weights)
            fresh += network[matrix.start : matrix.end] if same else _matrix_bytes(values, matrix.padding)
            last = matrix.end
        fresh += network[last:]
        parts = list(self.components)
        parts[_NETWORK] = bytes(fresh)
        return replace(self, components=tuple(parts))


class Bytes:
    """Reads little-endian numbers and strings one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.place = 0

    def raw(self, count: int) -> bytes:
        """The next `count` bytes. Raises NotANetwork where they end before."""
        found = self._data[self.place : self.place + count]
        if len(found) != count:
            raise NotANetwork("ends in the middle")
        self.place += count
        return found

    def number(self, kind: str = "I") -> int:
        """The next whole number; `kind` as in `struct`."""
        (value,) = struct.unpack(f"<{kind}", self.raw(struct.calcsize(f"<{kind}")))
        return int(value)

    def text(self) -> str:
        """The next string, its length before it."""
        return self.raw(self.number()).decode()


def _matrices(network: bytes) -> Iterator[Matrix]:
    data = Bytes(network)
    yield from _layer(data)


def _layer(data: Bytes) -> Iterator[Matrix]:
    """One layer with all that stands in it (network.cpp, Network::CreateFromFile)."""
    data.raw(1)
    kind = data.text()
    data.raw(2)
    flags = data.number("i")
    data.raw(12)
    data.text()
    if kind in ("Series", "RTLReversed", "XYTranspose"):
        for _ in range(data.number()):
            yield from _layer(data)
        if flags & _LAYER_RATES:
            data.raw(4 * data.number())
    elif kind == "Input":
        data.raw(_OF_INPUT)
    elif kind in ("Convolve", "Maxpool"):
        data.raw(_OF_WINDOW)
    elif kind in ("LSTM", "SummLSTM"):
        data.raw(4)
        for _ in range(_GATES):
            yield _matrix(data)
    elif kind in ("Softmax", "Tanh"):
        yield _matrix(data)
    else:
        raise NotANetwork(f"a layer of a kind not known here: {kind}")


def _matrix(data: Bytes) -> Matrix:
    start = data.place
    if data.number("B") & _WHOLE_NUMBERS != _WHOLE_NUMBERS:
        raise NotANetwork("weights that are no whole numbers")
    rows, columns = data.number(), data.number()
    data.raw(1)
    whole = np.frombuffer(data.raw(rows * columns), np.int8).reshape(rows, columns)
    count = data.number()
    scales = np.frombuffer(data.raw(8 * count), "<f8")[:rows]
    weights = (whole.astype(np.float64) * scales[:, None]).astype(np.float32)
    return Matrix(weights, start, data.place, count - rows)


def _matrix_bytes(weights: Weights, padding: int) -> bytes:
    exact = weights.astype(np.float64)
    scales = np.maximum(np.abs(exact).max(axis=1), _SMALLEST) / _LARGEST
    whole = np.clip(np.rint(exact / scales[:, None]), -_LARGEST, _LARGEST).astype(np.int8)
    head: bytes = struct.pack("<BIIB", _WHOLE_NUMBERS, *whole.shape, 0) + whole.tobytes()
    padded = [*scales.tolist(), *[0.0] * padding]
    return head + struct.pack(f"<I{len(padded)}d", len(padded), *padded)

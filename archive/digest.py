"""sha256 of bytes, files and streams, read in pieces. Nothing here decides what a wrong digest means."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20


def of_bytes(data: bytes) -> str:
    """Lower-case hexadecimal sha256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def of_stream(stream: BinaryIO, read: Callable[[int], None] = lambda _: None) -> str:
    """Digest of everything left in `stream`; memory use does not grow with its length.

    `read` hears how many bytes came, piece by piece.
    """
    total = hashlib.sha256()
    for piece in pieces(stream):
        total.update(piece)
        read(len(piece))
    return total.hexdigest()


def of_file(path: Path) -> str:
    """Digest of a file's bytes. OSError passes through."""
    with path.open("rb") as stream:
        return of_stream(stream)


def of_source(source: bytes | Path) -> str:
    """Digest of bytes in memory or of the file at a path."""
    return of_bytes(source) if isinstance(source, bytes) else of_file(source)


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """What is left in `stream`, at most 1 MiB at a time."""
    while piece := stream.read(PIECE):
        yield piece

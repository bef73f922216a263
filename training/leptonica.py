"""Scales a line as Tesseract does, by the same library: pixScale sharpens and averages as no other scaling does, and
the network must learn on what it will be given.
"""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from functools import cache

import numpy as np

from ocr.page import Pixels

_PNM = 11


class LeptonicaMissing(RuntimeError):
    """The library is not installed; it comes with the package tesseract-ocr."""


@cache
def _library() -> ctypes.CDLL:
    name = find_library("lept") or find_library("leptonica")
    if name is None:
        raise LeptonicaMissing("Leptonica is not installed: run tools/apt.sh run")
    library = ctypes.CDLL(name)
    library.pixReadMem.restype = library.pixScale.restype = ctypes.c_void_p
    library.pixReadMem.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    library.pixScale.argtypes = [ctypes.c_void_p, ctypes.c_float, ctypes.c_float]
    library.pixWriteMem.argtypes = [
        ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t), ctypes.c_void_p, ctypes.c_int,
    ]  # fmt: skip
    library.pixDestroy.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    library.lept_free.argtypes = [ctypes.c_void_p]
    return library


def scaled_to_height(gray: Pixels, height: int) -> Pixels:
    """A gray image scaled to `height` pixels as Tesseract scales a line; its width goes along."""
    library, (rows, columns) = _library(), gray.shape
    data = b"P5 %d %d 255\n" % (columns, rows) + np.ascontiguousarray(gray).tobytes()
    whole = ctypes.c_void_p(library.pixReadMem(data, len(data)))
    scaled = ctypes.c_void_p(library.pixScale(whole, height / rows, height / rows))
    written, size = ctypes.c_void_p(), ctypes.c_size_t()
    try:
        library.pixWriteMem(ctypes.byref(written), ctypes.byref(size), scaled, _PNM)
        made = _gray_of(ctypes.string_at(written, size.value))
    finally:
        library.lept_free(written)
        library.pixDestroy(ctypes.byref(whole))
        library.pixDestroy(ctypes.byref(scaled))
    missing = max(0, height - len(made))
    return np.pad(made, ((0, missing), (0, 0)), mode="edge")[:height]


def _gray_of(pnm: bytes) -> Pixels:
    """The pixels of a binary graymap; Leptonica writes a comment into its head."""
    lines = [line for line in pnm.split(b"\n", 4)[:4] if not line.startswith(b"#")]
    columns, rows = map(int, lines[1].split())
    return np.frombuffer(pnm[-rows * columns :], np.uint8).reshape(rows, columns)

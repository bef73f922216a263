"""Which bytes a signature protects, read from the bytes themselves.

The library's own check compares total lengths only and ignores what fills the space left over in /Contents;
attacks that wrap the byte range or hide data in that space need a look at the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

WRAPPED = "BYTE-RANGE"
PADDED = "PADDING"
SHARED = "SHARED-CONTENTS"

_HEX = frozenset(b"0123456789abcdefABCDEF")


@dataclass(frozen=True)
class Coverage:
    """Octets `[0, gap_start)` and `[gap_end, end)` are signed; the gap holds the value in <hex>."""

    gap_start: int
    gap_end: int
    end: int


def coverage_of(signature: EmbeddedPdfSignature, file: bytes) -> Coverage | str:
    """What `signature` covers in `file`; WRAPPED or PADDED when its place in the file is not as it must be."""
    ranges = [int(number) for number in signature.byte_range]
    if len(ranges) != 4:
        return WRAPPED
    start, first, gap_end, second = ranges
    covered = Coverage(first, gap_end, gap_end + second)
    if start != 0 or not 0 < first < gap_end <= covered.end <= len(file) or second <= 0:
        return WRAPPED
    gap = file[first:gap_end]
    if gap[:1] != b"<" or gap[-1:] != b">" or len(gap) % 2 or not _HEX.issuperset(gap[1:-1]):
        return WRAPPED
    value = bytes.fromhex(gap[1:-1].decode("ascii"))
    if value != signature.pkcs7_content:
        return WRAPPED
    return covered if not any(value[der_length(value) :]) else PADDED


def shared(coverages: Sequence[Coverage]) -> bool:
    """True when two signatures claim the same place for their value."""
    return len({(c.gap_start, c.gap_end) for c in coverages}) < len(coverages)


def der_length(value: bytes) -> int:
    """Octets of the first DER element in `value`; 0 when its length is indefinite or overlong."""
    if len(value) < 2:
        return 0
    if value[1] < 0x80:
        return 2 + value[1]
    octets = value[1] & 0x7F
    total = 2 + octets + int.from_bytes(value[2 : 2 + octets], "big")
    return total if octets and total <= len(value) else 0

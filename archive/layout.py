"""Where an OCFL object stands in the storage root: extension 0003, with readable ids in the path.

https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive import digest
from archive.errors import NameRefused

EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
TUPLE_SIZE = 2
NUMBER_OF_TUPLES = 2
CONFIG = {
    "extensionName": EXTENSION,
    "digestAlgorithm": "sha256",
    "tupleSize": TUPLE_SIZE,
    "numberOfTuples": NUMBER_OF_TUPLES,
}
_PLAIN = re.compile(rb"[A-Za-z0-9_-]")
_LONGEST = 100


@lru_cache(maxsize=4096)
def object_root(object_id: str) -> str:
    """`a3/9f/urn%3auuid%3a...`: the key prefix of the object, without a slash at the end.

    NameRefused for an empty id, or one so long that the folder's name could no longer tell it.
    """
    hashed = digest.of_bytes(object_id.encode("utf-8"))
    tuples = [hashed[i * TUPLE_SIZE : (i + 1) * TUPLE_SIZE] for i in range(NUMBER_OF_TUPLES)]
    return "/".join([*tuples, _encapsulation(object_id)])


def root_of_key(key: str) -> str | None:
    """The object root that `key` lies in by its shape, or None for keys of the storage root itself."""
    parts = key.split("/")
    if len(parts) <= NUMBER_OF_TUPLES + 1 or parts[0] == "extensions":
        return None
    return "/".join(parts[: NUMBER_OF_TUPLES + 1])


def _encapsulation(object_id: str) -> str:
    encoded = "".join(
        chr(byte) if _PLAIN.match(bytes([byte])) else f"%{byte:02x}" for byte in object_id.encode("utf-8")
    )
    if 0 < len(encoded) <= _LONGEST:
        return encoded
    raise NameRefused(
        "Mã định danh để trống hoặc quá dài (trên 100 ký tự khi mã hóa). Hãy dùng dạng urn:uuid:...",
        "The id is empty or too long (over 100 characters when encoded). Use the form urn:uuid:...",
    )

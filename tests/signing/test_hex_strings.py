"""The quick reader of hexadecimal strings answers as the library's own, on anything."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from signing.hex_strings import at_once, slowly

DIGITS = st.text("0123456789abcdefABCDEF \n%()<x", max_size=60).map(str.encode)


def outcome(read: Any, content: bytes) -> object:
    stream = io.BytesIO(content)
    try:
        value = read(stream)
    except Exception as fault:
        return type(fault)
    return type(value), value, stream.tell()


@given(digits=DIGITS, after=st.binary(max_size=20), closed=st.booleans())
def test_it_answers_as_the_library(digits: bytes, after: bytes, closed: bool) -> None:
    content = b"<" + digits + (b">" if closed else b"") + after
    assert outcome(at_once, content) == outcome(slowly, content)


def test_a_string_longer_than_one_look_ahead_is_left_to_the_library() -> None:
    content = b"<" + b"ab" * 40_000 + b">"
    assert outcome(at_once, content) == outcome(slowly, content)


def test_the_library_uses_it() -> None:
    assert generic.read_hex_string_from_stream is at_once

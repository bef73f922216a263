"""The body of a server's answer as a stream; knows nothing of S3."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import urllib3

from archive.stores.refusals import unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from urllib3.response import BaseHTTPResponse


class Body(io.RawIOBase):
    """The body of an answer; a connection that breaks off is the store's fault, not a short file."""

    def __init__(self, response: BaseHTTPResponse, place: str) -> None:
        self._response = response
        self._place = place

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As io.RawIOBase; StoreUnavailable when the connection breaks off."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._response.read(len(view))
        except urllib3.exceptions.HTTPError as fault:
            raise unavailable(self._place, type(fault).__name__) from fault
        view[: len(data)] = data
        return len(data)

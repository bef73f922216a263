"""Asking a timestamp server (RFC 3161) for a token. Whether to believe the token is verify.py's question."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import Any

import aiohttp
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from signing.errors import TimestampUnavailable

# DER octets to leave free for a token of a server not asked before: one with three certificates stays well below.
TOKEN_ROOM = 10_240


@dataclass(frozen=True)
class TimestampOptions:
    """How patient to be with a server. Times in seconds."""

    seconds_per_attempt: float = 180.0
    attempts: int = 3
    seconds_between: float = 2.0
    at_once: int = 4


class Timestamper:
    """One timestamp server, shared by the threads of this process: at most `at_once` ask it together."""

    def __init__(self, url: str, options: TimestampOptions = TimestampOptions()) -> None:
        self.url = url
        self._options = options
        self._turns = threading.BoundedSemaphore(options.at_once)
        # One token for each certificate that the server signed with: several machines may share an address.
        self._seen: dict[bytes, Any] = {}

    def client(self) -> HTTPTimeStamper:
        """A pyHanko client for one signature; its requests raise TimestampUnavailable when the server fails."""
        return _Client(self.url, self._options, self._turns, self._seen)

    @property
    def room(self) -> int:
        """DER octets to leave free for a token: twice the largest seen, so that files do not carry empty space."""
        if not self._seen:
            return TOKEN_ROOM
        return 1024 + 2 * max(len(token.dump()) for token in self._seen.values())

    @property
    def machines(self) -> int:
        """How many different certificates the server has signed with so far."""
        return len(self._seen)

    async def tokens(self) -> tuple[Any, ...]:
        """A token (CMS signed data) for each certificate of the server seen so far; asks for one if need be."""
        if not self._seen:
            await self.client().async_timestamp(bytes(32), "sha256")
        return tuple(self._seen.values())


class _Client(HTTPTimeStamper):
    def __init__(
        self,
        url: str,
        options: TimestampOptions,
        turns: threading.BoundedSemaphore,
        seen: dict[bytes, Any],
    ) -> None:
        super().__init__(url, timeout=options.seconds_per_attempt)
        self._options = options
        self._turns = turns
        self._seen = seen

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        last: Exception | None = None
        for attempt in range(self._options.attempts):
            if attempt:
                await asyncio.sleep(self._options.seconds_between)
            try:
                token = await self._once(message_digest, md_algorithm)
                self._seen[extract_certificate_info(token["content"]).signer_cert.dump()] = token["content"]
                return token
            except (
                OSError,
                aiohttp.ClientError,
                TimestampRequestError,
                CMSExtractionError,
                ValueError,
            ) as cause:
                last = cause  # ValueError: the answer is no ASN.1
        raise TimestampUnavailable(
            f"Máy chủ dấu thời gian {self.url} không trả lời được sau {self._options.attempts} lần "
            f"({type(last).__name__}). Tài liệu vẫn chờ; hãy thử lại sau.",
            f"The timestamp server {self.url} gave no token in {self._options.attempts} attempts "
            f"({type(last).__name__}). The document keeps waiting; try again later.",
        ) from last

    async def _once(self, message_digest: bytes, md_algorithm: str) -> Any:
        await asyncio.to_thread(self._turns.acquire)
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        finally:
            self._turns.release()

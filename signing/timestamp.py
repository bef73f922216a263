"""Asking a timestamp server (RFC 3161) for a token. Whether to believe the token is verify.py's question."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import Any

import aiohttp
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from signing.errors import TimestampUnavailable

# DER octets to leave free for a token: one with three certificates stays well below.
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

    def client(self) -> HTTPTimeStamper:
        """A pyHanko client for one signature; its requests raise TimestampUnavailable when the server fails."""
        return _Client(self.url, self._options, self._turns)


class _Client(HTTPTimeStamper):
    def __init__(self, url: str, options: TimestampOptions, turns: threading.BoundedSemaphore) -> None:
        super().__init__(url, timeout=options.seconds_per_attempt)
        self._options = options
        self._turns = turns

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        last: Exception | None = None
        for attempt in range(self._options.attempts):
            if attempt:
                await asyncio.sleep(self._options.seconds_between)
            try:
                return await self._once(message_digest, md_algorithm)
            except (OSError, aiohttp.ClientError, TimestampRequestError, ValueError) as cause:
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

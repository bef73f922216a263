"""Asking a timestamp server (RFC 3161) for a token. Whether to believe the token is verify.py's question."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from asn1crypto import tsp
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from signing.errors import ConfigurationRefused, TimestampUnavailable
from signing.fetching import LimitedResponse

# DER octets to leave free for a token of a server not asked before: one with three certificates stays well below.
TOKEN_ROOM = 10_240
# Signing time shown and proven time may differ by so much.
DRIFT = timedelta(minutes=5)


@dataclass(frozen=True)
class TimestampOptions:
    """How patient to be with a server. Times in seconds."""

    seconds_per_attempt: float = 180.0
    attempts: int = 3
    seconds_between: float = 2.0
    at_once: int = 4


class Timestamper:
    """One timestamp server, shared by the threads of this process: at most `at_once` ask it together."""

    def __init__(
        self,
        url: str,
        options: TimestampOptions = TimestampOptions(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.url = url
        self.clock = clock
        self._options = options
        self._turns = threading.BoundedSemaphore(options.at_once)
        # One token for each certificate that the server signed with: several machines may share an address.
        self._seen: dict[bytes, Any] = {}

    def client(self) -> HTTPTimeStamper:
        """A pyHanko client for one signature; its requests raise TimestampUnavailable when the server fails."""
        return _Client(self, self._options, self._turns, self._seen)

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
        server: Timestamper,
        options: TimestampOptions,
        turns: threading.BoundedSemaphore,
        seen: dict[bytes, Any],
    ) -> None:
        super().__init__(server.url, timeout=options.seconds_per_attempt)
        self._server = server
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
                self._clocks_agree(token["content"])
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

    def _clocks_agree(self, signed_data: Any) -> None:
        """A token of another time proves nothing about now; raises ConfigurationRefused, and is not asked for again."""
        stated = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        here = self._server.clock()
        if abs(here - stated) > DRIFT:
            raise ConfigurationRefused(
                f"Máy chủ dấu thời gian {self.url} ghi {stated.isoformat()}, máy này là {here.isoformat()}: lệch hơn "
                "5 phút. Chỉnh đồng hồ máy này hoặc báo nhà cung cấp; tài liệu chưa được ký.",
                f"The timestamp server {self.url} states {stated.isoformat()}, this machine {here.isoformat()}: more "
                "than 5 minutes apart. Set this machine's clock or tell the provider; nothing was signed.",
            )

    async def async_request_tsa_response(self, req: Any) -> Any:
        """One question: no redirects, a limit on the answer, and no store of TLS roots loaded for each."""
        wait = aiohttp.ClientTimeout(total=self.timeout)
        headers = await self.async_request_headers()
        try:
            async with (
                aiohttp.ClientSession(timeout=wait, response_class=LimitedResponse) as session,
                session.post(self.url, data=req.dump(), headers=headers, allow_redirects=False) as response,
            ):
                if response.status != 200 or response.content_type != "application/timestamp-reply":
                    raise TimestampRequestError(f"HTTP {response.status}, {response.content_type}")
                return tsp.TimeStampResp.load(await response.read())
        except (aiohttp.ClientError, OSError) as cause:
            raise TimestampRequestError("no answer") from cause

    async def _turn(self) -> None:
        """Wait for one of the turns; each is given back after `seconds_per_attempt` at the latest.

        Asked for again and again: a thread that waits would take the turn of a task that was cancelled meanwhile,
        and nobody would give it back.
        """
        while not self._turns.acquire(blocking=False):
            await asyncio.sleep(0.02)

    async def _once(self, message_digest: bytes, md_algorithm: str) -> Any:
        await self._turn()
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        finally:
            self._turns.release()

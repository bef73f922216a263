"""Asking for revocation answers over HTTP under strict limits, because the addresses come from inside foreign files.

Only named hosts, no redirects, no private address unless it is named itself, limits on size and time. What is done
with an answer is not decided here.
"""

from __future__ import annotations

import ipaddress
from typing import Any

import aiohttp
from aiohttp.abc import ResolveResult

SECONDS = 20.0
# The largest list seen in the field stays well below: a CRL of 200,000 entries takes about 8 MB.
LARGEST = 32 * 1024 * 1024


class TooLarge(aiohttp.ClientError):
    """An answer that does not end where it should."""


class Refused(aiohttp.ClientConnectionError):
    """An address that the settings do not allow."""


def limited_session(hosts: frozenset[str], seconds: float = SECONDS) -> aiohttp.ClientSession:
    """A session that reaches `hosts` (names or addresses, lower case) and nothing else; must be closed."""
    traces = aiohttp.TraceConfig()
    traces.on_request_redirect.append(_no_redirect)
    return aiohttp.ClientSession(
        connector=_AllowedHosts(hosts),
        timeout=aiohttp.ClientTimeout(total=seconds),
        trace_configs=[traces],
        response_class=LimitedResponse,
    )


class LimitedResponse(aiohttp.ClientResponse):
    """Stops reading at LARGEST octets."""

    async def read(self) -> bytes:
        """The body. Raises TooLarge."""
        if self._body is None:
            parts, size = [], 0
            async for part in self.content.iter_chunked(65_536):
                size += len(part)
                if size > LARGEST:
                    self.close()
                    raise TooLarge(f"more than {LARGEST} octets")
                parts.append(part)
            self._body = b"".join(parts)
        return self._body


class _AllowedHosts(aiohttp.TCPConnector):
    """Connects to named hosts only; asked for every request."""

    def __init__(self, hosts: frozenset[str]) -> None:
        super().__init__(resolver=_PublicOrNamed(hosts), use_dns_cache=False)
        self._hosts_allowed = hosts

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Any], timeout: aiohttp.ClientTimeout
    ) -> Any:
        if req.url.scheme not in ("http", "https") or (req.url.host or "").lower() not in self._hosts_allowed:
            raise Refused("host is not in the list of allowed hosts")
        return await super().connect(req, traces, timeout)


class _PublicOrNamed(aiohttp.ThreadedResolver):
    """A name may not lead into the inner network, unless the address it leads to is named itself."""

    def __init__(self, hosts: frozenset[str]) -> None:
        super().__init__()
        self._hosts_allowed = hosts

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        for one in found:
            if not allowed_address(one["host"], self._hosts_allowed):
                raise Refused("the name leads to a private address")
        return found


def allowed_address(address: str, named: frozenset[str]) -> bool:
    """True for a public address, and for any that `named` holds."""
    return address in named or ipaddress.ip_address(address.partition("%")[0]).is_global


async def _no_redirect(_: object, __: object, ___: object) -> None:
    raise Refused("redirects are not followed")

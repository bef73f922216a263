"""What a hostile address cannot do: redirect, lead inside, never end, never answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
import pytest

from signing.fetching import LARGEST, Refused, TooLarge, allowed_address, limited_session

HOME = frozenset({"127.0.0.1"})


class _Hostile(BaseHTTPRequestHandler):
    asked: list[str]
    over: threading.Event

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/slow":
            self.over.wait(60)
            return
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://127.0.0.1:9/other")
        self.end_headers()
        if self.path != "/huge":
            self.wfile.write(b"answer")
            return
        try:
            for _ in range(LARGEST // 65_536 + 64):
                self.wfile.write(bytes(65_536))
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def hostile() -> Iterator[type[_Hostile]]:
    over = threading.Event()
    handler = type("Handler", (_Hostile,), {"asked": [], "over": over})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.port = server.server_port  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler
        over.set()
        server.shutdown()


def got(
    port: int, path: str, hosts: frozenset[str] = HOME, host: str = "127.0.0.1", seconds: float = 60
) -> bytes:
    async def ask() -> bytes:
        async with (
            limited_session(hosts, seconds) as session,
            session.get(f"http://{host}:{port}{path}") as answer,
        ):
            return await answer.read()

    return asyncio.run(ask())


def test_a_named_host_is_asked_and_no_other(hostile: type) -> None:
    assert got(hostile.port, "/plain") == b"answer"
    for hosts in (frozenset[str](), frozenset({"ocsp.example.vn"})):
        with pytest.raises(Refused):
            got(hostile.port, "/plain", hosts)
    assert hostile.asked == ["/plain"]


def test_redirects_are_not_followed(hostile: type) -> None:
    with pytest.raises(Refused, match="redirects"):
        got(hostile.port, "/away")
    assert hostile.asked == ["/away"]


def test_an_answer_without_end_and_one_that_never_comes_are_given_up(hostile: type) -> None:
    with pytest.raises(TooLarge):
        got(hostile.port, "/huge")
    with pytest.raises(TimeoutError):
        got(hostile.port, "/slow", seconds=0.2)


def test_a_name_that_leads_inside_needs_the_address_named_too(hostile: type) -> None:
    with pytest.raises((Refused, aiohttp.ClientConnectorError)):
        got(hostile.port, "/plain", frozenset({"localhost"}), "localhost")
    assert hostile.asked == []
    both = frozenset({"localhost", "127.0.0.1", "::1"})
    assert got(hostile.port, "/plain", both, "localhost") == b"answer"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("203.119.8.1", True),
        ("10.1.2.3", False),
        ("172.16.0.9", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("0.0.0.0", False),
        ("2001:dc8::1", True),
    ],
)
def test_which_addresses_are_public(address: str, allowed: bool) -> None:
    assert allowed_address(address, frozenset()) is allowed
    assert allowed_address(address, frozenset({address}))


def test_every_way_to_the_network_goes_through_it() -> None:
    """The judge and the evidence of a signature use this session and no other."""
    from inspect import getsource

    from signing import trust

    named: Callable[..., object] = trust.validation_spec
    assert "limited_session(trust.hosts)" in getsource(named)

"""The loopback server of the tests keeps the contract of docs/agent.md."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from agent_contract import CONTRACT, Desk
from agent_server import Queue, absentee, serving
from deferred_step import SECRET
from government_office import Bureau
from signing_pki import make_pdfa
from tls_files import make_tls

from benchmarks.government import now
from signing.deferred import LIFETIME, Server


@pytest.fixture(scope="module")
def desk(bureau: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    official = bureau.government.identity("official")
    server = Server(bureau.evidence, bureau.timestamper, SECRET)
    queue = Queue(absentee(official.certificate, official.chain), server, now)
    tls = make_tls(folder / "tls")

    def put(count: int) -> str:
        token = secrets.token_urlsafe(32)
        made = len(queue.documents)
        queue.put(token, [make_pdfa(folder / f"{made + n}.pdf", 1 + (made + n) % 3) for n in range(count)])
        return token

    def later() -> None:
        queue.ahead += LIFETIME + timedelta(seconds=1)

    with serving(queue, tls) as base:
        stranger = bureau.government.identity("seal")
        final = lambda id: queue.documents[id].final.read_bytes()  # noqa: E731
        yield Desk(base, tls.ca, official, stranger, put, final, later)


@pytest.mark.parametrize("promise", CONTRACT, ids=lambda promise: promise.__name__)
def test_the_server_keeps(promise: Callable[[Desk], None], desk: Desk) -> None:
    promise(desk)

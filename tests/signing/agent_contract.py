"""What every server of docs/agent.md must keep, as functions over a `Desk`; the desk's own tests run them too.

A test module gives a fixture `desk` and one test: `@pytest.mark.parametrize("promise", CONTRACT)` that calls
`promise(desk)`. Each promise puts documents of its own, so that the order does not matter.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from signing.agent.errors import DocumentSwapped, ServerRefused
from signing.agent.inspection import inspect
from signing.agent.protocol import (
    FINISHED,
    WAITING,
    Link,
    Paper,
    claim,
    close,
    documents,
    fetch_prepared,
    finish,
    give_back,
    open_session,
)
from signing.agent.wire import Patience, Wire, ask, wire_to
from signing.deferred import answer
from signing.errors import JobRefused
from signing.identity import SigningIdentity
from signing.job import bytes64, read_job, text64
from signing.trust import der_of

PATIENCE = Patience(attempts=2, pause=lambda _: None)


@dataclass(frozen=True)
class Desk:
    """A running server. `put` offers that many new documents and returns a fresh one-time token for `identity`.

    `final` gives the finished file of a document by its id. `later` makes every job that is out expire, for the
    server and for the time that it returns; None for a server whose clock cannot be moved: those promises are skipped.
    """

    base: str
    ca: Path
    identity: SigningIdentity
    stranger: SigningIdentity
    put: Callable[[int], str]
    final: Callable[[str], bytes]
    later: Callable[[], None] | None = None

    @property
    def wire(self) -> Wire:
        return wire_to(self.base, self.ca, PATIENCE)

    def opened(self, count: int = 1) -> Link:
        """A session over `count` new documents."""
        link = Link(self.wire, secrets.token_urlsafe(32))
        open_session(link, self.put(count), self.identity.certificate, self.identity.chain)
        return link


def refused(code: str, call: Callable[[], object]) -> ServerRefused:
    """The call is refused with that code of docs/agent.md, in both languages."""
    with pytest.raises(ServerRefused) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.vi
    assert caught.value.en
    return caught.value


def prepared(desk: Desk, link: Link, paper: Paper) -> tuple[str, bytes]:
    """Job and file, looked at as the agent does."""
    job = claim(link, paper)
    content = fetch_prepared(link, paper, read_job(job).id)
    inspect(paper, job, content, desk.identity.certificate, datetime.now(UTC))
    return job, content


def answered(desk: Desk, link: Link, paper: Paper) -> str:
    """The answer that the agent would send."""
    job, content = prepared(desk, link, paper)
    return answer(job, content, desk.identity, datetime.now(UTC))


def a_token_opens_one_session_and_the_same_key_finds_it_again(desk: Desk) -> None:
    token, link = desk.put(1), Link(desk.wire, secrets.token_urlsafe(32))
    other = Link(desk.wire, secrets.token_urlsafe(32))
    refused("certificate", lambda: open_session(link, token, desk.stranger.certificate, ()))
    for _ in range(2):
        told = open_session(link, token, desk.identity.certificate, desk.identity.chain)
        assert told.signer
        assert told.expires > told.time
    refused("token-used", lambda: open_session(other, token, desk.identity.certificate, ()))
    refused("unauthorised", lambda: documents(other))
    assert len(documents(link)) == 1


def nobody_gets_in_with_anything_else(desk: Desk) -> None:
    link = desk.opened()
    (paper,) = documents(link)
    for key in ("", "x", desk.put(1)):
        stranger = Link(link.wire, key or " ")
        for call in (documents, lambda one: claim(one, paper), lambda one: finish(one, paper.id, "{}")):
            refused("unauthorised", lambda call=call, one=stranger: call(one))  # type: ignore[misc]
    refused("unauthorised", lambda: open_session(link, "guess", desk.identity.certificate, ()))


def a_session_sees_its_own_documents_only(desk: Desk) -> None:
    mine, theirs = desk.opened(2), desk.opened(1)
    listed, other = documents(mine), documents(theirs)
    assert (len(listed), len(other)) == (2, 1)
    assert not {paper.id for paper in listed} & {paper.id for paper in other}
    assert {paper.state for paper in listed} == {WAITING}
    refused("unknown", lambda: claim(mine, other[0]))
    refused("unknown", lambda: finish(mine, other[0].id, "{}"))


def the_list_says_what_the_prepared_file_holds(desk: Desk) -> None:
    link = desk.opened(2)
    for paper in documents(link):
        job, content = prepared(desk, link, paper)
        assert hashlib.sha256(content[: paper.size]).hexdigest() == paper.sha256
        assert read_job(job).prepared == hashlib.sha256(content).hexdigest()
        assert bytes64(read_job(job).certificate) == der_of(desk.identity.certificate)


def a_second_claim_gives_the_same_job_and_a_claim_can_be_given_back(desk: Desk) -> None:
    link = desk.opened()
    (paper,) = documents(link)
    assert claim(link, paper) == claim(link, paper)
    assert documents(link)[0].state == "claimed"
    give_back(link, paper.id)
    give_back(link, paper.id)
    assert documents(link)[0].state == WAITING
    refused("unknown", lambda: fetch_prepared(link, paper, "no such job"))


def an_answer_is_taken_once_and_told_again(desk: Desk) -> None:
    link = desk.opened()
    (paper,) = documents(link)
    given = answered(desk, link, paper)
    level = finish(link, paper.id, given)
    assert level
    assert finish(link, paper.id, given) == level
    assert documents(link)[0].state == FINISHED
    refused("finished", lambda: claim(link, paper))
    final = desk.final(paper.id)
    assert hashlib.sha256(final[: paper.size]).hexdigest() == paper.sha256
    give_back(link, paper.id)
    assert documents(link)[0].state == FINISHED


def a_wrong_answer_is_refused_and_the_right_one_still_taken(desk: Desk) -> None:
    link = desk.opened(2)
    first, second = documents(link)
    right, other = answered(desk, link, first), answered(desk, link, second)
    wrong = text64(desk.identity.sign(b"something else"))
    held: dict[str, Any] = json.loads(right)
    for bad in ({**held, "signature": wrong}, {**held, "id": json.loads(other)["id"]}, json.loads(other), {}):
        refused("refused", lambda bad=bad: finish(link, first.id, json.dumps(bad)))  # type: ignore[misc]
    assert finish(link, first.id, right)
    assert finish(link, second.id, other)


def an_answer_without_a_claim_is_refused(desk: Desk) -> None:
    link = desk.opened()
    (paper,) = documents(link)
    refused("not-claimed", lambda: finish(link, paper.id, '{"id": "x", "signature": "AAAA"}'))


def an_expired_job_is_refused_and_a_new_claim_gives_another(desk: Desk) -> None:
    if desk.later is None:
        pytest.skip("this server's clock cannot be moved")
    link = desk.opened()
    (paper,) = documents(link)
    given, job = answered(desk, link, paper), claim(link, paper)
    desk.later()
    refused("job-expired", lambda: finish(link, paper.id, given))
    again = claim(link, paper)
    assert read_job(again).id != read_job(job).id
    fetch_prepared(link, paper, read_job(again).id)


def a_closed_session_opens_nothing(desk: Desk) -> None:
    link = desk.opened()
    close(link)
    refused("unauthorised", lambda: documents(link))


def what_is_not_the_protocol_is_refused_without_a_fault(desk: Desk) -> None:
    link = desk.opened()
    for method, path in (
        ("GET", "/nothing"),
        ("POST", "/documents/../session/claim"),
        ("GET", "/documents/%00"),
    ):
        with pytest.raises(ServerRefused):
            ask(link.wire, method, path, link.key, {} if method == "POST" else None)
    (paper,) = documents(link)
    assert paper.state == WAITING


def the_agent_would_see_a_swapped_file(desk: Desk) -> None:
    """Not a promise of the server: shows that the checks of this contract can fail."""
    link = desk.opened(2)
    first, second = documents(link)
    job, _ = prepared(desk, link, first)
    _, other = prepared(desk, link, second)
    with pytest.raises((JobRefused, DocumentSwapped)):
        inspect(first, job, other, desk.identity.certificate, datetime.now(UTC))


CONTRACT: tuple[Callable[[Desk], None], ...] = (
    a_token_opens_one_session_and_the_same_key_finds_it_again,
    nobody_gets_in_with_anything_else,
    a_session_sees_its_own_documents_only,
    the_list_says_what_the_prepared_file_holds,
    a_second_claim_gives_the_same_job_and_a_claim_can_be_given_back,
    an_answer_is_taken_once_and_told_again,
    a_wrong_answer_is_refused_and_the_right_one_still_taken,
    an_answer_without_a_claim_is_refused,
    an_expired_job_is_refused_and_a_new_claim_gives_another,
    a_closed_session_opens_nothing,
    what_is_not_the_protocol_is_refused_without_a_fault,
    the_agent_would_see_a_swapped_file,
)

"""The half of docs/agent.md that a server does: trade a token, list, claim, fetch, finish; repeat, expire, refuse."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable

import pytest
from sign_office import SignOffice

from archive.digest import of_bytes
from benchmarks.government import now
from pipeline.issuing import agent_answers, agent_jobs, agent_session
from pipeline.issuing.agent_session import AgentRefused, AgentSession
from pipeline.issuing.claims import claim
from pipeline.issuing.job_secret import job_secret
from pipeline.issuing.sign_queue import waiting_for
from pipeline.signatures import trust
from signing.deferred import answer
from signing.identity import SigningIdentity
from signing.trust import der_of
from signing.verdict import Level, Verdict
from signing.verify import verify


def text64(identity: SigningIdentity) -> tuple[str, list[str]]:
    chain = [base64.b64encode(der_of(one)).decode() for one in identity.chain]
    return base64.b64encode(der_of(identity.certificate)).decode(), chain


def key() -> str:
    return secrets.token_urlsafe(32)


def opened(signers: SignOffice, records: list[str], name: str = "lan") -> tuple[AgentSession, str, str]:
    token, own = secrets.token_urlsafe(32), key()
    ticket = agent_session.open_ticket(signers.services, signers.act(name), records, token)
    assert ticket.refused == ()
    session, new = agent_session.trade(signers.services, token, own, text64(signers.identity()), now())
    assert new
    return session, token, own


def answered(signers: SignOffice, session: AgentSession, document: str) -> str:
    """What the agent does: fetch, look, sign."""
    handed = agent_jobs.claim_document(signers.services, session, document, now())
    prepared = agent_jobs.fetch(signers.services, session, document, handed.job["id"]).read_bytes()
    return answer(json.dumps(handed.job), prepared, signers.identity(), now())


def refused(step: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises(AgentRefused) as caught:
        step()
    return caught.value.status, caught.value.code


def test_a_document_is_signed_elsewhere_and_the_reply_may_be_asked_for_again(signers: SignOffice) -> None:
    services, record = signers.services, signers.paper("marriage")
    session, token, own = opened(signers, [record])
    (told,) = agent_jobs.documents(services, session, now())
    assert (told.id, told.state, told.pages, told.sha256) == ("d0", "waiting", 1, signers.case(record).sha256)
    given = answered(signers, session, "d0")
    done = agent_answers.finish_document(services, session, "d0", given, now())
    assert (done.state, done.level) == ("finished", "B-T")
    assert agent_answers.finish_document(services, session, "d0", given, now()) == done
    assert signers.row(record).state == "signed"
    verdict = verify(signers.file(record, "signed.pdf"), trust(services.settings), at=now())
    assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_T)
    assert of_bytes(signers.file(record, "signed.pdf").read_bytes()) == done.sha256
    assert [one.state for one in agent_jobs.documents(services, session, now())] == ["finished"]
    assert refused(lambda: agent_answers.finish_document(services, session, "d0", "{}", now())) == (
        409,
        "finished",
    )
    again, new = agent_session.trade(services, token, own, text64(signers.identity()), now())
    assert (again.ticket, new) == (session.ticket, False)


def test_a_token_is_good_once_and_in_time_and_stands_nowhere(signers: SignOffice) -> None:
    services, record = signers.services, signers.paper("marriage")
    _session, token, own = opened(signers, [record])
    pair = text64(signers.identity())
    assert refused(lambda: agent_session.trade(services, token, key(), pair, now())) == (409, "token-used")
    assert refused(lambda: agent_session.trade(services, "x" * 43, own, pair, now())) == (401, "unauthorised")
    late = secrets.token_urlsafe(32)
    agent_session.open_ticket(services, signers.act("lan"), [record], late)
    after = signers.later(minutes=11).services.clock()
    assert refused(lambda: agent_session.trade(services, late, key(), pair, after)) == (401, "unauthorised")
    assert refused(lambda: agent_session.trade(services, late, "short", pair, now())) == (400, "malformed")
    database = (services.settings.home / "ledger.sqlite").read_bytes()
    wal = services.settings.home / "ledger.sqlite-wal"
    held = database + (wal.read_bytes() if wal.exists() else b"")
    assert token.encode() not in held
    assert own.encode() not in held


def test_a_closed_or_ended_session_opens_nothing(signers: SignOffice) -> None:
    session, _token, own = opened(signers, [signers.paper("marriage")])
    assert agent_session.session_of(signers.services, own, now()).holder.id == "person:lan"
    after = signers.later(hours=9).services.clock()
    assert refused(lambda: agent_session.session_of(signers.services, own, after))[0] == 401
    agent_session.close(signers.services, session, now())
    assert refused(lambda: agent_session.session_of(signers.services, own, now()))[0] == 401


def test_a_job_is_the_same_until_it_expires_and_an_old_answer_is_refused(signers: SignOffice) -> None:
    services, record = signers.services, signers.paper("marriage")
    session, _, _ = opened(signers, [record])
    first = agent_jobs.claim_document(services, session, "d0", now())
    assert agent_jobs.claim_document(services, session, "d0", now()) == first
    given = answered(signers, session, "d0")
    later = signers.later(minutes=16)
    at = later.services.clock()
    assert refused(lambda: agent_answers.finish_document(services, session, "d0", given, at)) == (
        409,
        "job-expired",
    )
    second = agent_jobs.claim_document(later.services, session, "d0", at)
    assert second.job["id"] != first.job["id"]
    assert refused(lambda: agent_jobs.fetch(services, session, "d0", first.job["id"])) == (404, "unknown")
    assert refused(lambda: agent_answers.finish_document(services, session, "d0", given, at)) == (
        422,
        "refused",
    )
    assert signers.row(record).state == "assembled"


def test_nobody_else_gets_a_claimed_document_until_it_is_given_back(signers: SignOffice) -> None:
    services, record = signers.services, signers.paper("marriage")
    session, _, _ = opened(signers, [record])
    agent_jobs.claim_document(services, session, "d0", now())
    assert waiting_for(services, signers.act("hoa")) == []
    agent_jobs.give_back(services, session, "d0", now())
    agent_jobs.give_back(services, session, "d0", now())
    assert claim(services, signers.act("hoa"), [record])[1] == []
    elsewhere = refused(lambda: agent_jobs.claim_document(services, session, "d0", now()))
    assert elsewhere == (409, "claimed-elsewhere")


def test_an_answer_is_kept_while_the_timestamp_service_is_silent(signers: SignOffice) -> None:
    record = signers.paper("marriage")
    session, _, _ = opened(signers, [record])
    given = answered(signers, session, "d0")
    down = signers.with_settings(SOHOA_TSA_URL="http://127.0.0.1:9/tsa")
    assert agent_answers.finish_document(down.services, session, "d0", given, now()).state == "accepted"
    assert agent_answers.finish_document(down.services, session, "d0", given, now()).state == "accepted"
    assert waiting_for(signers.later(hours=1).services, signers.later(hours=1).act("hoa")) == []
    assert agent_answers.finish_kept(down.services, now()) == 0
    assert agent_answers.finish_kept(signers.services, now()) == 1
    assert signers.row(record).state == "signed"
    done = agent_answers.finish_document(signers.services, session, "d0", given, now())
    assert (done.state, done.sha256) == ("finished", signers.row(record).final_sha256)


def test_a_document_that_changed_is_refused_before_any_key_is_used(signers: SignOffice) -> None:
    record = signers.paper("marriage")
    session, _, _ = opened(signers, [record])
    signers.file(record, "assembled.pdf").write_bytes(b"%PDF-1.7 another")
    told = refused(lambda: agent_jobs.claim_document(signers.services, session, "d0", now()))
    assert told == (422, "refused")


def test_the_secret_of_the_jobs_is_the_owners_alone(signers: SignOffice) -> None:
    first = job_secret(signers.services)
    assert (len(first), job_secret(signers.services)) == (32, first)
    assert (signers.services.identity_folder / "jobs.key").stat().st_mode & 0o777 == 0o600

"""Certified copies through an agent: numbers without gaps, overtaken, a silent timestamp service, a kill, refusals."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from sign_office import SignOffice
from test_agent_jobs import answered, key, refused, text64

from benchmarks.government import now
from pipeline import finalize
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing import agent_answers, agent_jobs, agent_session
from pipeline.issuing.agent_session import AgentSession
from pipeline.issuing.certified_copy import certify
from pipeline.issuing.copy_jobs import open_copy_ticket
from pipeline.issuing.copy_keeping import stored_copy
from pipeline.issuing.copy_register import Certified, latest_copies, registers_of_year
from pipeline.issuing.copy_source import CopyOrder
from pipeline.record import RecordState
from pipeline.review.sight import mark
from pipeline.signatures import trust
from signing.verdict import Level, Verdict
from signing.verify import verify

COPIES = """
[[rule]]
class = "*"
purpose = "archive_digitisation"
signers = []
level = ""
legal_basis = "QĐ 1/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01

[[rule]]
class = "*"
purpose = "certified_copy"
signers = [{ capacity = "official", profile = "copy_sao_y" }]
level = "B-T"
legal_basis = "QĐ 1/QĐ-UBND (thử nghiệm)"
valid_from = 2025-07-01
"""


@pytest.fixture
def copiers(signers: SignOffice) -> SignOffice:
    """An office where lan and hoa, officials, certify copies at B-T."""
    table = signers.services.settings.home / "copies.toml"
    table.write_text(COPIES, "utf-8")
    return signers.with_settings(SOHOA_SIGN_POLICY=str(table))


def archived(office: SignOffice) -> str:
    record = office.paper("birth")
    assert finalize.finalize(office.services, record, office.act("lan")).state is RecordState.ARCHIVED
    return record


def asked(office: SignOffice, order: CopyOrder, name: str = "lan") -> AgentSession:
    token = secrets.token_urlsafe(32)
    open_copy_ticket(office.services, office.act(name), order, token)
    session, _ = agent_session.trade(office.services, token, key(), text64(office.identity()), now())
    return session


def register(office: SignOffice) -> list[Certified]:
    with office.services.ledger.reading() as connection:
        return latest_copies(connection, None, now().year, None, 9)


def test_an_agent_signs_a_copy_and_its_number_is_taken_with_its_line(
    copiers: SignOffice, tmp_path: Path
) -> None:
    services, record = copiers.services, archived(copiers)
    session = asked(copiers, CopyOrder(record, "sao_y", receiver="Bà Đặt"))
    (told,) = agent_jobs.documents(services, session, now())
    assert (told.number, told.pages, told.state) == ("01/SY-UBND", 1, "waiting")
    given = answered(copiers, session, "d0")
    assert register(copiers) == []
    done = agent_answers.finish_document(services, session, "d0", given, now())
    assert (done.state, done.level) == ("finished", "B-T")
    assert agent_answers.finish_document(services, session, "d0", given, now()) == done
    (line,) = register(copiers)
    assert (line.number, line.state, line.receiver, line.sha256) == (
        "01/SY-UBND",
        "kept",
        "Bà Đặt",
        done.sha256,
    )
    (tmp_path / "copy.pdf").write_bytes(stored_copy(services, line.id))
    verdict = verify(tmp_path / "copy.pdf", trust(services.settings), at=now())
    assert (verdict.verdict, verdict.level) == (Verdict.PASSED, Level.B_T)
    assert list(services.workspace.of_record(record).glob("copy-of-*")) == []
    assert [one.state for one in agent_jobs.documents(services, session, now())] == ["finished"]
    with services.ledger.reading() as connection:
        (series,) = registers_of_year(connection, None, now().year)
    assert (series.count, series.last, series.whole) == (1, 1, True)


def test_who_is_overtaken_claims_again_and_no_number_is_skipped(copiers: SignOffice) -> None:
    services, record = copiers.services, archived(copiers)
    slow, quick = (
        asked(copiers, CopyOrder(record, "sao_y")),
        asked(copiers, CopyOrder(record, "sao_y"), "hoa"),
    )
    given = answered(copiers, slow, "d0")
    agent_answers.finish_document(services, quick, "d0", answered(copiers, quick, "d0"), now())
    late = refused(lambda: agent_answers.finish_document(services, slow, "d0", given, now()))
    assert late == (409, "job-expired")
    certify(services, copiers.act("lan"), CopyOrder(record, "sao_y"), copiers.identity())
    anew = answered(copiers, slow, "d0")
    assert agent_answers.finish_document(services, slow, "d0", anew, now()).state == "finished"
    assert [one.number[:2] for one in reversed(register(copiers))] == ["01", "02", "03"]


def test_while_no_timestamp_comes_no_copy_and_no_number_is_written_down(copiers: SignOffice) -> None:
    record = archived(copiers)
    session = asked(copiers, CopyOrder(record, "sao_y"))
    given = answered(copiers, session, "d0")
    silent = copiers.with_settings(
        SOHOA_SIGN_POLICY=str(copiers.services.settings.sign_policy), SOHOA_TSA_URL="http://127.0.0.1:1/"
    )
    failed = refused(lambda: agent_answers.finish_document(silent.services, session, "d0", given, now()))
    assert failed == (503, "timestamp")
    assert register(copiers) == []
    # The same answer is good when the service is back.
    done = agent_answers.finish_document(copiers.services, session, "d0", given, now())
    assert (done.state, register(copiers)[0].number) == ("finished", "01/SY-UBND")


def test_what_must_not_be_copied_is_refused_before_a_code_and_again_before_the_key(
    copiers: SignOffice,
) -> None:
    services, record = copiers.services, archived(copiers)
    with pytest.raises(MoveRefused, match="holds no mandate"):
        open_copy_ticket(services, copiers.act("dung"), CopyOrder(record, "sao_y"), key())
    with pytest.raises(WrongUse, match="pages"):
        open_copy_ticket(services, copiers.act("lan"), CopyOrder(record, "trich_sao"), key())
    session = asked(copiers, CopyOrder(record, "trich_sao", (1, 1)))
    given = answered(copiers, session, "d0")
    act = copiers.act("lan")
    with services.ledger.writing(act) as connection:
        mark(connection, act, record, "secret")
    assert refused(lambda: agent_answers.finish_document(services, session, "d0", given, now()))[0] == 422
    assert register(copiers) == []

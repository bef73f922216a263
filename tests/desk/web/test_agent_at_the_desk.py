"""The desk keeps the contract of docs/agent.md over HTTPS, and its sign queue hands documents to the agent."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from counter_desk import PASSWORD, Client

sys.path.append(str(Path(__file__).resolve().parents[2] / "pipeline"))
sys.path.append(str(Path(__file__).resolve().parents[2] / "signing"))

from agent_contract import CONTRACT, Desk
from sign_office import MANDATE, POLICY, UNIT, SignOffice, open_sign_office
from tls_files import Tls, make_tls

from benchmarks.government import now, running
from desk.web.options import options_of
from desk.web.runs import Runner
from desk.web.serving import Announcing, configured
from pipeline.accounts import account as accounts
from pipeline.accounts import units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.rights import Grant, Role
from pipeline.finalize import finalize
from pipeline.issuing import agent_answers, agent_jobs, agent_session
from pipeline.issuing.agent_session import open_ticket
from pipeline.issuing.tables import jobs
from pipeline.ledger import touch_record
from pipeline.record import RecordState
from signing.deferred import answer as answered
from signing.token import fingerprint
from signing.trust import der_of

COMPONENT_RULE = """
[[rule]]
class = "*"
purpose = "dossier_component"
signers = [{ capacity = "digitising_officer", profile = "" }]
level = "B-T"
legal_basis = "NĐ 118/2025/NĐ-CP (thử nghiệm)"
valid_from = 2025-07-01
"""
COPY_RULE = """
[[rule]]
class = "*"
purpose = "certified_copy"
signers = [{ capacity = "official", profile = "copy_sao_y" }]
level = "B-T"
legal_basis = "NĐ 30/2020/NĐ-CP (thử nghiệm)"
valid_from = 2025-07-01
"""


@dataclass(frozen=True)
class SignDesk:
    """A served desk over a home whose records wait for signatures."""

    office: SignOffice
    url: str
    tls: Tls

    @property
    def authority(self) -> ssl.SSLContext:
        """What trusts the server's certificate."""
        return ssl.create_default_context(cafile=str(self.tls.ca))

    def client(self, login: str) -> Client:
        """A logged-in person."""
        client = Client(self.url, self.authority)
        client.log_in(login)
        return client


@pytest.fixture(scope="module")
def sign_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignDesk]:
    folder = tmp_path_factory.mktemp("sign-desk")
    with running(folder / "government") as government:
        office = open_sign_office(folder / "home", government, POLICY + COMPONENT_RULE + COPY_RULE)
        act = office.act("may-chu")
        with office.services.ledger.writing(act) as connection:
            unit = units.register(connection, act, UNIT).code
            for login, name in (("lan", "Lan"), ("hoa", "Hoa"), ("motcua", "Cửa")):
                accounts.create(connection, act, NewAccount(login, name, unit), PASSWORD, must_change=False)
                role = Role.CLERK if login == "motcua" else Role.OFFICIAL
                accounts.grant(connection, act, login, Grant(role, unit))
        office = named(office, folder / "named.toml")
        tls = make_tls(folder / "tls")
        with serving(office, tls) as port:
            yield SignDesk(office, f"https://127.0.0.1:{port}", tls)


def named(office: SignOffice, mandates: Path) -> SignOffice:
    """The same home, whose mandates name the certificate that an official signs with."""
    certificate = fingerprint(office.identity().certificate)
    told = (office.services.settings.home / "mandates.toml").read_text("utf-8")
    told += MANDATE.format(person="motcua", capacity="digitising_officer")
    mandates.write_text(told.replace("classes =", f'certificate = "{certificate}"\nclasses ='), "utf-8")
    # The second factor has tests of its own.
    return office.with_settings(SOHOA_SIGN_MANDATES=str(mandates), SOHOA_SECOND_FACTOR_ROLES="admin")


@contextmanager
def serving(office: SignOffice, tls: Tls) -> Iterator[int]:
    ready, ports = threading.Event(), list[int]()

    def listening(port: int) -> None:
        ports.append(port)
        ready.set()

    options = options_of(office.services.settings, "127.0.0.1", 0, tls=True)
    runner = Runner(dict(os.environ))
    server = Announcing(configured(office.services, options, runner, (tls.certificate, tls.key)), listening)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert ready.wait(240), "the desk did not come up"
        yield ports[0]
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def desk(sign_desk: SignDesk) -> Desk:
    """The desk as the contract asks for it: each `put` is a ticket over new papers."""
    office, latest = sign_desk.office, list[str]()

    def put(count: int) -> str:
        token, act = secrets.token_urlsafe(32), office.act("lan")
        papers = [office.paper("marriage") for _ in range(count)]
        ticket = open_ticket(office.services, act, papers, token)
        assert ticket.refused == ()
        latest.append(ticket.id)
        return token

    def final(document: str) -> bytes:
        with office.services.ledger.reading() as connection:
            number = int(document.partition("-d")[2])
            row = connection.execute(
                jobs.select().where(jobs.c.ticket == latest[-1], jobs.c.number == number)
            ).one()
        return Path(office.file(row.record, "signed.pdf")).read_bytes()

    base = f"{sign_desk.url}/api/v1/agent"
    return Desk(base, sign_desk.tls.ca, office.identity(), office.identity("seal"), put, final)


@pytest.mark.parametrize("promise", CONTRACT, ids=lambda promise: promise.__name__)
def test_the_desk_keeps(promise: Callable[[Desk], None], desk: Desk) -> None:
    promise(desk)


def test_an_agent_without_a_bearer_is_nobody(sign_desk: SignDesk) -> None:
    with httpx.Client(base_url=sign_desk.url, verify=sign_desk.authority) as stranger:
        answer = stranger.get("/api/v1/agent/documents")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorised")
        answer = stranger.post("/api/v1/agent/session", content=b"[", headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_the_queue_gives_one_code_and_tells_how_far_the_run_is(sign_desk: SignDesk) -> None:
    office = sign_desk.office
    record, other = office.paper("marriage"), office.paper("marriage")
    client = sign_desk.client("lan")
    page = client.page("/sign")
    assert record in page
    assert "sẵn sàng" in page
    assert client.get(f"/sign/documents/{record}.pdf").content.startswith(b"%PDF-")
    assert (
        client.submit(f"/sign/documents/{record}/look").json()["record"].startswith(f"/records/{record}?key=")
    )
    assert client.submit("/sign/tickets").status_code == 409
    answer = client.submit("/sign/tickets", record=[record])
    code = re.search(r'value="([A-Za-z0-9_-]{43})"', answer.text)
    ticket = re.search(r'data-jobs="(/sign/tickets/[0-9a-f-]{36})/jobs"', answer.text)
    assert code is not None
    assert ticket is not None
    assert code[1] not in client.page(ticket[1])
    assert "0 trên 1 văn bản" in client.get(f"{ticket[1]}/jobs").text
    colleague = sign_desk.client("hoa")
    assert colleague.get(ticket[1]).status_code == 404
    assert colleague.get(f"/sign/documents/{record}.pdf").status_code == 404
    assert record not in sign_desk.client("motcua").page("/sign")
    assert sign_desk.client("motcua").get(f"/sign/documents/{record}.pdf").status_code == 404
    assert client.submit(f"/sign/documents/{other}/reject", reason=" ").status_code == 409
    assert client.submit(f"/sign/documents/{other}/reject", reason="sai tên").status_code == 303
    assert office.row(other).state == RecordState.IN_REVIEW.value
    assert "Hôm nay" in client.page("/sign/today") or "Đã ký ngày" in client.page("/sign/today")
    assert json.dumps(code[1]) not in str(office.row(record))


def test_a_clerk_signs_papers_of_dossiers_and_nothing_else_many_with_one_code(sign_desk: SignDesk) -> None:
    office, act = sign_desk.office, sign_desk.office.act("may-chu")
    papers, other = [office.paper("marriage") for _ in range(2)], office.paper("marriage")
    with office.services.ledger.writing(act) as connection:
        for record in papers:
            touch_record(connection, act, record, {"dossier": "H29.22.33-261127-0001"})
    clerk = sign_desk.client("motcua")
    page = clerk.page("/sign")
    assert all(record in page for record in papers)
    assert other not in page
    assert "cán bộ số hóa" in page
    assert papers[0] not in sign_desk.client("lan").page("/sign")
    answer = clerk.submit("/sign/tickets", record=[*papers, other])
    code = re.search(r'value="([A-Za-z0-9_-]{43})"', answer.text)
    assert code is not None
    assert sign_all(office, code[1]) == 2
    assert {office.row(record).state for record in papers} == {RecordState.SIGNED.value}
    assert office.row(other).state == RecordState.ASSEMBLED.value
    assert all(record not in clerk.page("/sign") for record in papers)


def sign_all(office: SignOffice, code: str) -> int:
    """What the agent does with one code; returns how many documents it signed."""
    signer = office.identity()
    chain = [base64.b64encode(der_of(one)).decode() for one in signer.chain]
    own = (base64.b64encode(der_of(signer.certificate)).decode(), chain)
    session, _ = agent_session.trade(office.services, code, secrets.token_urlsafe(32), own, now())
    listed = agent_jobs.documents(office.services, session, now())
    for one in listed:
        handed = agent_jobs.claim_document(office.services, session, one.id, now())
        prepared = agent_jobs.fetch(office.services, session, one.id, handed.job["id"]).read_bytes()
        signed = answered(json.dumps(handed.job), prepared, signer, now())
        agent_answers.finish_document(office.services, session, one.id, signed, now())
    return len(listed)


def test_a_certified_copy_goes_through_the_agent_where_the_desk_has_no_key(sign_desk: SignDesk) -> None:
    office = sign_desk.office
    record = office.paper("death")
    assert finalize(office.services, record, office.act("lan")).state is RecordState.ARCHIVED
    client = sign_desk.client("lan")
    assert "Lấy mã để ký bản sao" in client.page(f"/records/{record}/copy")
    # A clerk may ask, but the mandates say who certifies.
    clerk = sign_desk.client("motcua")
    assert "không được phân công" in clerk.page(f"/records/{record}/copy")
    answer = client.submit(f"/records/{record}/copy", kind="sao_y")
    code = re.search(r'value="([A-Za-z0-9_-]{43})"', answer.text)
    ticket = re.search(r'data-jobs="(/sign/tickets/[0-9a-f-]{36}/jobs)"', answer.text)
    assert code is not None
    assert ticket is not None
    assert "chưa có bản sao" in client.page("/copies")
    assert sign_all(office, code[1]) == 1
    file = re.search(r'href="(/copies/[0-9a-f-]{36}\.pdf)"', client.page(ticket[1]))
    assert file is not None
    assert client.get(file[1]).content.startswith(b"%PDF-")
    assert "01/SY-UBND" in client.page("/copies")

"""The desk is killed in mid-upload, mid-review and mid-signing: people go on where they were, nothing is doubled."""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_window import Window
from counter_desk import UNIT, DeskHouse, make_house
from desk_process import DeskProcess
from playwright.sync_api import Page, Route, expect
from printed_records import BIRTH
from reviewed import seen, waiting
from sqlalchemy import select

sys.path.append(str(Path(__file__).resolve().parents[2] / "pipeline"))
sys.path.append(str(Path(__file__).resolve().parents[2] / "signing"))

from agent_contract import PATIENCE
from sign_office import environment, open_sign_office
from tls_files import make_tls

from benchmarks.government import running
from pipeline.batch import find_batch
from pipeline.issuing.agent_session import open_ticket
from pipeline.ledger_tables import sources
from pipeline.record import FieldState, RecordState
from signing.agent.protocol import FINISHED, Link, claim, documents, fetch_prepared, finish, open_session
from signing.agent.wire import wire_to
from signing.deferred import answer
from signing.job import read_job

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskHouse, DeskProcess]]:
    """A home, and a desk over it in a process of its own, at the same address however often it dies."""
    made = make_house(tmp_path_factory.mktemp("killed") / "home")
    surroundings = {"SOHOA_HOME": str(made.home), "SOHOA_UNIT": UNIT, "SOHOA_SIGNER": "development"}
    desk = DeskProcess({**surroundings, "SOHOA_SECOND_FACTOR_ROLES": ""}, made.press.folder)
    desk.start()
    made.url = desk.url
    yield made, desk
    desk.kill()


@pytest.fixture
def house(killed: tuple[DeskHouse, DeskProcess]) -> DeskHouse:
    return killed[0]


@pytest.fixture
def desk(killed: tuple[DeskHouse, DeskProcess]) -> DeskProcess:
    return killed[1]


def killed_before(page: Page, desk: DeskProcess, address: str, number: int) -> list[str]:
    """The desk dies just before request `number` to such an address leaves the browser."""
    asked = list[str]()

    def pass_on(route: Route) -> None:
        if route.request.method != "GET":
            asked.append(route.request.url)
            if len(asked) == number:
                desk.kill()
        route.continue_()

    page.route(address, pass_on)
    return asked


def test_an_upload_goes_on_at_the_byte_that_is_wanted(
    house: DeskHouse, desk: DeskProcess, window: Window
) -> None:
    papers = [house.press.page(f"gay-{n}.png", BIRTH if n == 1 else (f"Tờ {n}",)) for n in (1, 2, 3)]
    page = window.log_in("quet")
    page.get_by_role("link", name="Lô mới").click()
    page.wait_for_url("**/batches/new")
    window.excuse("ERR_")
    asked = killed_before(page, desk, "**/uploads/*/files/*", 2)
    page.set_input_files("#files", papers)
    expect(page.locator("#told")).to_have_text(str(page.locator("#new-batch").get_attribute("data-broken")))
    assert page.locator("#open").is_disabled()
    desk.start()
    page.wait_for_selector("#open:not([disabled])")
    assert [url.split("/files/")[1] for url in asked if "offset=0" in url].count("1?offset=0") == 1
    page.fill("[name='docket.sheets']", "3")
    page.click("#open")
    page.wait_for_url("**/batches/*-*")
    page.wait_for_selector(".sum .tag.well")
    batch = page.url.rpartition("/")[2]
    with house.services.ledger.reading() as connection:
        kept = list(connection.execute(select(sources.c.sha256).where(sources.c.batch == batch)).scalars())
        assert find_batch(connection, batch).state == "closed"
    assert sorted(kept) == sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in papers)


def test_a_review_loses_neither_the_value_nor_the_place(
    house: DeskHouse, desk: DeskProcess, window: Window
) -> None:
    record = waiting(house, "BỀN", 811)
    page = window.log_in("kiem")
    page = window.open(f"/review/{record}")
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    window.excuse("ERR_")
    killed_before(page, desk, f"**/review/{record}/field", 1)
    page.locator("#value").fill("LÊ NHƯ BỀN VỮNG")
    page.keyboard.press("Enter")
    refused = page.locator("[data-refused]")
    expect(refused).to_be_visible()
    expect(page.locator("#value")).to_have_value("LÊ NHƯ BỀN VỮNG")
    window.shot("review-desk-gone")
    desk.start()
    page.keyboard.press("Enter")
    expect(page.locator("li[data-key=child_full_name] .value")).to_have_text("LÊ NHƯ BỀN VỮNG")
    expect(refused).to_be_hidden()
    child = next(field for field in seen(house, record).fields if field.key == "child_full_name")
    assert (child.value, child.state) == ("LÊ NHƯ BỀN VỮNG", FieldState.CORRECTED)


def test_a_signing_goes_on_with_the_same_code_and_signs_each_document_once(tmp_path: Path) -> None:
    with running(tmp_path / "government") as government:
        office = open_sign_office(tmp_path / "home", government)
        tls, signer = make_tls(tmp_path / "tls"), office.identity()
        desk = DeskProcess(environment(office.shelf, government), tmp_path, (tls.certificate, tls.key))
        papers, token = [office.paper("marriage") for _ in range(2)], secrets.token_urlsafe(32)
        assert open_ticket(office.services, office.act("lan"), papers, token).refused == ()
        link = Link(wire_to(f"{desk.url}/api/v1/agent", tls.ca, PATIENCE), secrets.token_urlsafe(32))
        desk.start()
        try:
            open_session(link, token, signer.certificate, signer.chain)
            first, second = documents(link)
            for paper in (first, second):
                job = claim(link, paper)
                content = fetch_prepared(link, paper, read_job(job).id)
                desk.kill()
                desk.start()
                signed = answer(job, content, signer, datetime.now(UTC))
                finish(link, paper.id, signed)
                desk.kill()
                desk.start()
                finish(link, paper.id, signed)
            assert {paper.state for paper in documents(link)} == {FINISHED}
        finally:
            desk.kill()
        assert {office.row(record).state for record in papers} == {RecordState.SIGNED.value}

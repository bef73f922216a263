"""Logging in: who gets in, who does not, and what a stolen or forced cookie is worth."""

from __future__ import annotations

import re
from dataclasses import replace

from counter_desk import PASSWORD, DeskHouse
from starlette.testclient import TestClient

from desk.web.app import create_app
from desk.web.door import own_path
from desk.web.options import options_of
from desk.web.pace import Pace
from desk.web.runs import Runner


def test_a_person_gets_in_and_lands_at_the_queue_of_the_role(house: DeskHouse) -> None:
    client = house.client("quet")
    assert client.get("/").headers["location"] == "/batches"
    assert "Phạm Văn Quét" in client.page("/batches")


def test_a_wrong_password_says_no_more_than_an_unknown_name(house: DeskHouse) -> None:
    answers = []
    for login in ("quet", "khong-ai"):
        client = house.client()
        client.page("/login")
        answer = client.submit("/login", login=login, password="sai hoàn toàn rồi")
        assert answer.status_code == 401
        answers.append(answer.text.partition('role="alert">')[2].partition("</p>")[0])
    assert answers[0] == answers[1] != ""


def test_without_a_session_every_page_leads_to_the_login_and_back(house: DeskHouse) -> None:
    client = house.client()
    assert client.get("/batches?state=open").headers["location"] == "/login?next=%2Fbatches%3Fstate%3Dopen"
    client.page("/login?next=/batches%3Fstate%3Dopen")
    answer = client.submit("/login", login="quet", password="giấy trắng mực đen", next="/batches?state=open")
    assert answer.headers["location"] == "/batches?state=open"


def test_a_form_that_another_tab_made_old_is_shown_anew_with_the_name_typed(house: DeskHouse) -> None:
    client = house.client()
    client.page("/login")
    client.cookies.set("sohoa_visit", "of-another-tab", domain="127.0.0.1")
    answer = client.submit("/login", login="quet", password=PASSWORD)
    assert answer.status_code == 403
    assert 'value="quet"' in answer.text
    client.page("/login")
    assert client.submit("/login", login="quet", password=PASSWORD).status_code == 303


def test_a_picture_without_a_session_gets_no_login_page_and_no_cookie(house: DeskHouse) -> None:
    answer = house.client().get("/batches", headers={"Sec-Fetch-Dest": "image"})
    assert (answer.status_code, dict(answer.cookies)) == (401, {})


def test_an_office_behind_one_address_logs_in_all_morning_while_a_guesser_is_slowed(house: DeskHouse) -> None:
    options = options_of(house.services.settings, "127.0.0.1", 0, tls=False)
    app = create_app(house.services, options, Runner({}, ("false",)))
    app.state.house = replace(app.state.house, tries=Pace(most=2, per_minute=0))
    told = []
    for password in (PASSWORD, PASSWORD, PASSWORD, "sai", "sai", "sai"):
        with TestClient(app, "http://127.0.0.1", follow_redirects=False) as client:
            found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/login").text)
            assert found
            form = {"csrf": found[1], "login": "quet", "password": password}
            told.append(client.post("/login", data=form).status_code)
    assert told == [303, 303, 303, 401, 401, 429]


def test_a_link_never_leads_to_another_site_after_login() -> None:
    for bad in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\\b",
        "/\n/x",
    ):
        assert own_path(bad) == "/"
    assert own_path("/batches?state=open") == "/batches?state=open"


def test_every_login_gets_a_new_session_and_ends_the_one_before(house: DeskHouse) -> None:
    client = house.client("quet")
    former = client.cookies["sohoa_session"]
    client.page("/account")
    client.get("/logout")
    forced = house.client()
    forced.cookies.set("sohoa_session", "forced-by-somebody", domain="127.0.0.1")
    forced.log_in("quet")
    assert forced.cookies["sohoa_session"] not in {"forced-by-somebody", former}


def test_logging_out_ends_the_session_for_whoever_has_its_cookie(house: DeskHouse) -> None:
    client = house.client("quet")
    token = client.cookies["sohoa_session"]
    assert client.submit("/logout").status_code == 303
    thief = house.client()
    thief.cookies.set("sohoa_session", token)
    assert thief.get("/batches").status_code == 303


def test_a_form_without_the_pages_token_changes_nothing(house: DeskHouse) -> None:
    client = house.client("quet")
    assert client.post("/logout", data={"csrf": "0" * 64}).status_code == 403
    assert client.post("/logout").status_code == 403
    assert client.post("/logout", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/batches").status_code == 200


def test_another_host_name_is_refused(house: DeskHouse) -> None:
    assert house.client().get("/login", headers={"Host": "evil.example"}).status_code == 421


def test_a_strange_page_is_a_page_of_ours(house: DeskHouse) -> None:
    assert "Không tìm thấy" in house.client("quet").page("/khong-co", 404)

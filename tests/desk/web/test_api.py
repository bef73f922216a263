"""`/api/v1` as a scanning station uses it: a token, files in pieces, one batch however often it is asked for."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from counter_desk import STRANGER, DeskHouse

from pipeline.accounts import tokens
from pipeline.accounts.tokens import NewToken

SCOPES = frozenset({"batch.see", "batch.open"})


def token(house: DeskHouse, login: str, scopes: frozenset[str] = SCOPES) -> tuple[str, str]:
    act, key, secret = house.act("quantri"), str(uuid4()), secrets.token_urlsafe(32)
    with house.services.ledger.writing(act) as connection:
        tokens.issue(connection, act, NewToken(login, "trạm quét", scopes, 30), key, secret)
    return key, secret


@pytest.fixture
def station(house: DeskHouse) -> Iterator[httpx.Client]:
    _key, secret = token(house, "quet")
    address, header = f"{house.url}/api/v1", {"Authorization": f"Bearer {secret}"}
    with httpx.Client(base_url=address, headers=header, timeout=120) as client:
        yield client


def test_a_station_brings_a_batch_and_asking_twice_makes_one(house: DeskHouse, station: httpx.Client) -> None:
    content = house.press.page("tram-01.png", ("Giấy mời", "Tờ 1")).read_bytes()
    key = station.post("/uploads").json()["upload"]
    file = station.post(f"/uploads/{key}/files", params={"name": "tram-01.png", "size": len(content)}).json()
    early = station.post(f"/uploads/{key}/batch", json={})
    assert (early.status_code, early.headers["content-type"]) == (409, "application/problem+json")
    half = len(content) // 2
    for start, end in ((0, half), (half, len(content))):
        address = f"/uploads/{key}/files/{file['number']}"
        answer = station.put(address, params={"offset": start}, content=content[start:end])
        assert answer.json()["have"] == end
    opened = [
        station.post(
            f"/uploads/{key}/batch", json={"docket": {"sheets": 1}}, headers={"Idempotency-Key": "k1"}
        )
        for _ in range(2)
    ]
    assert {one.status_code for one in opened} == {201}
    assert opened[0].json() == opened[1].json() == {"batch": key}
    other = station.post(f"/uploads/{key}/batch", json={"docket": {}}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 409
    until = time.monotonic() + 120
    while (state := station.get(f"/batches/{key}").json())["task"]["state"] in {"waiting", "running"}:
        assert state["pages_in"] == 1
        assert time.monotonic() < until, state
        time.sleep(0.2)
    assert (state["state"], state["task"]["state"], state["pages_read"]) == ("closed", "done", 1)


def test_a_token_reaches_no_further_than_its_scopes_and_its_owner(
    house: DeskHouse, station: httpx.Client
) -> None:
    batch = house.batches["closed"]
    assert station.get(f"/batches/{batch}").status_code == 200
    _key, narrow = token(house, "quet", frozenset({"batch.open"}))
    assert station.get("/batches", headers={"Authorization": f"Bearer {narrow}"}).status_code == 403
    _key, foreign = token(house, STRANGER)
    header = {"Authorization": f"Bearer {foreign}"}
    assert station.get(f"/batches/{batch}", headers=header).status_code == 404
    assert station.get("/batches", headers=header).json() == {"batches": [], "next": None}
    _key, clerk = token(house, "motcua")
    assert station.get("/batches", headers={"Authorization": f"Bearer {clerk}"}).status_code == 403


def test_a_revoked_or_unknown_token_is_nobody(house: DeskHouse, station: httpx.Client) -> None:
    key, secret = token(house, "quet")
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        assert tokens.revoke(connection, act, key)
    for bad in (secret, "unknown"):
        answer = station.get("/me", headers={"Authorization": f"Bearer {bad}"})
        assert (answer.status_code, answer.json()["status"]) == (401, 401)


def test_pages_come_by_cursor_without_gap(station: httpx.Client) -> None:
    every = station.get("/batches").json()["batches"]
    found, cursor = [], ""
    for _ in every:
        page = station.get("/batches", params={"limit": 1, "cursor": cursor}).json()
        found += page["batches"]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert cursor == ""
    assert [one["batch"] for one in found] == [one["batch"] for one in every]


def test_the_interface_is_described(station: httpx.Client) -> None:
    told = station.get("/openapi.json").json()
    assert set(told["paths"]) >= {"/batches", "/batches/{batch}", "/uploads", "/uploads/{key}/batch"}
    assert told["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_health_and_metrics_for_this_machine(house: DeskHouse) -> None:
    client = house.client()
    assert client.get("/health").json() == {"status": "ok"}
    assert 'sohoa_batches{state="closed"}' in client.get("/metrics").text
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404

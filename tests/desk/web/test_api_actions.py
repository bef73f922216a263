"""`/api/v1` as other systems use it: search, open for a purpose, review and approve, dossiers, figures, the trail."""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import uuid4

import httpx
import pytest
from counter_desk import DeskHouse
from reviewed import archived, seen, waiting
from sqlalchemy import select

from archive.tables import outbox
from pipeline.accounts import tokens
from pipeline.accounts.rights import actions
from pipeline.accounts.tokens import NewToken
from pipeline.record import RecordState

CODE = "H29.22.33-261127-0981"


@pytest.fixture(scope="module")
def kept(house: DeskHouse) -> str:
    """An archived birth certificate of LÊ NHƯ MAI, number 981."""
    return archived(house, "MAI", 981)


def program(house: DeskHouse, login: str, *scopes: str) -> httpx.Client:
    act, secret = house.act("quantri"), secrets.token_urlsafe(32)
    with house.services.ledger.writing(act) as connection:
        wanted = NewToken(login, "thử", frozenset(scopes or actions()), 1)
        tokens.issue(connection, act, wanted, str(uuid4()), secret)
    header = {"Authorization": f"Bearer {secret}"}
    return httpx.Client(base_url=f"{house.url}/api/v1", headers=header, timeout=60)


def events(house: DeskHouse, record: str, kind: str) -> list[dict[str, Any]]:
    with house.services.ledger.reading() as connection:
        where = (outbox.c.object == record) & (outbox.c.type == kind)
        return [json.loads(one) for one in connection.scalars(select(outbox.c.detail).where(where))]


def test_search_is_an_event_and_opens_nothing(house: DeskHouse, kept: str) -> None:
    archived(house, "MAI", 982)
    with program(house, "motcua", "search.use", "record.see") as client:
        assert client.get("/search", params={"q": "mai"}).status_code == 422
        found, cursor = [], ""
        for _ in range(2):
            page = client.get(
                "/search", params={"q": "le nhu mai", "purpose": "search", "limit": 1, "cursor": cursor}
            )
            found += page.json()["hits"]
            if not (cursor := page.json()["next"] or ""):
                break
        assert page.json()["total"] == len(found) == 2
        assert kept in {one["record"] for one in found}
        told = client.get(f"/records/{kept}").json()
        assert (told["opened"], told["final"], told["findings"]) == (False, True, [])
        assert client.post(f"/records/{kept}/open", json={"purpose": "request"}).status_code == 403
        assert client.get(f"/records/{kept}/final.pdf", params={"purpose": "request"}).status_code == 403
    with house.services.ledger.reading() as connection:
        searched = connection.scalars(select(outbox.c.detail).where(outbox.c.type == "search.used")).all()
    assert searched
    assert "mai" not in str(searched)


def test_a_record_opens_for_a_purpose_and_the_trail_says_so(house: DeskHouse, kept: str) -> None:
    with program(house, "motcua", "person.unmask") as client:
        assert client.post(f"/records/{kept}/open", json={"purpose": "curious"}).status_code == 422
        told = client.post(f"/records/{kept}/open", json={"purpose": "office", "dossier": CODE}).json()
        assert told["opened"]
        assert not any(one["masked"] for one in told["values"])
        file = client.get(f"/records/{kept}/final.pdf", params={"purpose": "office"})
        assert file.content.startswith(b"%PDF-")
    assert events(house, kept, "record.opened") == [{"purpose": "office", "dossier": CODE}]
    assert [one["purpose"] for one in events(house, kept, "record.downloaded")] == ["office"]


def test_a_program_reviews_as_a_person_does_and_never_over_somebody(house: DeskHouse) -> None:
    record = waiting(house, "THU", 983)
    with program(house, "kiem", "record.approve", "record.review") as client:
        queue = client.get("/review", params={"limit": 200}).json()["records"]
        assert record in {one["record"] for one in queue}
        rest = client.get("/review", params={"limit": 200, "cursor": queue[0]["record"]}).json()["records"]
        assert [one["record"] for one in rest] == [one["record"] for one in queue[1:]]
        told = client.get(f"/review/{record}").json()
        held = client.post(f"/review/{record}/lease", json={}).json()
        assert held["revision"] == told["revision"]
        early = client.post(f"/review/{record}/approve", json={"revision": told["revision"]})
        assert (early.status_code, early.headers["content-type"]) == (409, "application/problem+json")
        body = {
            "act": "value",
            "value": "LÊ NHƯ THU",
            "reason": "đọc trên giấy",
            "revision": told["revision"],
        }
        address, key = f"/review/{record}/fields/child_full_name", {"Idempotency-Key": "f1"}
        first = client.post(address, json=body, headers=key)
        assert first.status_code == 200, first.text
        assert client.post(address, json=body, headers=key).json() == first.json()
        assert "THU" not in first.text
        assert client.post(address, json=body).status_code == 409
        with program(house, "luutru", "record.approve") as other:
            assert other.post(f"/review/{record}/lease", json={}).status_code == 409
        stands = client.get(f"/review/{record}").json()
        for one in stands["fields"]:
            if one["state"] == "needs_review":
                answer = client.post(
                    f"/review/{record}/fields/{one['key']}",
                    json={"act": "confirm", "revision": stands["revision"]},
                )
                stands["revision"] = answer.json()["revision"]
        done = client.post(f"/review/{record}/approve", json={"revision": stands["revision"]})
        assert (done.status_code, done.json()["state"]) == (200, "approved"), done.text
        assert client.get(f"/review/{record}").status_code == 409
        assert client.delete(f"/review/{record}/lease").status_code == 204
    assert seen(house, record).state is RecordState.APPROVED


def test_a_dossier_from_opening_to_closing_by_program(house: DeskHouse, kept: str) -> None:
    with program(house, "motcua", "dossier.see", "dossier.work") as client:
        body = {
            "code": CODE,
            "procedure": "civil-status-extract",
            "person": "LÊ NHƯ MAI",
            "born": "15/10/2019",
        }
        opened = client.post("/dossiers", json=body, headers={"Idempotency-Key": "d1"})
        assert opened.status_code == 201, opened.text
        again = client.post("/dossiers", json=body, headers={"Idempotency-Key": "d1"})
        assert again.json() == opened.json()
        at = f"/dossiers/{opened.json()['dossier']}"
        assert CODE in {
            one["code"] for one in client.get("/dossiers", params={"q": "nhu mai"}).json()["dossiers"]
        }
        assert client.post(f"{at}/close").status_code == 409
        assert client.put(f"{at}/records/{kept}", json={"component": "nothing"}).status_code == 400
        for _ in range(2):
            assert client.put(f"{at}/records/{kept}", json={"component": "registered"}).status_code == 200
        left = client.post(f"{at}/records/{kept}/detach", json={"reason": "gắn nhầm"})
        assert left.status_code == 201, left.text
        assert client.put(f"{at}/records/{kept}", json={"component": "application"}).json()["missing"] == 0
        whole = client.get(at).json()
        assert [one["record"] for part in whole["components"] for one in part["members"]] == [kept]
        assert client.post(f"{at}/close").json()["state"] == "closed"
        assert client.put(f"{at}/records/{kept}", json={"component": "registered"}).status_code == 409


def test_figures_trail_queue_and_registers_are_read(house: DeskHouse, kept: str) -> None:
    with program(house, "luutru") as client:
        told = client.get("/figures").json()["units"]
        assert told[0]["figures"]["records_archived"]["part"] >= 1
        assert client.get("/figures", params={"unit": "UBND phường Lạ"}).status_code == 404
        assert client.get("/copies").json()["copies"] == []
        assert client.get("/sign").status_code == 200
    with program(house, "kiemtoan", "audit.see") as client:
        page = client.get("/audit", params={"object": kept, "limit": 1}).json()
        assert page["events"][0]["object"] == kept
        older = client.get("/audit", params={"object": kept, "limit": 1, "cursor": page["next"]}).json()
        assert older["events"][0]["number"] < page["events"][0]["number"]

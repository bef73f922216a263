"""Schemathesis over the OpenAPI description of `/api/v1`: odd input to every operation, and every answer as described.

In this process, without a socket. What the answers say is tests/desk/web/test_api.py's.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from counter_desk import UNIT, DeskHouse, make_house
from hypothesis import HealthCheck, Phase, given, settings
from reviewed import waiting
from route_table import of_the_api
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from desk.web.app import create_app
from desk.web.options import options_of
from desk.web.runs import Runner
from pipeline import attach
from pipeline.accounts import account as accounts
from pipeline.accounts import tokens
from pipeline.accounts.rights import Grant, Role, actions
from pipeline.accounts.tokens import NewToken
from pipeline.actors import code

API, EXAMPLES = "http://127.0.0.1/api/v1", 4
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted(f"{method} {path.removeprefix('/api/v1')}" for method, path in of_the_api())


@dataclass(frozen=True)
class Door:
    """The application with its description, a program's token for everything, and a batch that is there."""

    schema: Any
    client: TestClient
    header: dict[str, str]
    batch: str
    record: str
    dossier: str


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    house = make_house(tmp_path_factory.mktemp("schema") / "home")
    batch = house.take_in("open", [house.press.page("to-01.png", ("Giấy mời",))], read=False)
    record = waiting(house, "ĐÔNG", 971)
    case = attach.open_dossier(
        house.services, "H29.22.33-261127-0971", house.act("quet"), title="Thử", procedure=""
    )
    dossier = case.id.removeprefix("urn:uuid:")
    # Reading is another test's: the flow that is started here ends at once.
    runner = Runner(dict(os.environ), ("true",))
    app = create_app(house.services, options_of(house.services.settings, "127.0.0.1", 0, tls=False), runner)
    header = {"Authorization": f"Bearer {_token(house)}"}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "127.0.0.1"})
    with TestClient(app, base_url="http://127.0.0.1", headers=header) as client:
        yield Door(schema, client, header, batch, record, dossier)


def _token(house: DeskHouse) -> str:
    act, secret = house.act("quantri"), secrets.token_urlsafe(32)
    with house.services.ledger.writing(act) as connection:
        for role in Role:
            accounts.grant(connection, act, "quet", Grant(role, code(UNIT)))
        wanted = NewToken("quet", "mọi việc", frozenset(actions()), 30)
        tokens.issue(connection, act, wanted, str(uuid4()), secret)
    return secret


def _whole_upload(door: Door) -> str:
    key = str(door.client.post("/api/v1/uploads").json()["upload"])
    content = secrets.token_bytes(64)
    door.client.post(f"/api/v1/uploads/{key}/files", params={"name": "a.png", "size": 64})
    door.client.put(f"/api/v1/uploads/{key}/files/1", params={"offset": 0}, content=content)
    return key


def _try(door: Door, operation: str, mode: GenerationMode, known: dict[str, Any]) -> set[int]:
    method, path = operation.split(" ")
    statuses = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        # The first odd answer is enough; making it smaller takes minutes.
        phases=(Phase.explicit, Phase.generate),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=door.schema[path][method].as_strategy(generation_mode=mode, feedback=NO_FEEDBACK))
    def run(case: Any) -> None:
        case.path_parameters = {**case.path_parameters, **known}
        answer = case.call_and_validate(base_url=API, headers=door.header, checks=CHECKS)
        statuses.add(answer.status_code)

    run()
    return statuses


@pytest.mark.parametrize("operation", OPERATIONS)
def test_odd_input_to_what_is_there_gets_a_described_answer(door: Door, operation: str) -> None:
    known: dict[str, Any] = {"batch": door.batch} if "{batch}" in operation else {}
    known |= {"record": door.record} if "{record}" in operation else {}
    known |= {"dossier": door.dossier} if "{dossier}" in operation else {}
    if "{key}" in operation:
        known |= {"key": _whole_upload(door)} | ({"number": 1} if "{number}" in operation else {})
    statuses = _try(door, operation, GenerationMode.POSITIVE, known)
    assert statuses - {401, 429}, "no request came through the door"


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one != "GET /me"])
def test_wrong_input_gets_a_described_answer(door: Door, operation: str) -> None:
    # A request without its token is among the wrong ones; of some operations it is the only one.
    assert _try(door, operation, GenerationMode.NEGATIVE, {})


ODD = {
    "NUL in the address": ("GET", "/batches/%00", b"", 400),
    "NUL in the query": ("GET", "/batches?cursor=%00", b"", 400),
    "no cursor of ours": ("GET", "/batches?cursor=2026~x", b"", 422),
    "a number of 5,000 digits": ("GET", f"/batches?limit={'9' * 5000}", b"", 422),
    "an endless number": ("POST", "/uploads/{key}/batch", b'{"docket": {"sheets": 1e999}}', 422),
    "NUL in the docket": ("POST", "/uploads/{key}/batch", b'{"docket": {"box": "a\\u0000"}}', 422),
    "half a pair as value": ("POST", "/uploads/{key}/batch", b'{"docket": {"box": "\\ud800"}}', 422),
    "half a pair as name": ("POST", "/uploads/{key}/batch", b'{"docket": {"\\ud800": 1}}', 422),
    "a list for a text": ("POST", "/uploads/{key}/batch", b'{"docket": {"box": ["a"]}}', 422),
    "no type of ours": ("POST", "/uploads/{key}/batch", b'{"type": "nonesuch"}', 422),
    "no dossier code": ("POST", "/uploads/{key}/batch", b'{"dossier": "a\\u0000bc"}', 422),
    "what a clerk says": (
        "POST",
        "/uploads/{key}/batch",
        b'{"docket": {"window": {"component": "a", "form": "original", "returned": true}}}',
        422,
    ),
    "depth": ("POST", "/uploads/{key}/batch", b'{"docket":' + b"[" * 50_000, 400),
    "no JSON": ("POST", "/uploads/{key}/batch", b"{", 422),
    "a piece before the file": ("PUT", "/uploads/{key}/files/1?offset=-1", b"x", 422),
    "no such method": ("DELETE", "/me", b"", 405),
    "no such address": ("GET", "/nothing", b"", 404),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_is_refused_with_a_problem(door: Door, name: str) -> None:
    method, address, content, status = ODD[name]
    address = address.replace("{key}", _whole_upload(door)) if "{key}" in address else address
    header = {"Content-Type": "application/json"}
    answer = door.client.request(method, f"/api/v1{address}", content=content, headers=header)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    if status == 422:
        assert all(one["at"] and one["message"] for one in told["errors"])
        assert told["errors"]
    if status == 405:
        assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("header", "status"),
    [({"Authorization": ""}, 401), ({"Host": "evil.example"}, 421), ({"Origin": "http://evil.example"}, 403)],
)
def test_who_may_not_come_in_is_told_so_by_a_problem(door: Door, header: dict[str, str], status: int) -> None:
    answer = door.client.post("/api/v1/uploads", headers=header)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert (answer.headers.get("www-authenticate") == "Bearer") == (status == 401)


def test_an_upload_asked_for_twice_under_one_key_is_one(door: Door) -> None:
    answers = [door.client.post("/api/v1/uploads", headers={"Idempotency-Key": "u1"}) for _ in range(2)]
    assert {one.status_code for one in answers} == {201}
    assert answers[0].json() == answers[1].json()
    key = _whole_upload(door)
    other = door.client.post(f"/api/v1/uploads/{key}/batch", json={}, headers={"Idempotency-Key": "u1"})
    assert other.status_code == 409

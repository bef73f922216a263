"""Role, action and unit over every route: who is let through, who is told no, what is noted of it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from counter_desk import PEOPLE, STRANGER, UNIT, Client, DeskHouse, make_house, served
from reviewed import waiting
from route_table import API, TABLE, WITHOUT_ACTION, actions_of, of_the_api, of_the_desk
from sqlalchemy import insert, select

from archive.tables import outbox
from desk.web.tries import KIND
from pipeline import attach
from pipeline.accounts import tokens
from pipeline.accounts.rights import Role, actions
from pipeline.accounts.tokens import NewToken
from pipeline.actors import Act, code
from pipeline.batch import pages_of
from pipeline.issuing.tables import tickets
from pipeline.persons import requests
from pipeline.persons.requests import Asked, Kind
from pipeline.register.volume import Declared, declare

FORGED = "Trang này đã cũ"
DOSSIER = "H29.22.33-260115-0042"
# Acts that need more than an id to get as far as the id.
FORM = {
    "reason": "x", "act": "value", "key": "number", "value": "1/2020", "revision": "1", "code": "R050", "page": "1",
    "side": "first", "as": "blank", "purpose": "request",
}  # fmt: skip

# The same for programs, by how the address ends.
BODIES: dict[str, dict[str, object]] = {
    "/open": {"purpose": "request"},
    "/fields/{field}": {"act": "confirm", "revision": 1},
    "/findings/{finding}": {"reason": "x"},
    "/approve": {"revision": 1},
    "/detach": {"reason": "x"},
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskHouse]:
    """A desk without paper: rights are asked before anything is looked for."""
    with served(make_house(tmp_path_factory.mktemp("plain") / "home")) as running:
        yield running


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    assert of_the_desk() | of_the_api() == set(TABLE)
    named = {one for wanted in TABLE.values() for one in actions_of(wanted)}
    assert named <= set(actions()) | WITHOUT_ACTION


def asked(client: httpx.Client, method: str, path: str, token: str, ids: dict[str, str]) -> httpx.Response:
    """One request with the token of a page, and a form where one is sent."""
    address = re.sub(r"\{(\w+)(?::path)?\}", lambda name: ids.get(name[1], "x"), path)
    sends = method == "POST" and not path.endswith(("/files", "/verify", "/uploads"))
    return client.request(
        method,
        address,
        data=FORM if sends else None,
        headers={"X-Sohoa-Csrf": token},
        params={"name": "a", "size": 1, "offset": 0},
    )


@pytest.mark.parametrize(("login", "role"), [(login, role) for login, (_, role) in PEOPLE.items()])
def test_a_role_gets_through_where_the_table_says_and_nowhere_else(
    plain: DeskHouse, login: str, role: Role
) -> None:
    client, nothing = (
        plain.client(login),
        {"key": str(uuid4()), "batch": str(uuid4()), "number": "1", "at": "0"},
    )
    wrong = []
    for (method, path), wanted in sorted(TABLE.items()):
        if wanted in WITHOUT_ACTION or path.startswith(API):
            continue
        answer = asked(client, method, path, client.token, nothing | {"width": "827", "page": "1"})
        assert FORGED not in answer.text, path
        refused = answer.status_code == 403
        if refused == any(role in actions()[one] for one in actions_of(wanted)) or answer.status_code == 500:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("wanted", sorted({TABLE[one] for one in of_the_api()} - WITHOUT_ACTION))
def test_a_program_gets_through_with_scope_and_role_only(plain: DeskHouse, wanted: str) -> None:
    owner = next(login for login, (_, role) in PEOPLE.items() if role in actions()[wanted])
    outsider = next(login for login, (_, role) in PEOPLE.items() if role not in actions()[wanted])
    other = next(action for action in actions() if action != wanted)
    for login, scope, through in ((owner, wanted, True), (owner, other, False), (outsider, wanted, False)):
        with program(plain, login, scope) as client:
            for (method, path), action in sorted(TABLE.items()):
                if action == wanted and path.startswith(API):
                    answer = asked(client, method, path, "", {"key": str(uuid4()), "batch": str(uuid4())})
                    assert (answer.status_code != 403) is through, f"{login} {scope} {method} {path}"


def program(house: DeskHouse, login: str, scope: str) -> httpx.Client:
    act, secret = house.act("quantri"), secrets.token_urlsafe(32)
    with house.services.ledger.writing(act) as connection:
        wanted = NewToken(login, "thử", frozenset({scope}), 1)
        tokens.issue(connection, act, wanted, str(uuid4()), secret)
    return httpx.Client(base_url=house.url, headers={"Authorization": f"Bearer {secret}"}, timeout=120)


@pytest.fixture(scope="module")
def owned(house: DeskHouse) -> dict[str, str]:
    """One thing of UNIT for each name of an id in the addresses."""
    record = waiting(house, "LIÊN", 941)
    scanner, act = house.client("quet"), house.act("motcua")
    upload = scanner.post("/uploads", headers={"X-Sohoa-Csrf": scanner.token}).json()["upload"]
    case = attach.open_dossier(house.services, DOSSIER, act, title="Hồ sơ thử", procedure="").id
    with house.services.ledger.reading() as connection:
        page = pages_of(connection, house.batches["closed"])[0].id
    ids = {"batch": house.batches["closed"], "record": record, "upload": upload, "page_key": page}
    with house.services.ledger.writing(act) as connection:
        asked_for = Asked(record, Kind.CORRECT, "Bà Hỏi", "sai ngày sinh", 30)
        declared = Declared(type="birth", book="01", year=2019, first_number=1, last_number=None)
        ids["requests"] = requests.ask(connection, act, asked_for).id
        ids["registers"] = declare(connection, act, ids["batch"], declared).id
    ids |= {"dossier": case.removeprefix("urn:uuid:"), "copy": str(uuid4())}
    return ids | {"code": DOSSIER, "login": "quet", "ticket": ticket(house), "field": "child_full_name"}


def ticket(house: DeskHouse) -> str:
    """A signing run of the official of UNIT."""
    act, key = house.act("chutich"), str(uuid4())
    with house.services.ledger.writing(act) as connection:
        values = {"digest": secrets.token_hex(32), "holder": act.by.id, "expires_at": act.time}
        connection.execute(insert(tickets).values(id=key, created_at=act.time, **values))
    return key


def ids_for(path: str, owned: dict[str, str]) -> dict[str, str]:
    """The ids of an address; `key` means what stands before it."""
    key = owned["upload"] if path.startswith(("/uploads", f"{API}/uploads")) else owned["page_key"]
    key = owned["field"] if "/fields/{key}" in path else key
    key = next((owned[name] for name in ("registers", "requests") if path.startswith(f"/{name}/")), key)
    return owned | {
        "key": key,
        "number": "1",
        "at": "0",
        "width": "827",
        "page": "1",
        "kind": "delivery",
        "component": "x",
        "finding": "R050",
    }


WITH_IDS = sorted(
    one for one, wanted in TABLE.items() if "{" in one[1] and wanted not in {"open", "agent"}
)  # fmt: skip


def test_ids_of_another_unit_are_unknown_on_every_route_and_the_try_is_noted(
    house: DeskHouse, owned: dict[str, str]
) -> None:
    client, before = house.client(STRANGER), len(tries(house))
    wrong = []
    pages = [one for one in WITH_IDS if not one[1].startswith(API)]
    for method, path in pages:
        answer = asked(client, method, path, client.token, ids_for(path, owned))
        if answer.status_code != 404:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
    noted = tries(house)[before:]
    assert len(noted) == len(pages)
    assert {row.actor for row in noted} == {f"person:{STRANGER}"}
    objects = {row.object for row in noted}
    assert {owned[name] for name in ("batch", "record", "upload", "code", "ticket")} <= objects
    assert {row.outcome for row in noted} == {"not-found"}
    routes = {json.loads(row.detail)["route"] for row in noted}
    assert "GET:/records/:record/final.pdf" in routes
    assert "POST:/dossiers/:code/attach" in routes


def tries(house: DeskHouse) -> list[outbox]:  # type: ignore[valid-type]
    with house.services.ledger.reading() as connection:
        wanted = select(outbox).where(outbox.c.type == KIND).order_by(outbox.c.id)
        return list(connection.execute(wanted).all())


def test_ids_of_another_unit_are_unknown_to_programs_too(house: DeskHouse, owned: dict[str, str]) -> None:
    paths = [one for one in WITH_IDS if one[1].startswith(API)]
    for scope in sorted({TABLE[one] for one in paths}):
        with program(house, STRANGER, scope) as client:
            for method, path in paths:
                if TABLE[method, path] == scope:
                    body = next((told for end, told in BODIES.items() if path.endswith(end)), {})
                    address = path.format(**ids_for(path, owned))
                    query = {"name": "a", "size": "1", "offset": "0", "purpose": "request"}
                    answer = client.request(method, address, params=query, json=body)
                    assert answer.status_code == 404, f"{method} {path}: {answer.status_code}"


def test_ids_of_another_unit_in_a_form_change_nothing(house: DeskHouse, owned: dict[str, str]) -> None:
    client, act = house.client(STRANGER), Act(house.act("ngoai").by, house.services.clock())
    record = owned["record"]
    assert "Chọn ít nhất một" in client.submit("/sign/tickets", record=record).text
    client.submit("/review/quick", record=record)
    state = house.client("kiem").get(f"/review/{record}")
    assert state.status_code == 200
    assert act.by.unit == UNIT
    answer = client.submit(
        "/system/accounts", login="ke-gian", name="A", unit=code(UNIT), role="admin", password="x" * 20
    )
    assert answer.status_code == 404


def test_the_same_ids_are_known_to_their_own_people(house: DeskHouse, owned: dict[str, str]) -> None:
    """Without this the tests above would pass over ids that do not exist."""
    for login, path in (
        ("quet", "/batches/{batch}"), ("quet", "/pages/{key}/picture"), ("quet", "/uploads/{key}"),
        ("kiem", "/records/{record}"), ("kiem", "/review/{record}"),
        ("kiem", "/records/{record}/fields/{key}/crop.png"),
        ("motcua", "/dossiers/{code}"), ("kiem", "/records/{record}/pages/{at}/{width}.jpg"),
        ("chutich", "/sign/tickets/{ticket}"),
    ):  # fmt: skip
        client: Client = house.client(login)
        answer = asked(client, "GET", path, client.token, ids_for(path, owned))
        assert answer.status_code == 200, f"{path}: {answer.status_code}"

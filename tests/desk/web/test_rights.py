"""The table of role, action and unit, and what every route does with somebody from elsewhere."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from counter_desk import OTHER, PEOPLE, STRANGER, UNIT, DeskHouse
from fastapi.routing import APIRoute
from route_table import TABLE as TABLE_OF_ROUTES

from desk.web.app import ROUTERS
from pipeline.accounts import units
from pipeline.accounts.rights import Grant, Role, actions, may, units_for
from pipeline.actors import code
from pipeline.batch import pages_of

# Who may do what, read by a person: a change of rights.toml must be said here too.
TABLE = {
    Role.SCANNER: "batch.see batch.open batch.arrange batch.close page.see cover.print register.see",
    Role.REVIEWER: "batch.see page.see cover.print record.see record.review record.approve record.rescan "
    "person.unmask search.use file.verify register.see register.check",
    Role.CLERK: "page.see cover.print record.see person.unmask dossier.see dossier.work component.sign copy.certify "
    "copy.see request.see request.take search.use "
    "file.verify",
    Role.OFFICIAL: "page.see record.see person.unmask dossier.see queue.see queue.sign search.use file.verify "
    "figures.see copy.certify copy.see",
    Role.ARCHIVIST: "batch.see batch.open batch.arrange batch.close batch.overrule page.see cover.print record.see "
    "record.approve record.adjudicate record.rescan person.unmask dossier.see queue.see search.use file.verify "
    "figures.see store.see system.see copy.see register.see register.check request.see request.take "
    "request.answer",
    Role.AUDITOR: "batch.see register.see file.verify figures.see audit.see store.see",
    Role.ADMIN: "figures.see account.manage system.see",
}
OPEN = {path for (_, path), wanted in TABLE_OF_ROUTES.items() if wanted == "open"}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_in_its_own_unit_only(role: Role) -> None:
    here, there = code(UNIT), code(OTHER)
    grants = (Grant(role, here),)
    allowed = {action for action in actions() if may(grants, action, here)}
    assert allowed == set(TABLE[role].split())
    assert not [action for action in actions() if may(grants, action, there)]
    assert {unit for action in allowed for unit in units_for(grants, action)} == {here}


def test_an_action_that_nobody_named_is_a_fault() -> None:
    with pytest.raises(KeyError):
        may((Grant(Role.ADMIN, "*"),), "record.burn")


def test_a_class_of_types_bounds_a_role() -> None:
    grants = (Grant(Role.REVIEWER, "*", "civil"),)
    assert may(grants, "record.review", "any", "civil")
    assert not may(grants, "record.review", "any", "urban")


def test_records_of_a_dissolved_unit_go_to_its_heir_and_to_nobody_else(house: DeskHouse) -> None:
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        units.register(connection, act, "UBND phường Cũ")
        units.dissolve(connection, act, "UBND phường Cũ", act.at.date().replace(day=1), [OTHER], "NQ 1/2025")
        heirs = units.reached(connection, [code(OTHER)], act.at.date())
        others = units.reached(connection, [code(UNIT)], act.at.date())
    assert set(heirs or ()) == {OTHER, "UBND phường Cũ"}
    assert others == [UNIT]


def routes() -> list[tuple[str, str]]:
    """Every method and path of the desk."""
    found = [one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute)]
    return sorted((method, route.path) for route in found for method in route.methods)


def filled(path: str, house: DeskHouse) -> str:
    """A path with ids that exist."""
    batch = house.batches["closed"]
    with house.services.ledger.reading() as connection:
        page = pages_of(connection, batch)[0].id
    key = page if path.startswith("/pages/") else str(uuid4())
    known = {"batch": batch, "key": key, "number": "1", "language": "vi", "login": "quet"}
    return re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "x"), path)


def test_no_route_answers_somebody_who_is_not_logged_in(house: DeskHouse) -> None:
    client = house.client()
    for method, path in routes():
        if path in OPEN or path.startswith("/api/"):
            continue
        answer = client.request(method, filled(path, house))
        assert answer.status_code in {303, 401, 403}, f"{method} {path}: {answer.status_code}"
        assert answer.status_code != 303 or answer.headers["location"].startswith("/login"), path


def test_every_changing_route_wants_the_token_of_a_page(house: DeskHouse) -> None:
    client = house.client("luutru")
    for method, path in routes():
        if method in {"GET", "HEAD"} or path.startswith("/api/"):
            continue
        answer = client.request(method, filled(path, house), params={"offset": 0, "name": "a", "size": 1})
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
    assert client.get("/account").status_code == 200


def test_ids_of_another_unit_are_unknown_whatever_the_role(house: DeskHouse) -> None:
    client = house.client(STRANGER)
    batch = house.batches["closed"]
    assert batch[:8] not in client.page("/batches")
    for method, path in routes():
        if "{batch}" not in path and not path.startswith("/pages/"):
            continue
        data = {"csrf": client.token, "as": "blank", "reason": "thử"} if method == "POST" else None
        answer = client.request(method, filled(path, house), data=data)
        assert answer.status_code == 404, f"{method} {path}: {answer.status_code}"


def test_an_upload_is_its_owners_alone(house: DeskHouse) -> None:
    owner, other = house.client("quet"), house.client("luutru")
    token = {"X-Sohoa-Csrf": owner.token}
    key = owner.post("/uploads", headers=token).json()["upload"]
    file = owner.post(f"/uploads/{key}/files?name=../../a.png&size=4", headers=token).json()
    assert file["name"] == "a.png"
    assert other.get(f"/uploads/{key}").status_code == 404
    theirs = {"X-Sohoa-Csrf": other.token}
    assert other.put(f"/uploads/{key}/files/1?offset=0", content=b"abcd", headers=theirs).status_code == 404
    assert owner.put(f"/uploads/{key}/files/1?offset=0", content=b"abc", headers=token).json()["have"] == 3
    # Sent again, as after a lost answer: nothing is doubled. A gap is refused.
    assert owner.put(f"/uploads/{key}/files/1?offset=0", content=b"abc", headers=token).json()["have"] == 3
    assert owner.put(f"/uploads/{key}/files/1?offset=9", content=b"d", headers=token).status_code == 409
    assert owner.get("/uploads/..%2f..%2fidentity").status_code == 404


def test_each_role_sees_its_own_sections(house: DeskHouse) -> None:
    for login, (_name, role) in PEOPLE.items():
        page = house.client(login).page("/account")
        sees = 'href="/batches"' in page
        assert sees == (role in {Role.SCANNER, Role.REVIEWER, Role.ARCHIVIST, Role.AUDITOR}), login

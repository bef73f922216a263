"""Every page of the desk with something on it, and who looks at it; what answers a GET and is no page, by what it is.

A route that is added fails test_accessible.py until it has its line here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from counter_desk import PASSWORD, UNIT, DeskHouse
from printed_records import BIRTH
from reviewed import archived, waiting
from volumes import books

from flows.context import FlowContext
from flows.paper import read_paper
from pipeline import attach
from pipeline.accounts import account as accounts
from pipeline.accounts import practice_runs, units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.practice_runs import Judged
from pipeline.accounts.rights import Grant, Role
from pipeline.assemble import assemble
from pipeline.docket import WindowPaper
from pipeline.intake import receive
from pipeline.issuing.agent_session import open_ticket
from pipeline.lookup import record_ids
from pipeline.persons.requests import Asked, Kind, ask
from pipeline.procedures import procedures
from pipeline.record import FieldState
from pipeline.review import approve
from pipeline.review.decisions import Correction
from pipeline.review.keying import enter, finish, form
from pipeline.review.presets import rules_of
from pipeline.review.queue import plan_batch
from pipeline.window.lane import wanted

CODE = "H29.22.33-261127-0777"


@dataclass(frozen=True)
class Sight:
    """One page: whose eyes, which route, and where it is in the house of `furnish`."""

    login: str
    route: str
    address: str = ""

    def at(self, places: dict[str, str]) -> str:
        """The address in a house."""
        return (self.address or self.route).format(**places)

    @property
    def name(self) -> str:
        """What its picture is called."""
        told = (self.address or self.route).replace("/dossiers/{code}", "/dossier")
        return (
            told.partition("=")[0]
            .strip("/")
            .replace("{", "")
            .replace("}", "")
            .replace("/", "-")
            .replace("?", "-")
        )


SIGHTS = (
    Sight("", "/login"),
    Sight("quet", "/batches"),
    Sight("quet", "/batches/new"),
    Sight("quet", "/covers"),
    Sight("luutru", "/batches/{batch}", "/batches/{closed}"),
    Sight("luutru", "/batches/{batch}/receipt", "/batches/{closed}/receipt"),
    Sight("luutru", "/batches/{batch}/minutes/{kind}", "/batches/{closed}/minutes/return"),
    Sight("luutru", "/shelves"),
    Sight("luutru", "/registers"),
    Sight("luutru", "/registers/{key}", "/registers/{book}"),
    Sight("luutru", "/requests"),
    Sight("kiem", "/review"),
    Sight("kiem", "/review/{record}", "/review/{waiting}"),
    Sight("kiem", "/review/{record}", "/review/{blind}"),
    Sight("kiem", "/review/columns/{batch}", "/review/columns/{closed}"),
    Sight("luutru", "/review/{record}", "/review/{differing}"),
    Sight("motcua", "/dossiers"),
    Sight("motcua", "/dossiers/{code:path}", "/dossiers/{code}"),
    Sight("motcua", "/dossiers/{code:path}/receipt", "/dossiers/{code}/receipt"),
    Sight("motcua", "/dossiers/{code:path}/papers/{batch}", "/dossiers/{code}/papers/{paper}"),
    Sight("motcua", "/requests", "/requests?record={archived}"),
    Sight("motcua", "/search", "/search?q=LÊ+NHƯ"),
    Sight("motcua", "/records/{record}", "/records/{archived}"),
    Sight("motcua", "/records/{record}/copy", "/records/{archived}/copy"),
    Sight("motcua", "/copies"),
    Sight("chutich", "/sign"),
    Sight("chutich", "/sign/tickets/{ticket}"),
    Sight("chutich", "/sign/today"),
    Sight("chutich", "/verify"),
    Sight("luutru", "/figures"),
    Sight("kiemtoan", "/audit"),
    Sight("quantri", "/system"),
    Sight("quantri", "/practice/results"),
    Sight("quantri", "/account"),
    Sight("quantri", "/account/factor"),
    Sight("quantri", "/login/oidc/returned"),
    Sight("moi", "/practice"),
)
# What answers a GET of the pages and is none.
NO_PAGE = {
    "/": "leads on",
    "/language/{language}": "leads on",
    "/login/oidc": "leads on",
    "/login/oidc/answer": "leads on; its code page is posted to, see test_oidc.py",
    "/login/oidc/leave": "leads on",
    "/session": "data",
    "/health": "data",
    "/metrics": "data",
    "/uploads/{key}": "data",
    "/practice/state": "data",
    "/batches/{batch}/progress": "data",
    "/dossiers/{code:path}/signatures": "data",
    "/dossiers/{code:path}/papers/{batch}/stage": "data",
    "/figures.csv": "file",
    "/copies.csv": "file",
    "/copies/{copy}.pdf": "file",
    "/covers/sheets.pdf": "file",
    "/dossiers/{code:path}/covers/{component}.pdf": "file",
    "/records/{record}/final.pdf": "file",
    "/review/{record}/slips/{page}.pdf": "file",
    "/sign/documents/{record}.pdf": "file",
    "/pages/{key}/picture": "picture",
    "/records/{record}/pages/{at}/{width}.jpg": "picture",
    "/records/{record}/fields/{key}/crop.png": "picture",
    "/records/{record}/thumbnail.jpg": "picture",
    "/records/{record}/history": "piece of /records/{record}",
    "/records/{record}/fields/{field}/origin": "piece of /records/{record}",
    "/records/{record}/verdict": "piece of /records/{record}",
    "/review/{record}/fields": "piece of /review/{record}",
    "/review/{record}/history": "piece of /review/{record}",
    "/sign/tickets/{ticket}/jobs": "piece of /sign/tickets/{ticket}",
}


def furnish(house: DeskHouse) -> dict[str, str]:
    """Put something on every page of a house with the batch `closed`; returns where, by the names of SIGHTS."""
    second = _person(house, "kiem2", "Mai Văn Nhập", Role.REVIEWER)
    _person(house, "moi", "Đinh Thị Mới", None)
    places = {**house.batches, "code": CODE, "archived": archived(house, "HẠNH", 701)}
    places["waiting"] = waiting(house, "KHÁNH", 702)
    places["blind"], places["differing"] = _blind(house, "MAI", 703), _blind(house, "MINH", 704)
    _keyed(house, places["differing"], "kiem", "MINH")
    _keyed(house, places["differing"], second, "MỊNH")
    places["book"] = books(house)[0].id
    places["paper"] = at_the_counter(house, places["archived"])
    places["ticket"] = _to_sign(house)
    _asked(house, places["archived"])
    _practised(house)
    return places


def _person(house: DeskHouse, login: str, name: str, role: Role | None) -> str:
    act = house.act("may-chu")
    with house.services.ledger.writing(act) as connection:
        code = units.find(connection, UNIT).code
        accounts.create(connection, act, NewAccount(login, name, code), PASSWORD, must_change=False)
        if role:
            accounts.grant(connection, act, login, Grant(role, code))
    return login


def _blind(house: DeskHouse, name: str, number: int) -> str:
    """A birth certificate that two people have to type."""
    lines = tuple(line.replace("PHƯỢNG?60", f"{name}?60").replace("773/", f"{number}/") for line in BIRTH)
    batch = house.take_in(str(uuid4()), [house.press.page(f"{uuid4()}.png", lines)])
    act, rules = house.act("luutru"), rules_of(house.services.settings)
    with house.services.ledger.writing(act) as connection:
        plan_batch(connection, act, batch, rules, priority=5, preset_name="double_keying")
        return record_ids(connection, batch=batch)[0]


def _keyed(house: DeskHouse, record: str, login: str, name: str) -> None:
    act = house.act(login)
    with house.services.ledger.writing(act) as connection:
        for one in form(connection, act, record).fields:
            state = FieldState.CORRECTED if one.spec.key == "child_full_name" else FieldState.CONFIRMED_EMPTY
            enter(connection, act, record, [Correction(one.spec.key, state, f"LÊ NHƯ {name}")])
        finish(connection, act, record)


def at_the_counter(house: DeskHouse, record: str, name: str = "HẠNH") -> str:
    """A dossier with a record of the archive in it, and a paper about `name` that was read and is not used yet."""
    services, act = house.services, house.act("motcua")
    attach.open_dossier(services, CODE, act, title="LÊ NHƯ HẠNH", procedure="birth-registration")
    first, *others = procedures()["birth-registration"].components
    attach.attach(services, CODE, record, first.key, act)
    told = WindowPaper(component=others[0].key, form="certified_copy", returned=True)
    lines = tuple(line.replace("PHƯỢNG", name).replace("773/", "705/") for line in BIRTH)
    file, asked = house.press.page(f"{uuid4()}.png", lines), wanted(CODE, others[0], told)
    batch = receive(services.ledger, services.workspace, [file], asked, act, str(uuid4())).batch
    press: Any = house.press
    assert read_paper(FlowContext(services, act.by, None, _pool=press), batch) == 0
    return batch


def _to_sign(house: DeskHouse) -> str:
    """Three documents that wait for a signature, one of them in a run of the agent."""
    records, act = (
        [waiting(house, name, 710 + at) for at, name in enumerate(("TRANG", "THU", "THẢO"))],
        house.act("kiem"),
    )
    for record in records:
        with house.services.ledger.writing(act) as connection:
            approve(connection, act, record, confirm=True)
    assert assemble(house.services, records, act) == {}
    return open_ticket(house.services, house.act("chutich"), records[:1], secrets.token_urlsafe(32)).id


def _asked(house: DeskHouse, record: str) -> None:
    act = house.act("motcua")
    with house.services.ledger.writing(act) as connection:
        for kind, days in ((Kind.CORRECT, 10), (Kind.RESTRICT, 1)):
            ask(
                connection,
                act,
                Asked(record, kind, "Lê Thị Hỏi", "Ngày sinh của cháu ghi sai một năm.", days),
            )


def _practised(house: DeskHouse) -> None:
    """Two practices of the newcomer that are over: not passed, then passed."""
    act = house.act("moi")
    for run, given in ((str(uuid4()), "LÊ NHƯ AM"), (str(uuid4()), "LÊ NHƯ AN")):
        right = Judged("birth", "number", "12/2019", "12/2019", True)
        other = Judged("birth", "child_full_name", "LÊ NHƯ AN", given, given == "LÊ NHƯ AN")
        with house.services.ledger.writing(act) as connection:
            practice_runs.begin(connection, act, run, 90)
            practice_runs.count_effort(connection, run, "1", 84, 31)
            practice_runs.finish(connection, act, run, [right, other])

"""Somebody leaves, somebody is away, an office is dissolved: who goes on with the work, and under whose name."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from uuid import uuid4

import pytest
from counter_desk import OTHER, STRANGER, UNIT, DeskHouse, make_house
from reviewed import waiting
from sqlalchemy import insert, select

from archive.digest import of_bytes
from archive.tables import outbox
from pipeline.accounts import account as accounts
from pipeline.accounts import deputies, tokens, units
from pipeline.accounts.account import NewAccount
from pipeline.accounts.deputies import Absence
from pipeline.accounts.leaving import leave
from pipeline.accounts.rights import Grant, Role
from pipeline.accounts.tokens import NewToken
from pipeline.actors import code
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing import agent_session
from pipeline.issuing.agent_session import AgentRefused
from pipeline.issuing.tables import tickets
from pipeline.review.lease import lease_of, take


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> DeskHouse:
    """A home with people, nobody serving it."""
    return make_house(tmp_path_factory.mktemp("leaving") / "home")


def newcomer(house: DeskHouse, login: str, role: Role) -> str:
    act = house.act("quantri")
    with house.services.ledger.writing(act) as connection:
        accounts.create(connection, act, NewAccount(login, login.title(), UNIT), "giấy trắng mực đen")
        accounts.grant(connection, act, login, Grant(role, code(UNIT)))
    return login


def test_records_in_hand_go_to_the_person_named_or_back_to_the_queue(office: DeskHouse) -> None:
    first, second, ledger = waiting(office, "AN", 951), waiting(office, "BÌNH", 952), office.services.ledger
    leaver, act = newcomer(office, "ranghi", Role.REVIEWER), office.act("quantri")
    for record in (first, second):
        with ledger.writing(office.act(leaver)) as connection:
            take(connection, office.act(leaver), record, minutes=15)
    with pytest.raises(WrongUse), ledger.writing(act) as connection:
        leave(connection, act, leaver, leaver)
    with ledger.writing(act) as connection:
        # The heir is no reviewer: both go back to the queue.
        held = connection.begin_nested()
        assert set(leave(connection, act, leaver, "quet").released) == {first, second}
        held.rollback()
        left = leave(connection, act, leaver, "kiem")
        assert (set(left.handed), left.released) == ({first, second}, ())
        assert leave(connection, act, leaver, "kiem").handed == (), "twice is once"
        assert accounts.find(connection, leaver, act.at.date()).actor.name == "Ranghi"
        lease = lease_of(connection, act, first)
    assert lease is not None
    assert lease.holder == "person:kiem"
    with ledger.writing(office.act("kiem")) as connection:
        take(connection, office.act("kiem"), first, minutes=15)
    with ledger.reading() as connection:
        told = connection.scalars(select(outbox.c.actor).where(outbox.c.type == "review.handed")).all()
    assert set(told) == {"person:quantri"}, "who handed it over, not who got it"


def test_tokens_and_the_agent_of_a_signing_run_end_with_the_account(office: DeskHouse) -> None:
    leaver, act, services = newcomer(office, "thoiky", Role.OFFICIAL), office.act("quantri"), office.services
    secret, key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    later = (act.at + timedelta(hours=1)).isoformat()
    with services.ledger.writing(act) as connection:
        tokens.issue(
            connection, act, NewToken(leaver, "máy", frozenset({"queue.see"}), 9), str(uuid4()), secret
        )
        times = {"created_at": act.time, "expires_at": later, "opened_at": act.time, "until": later}
        digests = {"digest": secrets.token_hex(32), "key_digest": of_bytes(key.encode())}
        connection.execute(
            insert(tickets).values(id=str(uuid4()), holder=f"person:{leaver}", **times, **digests)
        )
    with pytest.raises(AgentRefused) as refused:
        agent_session.session_of(services, key, act.at)
    assert refused.value.status == 400, "open: this run only lacks its certificate"
    assert tokens.bearer(services.ledger, secret, act.at) is not None
    with services.ledger.writing(act) as connection:
        leave(connection, act, leaver)
    with pytest.raises(AgentRefused) as refused:
        agent_session.session_of(services, key, act.at)
    assert refused.value.status == 401
    assert tokens.bearer(services.ledger, secret, act.at) is None


def test_a_deputy_has_the_roles_on_the_days_named_and_not_the_administrators(office: DeskHouse) -> None:
    act, ledger = office.act("quantri"), office.services.ledger
    today = act.at.date()
    first, last = today + timedelta(days=2), today + timedelta(days=5)
    with ledger.writing(act) as connection:
        done = deputies.appoint(connection, act, "motcua", "chutich", Absence(first, last))
        assert done.roles == ("official",)
        on = {
            day: Role.OFFICIAL in {one.role for one in accounts.find(connection, "motcua", day).grants}
            for day in (today, first, last, last + timedelta(days=1))
        }
        assert list(on.values()) == [False, True, True, False]
        # Once more for other days: the former appointment is over, nothing is held twice.
        deputies.appoint(connection, act, "motcua", "chutich", Absence(today, today))
        assert [one.until for one in deputies.standing(connection, today)] == [today.isoformat()]
        with pytest.raises(WrongUse):
            deputies.appoint(connection, act, "kiem", "quantri", Absence(today, today))
        with pytest.raises(WrongUse):
            # What a deputy has in another's place is not handed on; the clerk's own role is.
            deputies.appoint(connection, act, "motcua", "motcua", Absence(today, today))
        assert deputies.appoint(connection, act, "kiem", "motcua", Absence(today, today)).roles == ("clerk",)
        assert deputies.end(connection, act, "motcua", "chutich")
        assert not deputies.end(connection, act, "motcua", "chutich")


def test_a_dissolved_unit_takes_nobody_and_is_dissolved_once(office: DeskHouse) -> None:
    act, ledger = office.act("quantri"), office.services.ledger
    yesterday = date.fromordinal(act.at.date().toordinal() - 1)
    with ledger.writing(act) as connection:
        units.register(connection, act, "UBND xã Xưa")
        with pytest.raises(WrongUse):
            units.dissolve(connection, act, "UBND xã Xưa", yesterday, ["UBND xã Xưa"], "NQ 1")
        units.dissolve(connection, act, "UBND xã Xưa", yesterday, [UNIT, OTHER], "NQ 1")
        with pytest.raises(MoveRefused):
            units.dissolve(connection, act, "UBND xã Xưa", yesterday, [UNIT], "NQ 2")
        with pytest.raises(WrongUse):
            accounts.create(
                connection, act, NewAccount("muon", "Người Muộn", "UBND xã Xưa"), "giấy trắng mực đen"
            )
        with pytest.raises(WrongUse):
            accounts.grant(connection, act, STRANGER, Grant(Role.CLERK, code("UBND xã Xưa")))
        told = [(one.holder, one.basis) for one in units.custodies(connection) if one.unit == "UBND xã Xưa"]
    assert told == [(OTHER, "NQ 1"), (UNIT, "NQ 1")]

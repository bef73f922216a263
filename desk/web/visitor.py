"""Who is at the other end of a request, and what they may do. Every route asks here; none reads a cookie itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import ColumnElement, Connection, true

from desk.web.language import DEFAULT, LANGUAGES, Tongue
from desk.web.oidc_provider import Provider
from desk.web.options import DeskOptions
from desk.web.pace import Pace
from desk.web.practice_home import PracticeHomes
from desk.web.runs import Runs
from pipeline.accounts import factor, rights, sessions, units
from pipeline.accounts.account import Account
from pipeline.accounts.errors import NotAllowed
from pipeline.accounts.rights import EVERYWHERE, Grant, Role
from pipeline.accounts.secrets_box import SecretsBox
from pipeline.accounts.sessions import DeskSession
from pipeline.actors import Act, Actor, code
from pipeline.errors import NotFound
from pipeline.wiring import Services

SESSION_COOKIE = "sohoa_session"
VISIT_COOKIE = "sohoa_visit"
LANGUAGE_COOKIE = "sohoa_language"
# What is done in practice; it reaches the practice's own home only.
PRACTISED = frozenset({"record.approve", "record.review", "page.see"})


@dataclass(frozen=True)
class House:
    """What every request finds at `app.state.house`: the opened home, the options, the desk's key, what runs behind,
    where people log in outside, and where newcomers practise."""

    services: Services
    options: DeskOptions
    box: SecretsBox
    runs: Runs
    provider: Provider | None = None
    practice: PracticeHomes | None = None
    # Failed logins of an address. A whole office may share one; a guesser runs into the lock of the account first.
    tries: Pace = field(default_factory=lambda: Pace(most=30, per_minute=15))
    # Each token for itself: 20 a second on average, a scanner's burst of pieces at once.
    requests: Pace = field(default_factory=lambda: Pace(most=600, per_minute=1200))
    # Ways to the login provider and back guess nothing, but each costs a question there or a line in the trail.
    rounds: Pace = field(default_factory=lambda: Pace(most=120, per_minute=60))


class LoginNeeded(Exception):
    """There is no session, or it is asleep: the answer is the login page, or 401 for a script."""

    def __init__(self, asleep: str = "") -> None:
        super().__init__("login needed")
        self.asleep = asleep


class PasswordDue(Exception):
    """Somebody else set the password: a new one comes before any work."""


class FactorDue(Exception):
    """The person's role works with a second factor only, and the account has none yet."""


@dataclass(frozen=True)
class Visitor:
    """A logged-in person, or a program with a person's token, which may do no more than its `scopes`."""

    house: House
    session: DeskSession
    tongue: Tongue
    csrf: str
    scopes: frozenset[str] | None = None

    @property
    def services(self) -> Services:
        """The opened home."""
        return self.house.services

    @property
    def account(self) -> Account:
        """The person's account with the grants in force."""
        return self.session.account

    @property
    def actor(self) -> Actor:
        """Whose name stands under what is done."""
        return self.account.actor

    def act(self) -> Act:
        """The person, now."""
        return Act(self.actor, self.services.clock())

    def may(self, action: str, unit: str | None = None, types: str | None = None) -> bool:
        """Whether the roles allow `action`, in the unit of that code where one is given."""
        if self.scopes is not None and action not in self.scopes:
            return False
        return rights.may(self.account.grants, action, unit, types)

    def require(self, action: str, unit: str | None = None) -> None:
        """Raises NotAllowed unless the roles allow `action`."""
        if self.session.practice is not None and action not in PRACTISED:
            raise NotAllowed(
                "Bạn đang luyện tập. Rời luyện tập rồi mới làm việc này với giấy tờ thật.",
                "You are practising. Leave the practice before you do this with real records.",
            )
        if not self.may(action, unit):
            raise NotAllowed(
                "Vai trò của bạn không gồm việc này. Người quản trị có thể cấp vai trò.",
                "Your roles do not include this. The administrator can give the role.",
            )

    def within(self, connection: Connection, action: str, column: Any) -> ColumnElement[bool]:
        """The condition that a row's `column` (a unit's name) lies in a unit where `action` is allowed."""
        names = self.unit_names(connection, action)
        return true() if names is None else column.in_(names)

    def unit_names(self, connection: Connection, action: str) -> list[str] | None:
        """Names of the units in which `action` is allowed, custody included; None means all."""
        codes = rights.units_for(self.account.grants, action) if self.may(action) else frozenset[str]()
        return units.reached(connection, codes, self.services.clock().date())

    def check_unit(self, connection: Connection, action: str, unit: str) -> None:
        """Raises NotFound when `action` is not allowed on what belongs to the unit of that name.

        NotFound and not NotAllowed: who may not see a thing does not learn that it exists.
        """
        names = self.unit_names(connection, action)
        if names is not None and unit not in names:
            raise NotFound(
                "Không có mục này trong phạm vi của bạn.", "There is no such thing within your reach."
            )

    @property
    def factor_due(self) -> bool:
        """Whether a second factor comes before any work; one that the provider vouched for counts."""
        return not self.session.factor and factor.due(self.account, self.house.options.factor_roles)

    @property
    def unit_code(self) -> str:
        """The code of the unit whose name stands on what this person makes."""
        return code(self.actor.unit)


def house_of(request: Request) -> House:
    """The house of the running application."""
    found: Any = request.app.state.house
    if not isinstance(found, House):
        raise TypeError("the application is made by desk.web.app.create_app")
    return found


def session_of(request: Request) -> DeskSession | None:
    """The request's session, awake or asleep, or None."""
    house, token = house_of(request), request.cookies.get(SESSION_COOKIE, "")
    if not token:
        return None
    return sessions.find(house.services.ledger, token, house.services.clock(), house.options.limits)


def visitor_of(request: Request) -> Visitor:
    """The logged-in person. Raises LoginNeeded."""
    house, session = house_of(request), session_of(request)
    if session is None:
        raise LoginNeeded
    if session.asleep:
        raise LoginNeeded(session.account.login)
    visitor = Visitor(house, session, tongue_of(request, session), csrf_of(house, session.digest))
    # For whoever answers a refusal: the trail names who tried.
    request.state.visitor = visitor
    # What a script asks for by itself is no sign of life of a person.
    if request.headers.get("x-sohoa-quiet") is None:
        sessions.seen(house.services.ledger, session, visitor.act())
    return visitor


def csrf_of(house: House, bound_to: str) -> str:
    """The token against forged requests for a session's digest, or for the cookie of somebody not logged in."""
    return house.box.stamp("csrf", bound_to)


def tongue_of(request: Request, session: DeskSession | None = None) -> Tongue:
    """The language: what was chosen in this browser, else the account's, else the home's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return Tongue(chosen)
    if session is not None:
        return Tongue(session.account.language)
    home = house_of(request).services.settings.lang
    return Tongue(home if home in LANGUAGES else DEFAULT)


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


Person = Annotated[Visitor, Depends(visitor_of)]


def allowed(*actions: str) -> Callable[[Visitor], Visitor]:
    """A dependency: the logged-in person, who must have one of `actions` somewhere."""

    def check(visitor: Person) -> Visitor:
        if visitor.account.must_change:
            raise PasswordDue
        if visitor.factor_due:
            raise FactorDue
        there = practising(visitor)
        if not any(there.may(action) for action in actions):
            there.require(actions[0])
        return there

    return check


def practising(visitor: Visitor) -> Visitor:
    """The same person in the home of their practice, where that is on: the only way between it and the office.

    In there everybody reviews, whatever roles they have, and does nothing else; whoever has no role yet may learn.
    """
    run, homes = visitor.session.practice, visitor.house.practice
    if run is None or homes is None or visitor.scopes is not None:
        return visitor
    there = homes.of(run)
    house = replace(visitor.house, services=there.services, runs=there.runs)
    account = replace(visitor.account, grants=(Grant(Role.REVIEWER, EVERYWHERE),))
    return replace(visitor, house=house, session=replace(visitor.session, account=account), scopes=PRACTISED)

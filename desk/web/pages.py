"""Turning a page's context into HTML: the templates, what every page has around it, and the language."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from desk.times import shown
from desk.web.language import Tongue
from desk.web.rail import Section, sections_for
from desk.web.visitor import Visitor, practising
from pipeline.accounts.sessions import OIDC
from pipeline.actors import ActorKind


class Page(Protocol):
    """A frozen dataclass that names its template; its fields are all that the template may use."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Shell:
    """What stands around every page."""

    language: str
    path: str
    csrf: str
    name: str
    login: str
    unit: str
    demo: bool
    idle_seconds: int
    sections: tuple[Section, ...]
    section: str
    may_search: bool
    outside: bool = False
    practice: bool = False


# The names that every template has beside the fields of its page.
EVERYWHERE = frozenset({"shell", "_", "when"})


def show(
    request: Request, visitor: Visitor, page: Page, *, section: str = "", status: int = 200
) -> HTMLResponse:
    """The page of a logged-in person; `section` is lit in the rail."""
    shell = Shell(
        language=visitor.tongue.language,
        path=request.url.path,
        csrf=visitor.csrf,
        name=visitor.actor.name,
        login=visitor.account.login,
        unit=visitor.actor.unit,
        demo=visitor.actor.kind is ActorKind.DEMO,
        idle_seconds=int(visitor.house.options.limits.idle.total_seconds()),
        sections=sections_for(practising(visitor)),
        section=section,
        may_search=practising(visitor).may("search.use"),
        outside=visitor.session.way == OIDC,
        practice=visitor.session.practice is not None,
    )
    return HTMLResponse(rendered(page, shell, visitor.tongue), status)


def show_outside(
    request: Request, tongue: Tongue, page: Page, csrf: str = "", status: int = 200
) -> HTMLResponse:
    """A page for somebody who is not logged in: login, and faults before it."""
    shell = Shell(tongue.language, request.url.path, csrf, "", "", "", False, 0, (), "", False)
    return HTMLResponse(rendered(page, shell, tongue), status)


def part(visitor: Visitor, page: Page) -> str:
    """The HTML of a piece of a page, for a script that puts it in its place; it has no shell."""
    told = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment().get_template(page.template).render(**told, _=visitor.tongue, when=shown)


def rendered(page: Page, shell: Shell, tongue: Tongue) -> str:
    """The HTML of a page."""
    told = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment().get_template(page.template).render(**told, shell=shell, _=tongue, when=shown)


@cache
def environment() -> Environment:
    """The templates; whatever stands in a name or in recognised text is escaped, and a misspelt name is a fault."""
    return Environment(
        loader=PackageLoader("desk.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

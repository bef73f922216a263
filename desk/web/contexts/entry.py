"""What the pages around logging in show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LoginPage:
    """`back` is where the person goes afterwards; `fault` why the last try failed, empty at the first."""

    template: ClassVar[str] = "login.html"
    login: str
    back: str
    fault: str
    office: str
    demo: bool


@dataclass(frozen=True)
class FactorPage:
    """The second factor. `secret` and `drawing` (a path of dark modules, `side` of them) stand there once, before
    the code confirms them; `sealed` is what the page sends back. `due`: the role works with one only."""

    template: ClassVar[str] = "factor.html"
    has_totp: bool
    due: bool
    secret: str
    drawing: str
    side: int
    sealed: str
    fault: str
    done: str


@dataclass(frozen=True)
class AccountPage:
    """One's own account. `must_change`: nothing else is open before a new password."""

    template: ClassVar[str] = "account.html"
    name: str
    login: str
    unit: str
    roles: tuple[str, ...]
    must_change: bool
    has_totp: bool
    fault: str
    done: str

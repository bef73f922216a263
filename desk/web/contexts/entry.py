"""What the pages around logging in show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LoginPage:
    """`back` is where the person goes afterwards; `fault` why the last try failed, empty at the first.

    `outside`: there is a provider; `emergency_only`: passwords are for an emergency; `left`: somebody just went who
    came through the provider, whose own session may go on.
    """

    template: ClassVar[str] = "login.html"
    login: str
    back: str
    fault: str
    office: str
    demo: bool
    outside: bool
    emergency_only: bool
    left: bool


@dataclass(frozen=True)
class CodePage:
    """The code of one's own second factor, after the provider; `proven` is what the page sends back."""

    template: ClassVar[str] = "oidc_code.html"
    proven: str
    fault: str
    office: str


@dataclass(frozen=True)
class ReturnedPage:
    """The end of a login in a second tab."""

    template: ClassVar[str] = "oidc_returned.html"


@dataclass(frozen=True)
class FactorPage:
    """The second factor; `outside`: the account has no password here; `due`: the role works with one only.

    `secret` and `drawing` (a path of dark modules, `side` of them) stand there once, before the code confirms them;
    `sealed` is what the page sends back.
    """

    template: ClassVar[str] = "factor.html"
    has_totp: bool
    due: bool
    secret: str
    drawing: str
    side: int
    sealed: str
    fault: str
    done: str
    outside: bool


@dataclass(frozen=True)
class AccountPage:
    """One's own account. `must_change`: nothing else is open before a new password; `outside`: it has none here."""

    template: ClassVar[str] = "account.html"
    name: str
    login: str
    unit: str
    roles: tuple[str, ...]
    must_change: bool
    has_totp: bool
    fault: str
    done: str
    outside: bool

"""How the desk is served: options of the command line and settings in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from desk.web.oidc_options import LOOPBACK, OidcOptions, local_of, oidc_of
from pipeline.accounts.rights import Role
from pipeline.accounts.sessions import Limits
from pipeline.errors import WrongUse
from pipeline.settings import Settings, names


@dataclass(frozen=True)
class DeskOptions:
    """`origin` is the address people type (`https://sohoa.phuong.local`), empty on loopback; `secure`: over TLS.

    Who has one of `factor_roles` works with a second factor only. `oidc` is where people log in outside; `local` names
    who may still use a password, None means everybody.
    """

    host: str
    port: int
    origin: str
    secure: bool
    limits: Limits
    factor_roles: frozenset[Role]
    oidc: OidcOptions | None = None
    local: frozenset[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The host names under which the desk answers; any other is refused (DNS rebinding)."""
        public = urlsplit(self.origin).hostname if self.origin else None
        return LOOPBACK | ({public} if public else set())


def options_of(settings: Settings, host: str, port: int, *, tls: bool) -> DeskOptions:
    """Options for serving on `host`. Raises WrongUse for an open address without a name or without TLS."""
    origin = settings.desk_origin.rstrip("/")
    if host not in LOOPBACK and not origin:
        raise WrongUse(
            "Mở bàn làm việc ra mạng phải khai báo địa chỉ người dùng gõ: SOHOA_DESK_ORIGIN=https://tên-máy.",
            "Opening the desk to a network needs the address that people type: SOHOA_DESK_ORIGIN=https://host.",
        )
    if origin and not origin.startswith("https://") and urlsplit(origin).hostname not in LOOPBACK:
        raise WrongUse(
            "SOHOA_DESK_ORIGIN phải bắt đầu bằng https://: mật khẩu không được đi qua mạng dưới dạng rõ.",
            "SOHOA_DESK_ORIGIN must begin with https://: passwords must not cross a network in the clear.",
        )
    limits = Limits(
        timedelta(minutes=settings.desk_idle_minutes), timedelta(hours=settings.desk_session_hours)
    )
    secure, roles = tls or origin.startswith("https://"), _factor_roles(settings)
    return DeskOptions(host, port, origin, secure, limits, roles, oidc_of(settings), local_of(settings))


def _factor_roles(settings: Settings) -> frozenset[Role]:
    told = names(settings.second_factor_roles)
    for one in told:
        if one not in set(Role):
            known = ", ".join(Role)
            raise WrongUse(
                f"SOHOA_SECOND_FACTOR_ROLES: không có vai trò '{one}'. Các vai trò: {known}.",
                f"SOHOA_SECOND_FACTOR_ROLES: there is no role '{one}'. Roles: {known}.",
            )
    return frozenset(map(Role, told))

"""Where people log in outside: the settings of an OpenID Connect provider, checked. Asks no provider."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import Missing, WrongUse
from pipeline.settings import Settings, names

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYBODY = "*"


@dataclass(frozen=True)
class OidcOptions:
    """`claim` names the account; `hosts` may be asked; each pair of `factor` (claim, value) tells a second factor."""

    issuer: str
    client_id: str
    secret_file: Path | None
    claim: str
    hosts: frozenset[str]
    factor: tuple[tuple[str, str], ...]
    create: bool

    def secret(self) -> str:
        """The client's secret, read anew each time so that a changed one counts. Raises Missing."""
        if self.secret_file is None:
            return ""
        try:
            return self.secret_file.read_text(encoding="utf-8").strip()
        except OSError as cause:
            raise Missing(
                "Không đọc được tệp bí mật của nhà cung cấp đăng nhập (SOHOA_OIDC_SECRET_FILE). Báo người quản trị.",
                "The secret of the login provider cannot be read (SOHOA_OIDC_SECRET_FILE). Tell the administrator.",
            ) from cause


def oidc_of(settings: Settings) -> OidcOptions | None:
    """The provider, or None without one. Raises WrongUse for settings that cannot work or would leak."""
    issuer = settings.oidc_issuer
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if not is_safe(issuer) or parts.query or parts.fragment:
        raise WrongUse(
            "SOHOA_OIDC_ISSUER phải là địa chỉ https:// không có phần ? và #.",
            "SOHOA_OIDC_ISSUER must be an https:// address without ? and #.",
        )
    if not settings.oidc_client_id:
        raise WrongUse(
            "Có SOHOA_OIDC_ISSUER thì phải có SOHOA_OIDC_CLIENT_ID.",
            "SOHOA_OIDC_ISSUER needs SOHOA_OIDC_CLIENT_ID.",
        )
    hosts = {parts.hostname or "", *(one.lower() for one in names(settings.oidc_hosts))}
    return OidcOptions(
        issuer,
        settings.oidc_client_id,
        settings.oidc_secret_file,
        settings.oidc_claim,
        frozenset(hosts),
        tuple(_pair(one) for one in names(settings.oidc_factor)),
        settings.oidc_create,
    )


def local_of(settings: Settings) -> frozenset[str] | None:
    """Who may use a password; None: everybody. Raises WrongUse when nobody could get in."""
    told = names(settings.local_logins)
    if told == (EVERYBODY,):
        return None
    if not told or not settings.oidc_issuer:
        raise WrongUse(
            "SOHOA_LOCAL_LOGINS phải nêu ít nhất một quản trị viên khẩn cấp, và chỉ dùng khi có SOHOA_OIDC_ISSUER.",
            "SOHOA_LOCAL_LOGINS must name one emergency administrator at least, and goes with SOHOA_OIDC_ISSUER only.",
        )
    return frozenset(told)


def is_safe(address: str) -> bool:
    """Whether an address is https (or this machine's own http) and names nobody."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return bool(secure and host and parts.username is None and parts.password is None)


def _pair(text: str) -> tuple[str, str]:
    claim, _, value = text.partition(":")
    if claim not in {"amr", "acr"} or not value:
        raise WrongUse(
            f"SOHOA_OIDC_FACTOR: '{text}' phải có dạng amr:giá-trị hoặc acr:giá-trị.",
            f"SOHOA_OIDC_FACTOR: '{text}' must read amr:value or acr:value.",
        )
    return claim, value

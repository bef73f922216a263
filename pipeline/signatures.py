"""Who signs, who stamps the time and whom we believe, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.x509 import Certificate

from pipeline.errors import Missing
from pipeline.settings import Settings, names, paths
from signing import development
from signing.deferred import Absentee
from signing.errors import ConfigurationRefused
from signing.evidence import Evidence
from signing.identity import SigningIdentity, load_pem, read_certificates
from signing.timestamp import Timestamper, TimestampOptions
from signing.token import choose, opened
from signing.trust import TrustOptions
from signing.verify import FileVerdict, verify


def signer(settings: Settings) -> SigningIdentity | None:
    """Who signs without a person present, or None: a token waits for its holder.

    Raises Missing when the home has no development identity yet, signing's ConfigurationRefused for unusable files
    and for a key in a file that the settings do not allow.
    """
    if settings.signer in ("none", "token"):
        return None
    folder = settings.home / "identity"
    if settings.signer == "development":
        if not development.DevelopmentIdentity(folder).root.exists():
            raise Missing(
                f"Kho {settings.home} chưa có chữ ký thử nghiệm. Tạo bằng: sohoa init, rồi chạy lại.",
                f"The home {settings.home} has no development identity. Make one with: sohoa init, then run again.",
            )
        return development.load(folder)
    if not settings.allow_file_keys:
        raise _key_in_a_file(folder / "seal.key")
    return load_pem(folder / "seal.pem", folder / "seal.key", (folder / "seal-chain.pem",))


def _key_in_a_file(path: Path) -> ConfigurationRefused:
    return ConfigurationRefused(
        f"Không ký bằng khóa nằm trong tệp ({path}): ai chép được tệp là ký được thay cơ quan. Dùng thiết bị ký: "
        "SOHOA_SIGNER=token. Chỉ để thử nghiệm, hoặc khi cơ quan chấp nhận bằng văn bản: SOHOA_ALLOW_FILE_KEYS=1.",
        f"A key in a file ({path}) does not sign: whoever copies the file signs for the office. Use a token: "
        "SOHOA_SIGNER=token. For trying out, or where the office accepts it in writing: SOHOA_ALLOW_FILE_KEYS=1.",
    )


@contextmanager
def token(settings: Settings, pin: str) -> Iterator[SigningIdentity]:
    """The identity in the token that the settings name, open for the length of the block.

    Raises Missing when the settings name none, signing's PinRefused at a wrong PIN (tried once), IdentityRefused.
    """
    module = token_module(settings)
    certificate = choose(module, settings.token_certificate)
    with opened(module, certificate, _chain(settings), pin) as identity:
        yield identity


def token_holder(settings: Settings) -> SigningIdentity:
    """Whom the settings' token signs as, without its key: enough to look at the certificate before a PIN is asked.

    Raises Missing when the settings name none, signing's IdentityRefused when the token is not there.
    """
    certificate = choose(token_module(settings), settings.token_certificate)
    return Absentee(certificate, _chain(settings))


def _chain(settings: Settings) -> tuple[Certificate, ...]:
    return tuple(one for path in paths(settings.token_chain) for one in read_certificates(path))


def token_module(settings: Settings) -> Path:
    """The PKCS#11 library. Raises Missing when none is set."""
    if settings.token_module is None:
        raise Missing(
            "Chưa khai thư viện của thiết bị ký. Đặt SOHOA_TOKEN_MODULE rồi chạy lại.",
            "No library of a signing token is set. Set SOHOA_TOKEN_MODULE, then run again.",
        )
    return settings.token_module


def timestamper(settings: Settings) -> Timestamper | None:
    """The timestamp service, or None; one for the whole process, so that its limits hold."""
    return _timestamper(settings.tsa_url, timestamp_options(settings)) if settings.tsa_url else None


def timestamp_options(settings: Settings) -> TimestampOptions:
    """How patient to be with the timestamp service."""
    return TimestampOptions(
        seconds_per_attempt=settings.tsa_seconds, attempts=settings.tsa_attempts, at_once=settings.tsa_at_once
    )


def evidence(settings: Settings) -> Evidence:
    """What a batch shares when signing; it renews itself."""
    return _evidence(trust(settings))


@lru_cache(maxsize=4)
def _timestamper(url: str, options: TimestampOptions) -> Timestamper:
    return Timestamper(url, options)


@lru_cache(maxsize=4)
def _evidence(options: TrustOptions) -> Evidence:
    return Evidence(options)


def trust(settings: Settings, *, offline: bool = False) -> TrustOptions:
    """Explicit anchors: the settings' own, or the development root of the home when none are set."""
    own = development.DevelopmentIdentity(settings.home / "identity")
    use_own = not settings.trust_roots and own.root.exists()
    crls = paths(settings.crls)
    return TrustOptions(
        roots=paths(settings.trust_roots),
        tsa_roots=paths(settings.tsa_roots),
        crls=(*crls, own.crl) if use_own else crls,
        offline=offline or not settings.fetch_allow,
        fetch_allow=names(settings.fetch_allow),
        development_roots=(own.root,) if use_own else (),
    )


def judge(settings: Settings, path: Path, at: datetime) -> FileVerdict:
    """The verdict on a PDF's signatures under the settings' trust, as of `at`."""
    return verify(path, trust(settings), at=at)

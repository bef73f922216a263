"""An identity for trying out: a certificate authority, a signer and a revocation list in one folder.

Everything in it says "(THỬ NGHIỆM)" and carries a marker extension, so that no set of production trust roots
takes it by mistake. The authority's own key is thrown away: nothing further can ever be issued under it.

All parts are valid for `VALIDITY`, the revocation list as long as the rest, so that a demonstration signed
today still verifies offline next year. A real authority would never issue such a list.
"""

from __future__ import annotations

import fcntl
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from signing.atomic import write_beside
from signing.errors import SigningError
from signing.identity import (
    DEVELOPMENT_MARKER,
    DEVELOPMENT_SUFFIX,
    SigningIdentity,
    is_development,
    load_pem,
    read_certificates,
    read_file,
)

__all__ = ["VALIDITY", "DevelopmentIdentity", "create", "is_development", "load"]

VALIDITY = timedelta(days=3653)
# Clocks in one office differ; a signature made right after `create` must not be "not yet valid".
BACKDATED = timedelta(days=1)
KEY_BITS = 2048
# ub-common-name of RFC 5280 counts letters; the cryptography library counts octets of UTF-8.
_NAME_OCTETS = 64


@dataclass(frozen=True)
class DevelopmentIdentity:
    """Where the parts of a development identity lie."""

    folder: Path

    @property
    def root(self) -> Path:
        """The certificate of the authority, PEM. Written last: with it the folder is complete."""
        return self.folder / "root.pem"

    @property
    def certificate(self) -> Path:
        """The signer's certificate, PEM."""
        return self.folder / "signer.pem"

    @property
    def key(self) -> Path:
        """The signer's key, PKCS#8 in PEM, readable by its owner only."""
        return self.folder / "signer.key"

    @property
    def crl(self) -> Path:
        """The revocation list signed by the authority, PEM."""
        return self.folder / "revocation.crl"


def create(folder: Path, *, unit: str, at: datetime) -> DevelopmentIdentity:
    """Make the development identity of `unit` in `folder`, or leave a complete one as it is.

    Safe to run twice, at the same time, and after a stop at any point: a folder whose parts are missing or do
    not belong together is made anew. Other files in the folder stay untouched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = DevelopmentIdentity(folder)
    with _alone(folder):
        if not _complete(found):
            for path, content, mode in _parts(found, unicodedata.normalize("NFC", unit).strip(), at):
                write_beside(path, content, mode)
    return found


def load(folder: Path) -> SigningIdentity:
    """The identity that `create` left in `folder`. Raises ConfigurationRefused when a part is missing."""
    found = DevelopmentIdentity(folder)
    return load_pem(found.certificate, found.key, (found.root,))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _complete(found: DevelopmentIdentity) -> bool:
    try:
        signer = load(found.folder).certificate
        (root,) = read_certificates(found.root)
        crl = x509.load_pem_x509_crl(read_file(found.crl))
        signer.verify_directly_issued_by(root)
    except (SigningError, ValueError, TypeError, InvalidSignature):
        return False
    key = root.public_key()
    return isinstance(key, rsa.RSAPublicKey) and crl.is_signature_valid(key)


def _parts(found: DevelopmentIdentity, unit: str, at: datetime) -> tuple[tuple[Path, bytes, int], ...]:
    """What to write, in order; the root comes last."""
    authority, signer = (rsa.generate_private_key(65537, KEY_BITS) for _ in range(2))
    root = _root(authority, unit, at)
    leaf = _leaf(signer.public_key(), authority, root, unit)
    pem = serialization.Encoding.PEM
    secret = signer.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (
        (found.key, secret, 0o600),
        (found.certificate, leaf.public_bytes(pem), 0o644),
        (found.crl, _crl(authority, root).public_bytes(pem), 0o644),
        (found.root, root.public_bytes(pem), 0o644),
    )


def _root(key: rsa.RSAPrivateKey, unit: str, at: datetime) -> x509.Certificate:
    start = at.astimezone(UTC) - BACKDATED
    name = _name("CA phát triển", unit)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(issues=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_marker(), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def _leaf(
    public: rsa.RSAPublicKey, authority: rsa.RSAPrivateKey, root: x509.Certificate, unit: str
) -> x509.Certificate:
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name("", unit))
        .issuer_name(root.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(root.not_valid_before_utc)
        .not_valid_after(root.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(issues=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_key, critical=False)
        .add_extension(_marker(), critical=False)
    )
    return builder.sign(authority, hashes.SHA256())


def _crl(authority: rsa.RSAPrivateKey, root: x509.Certificate) -> x509.CertificateRevocationList:
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(root.not_valid_before_utc)
        .next_update(root.not_valid_after_utc)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(issuer_key, critical=False)
    )
    return builder.sign(authority, hashes.SHA256())


def _name(role: str, unit: str) -> x509.Name:
    words = " ".join(word for word in (role, unit) if word)
    room = _NAME_OCTETS - len(f" {DEVELOPMENT_SUFFIX}".encode())
    organization = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fit(unit, _NAME_OCTETS))] if unit else []
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            *organization,
            x509.NameAttribute(NameOID.COMMON_NAME, f"{_fit(words, room)} {DEVELOPMENT_SUFFIX}".strip()),
        ]
    )


def _fit(text: str, octets: int) -> str:
    """`text` without the last words (or letters) that do not fit."""
    while len(text.encode()) > octets:
        text = text.rpartition(" ")[0] or text[:-1]
    return text.rstrip(" ,;-")


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _marker() -> x509.UnrecognizedExtension:
    der_null = b"\x05\x00"
    return x509.UnrecognizedExtension(DEVELOPMENT_MARKER, der_null)

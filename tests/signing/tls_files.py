"""A certificate authority for HTTPS on loopback, made anew, and one server certificate below it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Tls:
    """PEM files: the authority that clients are given, the server's certificate and key."""

    ca: Path
    certificate: Path
    key: Path


def make_tls(folder: Path, address: str = "127.0.0.1") -> Tls:
    """Files for a server that is reached at `address`."""
    folder.mkdir(parents=True, exist_ok=True)
    root, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _builder("CA HTTPS (mau)", "CA HTTPS (mau)", root.public_key())
    authority = authority.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    held = x509.SubjectKeyIdentifier.from_public_key(root.public_key())
    authority = authority.add_extension(held, critical=False)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    server = _builder("may chu (mau)", "CA HTTPS (mau)", own.public_key()).add_extension(
        names, critical=False
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
    server = server.add_extension(issuer, critical=False)
    tls = Tls(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    pem = serialization.Encoding.PEM
    tls.ca.write_bytes(authority.sign(root, hashes.SHA256()).public_bytes(pem))
    tls.certificate.write_bytes(server.sign(root, hashes.SHA256()).public_bytes(pem))
    plain = serialization.NoEncryption()
    tls.key.write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return tls


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    return (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )

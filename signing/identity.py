"""Who signs: a certificate, its chain, and a way to use the key.

Whether it may sign now is not decided here: see eligibility.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from signing.errors import ConfigurationRefused, IdentityRefused

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class SigningIdentity(Protocol):
    """A certificate and a way to use its key. Implementations may be a file, a token or a remote service."""

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own certificate."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Certificates between the signer and the root, in any order; the root may be left out."""

    @property
    def name(self) -> str:
        """Whom people read as the signer."""

    @property
    def development(self) -> bool:
        """True for an identity made for trying out, never for a real office."""

    @property
    def signature_size(self) -> int:
        """The largest number of bytes that `sign` returns."""

    def sign(self, data: bytes) -> bytes:
        """The SHA-256 signature over `data`: RSA PKCS#1 v1.5, or ECDSA in DER."""


@dataclass(frozen=True)
class KeyInMemory:
    """An identity whose key was read once into this process: for trying out, never an official's key."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    name: str
    development: bool
    # The parsed key is kept: loading it again costs more than the signature itself.
    key: PrivateKey

    @property
    def signature_size(self) -> int:
        """Size of an RSA signature, or the longest DER form of an ECDSA one, in bytes."""
        octets = (self.key.key_size + 7) // 8
        return octets if isinstance(self.key, rsa.RSAPrivateKey) else 2 * (octets + 3) + 3

    def sign(self, data: bytes) -> bytes:
        """As the seam promises."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))

    def __repr__(self) -> str:
        return f"KeyInMemory({self.name!r}, development={self.development})"


def load_pem(certificate: Path, key: Path, chain: tuple[Path, ...] = ()) -> SigningIdentity:
    """The identity in PEM files; `key` is unencrypted PKCS#8.

    Raises ConfigurationRefused for a file that is missing or unreadable, IdentityRefused when key and
    certificate do not belong together or the kind of key is not RSA or EC.
    """
    own = read_certificates(certificate)
    further = tuple(c for path in chain for c in read_certificates(path))
    try:
        secret = serialization.load_pem_private_key(read_file(key), password=None)
    except (ValueError, TypeError) as cause:
        raise _unreadable(key) from cause
    return assemble(own[0], (*own[1:], *further), secret)


def load_pkcs12(path: Path, passphrase: bytes) -> SigningIdentity:
    """The identity in a PKCS#12 file. Raises as `load_pem`; a wrong passphrase is ConfigurationRefused."""
    try:
        bundle = pkcs12.load_pkcs12(read_file(path), passphrase)
    except ValueError as cause:
        raise ConfigurationRefused(
            f"Không mở được tệp chứng thư {path.name}: sai mật khẩu hoặc tệp hỏng. Kiểm tra lại mật khẩu.",
            f"Cannot open the certificate file {path.name}: wrong passphrase or damaged file. "
            "Check the passphrase.",
        ) from cause
    if bundle.cert is None or bundle.key is None:
        raise IdentityRefused(
            f"Tệp {path.name} không chứa đủ chứng thư và khóa bí mật. Xuất lại tệp kèm khóa bí mật.",
            f"{path.name} does not hold both a certificate and its private key. "
            "Export it again with the key.",
        )
    chain = tuple(entry.certificate for entry in bundle.additional_certs)
    return assemble(bundle.cert.certificate, chain, bundle.key)


def assemble(
    certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], key: object
) -> SigningIdentity:
    """The identity made of parsed parts. Raises IdentityRefused when they do not fit together."""
    name = common_name(certificate)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise IdentityRefused(
            f"Loại khóa của chứng thư “{name}” không được hỗ trợ. Dùng khóa RSA hoặc EC.",
            f"The kind of key of certificate “{name}” is not supported. Use an RSA or EC key.",
        )
    if _public_bytes(key.public_key()) != _public_bytes(certificate.public_key()):
        raise IdentityRefused(
            f"Khóa bí mật không khớp với chứng thư “{name}”. Chọn đúng cặp tệp chứng thư và khóa.",
            f"The private key does not belong to certificate “{name}”. "
            "Choose the certificate and key that match.",
        )
    return KeyInMemory(certificate, chain, name, is_development(certificate), key)


# An arc under 2.25 is made from a random UUID and needs no registration (Rec. ITU-T X.667).
DEVELOPMENT_MARKER = x509.ObjectIdentifier("2.25.183254528626781247871289758118492497722")
DEVELOPMENT_SUFFIX = "(THỬ NGHIỆM)"


def carries_marker(certificate: x509.Certificate) -> bool:
    """True when this software made the certificate for trying out; its own extension says so."""
    return any(extension.oid == DEVELOPMENT_MARKER for extension in certificate.extensions)


def is_development(certificate: x509.Certificate) -> bool:
    """True for a certificate made for trying out: by the marker, or because its or its issuer's name says so."""
    names = (certificate.subject, certificate.issuer)
    return carries_marker(certificate) or any(
        common_name_of(name).rstrip().endswith(DEVELOPMENT_SUFFIX) for name in names
    )


def signature_octets(certificate: x509.Certificate) -> int:
    """The size of an RSA signature with this certificate's key, or the longest DER form of an ECDSA one."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return (key.key_size + 7) // 8
    if isinstance(key, ec.EllipticCurvePublicKey):
        return 2 * ((key.curve.key_size + 7) // 8 + 3) + 3
    raise IdentityRefused(
        f"Loại khóa của chứng thư “{common_name(certificate)}” không được hỗ trợ. Dùng khóa RSA hoặc EC.",
        f"The kind of key of certificate “{common_name(certificate)}” is not supported. Use an RSA or EC key.",
    )


def common_name(certificate: x509.Certificate) -> str:
    """The common name of the subject; the whole subject when it has none."""
    return common_name_of(certificate.subject) or certificate.subject.rfc4514_string()


def common_name_of(name: x509.Name) -> str:
    """The last common name in a distinguished name, empty when there is none."""
    found = [str(attribute.value) for attribute in name.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return found[-1] if found else ""


def read_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate of a PEM file, or the one of a DER file. Raises ConfigurationRefused; never empty."""
    data = read_file(path)
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return tuple(x509.load_pem_x509_certificates(data))
        return (x509.load_der_x509_certificate(data),)
    except ValueError as cause:
        raise _unreadable(path) from cause


def parse_der(der: bytes) -> x509.Certificate:
    """The certificate with these bytes. Raises ValueError when they are none."""
    return x509.load_der_x509_certificate(der)


def read_file(path: Path) -> bytes:
    """The bytes of a settings file. Raises ConfigurationRefused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as cause:
        raise ConfigurationRefused(
            f"Không đọc được tệp {path}. Kiểm tra đường dẫn và quyền đọc.",
            f"Cannot read {path}. Check the path and the permission to read it.",
        ) from cause


def _unreadable(path: Path) -> ConfigurationRefused:
    return ConfigurationRefused(
        f"Tệp {path} không phải chứng thư hoặc khóa hợp lệ. Thay bằng tệp đúng định dạng PEM.",
        f"{path} is not a valid certificate or key. Replace it by a proper PEM file.",
    )


def _public_bytes(key: object) -> bytes:
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return key.public_bytes(serialization.Encoding.DER, spki)
    return b""

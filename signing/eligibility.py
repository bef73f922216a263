"""May this identity sign at this time? Asked before the key is touched; the signing library does not ask.

Without these checks an expired, revoked, weak or foreign certificate signs happily, and only the reader
notices.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import HashAlgorithm
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from signing.errors import ConfigurationRefused, IdentityRefused, SigningError
from signing.evidence import Evidence, Proof
from signing.identity import SigningIdentity
from signing.trust import for_pyhanko

RSA_BITS = 2048
EC_BITS = 256
WEAK_DIGESTS = frozenset({"md5", "sha1"})


async def check(identity: SigningIdentity, evidence: Evidence, at: datetime) -> Proof:
    """The proof that `identity` may sign at `at` (UTC); otherwise raise IdentityRefused or ConfigurationRefused.

    Looked at: validity period, key usage, key size, digest under the certificate, chain to a trusted root,
    revocation. A missing or outdated revocation list is ConfigurationRefused: the certificate may be fine.
    """
    check_alone(identity.name, identity.certificate, at)
    return await _chain_holds(identity, evidence, at)


def check_alone(name: str, certificate: x509.Certificate, at: datetime) -> None:
    """What the certificate says by itself, without asking anybody; raises IdentityRefused."""
    _within_validity(name, certificate, at)
    _usage_allows_signing(name, certificate)
    weakness = weakness_of(certificate)
    if weakness:
        raise IdentityRefused(
            f"Chứng thư “{name}” dùng thuật toán yếu ({weakness}). Xin cấp chứng thư mới với khóa đủ mạnh.",
            f"Certificate “{name}” uses weak cryptography ({weakness}). "
            "Ask for a new certificate with a strong key.",
        )


def weakness_of(certificate: x509.Certificate) -> str:
    """What is too weak about the key or the digest of `certificate`; empty when nothing is."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < RSA_BITS:
            return f"RSA-{key.key_size}"
    elif not isinstance(key, ec.EllipticCurvePublicKey):
        return type(key).__name__
    elif key.curve.key_size < EC_BITS:
        return f"EC-{key.curve.key_size}"
    digest = certificate.signature_hash_algorithm
    return _weak_digest(digest) if digest else ""


def _weak_digest(digest: HashAlgorithm) -> str:
    return digest.name.upper() if digest.name in WEAK_DIGESTS else ""


def _within_validity(name: str, certificate: x509.Certificate, at: datetime) -> None:
    if at > certificate.not_valid_after_utc:
        day = certificate.not_valid_after_utc.date().isoformat()
        raise IdentityRefused(
            f"Chứng thư “{name}” đã hết hạn ngày {day}. Gia hạn hoặc dùng chứng thư khác.",
            f"Certificate “{name}” expired on {day}. Renew it or use another one.",
        )
    if at < certificate.not_valid_before_utc:
        day = certificate.not_valid_before_utc.date().isoformat()
        raise IdentityRefused(
            f"Chứng thư “{name}” chưa có hiệu lực trước ngày {day}. "
            "Kiểm tra đồng hồ máy hoặc chờ đến ngày đó.",
            f"Certificate “{name}” is not valid before {day}. Check this machine's clock or wait until then.",
        )


def _usage_allows_signing(name: str, certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        allowed = usage.content_commitment or usage.digital_signature
    except x509.ExtensionNotFound:
        allowed = False
    if not allowed:
        raise IdentityRefused(
            f"Chứng thư “{name}” không được cấp để ký văn bản "
            "(thiếu mục đích nonRepudiation hoặc digitalSignature). Dùng chứng thư ký số.",
            f"Certificate “{name}” was not issued for signing documents "
            "(neither nonRepudiation nor digitalSignature). Use a signing certificate.",
        )


async def _chain_holds(identity: SigningIdentity, evidence: Evidence, at: datetime) -> Proof:
    own = for_pyhanko([identity.certificate])[0]
    try:
        proof = await evidence.of_signer(own, for_pyhanko(identity.chain), at)
    except (PathError, ValidationError) as cause:
        raise _refusal(identity.name, cause) from cause
    if len(proof.certificates) < 2:
        raise IdentityRefused(
            f"Chứng thư “{identity.name}” là chứng thư gốc, không dùng để ký văn bản. "
            "Dùng chứng thư được cấp dưới gốc.",
            f"Certificate “{identity.name}” is a trust root and must not sign documents. "
            "Use a certificate issued below it.",
        )
    return proof


def _refusal(name: str, cause: Exception) -> SigningError:
    if isinstance(cause, RevokedError):
        return IdentityRefused(
            f"Chứng thư “{name}” (hoặc chứng thư cấp nó) đã bị thu hồi. Không được ký bằng chứng thư này.",
            f"Certificate “{name}” (or its issuer's) has been revoked. It must not be used to sign.",
        )
    if isinstance(cause, PathBuildingError):
        return IdentityRefused(
            f"Chứng thư “{name}” không nối được tới gốc tin cậy nào đã cài đặt. "
            "Kiểm tra chứng thư trung gian và danh sách gốc tin cậy.",
            f"Certificate “{name}” does not lead to any configured trust root. "
            "Check the intermediate certificates and the trust roots.",
        )
    if isinstance(cause, InsufficientRevinfoError):
        return ConfigurationRefused(
            f"Không có thông tin thu hồi còn hạn cho chứng thư “{name}”. "
            "Tải danh sách thu hồi (CRL) mới rồi ký lại.",
            f"No current revocation information for certificate “{name}”. "
            "Fetch the latest revocation list (CRL), then sign again.",
        )
    return IdentityRefused(
        f"Chuỗi chứng thư của “{name}” không hợp lệ ({type(cause).__name__}). Liên hệ nơi cấp chứng thư.",
        f"The certificate chain of “{name}” is not valid ({type(cause).__name__}). Contact its issuer.",
    )

"""Whom we believe: trust roots, timestamp roots, revocation lists, all named explicitly, never the system's.

Revocation information is required for every certificate below a root; a local list satisfies it. Nothing is
fetched unless the address is in `fetch_allow`, because those addresses come from the certificates inside the
very file that is being judged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer, process_legacy_crl_input

from signing.errors import ConfigurationRefused
from signing.fetching import limited_session
from signing.identity import carries_marker, common_name, read_certificates, read_file

# Certificates for signing papers assert one of the two; CAs differ on which. Without the extension: refused.
SIGNING_KEY_USAGES = frozenset({"non_repudiation", "digital_signature"})


@dataclass(frozen=True)
class TrustOptions:
    """Files of one installation (PEM or DER) and what may be fetched.

    `roots` anchor signers, `tsa_roots` anchor timestamp servers, `development_roots` anchor signers whose
    verdict always carries the warning DEVELOPMENT-IDENTITY. `fetch_allow` holds host names (no port) from which
    revocation information may be fetched, and private addresses to which those names may lead; `offline` forbids it
    altogether.
    """

    roots: tuple[Path, ...] = ()
    tsa_roots: tuple[Path, ...] = ()
    crls: tuple[Path, ...] = ()
    offline: bool = True
    fetch_allow: tuple[str, ...] = ()
    development_roots: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Trust:
    """The files of `TrustOptions`, read and parsed."""

    roots: tuple[x509.Certificate, ...]
    tsa_roots: tuple[x509.Certificate, ...]
    development_roots: tuple[x509.Certificate, ...]
    crls: tuple[CRLContainer, ...] = field(repr=False)
    hosts: frozenset[str]
    ocsps: tuple[OCSPContainer, ...] = field(default=(), repr=False)
    # Chains (root first, DER) that were found to hold a moment ago, by the signer's certificate; see evidence.py.
    chains: Mapping[bytes, tuple[bytes, ...]] = field(default_factory=dict, repr=False)

    def is_development_root(self, der: bytes) -> bool:
        """True when the certificate with these bytes anchors development identities only."""
        return any(der == der_of(root) for root in self.development_roots)


def load_trust(options: TrustOptions) -> Trust:
    """Read every file. ConfigurationRefused: one is missing or broken, or `roots` holds a development root."""
    roots = _certificates(options.roots)
    for root in roots:
        if carries_marker(root):
            raise ConfigurationRefused(
                f"Chứng thư gốc thử nghiệm “{common_name(root)}” không được đặt làm gốc tin cậy chính thức. "
                "Bỏ tệp này khỏi danh sách gốc tin cậy.",
                f"The development root “{common_name(root)}” must not be an official trust root. "
                "Remove that file from the trust roots.",
            )
    return Trust(
        roots=roots,
        tsa_roots=_certificates(options.tsa_roots),
        development_roots=_certificates(options.development_roots),
        crls=tuple(container for path in options.crls for container in _crl(path)),
        hosts=frozenset() if options.offline else frozenset(host.lower() for host in options.fetch_allow),
    )


def der_of(certificate: x509.Certificate) -> bytes:
    """The certificate's bytes."""
    return certificate.public_bytes(serialization.Encoding.DER)


def for_pyhanko(certificates: Iterable[x509.Certificate]) -> list[Any]:
    """The same certificates in the form that pyHanko works with."""
    return [_parsed(der_of(one)) for one in certificates]


@lru_cache(maxsize=256)
def _parsed(der: bytes) -> Any:
    """Parsed to the last part: the library does so bit by bit when asked, and threads share what is kept here."""
    (certificate,) = load_certs_from_pemder_data(der)
    for asked in (
        "native",
        "critical_extensions",
        "subject",
        "issuer",
        "issuer_serial",
        "sha256",
        "public_key",
    ):
        getattr(certificate, asked)
    for name in (certificate.subject, certificate.issuer):
        _ = name.hashable, name.human_friendly
    return certificate


def policy(anchors: Iterable[x509.Certificate]) -> CertValidationPolicySpec:
    """Chains end at one of `anchors`; every certificate below needs revocation information."""
    return CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=for_pyhanko(anchors)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )


@asynccontextmanager
async def validation_spec(
    trust: Trust, chain: Iterable[x509.Certificate] = ()
) -> AsyncIterator[SignatureValidationSpec]:
    """How pyHanko is to judge under `trust`; `chain` adds certificates that help to find a path."""
    rule = RevinfoOnlineFetchingRule
    # Past validation looks for the issuer of a revocation list among known certificates, not among the anchors.
    known = for_pyhanko((*chain, *trust.roots, *trust.development_roots, *trust.tsa_roots))
    async with limited_session(trust.hosts) as session:
        yield SignatureValidationSpec(
            cert_validation_policy=policy((*trust.roots, *trust.development_roots)),
            ts_cert_validation_policy=policy(trust.tsa_roots),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=rule.ALWAYS_FETCH if trust.hosts else rule.LOCAL_ONLY,
                fetcher_backend=AIOHttpFetcherBackend(session),
                certificate_fetching_rule=CertificateFetchingRule.FOLLOW_ONLINE_RULE,
            ),
            local_knowledge=LocalKnowledge(
                known_ocsps=list(trust.ocsps), known_crls=list(trust.crls), known_certs=known
            ),
            key_usage_settings=KeyUsageConstraints(key_usage=SIGNING_KEY_USAGES),
        )


def with_knowledge(spec: SignatureValidationSpec, further: LocalKnowledge) -> SignatureValidationSpec:
    """`spec` that also knows the certificates and revocation information in `further`."""
    known = spec.local_knowledge
    both = LocalKnowledge(
        known_ocsps=known.known_ocsps + further.known_ocsps,
        known_crls=known.known_crls + further.known_crls,
        known_certs=known.known_certs + further.known_certs,
    )
    return replace(spec, local_knowledge=both)


def moment(at: datetime) -> ValidationTimingInfo:
    """Judge as things stood at `at`, which must carry its time zone."""
    return ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)


def _certificates(paths: tuple[Path, ...]) -> tuple[x509.Certificate, ...]:
    return tuple(certificate for path in paths for certificate in read_certificates(path))


def _crl(path: Path) -> list[CRLContainer]:
    data = read_file(path)
    try:
        pem = b"-----BEGIN X509 CRL-----" in data
        crl = x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
        return list(process_legacy_crl_input([crl.public_bytes(serialization.Encoding.DER)]))
    except ValueError as cause:
        raise ConfigurationRefused(
            f"Tệp {path} không phải danh sách chứng thư thu hồi (CRL) hợp lệ. "
            "Tải lại danh sách từ nhà cung cấp.",
            f"{path} is not a valid certificate revocation list. Fetch the list again from its issuer.",
        ) from cause

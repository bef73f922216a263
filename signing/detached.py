"""A signature over any bytes, kept in a file of its own (CMS, detached), and timestamps kept the same way.

For what is no PDF, such as the anchors of the audit trail. Judged under the same trust as PDF signatures.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, validate_tst_signed_data
from pyhanko.sign.validation.policy_decl import bootstrap_validation_data_handlers
from pyhanko.sign.validation.status import TimestampSignatureStatus

from signing.blocking import run
from signing.cms_signer import DIGEST, IdentitySigner
from signing.errors import TimestampUnavailable
from signing.identity import SigningIdentity, common_name, is_development, parse_der
from signing.timestamp import Timestamper
from signing.trust import Trust, TrustOptions, load_trust, moment, validation_spec


@dataclass(frozen=True)
class DetachedVerdict:
    """`intact`: the bytes are those signed. `trusted`: the certificate leads to a root we believe, unrevoked."""

    intact: bool
    trusted: bool
    signer: str = ""
    development: bool = False


def sign_detached(data: bytes, identity: SigningIdentity, at: datetime) -> bytes:
    """A detached CMS signature (DER) over `data`, claiming the time `at`."""
    signer = IdentitySigner(identity)
    attributes = PdfCMSSignedAttributes(signing_time=at.astimezone(UTC))
    made = run(
        lambda: signer.async_sign_general_data(
            data, DIGEST, detached=True, use_cades=True, signed_attr_settings=attributes
        )
    )
    return bytes(made.dump())


def stamp_detached(sha256: str, timestamper: Timestamper) -> bytes | None:
    """An RFC 3161 token (DER) over a digest; None when the server does not answer."""
    try:
        token = run(lambda: timestamper.client().async_timestamp(bytes.fromhex(sha256), DIGEST))
    except TimestampUnavailable:
        return None
    return bytes(token.dump())


def judge_detached(data: bytes, signature: bytes, options: TrustOptions, at: datetime) -> DetachedVerdict:
    """What a detached signature is worth as of `at`. Never raises for anything in `signature`."""
    trust = load_trust(options)
    try:
        signed = cms.ContentInfo.load(signature)["content"]
        return run(lambda: _judge(data, signed, trust, at))
    except Exception:  # hostile DER makes the parser fail in ways nobody has listed; none of them may pass
        return DetachedVerdict(intact=False, trusted=False)


def judge_stamp(data: bytes, token: bytes, options: TrustOptions, at: datetime) -> DetachedVerdict:
    """What a timestamp token over `data` is worth as of `at`. Never raises for anything in `token`."""
    trust = load_trust(options)
    try:
        signed = cms.ContentInfo.load(token)["content"]
        return run(lambda: _judge_stamp(data, signed, trust, at))
    except Exception:  # as above
        return DetachedVerdict(intact=False, trusted=False)


async def _judge(data: bytes, signed: cms.SignedData, trust: Trust, at: datetime) -> DetachedVerdict:
    async with validation_spec(trust) as spec:
        timing = moment(at)
        policy = spec.cert_validation_policy
        context = policy.build_validation_context(timing, bootstrap_validation_data_handlers(spec, timing))
        status = await async_validate_detached_cms(
            data, signed, signer_validation_context=context, key_usage_settings=spec.key_usage_settings
        )
    certificate = parse_der(status.signing_cert.dump())
    path = status.validation_path
    root = b"" if path is None else path.first.dump()
    return DetachedVerdict(
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        signer=common_name(certificate),
        development=is_development(certificate) or trust.is_development_root(root),
    )


async def _judge_stamp(data: bytes, signed: cms.SignedData, trust: Trust, at: datetime) -> DetachedVerdict:
    async with validation_spec(trust) as spec:
        timing = moment(at)
        policy = spec.ts_cert_validation_policy
        assert policy is not None
        context = policy.build_validation_context(timing, bootstrap_validation_data_handlers(spec, timing))
        told = await validate_tst_signed_data(signed, context, lambda name: hashlib.new(name, data).digest())
    status = TimestampSignatureStatus(**told)
    certificate = parse_der(status.signing_cert.dump())
    return DetachedVerdict(
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        signer=common_name(certificate),
        development=is_development(certificate),
    )

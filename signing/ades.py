"""The AdES answer for one signature (EN 319 102-1), and the PAdES level it really reaches.

This is only half of a verdict: AdES validation passes files whose later revisions were tampered with. The
other half, difference analysis and coverage, is in verify.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.ades.report import AdESPassed, AdESStatus, AdESSubIndic
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)

from signing.difference import STRICT_POLICY
from signing.enclosed import completed_at, self_contained, stated_time, stored_knowledge
from signing.trust import moment, with_knowledge
from signing.verdict import Level, Verdict

_VERDICTS = {
    AdESStatus.PASSED: Verdict.PASSED,
    AdESStatus.INDETERMINATE: Verdict.INDETERMINATE,
    AdESStatus.FAILED: Verdict.FAILED,
}
PADES_SUBFILTER = "/ETSI.CAdES.detached"


@dataclass(frozen=True)
class Answer:
    """`path` holds the certificates from root to signer in DER; empty when no chain was found.

    `proven_at` is the time of a verified timestamp token, None without one. `token_failed` is true when there
    is a token that could not be verified.
    """

    verdict: Verdict
    reason: str | None
    level: Level | None
    proven_at: datetime | None
    token_failed: bool
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class _Attempts:
    """The results of the validations of a signature; those that do not apply or were not needed are None.

    `basic` is left out only when a stronger one passed.
    """

    basic: AdESBasicValidationResult[Any] | None
    timed: AdESBasicValidationResult[Any] | None
    archive: AdESBasicValidationResult[Any] | None
    # Set when document timestamps alone prove the time: the signature has no token of its own.
    by_document: datetime | None = None

    def deciding(self) -> AdESBasicValidationResult[Any]:
        """The one whose answer counts: the first that passed, otherwise the one that says most.

        A timestamp token that nobody vouches for is left aside (clause 5.5.4); a forged one is not.
        """
        strongest = self.archive if passed(self.archive) else self.timed
        if passed(strongest) and self.basic is None:
            return strongest  # type: ignore[return-value]
        assert self.basic is not None
        if self.timed is None or passed(self.timed):
            return self.basic
        forged = self.timed.ades_subindic.status is AdESStatus.FAILED
        return self.basic if passed(self.basic) and not forged else self.timed

    @property
    def broken(self) -> bool:
        """True when the cryptography or the format of the signature is wrong."""
        return self.basic is not None and self.basic.ades_subindic.status is AdESStatus.FAILED

    @property
    def proven_at(self) -> datetime | None:
        """The time of a verified timestamp, None without one."""
        if self.by_document and passed(self.archive):
            return self.by_document
        for attempt in (self.archive, self.timed):
            if passed(attempt):
                return getattr(attempt, "best_signature_time", None)
        return None


async def answer(
    signature: EmbeddedPdfSignature,
    spec: SignatureValidationSpec,
    at: datetime,
    *,
    archived: bool,
    fresh: Mapping[bytes, tuple[bytes, ...]] | None = None,
) -> Answer:
    """Judge `signature` as of `at`. `archived` says that a document timestamp stands in a later revision.

    `fresh`: the file was made a moment ago and that timestamp, if any, was found to hold by the file's own evidence.
    Then nothing lies in the past yet, and one validation by the file's own evidence says verdict and level at once.
    For a signature without any, it holds the chains of signers (trust.py), validated before their keys were used.
    """
    if fresh is not None and not archived and not _has_token(signature):
        found = _just_made(signature, fresh, at)
        if found:
            return found
    knowledge = stored_knowledge(signature.reader)
    if fresh is not None and (knowledge.known_crls or knowledge.known_ocsps) and _has_token(signature):
        found = await _fresh(signature, self_contained(spec, knowledge), at, archived)
        if found:
            return found
    attempts = await _attempts(signature, with_knowledge(spec, knowledge), at, archived)
    deciding = attempts.deciding()
    token = _has_token(signature)
    proven = passed(attempts.timed) or passed(attempts.archive)
    return Answer(
        verdict=_VERDICTS[deciding.ades_subindic.status],
        reason=_reason(deciding.ades_subindic),
        level=await _level(signature, spec, knowledge, attempts),
        proven_at=attempts.proven_at if token or passed(attempts.archive) else None,
        token_failed=token and not proven,
        path=_path(deciding.api_status),
    )


def _just_made(
    signature: EmbeddedPdfSignature, chains: Mapping[bytes, tuple[bytes, ...]], at: datetime
) -> Answer | None:
    """The answer of a plain signature that is right, under a certificate whose chain is known; None when it is not.

    The cryptography is that of every validation; only the chain is not built a second time.
    """
    own, signed = signature.signer_cert, signature.signed_data
    chain = chains.get(own.dump())
    if chain is None or signature.sig_object.get("/SubFilter") != PADES_SUBFILTER:
        return None
    if not _names_certificate(signature) or not own.not_valid_before <= at <= own.not_valid_after:
        return None
    extract_certs_for_validation(signed)
    intact, valid = validate_sig_integrity(signature.signer_info, own, "data", signature.compute_digest())
    if not (intact and valid) or signed["encap_content_info"]["content"].native is not None:
        return None
    return Answer(Verdict.PASSED, None, Level.B_B, None, token_failed=False, path=chain)


async def _fresh(
    signature: EmbeddedPdfSignature, alone: SignatureValidationSpec, at: datetime, archived: bool
) -> Answer | None:
    """The answer of a signature that passes with its token by the file's own evidence; None when it does not."""
    if signature.sig_object.get("/SubFilter") != PADES_SUBFILTER or not _names_certificate(signature):
        return None
    timed = await ades_with_time_validation(
        signature.signed_data, alone, timing_info=moment(at), raw_digest=signature.compute_digest()
    )
    if not passed(timed) or at > signature.signer_cert.not_valid_after:
        return None
    return Answer(
        verdict=Verdict.PASSED,
        reason=None,
        level=Level.B_LTA if archived else Level.B_LT,
        proven_at=timed.best_signature_time,
        token_failed=False,
        path=_path(timed.api_status),
    )


async def timestamp_passes(
    timestamp: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> AdESStatus:
    """The AdES status of a document timestamp as of `at`."""
    result = await ades_timestamp_validation(
        timestamp.signed_data,
        with_knowledge(spec, stored_knowledge(timestamp.reader)),
        timestamp.compute_digest,
        timing_info=moment(at),
    )
    return result.ades_subindic.status


def passed(result: AdESBasicValidationResult[Any] | None) -> bool:
    """True when a validation took place and passed."""
    return result is not None and result.ades_subindic is AdESPassed.OK


async def _attempts(
    signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime, archived: bool
) -> _Attempts:
    """The strongest validation first: when it passes, the weaker ones have nothing to add."""
    timed = archive = None
    if archived and not _has_token(signature):
        return await _attempts_by_document(signature, spec, at)
    if archived:
        archive = await ades_lta_validation(
            signature, PdfSignatureValidationSpec(spec, STRICT_POLICY), timing_info=moment(at)
        )
        if passed(archive):
            return _Attempts(None, None, archive)
    digest, timing = signature.compute_digest(), moment(at)
    if _has_token(signature):
        timed = await ades_with_time_validation(
            signature.signed_data, spec, timing_info=timing, raw_digest=digest
        )
        # With a certificate that has expired only an archive timestamp proves that the revocation information
        # is old enough, so a signature timestamp alone does not decide.
        if passed(timed) and at <= signature.signer_cert.not_valid_after:
            return _Attempts(None, timed, archive)
    basic = await ades_basic_validation(signature.signed_data, spec, timing_info=timing, raw_digest=digest)
    return _Attempts(basic, timed, archive)


async def _attempts_by_document(
    signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> _Attempts:
    """A signature that other software made without a token: as of the oldest document timestamp that holds.

    The library's archive validation wants a token in the signature; EN 319 142-1 (clause 6.3, B-T) does not.
    """
    proven, digest = None, signature.compute_digest()
    stamps = signature.reader.embedded_timestamp_signatures
    for stamp in reversed([one for one in stamps if one.signed_revision > signature.signed_revision]):
        if await timestamp_passes(stamp, spec, proven or at) is not AdESStatus.PASSED:
            break
        proven = stated_time(stamp.signed_data)
    if proven:
        then = moment(proven)
        archive = await ades_basic_validation(
            signature.signed_data, spec, timing_info=then, raw_digest=digest
        )
        if passed(archive):
            return _Attempts(None, None, archive, proven)
    basic = await ades_basic_validation(
        signature.signed_data, spec, timing_info=moment(at), raw_digest=digest
    )
    return _Attempts(basic, None, None)


async def _level(
    signature: EmbeddedPdfSignature,
    spec: SignatureValidationSpec,
    knowledge: LocalKnowledge,
    attempts: _Attempts,
) -> Level | None:
    if (
        attempts.broken
        or signature.sig_object.get("/SubFilter") != PADES_SUBFILTER
        or not _names_certificate(signature)
    ):
        return None
    # Without a token in the signature a document timestamp proves its time as well (EN 319 142-1, clause 6.3, B-T).
    if not (passed(attempts.timed) or passed(attempts.archive)):
        return Level.B_B
    if not (knowledge.known_crls or knowledge.known_ocsps):
        return Level.B_T
    completed = completed_at(signature, knowledge)
    alone = await _attempts(
        signature, self_contained(spec, knowledge), completed, attempts.archive is not None
    )
    if passed(alone.archive):
        return Level.B_LTA
    return Level.B_LT if passed(alone.timed) else Level.B_T


def _has_token(signature: EmbeddedPdfSignature) -> bool:
    return next(extract_tst_data_iter(signature.signer_info, signed=False), None) is not None


def _names_certificate(signature: EmbeddedPdfSignature) -> bool:
    """PAdES asks for the signing-certificate-v2 attribute (EN 319 142-1, clause 6.3)."""
    attributes = find_cms_attribute_iter(signature.signer_info["signed_attrs"], "signing_certificate_v2")
    return next(iter(attributes), None) is not None


def _reason(indication: AdESSubIndic) -> str | None:
    return None if indication is AdESPassed.OK else str(indication.standard_name)


def _path(status: Any) -> tuple[bytes, ...]:
    path = getattr(status, "validation_path", None)
    return tuple(certificate.dump() for certificate in path.iter_certs(include_root=True)) if path else ()

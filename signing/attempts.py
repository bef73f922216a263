"""The validations of one signature of a PDF, the strongest first; what they mean together is said by ades.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.ades.report import AdESPassed, AdESStatus
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)

from signing.difference import STRICT_POLICY
from signing.enclosed import stated_time, stored_knowledge
from signing.trust import moment, with_knowledge


@dataclass(frozen=True)
class Attempts:
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


async def attempts_at(
    signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime, archived: bool
) -> Attempts:
    """The strongest validation first: when it passes, the weaker ones have nothing to add."""
    timed = archive = None
    if archived and not has_token(signature):
        return await _by_document(signature, spec, at)
    if archived:
        archive = await ades_lta_validation(
            signature, PdfSignatureValidationSpec(spec, STRICT_POLICY), timing_info=moment(at)
        )
        if passed(archive):
            return Attempts(None, None, archive)
    digest, timing = signature.compute_digest(), moment(at)
    if has_token(signature):
        timed = await ades_with_time_validation(
            signature.signed_data, spec, timing_info=timing, raw_digest=digest
        )
        # With a certificate that has expired only an archive timestamp proves that the revocation information
        # is old enough, so a signature timestamp alone does not decide.
        if passed(timed) and at <= signature.signer_cert.not_valid_after:
            return Attempts(None, timed, archive)
    basic = await ades_basic_validation(signature.signed_data, spec, timing_info=timing, raw_digest=digest)
    return Attempts(basic, timed, archive)


async def _by_document(
    signature: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> Attempts:
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
            return Attempts(None, None, archive, proven)
    basic = await ades_basic_validation(
        signature.signed_data, spec, timing_info=moment(at), raw_digest=digest
    )
    return Attempts(basic, None, None)


def has_token(signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature holds a timestamp token of its own."""
    return next(extract_tst_data_iter(signature.signer_info, signed=False), None) is not None

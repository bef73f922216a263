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
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    SignatureValidationSpec,
)

from signing.attempts import Attempts, attempts_at, has_token, passed
from signing.enclosed import completed_at, self_contained, stored_knowledge
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
    if fresh is not None:
        found = await _of_a_fresh_file(signature, spec, at, archived, fresh)
        if found:
            return found
    knowledge = stored_knowledge(signature.reader)
    attempts = await attempts_at(signature, with_knowledge(spec, knowledge), at, archived)
    deciding = attempts.deciding()
    token, proven = has_token(signature), passed(attempts.timed) or passed(attempts.archive)
    return Answer(
        verdict=_VERDICTS[deciding.ades_subindic.status],
        reason=_reason(deciding.ades_subindic),
        level=await _level(signature, spec, knowledge, attempts),
        proven_at=attempts.proven_at if token or passed(attempts.archive) else None,
        token_failed=token and not proven,
        path=_path(deciding.api_status),
    )


async def _of_a_fresh_file(
    signature: EmbeddedPdfSignature,
    spec: SignatureValidationSpec,
    at: datetime,
    archived: bool,
    chains: Mapping[bytes, tuple[bytes, ...]],
) -> Answer | None:
    """The short way of `answer`; None where the long one has to be gone."""
    if not has_token(signature):
        return None if archived else _just_made(signature, chains, at)
    knowledge = stored_knowledge(signature.reader)
    if knowledge.known_crls or knowledge.known_ocsps:
        return await _fresh(signature, self_contained(spec, knowledge), at, archived)
    return None


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


async def _level(
    signature: EmbeddedPdfSignature,
    spec: SignatureValidationSpec,
    knowledge: LocalKnowledge,
    attempts: Attempts,
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
    alone = await attempts_at(
        signature, self_contained(spec, knowledge), completed, attempts.archive is not None
    )
    if passed(alone.archive):
        return Level.B_LTA
    return Level.B_LT if passed(alone.timed) else Level.B_T


def _names_certificate(signature: EmbeddedPdfSignature) -> bool:
    """PAdES asks for the signing-certificate-v2 attribute (EN 319 142-1, clause 6.3)."""
    attributes = find_cms_attribute_iter(signature.signer_info["signed_attrs"], "signing_certificate_v2")
    return next(iter(attributes), None) is not None


def _reason(indication: AdESSubIndic) -> str | None:
    return None if indication is AdESPassed.OK else str(indication.standard_name)


def _path(status: Any) -> tuple[bytes, ...]:
    path = getattr(status, "validation_path", None)
    return tuple(certificate.dump() for certificate in path.iter_certs(include_root=True)) if path else ()

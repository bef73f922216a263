"""Is this file signed, by whom, and is it still what was signed?

A file passes only when the AdES answer, the strict difference analysis and the coverage of every byte all
pass: any one of them alone accepts known forgeries. Whatever cannot be read is refused, never guessed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing import ades, attempts, changes, coverage, hex_strings
from signing.blocking import run
from signing.difference import STRICT_POLICY
from signing.eligibility import weakness_of
from signing.enclosed import self_contained, stated_time
from signing.identity import common_name, is_development, parse_der
from signing.trust import Trust, TrustOptions, load_trust, validation_spec
from signing.verdict import (
    DEVELOPMENT_IDENTITY,
    TIMESTAMP_NOT_VERIFIED,
    CertificateFacts,
    FileVerdict,
    Level,
    SignatureVerdict,
    StampVerdict,
    Verdict,
    lowest,
    refused,
    worst,
)

__all__ = ["FileVerdict", "Level", "SignatureVerdict", "Verdict", "judge", "verify"]

hex_strings.install()

NOT_A_PDF = "NOT-A-PDF"
ENCRYPTED = "ENCRYPTED"
HYBRID = "HYBRID-XREF"
DAMAGED = "DAMAGED"
SUBFILTER = "SUBFILTER"
ILLEGAL_CHANGE = "ILLEGAL-CHANGE"
UNSIGNED_UPDATE = "UNSIGNED-UPDATE"
TRAILING_BYTES = "TRAILING-BYTES"

_KNOWN = {SigSeedSubFilter.PADES.value, SigSeedSubFilter.ADOBE_PKCS7_DETACHED.value}
_TIMESTAMP = SigSeedSubFilter.ETSI_RFC3161.value


@dataclass(frozen=True)
class _Seen:
    """A signature or document timestamp of the file, and what its bytes say."""

    signature: EmbeddedPdfSignature
    coverage: coverage.Coverage | str

    @property
    def is_timestamp(self) -> bool:
        return bool(self.signature.sig_object.get("/SubFilter") == _TIMESTAMP)

    @property
    def end(self) -> int:
        return self.coverage.end if isinstance(self.coverage, coverage.Coverage) else 0


@dataclass(frozen=True)
class _When:
    """As of when to judge; for a file made at that moment also the chains known to hold."""

    at: datetime
    fresh: Mapping[bytes, tuple[bytes, ...]] | None


def verify(path: Path, trust: TrustOptions, *, at: datetime) -> FileVerdict:
    """The verdict on the file as of `at` (with time zone).

    Raises ConfigurationRefused when files named in `trust` cannot be used, OSError when `path` cannot be read.
    """
    loaded = load_trust(trust)
    return judge(path.read_bytes(), loaded, at=at)


def judge(file: bytes, trust: Trust, *, at: datetime, fresh: bool = False) -> FileVerdict:
    """The verdict on the bytes of a file. Never raises for anything in `file`.

    `fresh` is for a file that this process made a moment ago out of one that was judged before: the same questions
    are put, under the file's own evidence, without the validation of a past that it does not have yet.
    """
    if not file.startswith(b"%PDF-"):
        return refused(NOT_A_PDF)
    try:
        return run(lambda: _judge(file, trust, at.astimezone(UTC), fresh))
    except Exception:  # hostile files make the parser fail in ways nobody has listed; none of them may pass
        return refused(DAMAGED)


def signed_revision(file: bytes, field: str) -> bytes | None:
    """What the signature in `field` covered when it was made; None when there is none to be found."""
    try:
        return changes.signed_part(file, PdfFileReader(io.BytesIO(file), strict=True), field)
    except Exception:  # as above
        return None


async def _judge(file: bytes, trust: Trust, at: datetime, fresh: bool) -> FileVerdict:
    reader = PdfFileReader(io.BytesIO(file), strict=True)
    if reader.encrypted:
        return refused(ENCRYPTED)
    if reader.xrefs.hybrid_xrefs_present:
        return refused(HYBRID)
    seen, foreign = _collect(reader, file)
    placed = [one for one in seen if one.is_timestamp]
    if len(placed) == len(seen) and not foreign:
        return FileVerdict(Verdict.NO_SIGNATURE, None, False, 0, (), ())
    stamps, judged = await _answers(seen, trust, at, fresh)
    whole = any(one.end == len(file) for one in seen)
    warnings = {warning for _, warned in (*judged, *stamps) for warning in warned}
    verdicts = [verdict for verdict, _ in judged] + [_unknown_format(name) for name in foreign]
    tail = _tail(reader, seen) if seen and not whole else None
    if tail:
        warnings.add(tail)
        verdicts = [_capped(verdict, tail) for verdict in verdicts]
    stamped = (Verdict.FAILED,) if any(not intact for intact, _ in stamps) else ()
    return FileVerdict(
        verdict=worst((*(verdict.verdict for verdict in verdicts), *stamped)),
        level=lowest(tuple(verdict.level for verdict in verdicts)),
        covers_whole_file=whole,
        signature_count=len(verdicts),
        warnings=tuple(sorted(warnings)),
        signatures=tuple(verdicts),
        timestamps=tuple(_stamp(one, told) for one, told in zip(placed, stamps, strict=True)),
    )


async def _answers(
    seen: list[_Seen], trust: Trust, at: datetime, fresh: bool
) -> tuple[list[tuple[bool, set[str]]], list[tuple[SignatureVerdict, set[str]]]]:
    """What is said of each document timestamp and of each signature, with the warnings."""
    async with validation_spec(trust) as spec:
        own = self_contained(spec, LocalKnowledge()) if fresh else spec
        stamps = [await _timestamp(one, own, at) for one in seen if one.is_timestamp]
        young = fresh and all(intact and not warned for intact, warned in stamps)
        when = _When(at, trust.chains if young else None)
        judged = [await _signature(one, seen, spec, trust, when) for one in seen if not one.is_timestamp]
    return stamps, judged


def _collect(reader: PdfFileReader, file: bytes) -> tuple[list[_Seen], list[str]]:
    """Signatures in the order of their revisions, and the names of fields in a format we do not judge."""
    seen, foreign = [], []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        if value.get_object().get("/SubFilter") not in {*_KNOWN, _TIMESTAMP}:
            foreign.append(str(name))
            continue
        signature = EmbeddedPdfSignature(reader, field, name)
        seen.append(_Seen(signature, coverage.coverage_of(signature, file)))
    return sorted(seen, key=lambda one: one.signature.signed_revision), foreign


async def _signature(
    one: _Seen, seen: list[_Seen], spec: SignatureValidationSpec, trust: Trust, when: _When
) -> tuple[SignatureVerdict, set[str]]:
    signature = one.signature
    found = _tampered(one, seen)
    archived = not found and any(other.is_timestamp and other.end > one.end for other in seen)
    said = await ades.answer(signature, spec, when.at, archived=archived, fresh=None if found else when.fresh)
    signer = parse_der(signature.signer_cert.dump())
    development = is_development(signer) or any(trust.is_development_root(der) for der in said.path)
    warnings = {DEVELOPMENT_IDENTITY} if development else set()
    if said.token_failed:
        warnings.add(TIMESTAMP_NOT_VERIFIED)
    verdict = SignatureVerdict(
        field=str(signature.field_name),
        signer=common_name(signer),
        signed_at=said.proven_at or signature.self_reported_timestamp,
        level=said.level,
        verdict=said.verdict,
        reason=said.reason,
        certificate=_facts(signer),
    )
    if found == ILLEGAL_CHANGE:
        made = changes.changes_since(signature.reader, signature.signed_revision)
        verdict = replace(verdict, changes=made, sound=verdict.verdict is Verdict.PASSED)
    if found:
        return replace(verdict, verdict=Verdict.FAILED, reason=found, level=None), warnings
    if verdict.verdict is Verdict.PASSED:
        verdict = _constrained(verdict, len(said.path), weakness_of(signer))
    return verdict, warnings


def _constrained(verdict: SignatureVerdict, path_length: int, weakness: str) -> SignatureVerdict:
    """What the library lets through and we do not: a root that signs by itself, and short elliptic curves."""
    if weakness:
        return replace(verdict, verdict=Verdict.INDETERMINATE, reason="CRYPTO_CONSTRAINTS_FAILURE")
    if path_length < 2:
        return replace(verdict, verdict=Verdict.INDETERMINATE, reason="CHAIN_CONSTRAINTS_FAILURE")
    return verdict


async def _timestamp(one: _Seen, spec: SignatureValidationSpec, at: datetime) -> tuple[bool, set[str]]:
    """Whether a document timestamp is intact, and the warnings about it."""
    found = _tampered(one, [one])
    status = await attempts.timestamp_passes(one.signature, spec, at)
    trusted = status is AdESStatus.PASSED
    return not found and status is not AdESStatus.FAILED, set() if trusted else {TIMESTAMP_NOT_VERIFIED}


def _stamp(one: _Seen, told: tuple[bool, set[str]]) -> StampVerdict:
    intact, warned = told
    server = parse_der(one.signature.signer_cert.dump())
    return StampVerdict(stated_time(one.signature.signed_data), intact and not warned, _facts(server))


def _facts(certificate: Certificate) -> CertificateFacts:
    return CertificateFacts(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(SHA256()).hex(),
    )


def _tampered(one: _Seen, seen: list[_Seen]) -> str | None:
    """What was done to the file after this signature that must not be; None when nothing was."""
    if isinstance(one.coverage, str):
        return one.coverage
    if coverage.shared([other.coverage for other in seen if isinstance(other.coverage, coverage.Coverage)]):
        return coverage.SHARED
    signature = one.signature
    signature.compute_integrity_info(diff_policy=STRICT_POLICY)  # type: ignore[no-untyped-call]
    if signature.coverage is None or signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return coverage.WRAPPED
    return None if signature.summarise_integrity_info()["docmdp_ok"] else ILLEGAL_CHANGE


def _tail(reader: PdfFileReader, seen: list[_Seen]) -> str:
    """What follows the newest signature: a later revision that nobody signed, or bytes of no revision."""
    newest = max(one.signature.signed_revision for one in seen)
    later = reader.xrefs.total_revisions > newest + 1
    return UNSIGNED_UPDATE if later else TRAILING_BYTES


def _capped(verdict: SignatureVerdict, tail: str) -> SignatureVerdict:
    limit = Verdict.INDETERMINATE if tail == UNSIGNED_UPDATE else Verdict.FAILED
    if worst((verdict.verdict, limit)) is verdict.verdict:
        return verdict
    return replace(
        verdict, verdict=limit, reason=tail, level=None if limit is Verdict.FAILED else verdict.level
    )


def _unknown_format(field: str) -> SignatureVerdict:
    return SignatureVerdict(field, "", None, None, Verdict.INDETERMINATE, SUBFILTER)

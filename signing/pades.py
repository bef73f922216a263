"""Putting one PAdES signature into a PDF, as an incremental update: the target begins with the source.

No word of the document changes, neither its information dictionary nor its XMP: a PDF/A stays what it was.
"""

from __future__ import annotations

import hashlib
import io
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.atomic import beside
from signing.blocking import run
from signing.eligibility import check
from signing.errors import ConfigurationRefused, DocumentRefused, SigningError
from signing.identity import SigningIdentity
from signing.lint import REASONS, lint_bytes
from signing.report import sentence
from signing.timestamp import TOKEN_ROOM, Timestamper
from signing.trust import Trust, TrustOptions, der_of, for_pyhanko, load_trust
from signing.verdict import FileVerdict, Level, SignatureVerdict, Verdict
from signing.verify import judge

# DER octets of a signature beside the certificates: attributes, names, headers.
_CMS_ROOM = 3072
DIGEST = "sha256"


@dataclass(frozen=True)
class SignOptions:
    """What the signature says of itself; empty texts are left out.

    `field_name` names the invisible signature field, unique in the document. `location` is usually the unit.
    """

    field_name: str = "Signature1"
    reason: str = ""
    location: str = ""
    contact: str = ""


@dataclass(frozen=True)
class SignedFile:
    """The file that was written: SHA-256 in hex, size in bytes, the level that was verified after signing."""

    path: Path
    sha256: str
    size: int
    level: Level
    signature_count: int


def sign(
    source: Path,
    target: Path,
    identity: SigningIdentity,
    *,
    at: datetime,
    trust: TrustOptions,
    options: SignOptions = SignOptions(),
    timestamper: Timestamper | None = None,
) -> SignedFile:
    """Sign `source` into `target`: B-T with a `timestamper`, otherwise B-B. `at` is the claimed signing time.

    The identity is checked against `trust` before its key is touched; the result is verified before it
    appears under its name. `target` gets the permissions of
    `source`; on any error it is as it was. Raises SigningError, OSError for the files.
    """
    _apart(source, target)
    document = source.read_bytes()
    loaded = load_trust(trust)
    run(lambda: check(identity, loaded, at))
    _admit(document, options, loaded, at)
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        run(lambda: _write(document, stream, _signer(identity, options, timestamper), at))
        stream.seek(0)
        signed = stream.read()
        if not signed.startswith(document):
            raise _spoiled(source, "PREFIX")
        verdict = judge(signed, loaded, at=at)
        own = _own(verdict, options.field_name)
        level = _released(source, verdict, own, timestamper)
    return SignedFile(target, hashlib.sha256(signed).hexdigest(), len(signed), level, verdict.signature_count)


class _IdentitySigner(Signer):
    """Hands the bytes to be signed to the identity, which keeps its key parsed."""

    def __init__(self, identity: SigningIdentity) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(for_pyhanko(identity.chain))
        own = for_pyhanko([identity.certificate])[0]
        super().__init__(signing_cert=own, cert_registry=store, embed_roots=False)
        self._identity = identity

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._identity.signature_size) if dry_run else self._identity.sign(data)


class _Untouched(IncrementalPdfFileWriter):
    """Appends a revision and leaves the document's metadata alone.

    The library would write its own name and the current time into the information dictionary and the XMP
    packet, in two different spellings; ISO 19005-2, clause 6.6.3 wants them to agree.
    """

    def _update_meta(self) -> None:
        return


@dataclass(frozen=True)
class _Preparation:
    signer: PdfSigner
    octets: int


def _signer(identity: SigningIdentity, options: SignOptions, timestamper: Timestamper | None) -> _Preparation:
    metadata = PdfSignatureMetadata(
        field_name=options.field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=identity.name,
        reason=options.reason or None,
        location=options.location or None,
        contact_info=options.contact or None,
    )
    # Print and Locked, not Hidden: ISO 19005-2, clause 6.3.2.
    field = SigFieldSpec(
        options.field_name, invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False)
    )
    signer = PdfSigner(
        metadata,
        signer=_IdentitySigner(identity),
        timestamper=timestamper.client() if timestamper else None,
        new_field_spec=field,
    )
    certificates = sum(len(der_of(c)) for c in (identity.certificate, *identity.chain))
    token = TOKEN_ROOM if timestamper else 0
    return _Preparation(signer, _CMS_ROOM + identity.signature_size + certificates + token)


async def _write(document: bytes, stream: BinaryIO, prepared: _Preparation, at: datetime) -> None:
    try:
        session = prepared.signer.init_signing_session(_Untouched(io.BytesIO(document), strict=True))
        session.system_time = at.astimezone(UTC)
        # The reserved space is counted in hexadecimal digits.
        tbs = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * prepared.octets)
        digest, _ = tbs.digest_tbs_document(output=stream)
    except Exception as cause:  # hostile files make the parser fail in ways nobody has listed
        raise DocumentRefused(
            f"Không đọc được cấu trúc PDF để ký ({type(cause).__name__}). Tạo lại tệp PDF rồi ký.",
            f"The PDF's structure cannot be read for signing ({type(cause).__name__}). "
            "Make the PDF again, then sign it.",
        ) from cause
    attributes = PdfCMSSignedAttributes(signing_time=at.astimezone(UTC))
    await tbs.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)


def _admit(document: bytes, options: SignOptions, trust: Trust, at: datetime) -> None:
    """Refuse a document that must not get this signature."""
    before = judge(document, trust, at=at)
    if before.verdict in (Verdict.REFUSED, Verdict.FAILED):
        reasons = [one.reason for one in before.signatures if one.reason] or list(before.warnings)
        vi, en = (" ".join(sentence(reason, language) for reason in reasons) for language in ("vi", "en"))
        raise DocumentRefused(
            f"Không ký tài liệu này, vì tệp không đọc được hoặc chữ ký đã có không còn đúng. {vi} "
            "Lấy lại bản đúng rồi ký.",
            "This document is not signed: it cannot be read, or an earlier signature is broken. "
            f"{en} Get a sound copy, then sign it.",
        )
    if any(signature.field == options.field_name for signature in before.signatures):
        raise DocumentRefused(
            f"Tài liệu đã có chữ ký tên “{options.field_name}”. Chọn tên trường chữ ký khác.",
            f"The document already has a signature “{options.field_name}”. Choose another field name.",
        )
    findings = lint_bytes(document) if not before.signature_count else ()
    if findings:
        vi, en = (
            "; ".join(REASONS[one.partition(":")[0]][language] for one in findings) for language in (0, 1)
        )
        raise DocumentRefused(
            f"Không ký tài liệu có thể đổi nội dung hiển thị sau khi ký: {vi}. Xuất lại PDF/A phẳng rồi ký.",
            f"A document whose look may change after signing is not signed: {en}. "
            "Export it again as flat PDF/A, then sign.",
        )


def _own(verdict: FileVerdict, field: str) -> SignatureVerdict | None:
    return next((one for one in verdict.signatures if one.field == field), None)


def _released(
    source: Path, verdict: FileVerdict, own: SignatureVerdict | None, timestamper: Timestamper | None
) -> Level:
    """The level of our own signature; only one that verifies gets out, no B-T without a verified token."""
    if own is None or own.level is None or own.verdict is not Verdict.PASSED or not verdict.covers_whole_file:
        raise _spoiled(source, (own.reason if own else None) or verdict.verdict.value)
    if timestamper and own.level is not Level.B_T:
        raise ConfigurationRefused(
            f"Dấu thời gian do {timestamper.url} trả về không kiểm chứng được. "
            "Kiểm tra gốc tin cậy của máy chủ dấu thời gian và danh sách thu hồi của nó.",
            f"The timestamp from {timestamper.url} cannot be verified. "
            "Check the trust roots for timestamp servers and their revocation list.",
        )
    return own.level


def _apart(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():
        raise ConfigurationRefused(
            f"Tệp ký ra phải khác tệp gốc {source.name}. Chọn tên tệp khác.",
            f"The signed file must not replace its source {source.name}. Choose another file name.",
        )


def _spoiled(source: Path, reason: str) -> SigningError:
    return DocumentRefused(
        f"Chữ ký vừa tạo trên {source.name} không kiểm chứng được ({reason}); tệp ký không được lưu. "
        "Tạo lại tệp PDF/A rồi ký.",
        f"The signature just made on {source.name} does not verify ({reason}); no signed file was kept. "
        "Make the PDF/A again, then sign it.",
    )

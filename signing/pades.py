"""Signing a PDF: identity and document are checked, the signature is appended, and the result is judged.

The target begins with the source, byte for byte. No word of the document changes, neither its information
dictionary nor its XMP: a PDF/A stays what it was.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing.atomic import beside
from signing.blocking import run
from signing.eligibility import check
from signing.embedding import SignOptions, embed, prepare
from signing.errors import ConfigurationRefused, DocumentRefused, SigningError
from signing.identity import SigningIdentity
from signing.lint import REASONS, lint_bytes
from signing.report import sentence
from signing.timestamp import Timestamper
from signing.trust import Trust, TrustOptions, load_trust
from signing.verdict import FileVerdict, Level, SignatureVerdict, Verdict
from signing.verify import judge

__all__ = ["SignOptions", "SignedFile", "sign"]

PLAIN = SignOptions()


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
    options: SignOptions = PLAIN,
    timestamper: Timestamper | None = None,
) -> SignedFile:
    """Sign `source` into `target`: B-T with a `timestamper`, otherwise B-B. `at` is the claimed signing time.

    The identity is checked against `trust` before its key is touched; the result is verified before it
    appears under its name. `target` gets the permissions of `source`; on any error it is as it was.
    Raises SigningError, OSError for the files.
    """
    _apart(source, target)
    document = source.read_bytes()
    loaded = load_trust(trust)
    run(lambda: check(identity, loaded, at))
    _admit(document, options, loaded, at)
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        run(lambda: embed(document, stream, prepare(identity, options, timestamper), at))
        stream.seek(0)
        signed = stream.read()
        if not signed.startswith(document):
            raise _spoiled(source, "PREFIX")
        verdict = judge(signed, loaded, at=at)
        own = _own(verdict, options.field_name)
        level = _released(source, verdict, own, timestamper)
    return SignedFile(target, hashlib.sha256(signed).hexdigest(), len(signed), level, verdict.signature_count)


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

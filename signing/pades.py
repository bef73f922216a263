"""Signing a PDF: identity and document are checked, the signature is appended, and the result is judged.

The target begins with the source, byte for byte. No word of the document changes, neither its information
dictionary nor its XMP: a PDF/A stays what it was.
"""

from __future__ import annotations

import hashlib
import io
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing.atomic import beside
from signing.blocking import run
from signing.eligibility import check
from signing.embedding import SignOptions, embed, prepare
from signing.errors import ConfigurationRefused, DocumentRefused, SigningError
from signing.evidence import Evidence
from signing.identity import SigningIdentity
from signing.lint import REASONS, lint_bytes
from signing.report import sentence
from signing.sealing import proofs_for, seal, server_proofs
from signing.timestamp import Timestamper
from signing.trust import Trust, TrustOptions
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


@dataclass(frozen=True)
class _Task:
    """What one signature is made with."""

    identity: SigningIdentity
    options: SignOptions
    level: Level
    timestamper: Timestamper | None
    evidence: Evidence
    at: datetime


def sign(
    source: Path,
    target: Path,
    identity: SigningIdentity,
    *,
    at: datetime,
    trust: TrustOptions,
    options: SignOptions = PLAIN,
    timestamper: Timestamper | None = None,
    evidence: Evidence | None = None,
) -> SignedFile:
    """Sign `source` into `target`, to the level of `options`. `at` is the claimed signing time.

    The identity is checked against `trust` before its key is touched; the result is verified before it appears under
    its name. `target` gets the permissions of `source`; on any error it is as it was. A batch hands over one
    `evidence` (under the same trust), which then asks for revocation answers once. Raises SigningError, OSError for
    the files.
    """
    _apart(source, target)
    level = wanted_level(options, timestamper)
    document = source.read_bytes()
    evidence = evidence or Evidence(trust)
    task = _Task(identity, options, level, timestamper if level is not Level.B_B else None, evidence, at)
    run(lambda: check(identity, evidence, at))
    admit(document, options, evidence.trust, at)
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        signed, verdict = _write(document, task)
        _released(source, document, signed, verdict, task)
        stream.write(signed)
    return SignedFile(target, hashlib.sha256(signed).hexdigest(), len(signed), level, verdict.signature_count)


def wanted_level(options: SignOptions, timestamper: Timestamper | None) -> Level:
    """The level to reach. Raises ConfigurationRefused when it needs a timestamp server and there is none."""
    level = options.level or (Level.B_T if timestamper else Level.B_B)
    if level is not Level.B_B and timestamper is None:
        raise ConfigurationRefused(
            f"Mức {level} cần dịch vụ dấu thời gian nhưng chưa khai báo. Đặt SOHOA_TSA_URL rồi ký lại.",
            f"Level {level} needs a timestamp server and none is set. Set SOHOA_TSA_URL, then sign again.",
        )
    return level


def _write(document: bytes, task: _Task) -> tuple[bytes, FileVerdict]:
    """The signed file and what is to be said of it.

    Behind one address several timestamp machines may answer, each under its own certificate, and evidence was
    enclosed for those known beforehand: when a new one turns up, a second try knows it.
    """
    known = task.timestamper.machines if task.timestamper else 0
    signed, verdict = _once(document, task)
    own = _own(verdict, task.options.field_name)
    if task.timestamper and task.timestamper.machines > known and own and own.level is not task.level:
        return _once(document, task)
    return signed, verdict


def _once(document: bytes, task: _Task) -> tuple[bytes, FileVerdict]:
    signed = run(lambda: _appended(document, task))
    return signed, judge(signed, task.evidence.remembered(), at=task.at, fresh=True)


async def _appended(document: bytes, task: _Task) -> bytes:
    """The document with its signature; evidence and archive timestamp as the level asks."""
    out, proofs = io.BytesIO(), []
    if task.level is Level.B_LT and task.timestamper:
        proofs = [await check(task.identity, task.evidence, task.at)]
        proofs += await proofs_for(document, task.evidence, task.at)
        proofs += await server_proofs(task.timestamper, task.evidence, task.at)
    prepared = prepare(task.identity, task.options, task.timestamper)
    await embed(document, out, prepared, task.at, proofs)
    if task.level is Level.B_LTA and task.timestamper:
        return await seal(out.getvalue(), task.evidence, task.timestamper, task.at)
    return out.getvalue()


def admit(document: bytes, options: SignOptions, trust: Trust, at: datetime) -> None:
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


def _released(source: Path, document: bytes, signed: bytes, verdict: FileVerdict, task: _Task) -> None:
    """Only a signature behind the document itself that verifies at the level it was to have gets out."""
    if not signed.startswith(document):
        raise _spoiled(source, "PREFIX")
    own = _own(verdict, task.options.field_name)
    if own is None or own.level is None or own.verdict is not Verdict.PASSED or not verdict.covers_whole_file:
        raise _spoiled(source, (own.reason if own else None) or verdict.verdict.value)
    if own.level is not task.level:
        url = task.timestamper.url if task.timestamper else ""
        raise ConfigurationRefused(
            f"Chữ ký chỉ đạt mức {own.level} thay vì {task.level}: dấu thời gian do {url} trả về hoặc bằng chứng "
            "kèm theo không kiểm chứng được. Kiểm tra gốc tin cậy của máy chủ dấu thời gian và danh sách thu hồi.",
            f"The signature reached {own.level} instead of {task.level}: the timestamp from {url} or the evidence "
            "cannot be verified. Check the trust roots for timestamp servers and their revocation list.",
        )


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

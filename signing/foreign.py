"""A document that somebody else's software signed for us: government middleware that hands back a whole PDF.

Nothing in it is believed. It must be our document, byte for byte, with one more signature by the person who was meant
and nothing else; only then are evidence and an archive timestamp added, after the foreign bytes.
"""

from __future__ import annotations

import hashlib
import io
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.addition import adds_only_signatures
from signing.atomic import beside
from signing.blocking import run
from signing.eligibility import check_alone
from signing.errors import ConfigurationRefused, DocumentRefused, IdentityRefused
from signing.evidence import Evidence
from signing.identity import common_name, parse_der
from signing.lint import REASONS, lint_bytes
from signing.report import sentence
from signing.sealing import seal
from signing.timestamp import Timestamper
from signing.trust import der_of
from signing.verdict import FileVerdict, Level, SignatureVerdict, Verdict
from signing.verify import judge


@dataclass(frozen=True)
class Adopted:
    """The file that was kept: SHA-256 in hex, size in bytes; field and level of the signature that came with it.

    `level` is None for a signature that is no PAdES signature (some middleware writes adbe.pkcs7.detached).
    """

    path: Path
    sha256: str
    size: int
    field: str
    signer: str
    level: Level | None


@dataclass(frozen=True)
class Wanted:
    """What must come back: whose signature, and the level to reach (None: what it came with, or B-LTA when sealed)."""

    certificate: x509.Certificate
    level: Level | None = None


def adopt(
    source: Path,
    returned: Path,
    target: Path,
    wanted: Wanted,
    *,
    at: datetime,
    evidence: Evidence,
    timestamper: Timestamper | None,
) -> Adopted:
    """`returned` with evidence and an archive timestamp over all of it in `target`, judged before it appears.

    `source` is what was handed to the middleware. Without `timestamper` the bytes are kept as they came. Raises
    DocumentRefused (another document, altered bytes, no or several new signatures, a change beside the signature, a
    verdict other than TOTAL-PASSED), IdentityRefused (another signer, an unfit certificate), ConfigurationRefused
    (level not reached), TimestampUnavailable; `target` is then as it was.
    """
    document, content = source.read_bytes(), returned.read_bytes()
    _is_ours(returned, document, content)
    field = _one_more(returned, document, content, wanted, at)
    _passes(returned, judge(content, evidence.trust, at=at), field)
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        kept = run(lambda: seal(content, evidence, timestamper, at)) if timestamper else content
        own = _passes(returned, judge(kept, evidence.remembered(), at=at, fresh=True), field)
        _reaches(returned, own, wanted.level)
        stream.write(kept)
    digest = hashlib.sha256(kept).hexdigest()
    return Adopted(target, digest, len(kept), field, own.signer, own.level)


def _reaches(returned: Path, own: SignatureVerdict, wanted: Level | None) -> None:
    if wanted and own.level is not wanted:
        raise ConfigurationRefused(
            f"Chữ ký trong {returned.name} đạt mức {own.level} thay vì {wanted}; không lưu tệp. "
            "Kiểm tra dịch vụ dấu thời gian và phần mềm ký.",
            f"The signature in {returned.name} reaches {own.level} instead of {wanted}; no file was kept. "
            "Check the timestamp service and the signing software.",
        )


def _is_ours(returned: Path, document: bytes, content: bytes) -> None:
    if content == document:
        raise _refused(returned, "tệp trả về chưa được ký", "it came back unsigned")
    if not content.startswith(document):
        raise _refused(
            returned,
            "tệp trả về không bắt đầu bằng đúng tài liệu đã giao (tài liệu khác, hoặc phần mềm ký đã ghi lại tệp)",
            "it does not begin with the document that was handed over (another one, or the software wrote it anew)",
        )


def _one_more(returned: Path, document: bytes, content: bytes, wanted: Wanted, at: datetime) -> str:
    """The field of the one new signature, by the right person, that came with nothing else."""
    new = _new_signatures(returned, document, content)
    if len(new) != 1:
        raise _refused(
            returned,
            f"có {len(new)} chữ ký mới thay vì một",
            f"there are {len(new)} new signatures instead of one",
        )
    (own,) = new
    signer = parse_der(own.signer_cert.dump())
    if der_of(signer) != der_of(wanted.certificate):
        raise IdentityRefused(
            f"Tệp {returned.name} do “{common_name(signer)}” ký, không phải “{common_name(wanted.certificate)}”. "
            "Ký lại bằng đúng chứng thư.",
            f"{returned.name} was signed by “{common_name(signer)}”, not by “{common_name(wanted.certificate)}”. "
            "Sign again with the right certificate.",
        )
    check_alone(common_name(signer), signer, at)
    if not adds_only_signatures(content, len(document), own.signed_revision):
        raise _refused(
            returned,
            "phần mềm ký đã thay đổi nội dung ngoài chữ ký",
            "the software changed something beside the signature",
        )
    findings = () if b"/ByteRange" in document else lint_bytes(document)
    if findings:
        raise _refused(returned, *REASONS[findings[0].partition(":")[0]])
    return str(own.field_name)


def _new_signatures(returned: Path, document: bytes, content: bytes) -> list[EmbeddedPdfSignature]:
    try:
        before = _signatures(document)
        return [one for name, one in _signatures(content).items() if name not in before]
    except Exception as cause:  # hostile files make the parser fail in ways nobody has listed
        raise _refused(
            returned,
            f"không đọc được ({type(cause).__name__})",
            f"it cannot be read ({type(cause).__name__})",
        ) from cause


def _signatures(file: bytes) -> dict[str, EmbeddedPdfSignature]:
    reader = PdfFileReader(io.BytesIO(file), strict=True)
    return {str(one.field_name): one for one in reader.embedded_regular_signatures}


def _passes(returned: Path, verdict: FileVerdict, field: str) -> SignatureVerdict:
    """The verdict on the signature in `field`; the whole file must pass, to its last byte."""
    own = next((one for one in verdict.signatures if one.field == field), None)
    if own and verdict.verdict is Verdict.PASSED and verdict.covers_whole_file:
        return own
    reasons = [one.reason for one in verdict.signatures if one.reason] or list(verdict.warnings)
    vi, en = (" ".join(sentence(reason, language) for reason in reasons) for language in ("vi", "en"))
    raise _refused(returned, f"{verdict.verdict} {vi}".strip(), f"{verdict.verdict} {en}".strip())


def _refused(returned: Path, vi: str, en: str) -> DocumentRefused:
    return DocumentRefused(
        f"Không nhận tệp ký {returned.name}: {vi}. Giao lại tài liệu gốc cho phần mềm ký rồi ký lại.",
        f"The signed file {returned.name} is not accepted: {en}. Hand the original to the signing software again.",
    )

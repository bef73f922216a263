"""Archive timestamps end with the certificate under them; before that a new one goes over everything, sealed.

The library's own renewal leaves an unprotected revision at the end; here the evidence for the old timestamp goes
in first and the new timestamp comes last.
"""

from __future__ import annotations

import hashlib
import io
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader

from signing.atomic import beside
from signing.blocking import run
from signing.enclosed import stated_time
from signing.errors import ConfigurationRefused, DocumentRefused
from signing.evidence import Evidence
from signing.report import sentence
from signing.sealing import seal
from signing.timestamp import Timestamper
from signing.verdict import FileVerdict, Level, Verdict
from signing.verify import judge

# One renewal a year before the end leaves room for a year in which nobody came round to it.
AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class ArchiveTimestamp:
    """The newest archive timestamp of a file: when it was made, and when the certificate under it ends."""

    made: datetime
    ends: datetime


@dataclass(frozen=True)
class Renewed:
    """The file that was written, and its archive timestamp."""

    path: Path
    sha256: str
    size: int
    newest: ArchiveTimestamp


def newest_timestamp(file: bytes) -> ArchiveTimestamp | None:
    """The newest archive timestamp of the bytes of a PDF; None when there is none or it cannot be read.

    Judges nothing: who wants to believe it asks verify.py.
    """
    try:
        stamps = PdfFileReader(io.BytesIO(file), strict=True).embedded_timestamp_signatures
        newest = stamps[-1] if stamps else None
        if newest is None:
            return None
        ends: datetime = newest.signer_cert.not_valid_after
        return ArchiveTimestamp(stated_time(newest.signed_data), ends.astimezone(UTC))
    except Exception:  # hostile files make the parser fail in ways nobody has listed
        return None


def due(file: bytes, before: datetime) -> bool:
    """True when the newest archive timestamp of the file ends before that time."""
    newest = newest_timestamp(file)
    return newest is not None and newest.ends < before


def renew(
    source: Path, target: Path, *, at: datetime, evidence: Evidence, timestamper: Timestamper
) -> Renewed:
    """`source` with a new archive timestamp over all of it, in `target`; `at` is now.

    Also lifts a signed file that has no archive timestamp yet to B-LTA. The target begins with the source, byte
    for byte, and is verified before it appears. Raises DocumentRefused for a file whose signatures do not pass
    or whose timestamp has ended already, ConfigurationRefused when evidence is missing or the new timestamp ends
    no later than the old one, TimestampUnavailable.
    """
    if source.resolve() == target.resolve():
        raise ConfigurationRefused(
            f"Tệp gia hạn phải khác tệp gốc {source.name}. Chọn tên tệp khác.",
            f"The renewed file must not replace its source {source.name}. Choose another file name.",
        )
    document = source.read_bytes()
    _passes(source, judge(document, evidence.trust, at=at), None)
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        renewed = run(lambda: seal(document, evidence, timestamper, at))
        _passes(source, judge(renewed, evidence.remembered(), at=at, fresh=True), Level.B_LTA)
        newest = _later(source, document, renewed)
        stream.write(renewed)
    return Renewed(target, hashlib.sha256(renewed).hexdigest(), len(renewed), newest)


def _passes(source: Path, verdict: FileVerdict, level: Level | None) -> None:
    if verdict.verdict is Verdict.PASSED and (level is None or verdict.level is level):
        return
    reasons = [one.reason for one in verdict.signatures if one.reason] or list(verdict.warnings)
    vi, en = (" ".join(sentence(reason, language) for reason in reasons) for language in ("vi", "en"))
    raise DocumentRefused(
        f"Không gia hạn {source.name}: {verdict.verdict} {vi} Kiểm tra bằng sohoa verify rồi làm lại.",
        f"{source.name} is not renewed: {verdict.verdict} {en} Check it with sohoa verify, then try again.",
    )


def _later(source: Path, document: bytes, renewed: bytes) -> ArchiveTimestamp:
    """The new timestamp; a renewal under a certificate that ends no later would only make the file longer."""
    before, after = newest_timestamp(document), newest_timestamp(renewed)
    if after is None or (before is not None and after.ends <= before.ends):
        raise ConfigurationRefused(
            f"Không gia hạn {source.name}: chứng thư của máy chủ dấu thời gian không dài hơn dấu đã có. "
            "Chờ nhà cung cấp đổi chứng thư hoặc dùng máy chủ khác.",
            f"{source.name} is not renewed: the timestamp server's certificate ends no later than the timestamp "
            "it has. Wait for the provider's new certificate, or use another server.",
        )
    return after

"""A timestamp for a signature that was made while no timestamp server answered: it enters the space kept free for it.

The signature itself, and every byte that it covers, stays as it is; nobody signs again. Beyond B-T the file is then
sealed as renewal seals it. Only the newest signature of a file can be given one.
"""

from __future__ import annotations

import hashlib
import io
import stat
from datetime import datetime
from pathlib import Path

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.atomic import beside
from signing.blocking import run
from signing.cms_signer import DIGEST
from signing.errors import ConfigurationRefused, DocumentRefused
from signing.evidence import Evidence
from signing.pades import SignedFile
from signing.sealing import seal
from signing.timestamp import Timestamper
from signing.verdict import FileVerdict, Level, Verdict
from signing.verify import judge


def stamp_late(
    source: Path,
    target: Path,
    goal: Level,
    *,
    at: datetime,
    evidence: Evidence,
    timestamper: Timestamper,
) -> SignedFile:
    """`source`, whose newest signature is at B-B, brought to `goal` in `target` (B-LT becomes B-LTA).

    The result is verified before it appears. Raises DocumentRefused when the signatures do not pass or there is no
    space for the timestamp, TimestampUnavailable, ConfigurationRefused when the level is not reached.
    """
    document = source.read_bytes()
    _passes(source, judge(document, evidence.trust, at=at))
    with beside(target, stat.S_IMODE(source.stat().st_mode)) as stream:
        stamped = run(lambda: _stamped(document, timestamper))
        if goal is not Level.B_T:
            stamped = run(lambda: seal(stamped, evidence, timestamper, at))
        verdict = judge(stamped, evidence.remembered(), at=at)
        _passes(source, verdict)
        reached = _reached(verdict.signatures[-1].level, goal)
        stream.write(stamped)
    return SignedFile(
        target, hashlib.sha256(stamped).hexdigest(), len(stamped), reached, verdict.signature_count
    )


def _reached(level: Level | None, goal: Level) -> Level:
    if level is None or list(Level).index(level) < list(Level).index(goal):
        raise ConfigurationRefused(
            f"Chữ ký chỉ đạt mức {level} thay vì {goal} sau khi có dấu thời gian. "
            "Kiểm tra gốc tin cậy của máy chủ dấu thời gian và danh sách thu hồi.",
            f"With its timestamp the signature reached {level} instead of {goal}. "
            "Check the trust roots for timestamp servers and the revocation lists.",
        )
    return level


async def _stamped(document: bytes, timestamper: Timestamper) -> bytes:
    newest = PdfFileReader(io.BytesIO(document), strict=True).embedded_signatures[-1]
    start, end = int(newest.byte_range[1]), int(newest.byte_range[2])
    held = cms.ContentInfo.load(bytes.fromhex(document[start + 1 : end - 1].decode("ascii")))
    signer = held["content"]["signer_infos"][0]
    digest = hashlib.new(DIGEST, signer["signature"].native).digest()
    token = await timestamper.client().async_timestamp(digest, DIGEST)
    stamp = {"type": "signature_time_stamp_token", "values": [token]}
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(stamp)])
    value = bytes(held.dump()).hex().encode("ascii")
    room = end - start - 2
    if len(value) > room:
        raise DocumentRefused(
            "Chữ ký không còn chỗ cho dấu thời gian. Trả tài liệu về và ký lại khi dịch vụ dấu thời gian hoạt động.",
            "The signature has no space left for a timestamp. Send it back and sign again once the service answers.",
        )
    return document[: start + 1] + value.ljust(room, b"0") + document[end - 1 :]


def _passes(source: Path, verdict: FileVerdict) -> None:
    if verdict.verdict is not Verdict.PASSED or not verdict.signatures:
        raise DocumentRefused(
            f"Chữ ký trên {source.name} không còn đúng ({verdict.verdict}); không đóng dấu thời gian. Ký lại.",
            f"The signatures of {source.name} do not pass ({verdict.verdict}); no timestamp is added. Sign again.",
        )

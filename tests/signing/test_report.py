"""The verdict in words: complete in both languages, and never kinder than the verdict."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from signing_pki import AT, Office

from signing import coverage, report, verify
from signing.verdict import DEVELOPMENT_IDENTITY, TIMESTAMP_NOT_VERIFIED, Verdict, refused
from signing.verify import judge

VIETNAM = timezone(timedelta(hours=7))
CODES = [
    *(
        value
        for name, value in vars(verify).items()
        if name.isupper() and name[0] != "_" and isinstance(value, str)
    ),
    *(coverage.WRAPPED, coverage.PADDED, coverage.SHARED, DEVELOPMENT_IDENTITY, TIMESTAMP_NOT_VERIFIED),
]


def test_a_good_signature_in_both_languages(office: Office, signed: bytes) -> None:
    verdict = judge(signed, office.trust, at=AT)
    facts = verdict.signatures[0].certificate
    assert facts is not None
    assert report.lines(verdict, "vi", report.examined(signed, AT)) == [
        "TOTAL-PASSED: Chữ ký hợp lệ.",
        f"SHA-256: {hashlib.sha256(signed).hexdigest()} ({len(signed):,} byte)".replace(",", "."),
        f"Kiểm tra theo thời điểm: {AT.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (UTC+7)",
        "Số chữ ký: 1",
        "Chữ ký bao trùm toàn bộ tệp.",
        "1. Lê Thị Mẫu: TOTAL-PASSED, B-B (không có dấu thời gian)",
        "   Thời điểm ký (người ký khai): 16/03/2026 10:00:00 (UTC+7)",
        f"   Chứng thư số {facts.serial}, có giá trị từ {facts.not_before.astimezone(VIETNAM):%d/%m/%Y} đến "
        f"{facts.not_after.astimezone(VIETNAM):%d/%m/%Y}",
        f"   Cấp cho: {office.signer.certificate.subject.rfc4514_string()}",
        f"   Nơi cấp: {office.signer.certificate.issuer.rfc4514_string()}",
        f"   Vân tay SHA-256: {office.signer.certificate.fingerprint(SHA256()).hex()}",
    ]
    assert int(facts.serial, 16) == office.signer.certificate.serial_number
    assert report.lines(verdict, "en")[0] == "TOTAL-PASSED: The signature is valid."


def test_a_broken_one_says_why(office: Office, signed: bytes) -> None:
    verdict = judge(signed.replace(b"0.2 0.4 0.6 rg", b"0.9 0.4 0.6 rg"), office.trust, at=AT)
    said = report.lines(verdict, "vi")
    assert said[0] == "TOTAL-FAILED: Chữ ký không hợp lệ."
    assert "   Nội dung không khớp với chữ ký: tệp đã bị sửa." in said


def test_an_unsigned_and_a_refused_file(office: Office) -> None:
    unsigned = judge(Path(office.document).read_bytes(), office.trust, at=AT)
    assert report.lines(unsigned, "vi") == ["NO-SIGNATURE: Tài liệu chưa được ký số."]
    assert report.lines(refused("ENCRYPTED"), "en") == [
        "REFUSED: This file cannot be checked.",
        "Note: The file is protected by a password. Remove it, then check again.",
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_ours_has_a_sentence_in_both_languages(code: str) -> None:
    vi, en = report.sentence(code, "vi"), report.sentence(code, "en")
    assert code not in vi + en
    assert re.fullmatch(r"[A-Z][^{}]+\.", en)
    assert vi != en


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert report.sentence("POLICY_PROCESSING_ERROR", "vi") == "Mã lý do: POLICY_PROCESSING_ERROR."


def test_every_verdict_has_its_words() -> None:
    assert {*report._VERDICTS} == {*Verdict}

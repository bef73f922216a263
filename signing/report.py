"""A verdict in words, for people, in Vietnamese and English. Takes nothing back and adds nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from signing.verdict import (
    CertificateFacts,
    FileVerdict,
    Level,
    SignatureVerdict,
    StampVerdict,
    Verdict,
)

# Vietnam has had one zone without summer time since 1975; a fixed offset needs no zone database.
_VIETNAM = timezone(timedelta(hours=7))

_VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.PASSED: ("Chữ ký hợp lệ", "The signature is valid"),
    Verdict.INDETERMINATE: ("Chưa đủ căn cứ để kết luận", "There is not enough evidence to decide"),
    Verdict.FAILED: ("Chữ ký không hợp lệ", "The signature is not valid"),
    Verdict.NO_SIGNATURE: ("Tài liệu chưa được ký số", "The document is not signed"),
    Verdict.REFUSED: ("Không kiểm tra được tệp này", "This file cannot be checked"),
}

_REASONS: dict[str, tuple[str, str]] = {
    "NOT-A-PDF": ("Tệp không phải PDF.", "The file is not a PDF."),
    "ENCRYPTED": (
        "Tệp được bảo vệ bằng mật khẩu. Gỡ mật khẩu rồi kiểm tra lại.",
        "The file is protected by a password. Remove it, then check again.",
    ),
    "HYBRID-XREF": (
        "Tệp dùng bảng tham chiếu lai, có thể hiển thị khác nhau tùy phần mềm.",
        "The file uses hybrid cross references and may look different in different programs.",
    ),
    "DAMAGED": (
        "Cấu trúc tệp bị hỏng hoặc không theo chuẩn.",
        "The file is damaged or not built to the standard.",
    ),
    "ILLEGAL-CHANGE": (
        "Nội dung đã bị thay đổi sau khi ký.",
        "The content was changed after it was signed.",
    ),
    "BYTE-RANGE": (
        "Vùng dữ liệu được ký không đúng quy định.",
        "The signed range of bytes is not as it must be.",
    ),
    "SHARED-CONTENTS": (
        "Nhiều chữ ký dùng chung một vị trí trong tệp.",
        "Several signatures claim the same place in the file.",
    ),
    "PADDING": (
        "Có dữ liệu lạ trong phần đệm của chữ ký.",
        "There is foreign data in the padding of the signature.",
    ),
    "TRAILING-BYTES": (
        "Có dữ liệu thêm vào sau phần đã ký.",
        "Data was added after the signed part.",
    ),
    "UNSIGNED-UPDATE": (
        "Tệp có phần bổ sung sau chữ ký cuối cùng mà không ai ký.",
        "The file was added to after the last signature, and nobody signed that part.",
    ),
    "SUBFILTER": (
        "Định dạng chữ ký này không được hỗ trợ.",
        "This format of signature is not supported.",
    ),
    "HASH_FAILURE": (
        "Nội dung không khớp với chữ ký: tệp đã bị sửa.",
        "The content does not match the signature: the file was altered.",
    ),
    "SIG_CRYPTO_FAILURE": (
        "Giá trị chữ ký không đúng với chứng thư.",
        "The signature value does not belong to the certificate.",
    ),
    "FORMAT_FAILURE": ("Chữ ký không đúng định dạng.", "The signature is malformed."),
    "NO_CERTIFICATE_CHAIN_FOUND": (
        "Chứng thư của người ký không nối tới gốc tin cậy nào đã cài đặt.",
        "The signer's certificate does not lead to any configured trust root.",
    ),
    "REVOKED_NO_POE": (
        "Chứng thư của người ký đã bị thu hồi.",
        "The signer's certificate has been revoked.",
    ),
    "OUT_OF_BOUNDS_NO_POE": (
        "Chứng thư không còn (hoặc chưa có) hiệu lực và không có dấu thời gian chứng minh lúc ký.",
        "The certificate is not valid at this time, and no timestamp proves when it signed.",
    ),
    "TRY_LATER": (
        "Không có thông tin thu hồi còn hạn. Cập nhật danh sách thu hồi rồi kiểm tra lại.",
        "There is no current revocation information. Update the revocation list, then check again.",
    ),
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (
        "Không kiểm tra được chuỗi chứng thư, thường do thiếu danh sách thu hồi.",
        "The certificate chain cannot be checked, mostly because a revocation list is missing.",
    ),
    "CHAIN_CONSTRAINTS_FAILURE": (
        "Chứng thư không đủ điều kiện để ký văn bản: tự ký, hoặc được cấp cho mục đích khác.",
        "The certificate is not fit for signing documents: self-signed, or issued for another purpose.",
    ),
    "CRYPTO_CONSTRAINTS_FAILURE": (
        "Thuật toán hoặc độ dài khóa quá yếu.",
        "An algorithm or the key is too weak.",
    ),
    "DEVELOPMENT-IDENTITY": (
        "Chữ ký thử nghiệm, không có giá trị pháp lý.",
        "A signature made for trying out; it has no legal value.",
    ),
    "TIMESTAMP-NOT-VERIFIED": (
        "Có dấu thời gian nhưng không kiểm chứng được.",
        "There is a timestamp that cannot be verified.",
    ),
}

_CHANGES: dict[str, tuple[str, str]] = {
    "PAGES-ADDED": ("thêm trang", "pages were added"),
    "PAGES-REMOVED": ("bỏ trang", "pages were removed"),
    "PAGE-CONTENT": ("sửa nội dung trang {n}", "the content of page {n} was changed"),
    "ANNOTATION": ("thêm chú thích lên trang {n}", "something was put on top of page {n}"),
    "ACTION": ("thêm hành động tự chạy", "an action was added that runs by itself"),
    "FORM": ("sửa biểu mẫu hoặc trường dữ liệu", "the form or one of its fields was changed"),
    "SIGNATURE-FIELD": (
        "sửa ô hiển thị hoặc lời ghi của chữ ký",
        "a signature's own box or words were changed",
    ),
    "OTHER": ("thay đổi khác", "something else was changed"),
}

_LEVELS: dict[Level, tuple[str, str]] = {
    Level.B_B: ("không có dấu thời gian", "without timestamp"),
    Level.B_T: ("có dấu thời gian", "with timestamp"),
    Level.B_LT: ("kèm dữ liệu kiểm chứng lâu dài", "with validation data for the long term"),
    Level.B_LTA: ("lưu trữ lâu dài", "for archiving"),
}


@dataclass(frozen=True)
class Examined:
    """What was judged, and as of when: what ties a report to its file. `sha256` in hex, `size` in octets."""

    sha256: str
    size: int
    at: datetime


def examined(content: bytes, at: datetime) -> Examined:
    """The bytes of a file, judged as of `at`."""
    return Examined(hashlib.sha256(content).hexdigest(), len(content), at)


def lines(verdict: FileVerdict, language: str, seen: Examined | None = None) -> list[str]:
    """The verdict as plain lines in "vi" or "en", the most important first; with `seen` fit to be filed."""
    english = language == "en"
    said = [f"{verdict.verdict.value}: {_VERDICTS[verdict.verdict][english]}."]
    said.extend(_examined(seen, english) if seen else ())
    if verdict.signature_count:
        said.append(
            _pick(english, f"Số chữ ký: {verdict.signature_count}", f"Signatures: {verdict.signature_count}")
        )
        said.append(_coverage(verdict.covers_whole_file, english))
    for number, signature in enumerate(verdict.signatures, start=1):
        said.extend(_signature(number, signature, english))
    said.extend(line for stamp in verdict.timestamps for line in _stamp(stamp, english))
    said.extend(
        _pick(english, "Lưu ý: ", "Note: ") + sentence(warning, language) for warning in verdict.warnings
    )
    return said


def sentence(code: str, language: str) -> str:
    """One sentence for a reason or warning; the bare code when it has none."""
    vi, en = _REASONS.get(code, (f"Mã lý do: {code}.", f"Reason: {code}."))
    return en if language == "en" else vi


def _signature(number: int, signature: SignatureVerdict, english: bool) -> list[str]:
    head = f"{number}. {signature.signer or signature.field}: {signature.verdict.value}"
    if signature.level:
        head += f", {signature.level.value} ({_LEVELS[signature.level][english]})"
    said = [head]
    if signature.signed_at:
        proven = signature.level not in (None, Level.B_B)
        said.append("   " + _when(signature.signed_at, proven, english))
    said.extend("   " + line for line in _certificate(signature.certificate, english))
    if signature.reason:
        said.append("   " + sentence(signature.reason, "en" if english else "vi"))
    said.extend("   " + line for line in _changed(signature, english))
    return said


def _changed(signature: SignatureVerdict, english: bool) -> list[str]:
    """What was done after this signature, and how to see what it covered."""
    if not signature.changes:
        return []
    named = [
        _CHANGES[one.partition(":")[0]][english].format(n=one.partition(":")[2]) for one in signature.changes
    ]
    said = [_pick(english, "Sau khi ký: ", "After it was signed: ") + "; ".join(named) + "."]
    if signature.sound:
        said.append(
            _pick(
                english,
                "Phần đã ký vẫn nguyên trong tệp và chữ ký đúng với phần ấy. Lấy ra xem: "
                f"sohoa verify TỆP --revision {signature.field} --out TỆP_MỚI",
                "The signed revision lies unchanged in the file and the signature is right for it. To see it: "
                f"sohoa verify FILE --revision {signature.field} --out NEW_FILE",
            )
        )
    return said


def _examined(seen: Examined, english: bool) -> list[str]:
    size = f"{seen.size:,}".replace(",", "." if not english else ",")
    return [
        f"SHA-256: {seen.sha256} ({size} {_pick(english, 'byte', 'bytes')})",
        _pick(english, "Kiểm tra theo thời điểm: ", "Judged as of: ") + _clock(seen.at),
    ]


def _certificate(facts: CertificateFacts | None, english: bool) -> list[str]:
    """Issuer, serial number and days: by these an authority finds the certificate again."""
    if facts is None:
        return []
    first, last = (at.astimezone(_VIETNAM).strftime("%d/%m/%Y") for at in (facts.not_before, facts.not_after))
    return [
        _pick(
            english,
            f"Chứng thư số {facts.serial}, có giá trị từ {first} đến {last}",
            f"Certificate number {facts.serial}, valid from {first} to {last}",
        ),
        _pick(english, "Cấp cho: ", "Issued to: ") + facts.subject,
        _pick(english, "Nơi cấp: ", "Issued by: ") + facts.issuer,
        _pick(english, "Vân tay SHA-256: ", "Fingerprint SHA-256: ") + facts.sha256,
    ]


def _stamp(stamp: StampVerdict, english: bool) -> list[str]:
    holds = (
        _pick(english, "kiểm chứng được", "verified")
        if stamp.holds
        else _pick(english, "KHÔNG kiểm chứng được", "NOT verified")
    )
    head = _pick(english, "Dấu thời gian lưu trữ", "Archive timestamp")
    return [
        f"{head} {_clock(stamp.made_at)}: {holds}.",
        *("   " + line for line in _certificate(stamp.certificate, english)),
    ]


def _when(at: datetime, proven: bool, english: bool) -> str:
    if proven:
        return _pick(english, "Thời điểm có chứng minh: ", "Proven time: ") + _clock(at)
    return _pick(english, "Thời điểm ký (người ký khai): ", "Time claimed by the signer: ") + _clock(at)


def _clock(at: datetime) -> str:
    return at.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M:%S (UTC+7)")


def _coverage(whole: bool, english: bool) -> str:
    if whole:
        return _pick(english, "Chữ ký bao trùm toàn bộ tệp.", "The whole file is covered.")
    return _pick(english, "Chữ ký KHÔNG bao trùm toàn bộ tệp.", "The signatures do NOT cover the whole file.")


def _pick(english: bool, vi: str, en: str) -> str:
    return en if english else vi

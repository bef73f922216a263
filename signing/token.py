"""A key in a PKCS#11 token, reached through a short-lived process of its own.

The token is chosen by certificate, never by label: labels carry vendors' encodings and repeat. The PIN is tried
once; a wrong one is an error and never tried again, because tokens lock after a few.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from signing.errors import ConfigurationRefused, IdentityRefused, PinRefused, SigningError
from signing.identity import common_name, is_development, parse_der, signature_octets
from signing.trust import der_of

# A person may have to touch the token first. A library that hangs is no reason for everybody behind it to wait.
ANSWER_SECONDS = 120.0


@dataclass(frozen=True)
class TokenIdentity:
    """A certificate whose key lies in an open token; usable only within `opened`."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    name: str
    development: bool
    process: subprocess.Popen[str]
    seconds: float = ANSWER_SECONDS

    @property
    def signature_size(self) -> int:
        """Size of an RSA signature, or the longest DER form of an ECDSA one, in bytes."""
        return signature_octets(self.certificate)

    def sign(self, data: bytes) -> bytes:
        """As the seam promises. Raises IdentityRefused when the token was taken out or fails.

        ConfigurationRefused when there is no answer within `seconds`; then the token's process is gone.
        """
        request = {"data": base64.b64encode(data).decode()}
        answer = _ask(self.process, request, self.name, self.seconds)
        return base64.b64decode(answer["signature"])


def certificates(module: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate that tokens behind this PKCS#11 library show without a PIN."""
    with _child() as process:
        answer = _ask(process, {"module": str(module)}, str(module))
        return tuple(parse_der(base64.b64decode(der)) for der in answer["certificates"])


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in lower-case hex: by this people name the one they mean."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def choose(module: Path, wanted: str) -> x509.Certificate:
    """The certificate with this fingerprint (spaces and colons allowed). Raises IdentityRefused with what there is."""
    bare = wanted.replace(":", "").replace(" ", "").lower()
    found = certificates(module)
    for certificate in found:
        if fingerprint(certificate) == bare:
            return certificate
    seen = "; ".join(f"{common_name(one)} {fingerprint(one)}" for one in found) or "-"
    raise IdentityRefused(
        f"Không có thiết bị ký nào giữ chứng thư {bare}. Các chứng thư tìm thấy: {seen}. "
        "Cắm thiết bị, hoặc sửa vân tay (SOHOA_TOKEN_CERTIFICATE, --certificate).",
        f"No token holds certificate {bare}. Certificates found: {seen}. "
        "Plug the token in, or correct the fingerprint (SOHOA_TOKEN_CERTIFICATE, --certificate).",
    )


@contextmanager
def opened(
    module: Path, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], pin: str
) -> Iterator[TokenIdentity]:
    """The identity in the token, logged in for the length of the block.

    Raises PinRefused at a wrong or locked PIN (asked exactly once), IdentityRefused when the token or its key is
    not there, ConfigurationRefused when the library does not load or answer.
    """
    name = common_name(certificate)
    with _child() as process:
        der = der_of(certificate)
        request = {"module": str(module), "certificate": base64.b64encode(der).decode(), "pin": pin}
        _ask(process, request, name)
        yield TokenIdentity(certificate, chain, name, is_development(certificate), process)


@contextmanager
def _child() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "signing.token_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _ask(
    process: subprocess.Popen[str], request: dict[str, Any], name: str, seconds: float = ANSWER_SECONDS
) -> dict[str, Any]:
    # Nothing that reads from a process has a limit on every system; without its process there is nothing to wait for.
    hung = Timer(seconds, process.kill)
    hung.daemon = True
    hung.start()
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        line = ""
    finally:
        hung.cancel()
    answer: dict[str, Any] = (
        json.loads(line) if line.endswith("\n") else {"error": "FAULT", "detail": "no answer"}
    )
    if "error" in answer:
        raise _refusal(answer["error"], answer["detail"], name)
    return answer


def _refusal(code: str, detail: str, name: str) -> SigningError:
    if code == "PIN":
        return PinRefused(
            f"Sai mã PIN của “{name}”. Không thử lại tự động, vì thiết bị sẽ khóa sau vài lần sai. "
            "Xem lại mã PIN rồi chạy lại lệnh.",
            f"Wrong PIN for “{name}”. It is not tried again by itself, because the token locks after a few. "
            "Make sure of the PIN, then run the command again.",
        )
    if code == "LOCKED":
        return PinRefused(
            f"Mã PIN của “{name}” đã bị khóa hoặc hết hạn. Liên hệ nơi cấp thiết bị để mở khóa.",
            f"The PIN of “{name}” is locked or has expired. Ask the token's issuer to unlock it.",
        )
    if code in ("ABSENT", "REMOVED"):
        return IdentityRefused(
            f"Không thấy thiết bị ký của “{name}” hoặc khóa trong đó. Cắm lại thiết bị rồi chạy lại.",
            f"The token of “{name}”, or the key in it, is not there. Plug the token in, then run again.",
        )
    return ConfigurationRefused(
        f"Thư viện PKCS#11 báo lỗi ({detail}). Kiểm tra SOHOA_TOKEN_MODULE (hoặc --module) và trình điều khiển.",
        f"The PKCS#11 library failed ({detail}). Check SOHOA_TOKEN_MODULE (or --module) and the token's driver.",
    )

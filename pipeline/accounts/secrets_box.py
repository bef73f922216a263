"""The desk's own key in the home: encrypts second factors, makes the tokens against forged requests.

The key lies in a file that only the service's user may read, never in the database: who has a copy of the database
alone can neither make codes nor forge a page.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from pipeline.errors import Missing

FILE = "desk.key"


@dataclass(frozen=True, repr=False)
class SecretsBox:
    """Holds the key; `key` is 32 bytes."""

    key: bytes

    def sealed(self, secret: bytes) -> str:
        """`secret` encrypted, as text for the database."""
        return self._fernet().encrypt(secret).decode()

    def opened(self, text: str) -> bytes:
        """What `sealed` closed. Raises Missing when the key is another one."""
        try:
            return self._fernet().decrypt(text.encode())
        except InvalidToken:
            raise Missing(
                f"Khóa {FILE} không phải khóa đã mã hóa yếu tố thứ hai. Khôi phục đúng tệp từ bản sao lưu.",
                f"{FILE} is not the key that sealed the second factor. Restore the right file from the backup.",
            ) from None

    def stamp(self, purpose: str, text: str) -> str:
        """A code that only the holder of the key can make for this purpose and text."""
        return hmac.new(self.key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + self.key).digest()))


def open_box(home: Path) -> SecretsBox:
    """The home's key, made now if there is none. Two processes that start at once agree on one."""
    path = home / FILE
    try:
        return SecretsBox(path.read_bytes())
    except FileNotFoundError:
        pass
    fresh = path.with_name(f".{FILE}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as writer:
        writer.write(os.urandom(32))
        writer.flush()
        os.fsync(writer.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return SecretsBox(path.read_bytes())

"""From an address in the settings to a store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from archive.errors import ConfigurationRefused
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore


def open_store(url: str, keys_file: Path | None) -> ObjectStore:
    """The store at `url`; nothing is made or contacted yet (see ObjectStore.prepare).

    `file:///folder`, `memory:` or `s3://bucket?endpoint=https://host:9000&region=...`. `keys_file` holds
    `{"access_key": ..., "secret_key": ...}` for S3, readable by its owner alone. ConfigurationRefused says
    what is wrong with the address or the file, never showing a secret.
    """
    parts = _split(url)
    if parts.scheme == "memory":
        return MemoryStore()
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path not in ("", "/"):
        return FolderStore(Path(unquote(parts.path)))
    raise _unknown()


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _unknown() from None
    if "@" in parts.netloc:
        raise ConfigurationRefused(
            "STORE_URL không được chứa tên và mật khẩu. Hãy để khóa trong tệp khai ở STORE_KEYS_FILE.",
            "STORE_URL must not carry a name and password. Keep the keys in the file STORE_KEYS_FILE names.",
        )
    return parts


def _unknown() -> ConfigurationRefused:
    # The address itself is not repeated: someone may have put a secret into it.
    return ConfigurationRefused(
        "Không hiểu STORE_URL. Dạng đúng: file:///thư/mục, hoặc s3://bucket?endpoint=https://máy:9000",
        "STORE_URL is not understood. Forms: file:///folder, or s3://bucket?endpoint=https://host:9000",
    )

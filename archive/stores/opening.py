"""From an address in the settings to a store."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from archive.errors import ConfigurationRefused
from archive.store import ObjectStore
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def open_store(url: str, keys_file: Path | None) -> ObjectStore:
    """The store at `url`; nothing is made or contacted yet (see ObjectStore.prepare).

    `file:///folder`, `memory:` or `s3://bucket?endpoint=https://host:9000`, there with `&region=...`, `&sse=s3` (the
    server encrypts) and `&lock_days=7` (default lock of a bucket made by `sohoa init`). `keys_file` holds
    `{"access_key": ..., "secret_key": ...}` for S3, readable by its owner alone. ConfigurationRefused says
    what is wrong with the address or the file, never showing a secret.
    """
    parts = _split(url)
    if parts.scheme == "memory":
        return MemoryStore()
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path not in ("", "/"):
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return _s3_store(parts, keys_file)
    raise _unknown()


def _s3_store(parts: SplitResult, keys_file: Path | None) -> ObjectStore:
    # Here and not above: the client takes half a second to load, which a folder's user need not wait for.
    from archive.stores.s3 import S3Options, S3Store

    asked = dict(parse_qsl(parts.query))
    endpoint = urlsplit(asked.pop("endpoint", ""))
    region = asked.pop("region", "us-east-1")
    encrypt, days = asked.pop("sse", ""), asked.pop("lock_days", "0")
    named = _BUCKET.fullmatch(parts.netloc) and endpoint.netloc and "@" not in endpoint.netloc
    sensible = encrypt in ("", "s3") and days.isdecimal() and len(days) < 6
    if asked or endpoint.scheme not in ("http", "https") or not named or not sensible:
        raise _unknown()
    access_key, secret_key = _keys(keys_file)
    secure = endpoint.scheme == "https"
    options = S3Options(parts.netloc, endpoint.netloc, access_key, secret_key, secure, region)
    return S3Store(replace(options, encrypt=encrypt == "s3", lock_days=int(days)))


def _keys(path: Path | None) -> tuple[str, str]:
    if path is None or not path.is_file():
        raise ConfigurationRefused(
            "Chưa có tệp khóa của kho S3. Hãy khai đường dẫn tệp ở STORE_KEYS_FILE.",
            "There is no file with the keys of the S3 store. Name it in STORE_KEYS_FILE.",
        )
    if path.stat().st_mode & 0o077:
        raise ConfigurationRefused(
            f"Người khác đọc được tệp khóa {path.name}. Hãy chạy: chmod 600 {path.name}",
            f"Others can read the keys file {path.name}. Run: chmod 600 {path.name}",
        )
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return str(held["access_key"]), str(held["secret_key"])
    except (ValueError, KeyError, TypeError):
        raise ConfigurationRefused(
            f'Tệp khóa {path.name} phải là {{"access_key": ..., "secret_key": ...}}.',
            f'The keys file {path.name} must be {{"access_key": ..., "secret_key": ...}}.',
        ) from None


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

"""A store in a folder: plain files under plain names, readable without this software.

Not WORM: read-only file modes keep away accidents, not a person with rights on the machine.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from archive import digest
from archive.errors import ArchiveError, NameRefused
from archive.store import TEMPORARY, Lock, Locked, ObjectStore, checked_key, checked_prefix
from archive.stores.refusals import missing, other_bytes, source_changed, unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_READ_ONLY = 0o444
# A sweep in another process may take an empty folder away between its making and its use.
_TRIES = 20


class FolderStore:
    """Bytes in files below `root`, which must exist (see `prepare`)."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._place = str(self._root)

    def prepare(self) -> None:
        """See ObjectStore."""
        with self._faults(self.describe()):
            _make_folders(self._root)

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """See ObjectStore."""
        target = self._path(key)
        with self._faults(key):
            if target.is_file():
                self._compare(target, key, source, sha256)
                return
            written = self._write_beside(source)
            try:
                if written[1] != sha256:
                    raise source_changed(key)
                self._link(written[0], target, key, sha256)
            finally:
                written[0].unlink(missing_ok=True)

    def alone(self, prefix: str) -> ObjectStore:
        """See ObjectStore. Looking costs nothing here."""
        return self

    def replace(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        target = self._path(key)
        with self._faults(key):
            written, _ = self._write_beside(data)
            try:
                self._in_folder(target, lambda: written.replace(target))
            finally:
                written.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """See ObjectStore."""
        with self.open(key) as stream:
            return stream.read()

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """See ObjectStore."""
        path = self._path(key)
        with self._faults(key):
            # O_NOFOLLOW: a link planted in the store must not make a file outside it look archived.
            file = _StoredFile(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), path)
        with io.BufferedReader(file) as stream:
            yield cast(BinaryIO, stream)

    def exists(self, key: str) -> bool:
        """See ObjectStore."""
        path = self._path(key)
        with self._faults(key):
            self._require_root()
            return path.is_file() and not path.is_symlink()

    def size(self, key: str) -> int:
        """See ObjectStore."""
        with self.open(key) as stream:
            return os.fstat(stream.fileno()).st_size

    def list(self, prefix: str) -> Iterator[str]:
        """See ObjectStore."""
        folder = checked_prefix(prefix).rpartition("/")[0]
        with self._faults(self.describe()):
            self._require_root()
            yield from self._walk(folder, prefix)

    def delete(self, key: str, *, bypass: bool = False) -> None:
        """See ObjectStore. Folders left empty go too: OCFL 1.1 forbids them (E073)."""
        path = self._path(key)
        with self._faults(key):
            self._require_root()
            path.unlink(missing_ok=True)
            self._drop_empty(path.parent)

    def lock(self, key: str, lock: Lock) -> bool:
        """False: nothing in a folder withstands who owns it."""
        return False

    def hold(self, key: str, on: bool) -> bool:
        """False, as with `lock`."""
        return False

    def locked(self, key: str) -> Locked:
        """See ObjectStore."""
        self.size(key)
        return Locked(None, False)

    def tidy(self, before: datetime) -> int:
        """See ObjectStore: temporary files and empty folders of writers that were killed."""
        removed = 0
        with self._faults(self.describe()):
            for entry in self._root.glob(TEMPORARY + "*"):
                if entry.lstat().st_mtime < before.timestamp():
                    entry.unlink(missing_ok=True)
                    removed += 1
            for folder, _, _ in os.walk(self._root, topdown=False):
                if folder != str(self._root) and self._drop_empty(Path(folder)):
                    removed += 1
        return removed

    def describe(self) -> str:
        """See ObjectStore."""
        return self._root.as_uri()

    def _path(self, key: str) -> Path:
        folder = self._place
        for part in checked_key(key).split("/")[:-1]:
            folder = f"{folder}/{part}"
            # Path.is_symlink() builds a Path for each part, and fixity comes by here for every file.
            if os.path.islink(folder):  # noqa: PTH114
                raise NameRefused(
                    f"{key} dẫn ra ngoài kho (có liên kết lạ trong thư mục kho). Hãy gỡ liên kết đó.",
                    f"{key} leads out of the store (a link was planted in its folder). Remove that link.",
                )
        return self._root / key

    def _require_root(self) -> None:
        if not self._root.is_dir():
            raise unavailable(self.describe(), "thư mục không có / folder missing")

    def _write_beside(self, source: bytes | Path) -> tuple[Path, str]:
        """A finished temporary file with the bytes of `source`, and their digest."""
        self._require_root()
        path = self._root / f"{TEMPORARY}{secrets.token_hex(8)}"
        total = hashlib.sha256()
        try:
            with path.open("xb") as stream:
                for piece in _pieces(source):
                    total.update(piece)
                    stream.write(piece)
                stream.flush()
                os.fchmod(stream.fileno(), _READ_ONLY)
                os.fsync(stream.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path, total.hexdigest()

    def _link(self, written: Path, target: Path, key: str, sha256: str) -> None:
        try:
            self._in_folder(target, lambda: os.link(written, target))
        except FileExistsError:
            self._compare(target, key, written, sha256)

    def _compare(self, target: Path, key: str, source: bytes | Path, sha256: str) -> None:
        if not target.is_file() or target.is_symlink() or digest.of_file(target) != sha256:
            raise other_bytes(key)
        if digest.of_source(source) != sha256:
            raise source_changed(key)
        # The writer before us may have been killed between link and fsync.
        _sync(target.parent)

    def _in_folder(self, target: Path, act: Callable[[], object]) -> None:
        for _ in range(_TRIES):
            _make_folders(target.parent)
            with suppress(FileNotFoundError):
                act()
                _sync(target.parent)
                return
        raise unavailable(self.describe(), "thư mục bị xóa liên tục / folder keeps vanishing")

    def _drop_empty(self, folder: Path) -> bool:
        """Removes `folder` and its parents as far as they are empty; whether `folder` went."""
        removed = False
        while folder != self._root:
            try:
                folder.rmdir()
            except OSError:
                break
            removed = True
            folder = folder.parent
            _sync(folder)
        return removed

    def _walk(self, folder: str, prefix: str) -> Iterator[str]:
        """Keys below `folder` beginning with `prefix`, in the order of their characters (`a-b` before `a/b`)."""
        try:
            with os.scandir(self._root / folder) as entries:
                found = sorted((f"{e.name}/" if e.is_dir(follow_symlinks=False) else e.name) for e in entries)
        except (FileNotFoundError, NotADirectoryError):
            return
        for name in found:
            if name.startswith(TEMPORARY):
                continue
            key = f"{folder}/{name}" if folder else name
            if not (key.startswith(prefix) or prefix.startswith(key)):
                continue
            if name.endswith("/"):
                yield from self._walk(key.removesuffix("/"), prefix)
            elif key.startswith(prefix):
                yield key

    @contextmanager
    def _faults(self, key: str) -> Iterator[None]:
        try:
            yield
        except ArchiveError:
            raise
        except FileNotFoundError:
            self._require_root()
            raise missing(key) from None
        except OSError as fault:
            if fault.errno in (errno.ELOOP, errno.EISDIR):
                raise missing(key) from None
            if fault.errno in (errno.ENOTDIR, errno.EEXIST):
                raise other_bytes(key) from None
            raise unavailable(self.describe(), os.strerror(fault.errno or 0)) from fault


class _StoredFile(io.FileIO):
    """An open file whose read errors (a bad sector, a share that went away) are the store's."""

    def __init__(self, descriptor: int, path: Path) -> None:
        super().__init__(descriptor)
        self._path = path

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As io.FileIO; StoreUnavailable instead of OSError."""
        try:
            return super().readinto(buffer) or 0
        except OSError as fault:
            raise unavailable(self._path.as_uri(), os.strerror(fault.errno or 0)) from fault

    def readall(self) -> bytes:
        """As io.FileIO; StoreUnavailable instead of OSError."""
        try:
            return super().readall() or b""
        except OSError as fault:
            raise unavailable(self._path.as_uri(), os.strerror(fault.errno or 0)) from fault


def _pieces(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        yield from digest.pieces(stream)


def _make_folders(folder: Path) -> None:
    """`folder` and its missing parents, each entry made durable."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    with suppress(FileNotFoundError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Putting finished files into a folder that belongs to someone else: whole or not at all, never over another file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.digest import of_file
from pipeline.errors import MoveRefused
from pipeline.workspace import sync_folder

# A zip entry needs a date; a fixed one keeps equal content equal bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def put_file(target: Path, write: Callable[[Path], None]) -> str:
    """Let `write` make the file beside `target`, then put it in place; returns its sha256.

    A target with equal bytes is left alone. Raises MoveRefused when it holds other bytes.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        write(beside)
        digest = of_file(beside)
        if target.is_symlink() or target.exists():
            _same(target, digest)
        else:
            # A link, and not a rename: it fails when somebody else put a file there meanwhile.
            os.link(beside, target)
            sync_folder(target.parent)
        return digest
    except FileExistsError:
        _same(target, digest)
        return digest
    finally:
        beside.unlink(missing_ok=True)


def _same(target: Path, digest: str) -> None:
    if target.is_symlink() or not target.is_file() or of_file(target) != digest:
        raise MoveRefused(
            f"Tệp {target} đã có với nội dung khác. Không ghi đè; chọn thư mục khác (--out) rồi chạy lại.",
            f"The file {target} is there with other content. Nothing is overwritten; choose another --out folder.",
        )


def put_bytes(target: Path, content: bytes) -> str:
    """As `put_file`, for content at hand."""

    def write(beside: Path) -> None:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    return put_file(target, write)


def put_zip(target: Path, members: Sequence[tuple[str, Path]]) -> str:
    """As `put_file`: a zip of the files under their names, in that order; equal members give equal bytes."""

    def write(beside: Path) -> None:
        with beside.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
                for name, path in members:
                    bundle.writestr(zipfile.ZipInfo(name, ZIP_DATE), path.read_bytes())
            file.flush()
            os.fsync(file.fileno())

    return put_file(target, write)

"""Writing a file so that it is there whole or not at all, also after a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def beside(target: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A new file next to `target`, open for reading and writing; takes its place when the block ends well.

    When the block raises, the new file is gone and `target` is as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            os.fchmod(handle, mode)
            yield stream
            stream.flush()
            os.fsync(handle)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def write_beside(target: Path, content: bytes, mode: int = 0o644) -> None:
    """Put `content` in place of `target`, whole or not at all."""
    with beside(target, mode) as stream:
        stream.write(content)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files on their way into a batch, piece by piece: what was acknowledged is on the disk and is never asked for again.

An upload is a folder of the workspace named by the id that its batch will have. It is no batch yet: pages count from
intake on (pipeline/intake.py), which reads these files like any others.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pipeline.actors import Act
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.workspace import Workspace, sync_folder, write_whole

PIECE_BYTES = 8 * 1024 * 1024
MOST_FILES = 3000
# What intake copies once more, and some room for readings.
SPARE_BYTES = 1 << 30
_NAME_BYTES = 150


@dataclass(frozen=True)
class UploadedFile:
    """One file: its number from 1, the name it came with, its size, and how many bytes are here."""

    number: int
    name: str
    size: int
    have: int

    @property
    def whole(self) -> bool:
        """Every byte is here."""
        return self.have == self.size


def begin(workspace: Workspace, act: Act, key: str) -> None:
    """Open an upload of `act.by` under a new uuid. Safe to repeat."""
    folder = _root(workspace) / str(UUID(key))
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "owner.json").exists():
        write_whole(folder / "owner.json", json.dumps({"actor": act.by.id, "at": act.time}).encode())
    sync_folder(folder.parent)


def add_file(workspace: Workspace, actor: str, key: str, name: str, size: int) -> UploadedFile:
    """Announce a file; one that is known by name and size is the same file, to be taken up where it stopped.

    Raises WrongUse for a bad size or too many files, MoveRefused when the disk has no room, NotFound.
    """
    folder = _of(workspace, actor, key)
    safe = safe_name(name)
    here = list(_files(folder))
    for known in here:
        if (known.name, known.size) == (safe, size):
            return known
    if size <= 0 or len(here) >= MOST_FILES:
        raise WrongUse(
            f"Tệp {safe} rỗng, hoặc lô đã quá {MOST_FILES} tệp. Chia thành nhiều lô.",
            f"File {safe} is empty, or the batch has more than {MOST_FILES} files. Make several batches.",
        )
    if shutil.disk_usage(folder).free < 2 * size + SPARE_BYTES:
        raise MoveRefused(
            "Ổ đĩa của máy chủ sắp đầy nên không nhận thêm tệp. Báo người quản trị.",
            "The server's disk is nearly full and takes no more files. Tell the administrator.",
        )
    number = max((one.number for one in here), default=0) + 1
    place = folder / f"{number:05d}"
    place.mkdir()
    write_whole(place / ".size", str(size).encode())
    (place / safe).touch()
    sync_folder(place)
    sync_folder(folder)
    return UploadedFile(number, safe, size, 0)


def append(
    workspace: Workspace, actor: str, key: str, number: int, offset: int, piece: bytes
) -> UploadedFile:
    """Add a piece and have it on the disk on return. A piece that is here already changes nothing.

    Raises MoveRefused when the piece does not begin where the file ends; the answer of `files` says where that is.
    """
    folder = _of(workspace, actor, key)
    file = next((one for one in _files(folder) if one.number == number), None)
    if file is None:
        raise NotFound(f"Không có tệp số {number}.", f"There is no file {number}.")
    if offset + len(piece) <= file.have:
        return file
    if offset != file.have or offset + len(piece) > file.size:
        raise MoveRefused(
            f"Tệp {file.name} đã có {file.have} byte; gửi tiếp từ đó.",
            f"File {file.name} has {file.have} bytes here; go on from there.",
        )
    path = folder / f"{number:05d}" / file.name
    with path.open("r+b") as writer:
        writer.seek(offset)
        writer.write(piece)
        writer.flush()
        os.fsync(writer.fileno())
    return UploadedFile(number, file.name, file.size, offset + len(piece))


def files(workspace: Workspace, actor: str, key: str) -> list[UploadedFile]:
    """The files of an upload in the order they were announced. Raises NotFound for somebody else's."""
    return list(_files(_of(workspace, actor, key)))


def paths(workspace: Workspace, actor: str, key: str) -> list[Path]:
    """The whole files, by name, as scanners number them. Raises MoveRefused while one is not whole or none came."""
    folder = _of(workspace, actor, key)
    found = list(_files(folder))
    missing = [one.name for one in found if not one.whole]
    if missing or not found:
        told = ", ".join(missing[:3]) or "–"
        raise MoveRefused(
            f"Chưa nhận đủ tệp ({told}). Gửi tiếp rồi mở lô.",
            f"Not all files are here ({told}). Send the rest first.",
        )
    ordered = sorted(found, key=lambda one: (_natural(one.name), one.number))
    return [folder / f"{one.number:05d}" / one.name for one in ordered]


def drop(workspace: Workspace, key: str) -> None:
    """Forget an upload whose batch is registered, or that its owner threw away. Safe to repeat."""
    shutil.rmtree(_root(workspace) / str(UUID(key)), ignore_errors=True)


def unfinished(workspace: Workspace, actor: str) -> list[str]:
    """Ids of the uploads that an actor began and that became no batch."""
    return sorted(
        owner.parent.name
        for owner in _root(workspace).glob("*/owner.json")
        if json.loads(owner.read_bytes())["actor"] == actor
    )


def safe_name(name: str) -> str:
    """The last part of a file's name without what a file system or a page could stumble over."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(c if unicodedata.category(c)[0] != "C" else "_" for c in plain).strip().lstrip(".")
    stem, dot, suffix = plain.rpartition(".")
    kept = stem if dot else plain
    while len(f"{kept}{dot}{suffix}".encode()) > _NAME_BYTES:
        kept = kept[:-1] if kept else ""
        suffix = suffix if kept else suffix[:20]
    return (f"{kept}{dot}{suffix}" if dot else kept) or "scan"


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name.lower())
    )


def _root(workspace: Workspace) -> Path:
    return workspace.root / "uploads"


def _of(workspace: Workspace, actor: str, key: str) -> Path:
    try:
        folder = _root(workspace) / str(UUID(key))
        owner = json.loads((folder / "owner.json").read_bytes())["actor"]
    except (ValueError, FileNotFoundError):
        owner = None
    if owner != actor:
        raise NotFound(
            "Không có lượt gửi này. Mở lô mới rồi gửi lại.",
            "There is no such upload. Open a new batch and send again.",
        )
    return folder


def _files(folder: Path) -> Iterator[UploadedFile]:
    for place in sorted(folder.glob("[0-9]*")):
        names = [path for path in place.iterdir() if not path.name.startswith(".")]
        size = place / ".size"
        # A folder that a crash left half made is no file that anybody was told of.
        if names and size.exists():
            yield UploadedFile(
                int(place.name), names[0].name, int(size.read_bytes()), names[0].stat().st_size
            )

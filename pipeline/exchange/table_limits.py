"""What a table file may ask of this machine, judged before anything of it is parsed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import Finding

MIB = 1024 * 1024
_SCAN = 1 << 20
_MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/")


@dataclass(frozen=True)
class TableLimits:
    """Bounds of one table file; `ratio` is the most that one entry of a packed file may grow by."""

    max_bytes: int = 64 * MIB
    max_unpacked: int = 256 * MIB
    max_entries: int = 2000
    ratio: int = 400
    max_rows: int = 200_000
    max_columns: int = 512
    max_letters: int = 32_767


def weigh(path: Path, limits: TableLimits) -> Finding | None:
    """Why the file is not opened, or None. Reads no more than its length, and for .xlsx its table of contents."""
    size = path.stat().st_size
    if size > limits.max_bytes:
        return _large(path, f"{size} byte > {limits.max_bytes}")
    if size == 0:
        return Finding("FILE_EMPTY", "", {"file": path.name})
    return _weigh_packed(path, limits) if path.suffix.lower() == ".xlsx" else None


def _weigh_packed(path: Path, limits: TableLimits) -> Finding | None:
    try:
        with zipfile.ZipFile(path) as bundle:
            entries = bundle.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > limits.max_entries or unpacked > limits.max_unpacked:
                return _large(path, f"{len(entries)} × zip, {unpacked} byte")
            for entry in entries:
                if entry.file_size > MIB and entry.file_size > limits.ratio * max(1, entry.compress_size):
                    return _large(path, f"{entry.compress_size} → {entry.file_size} byte")
            if any(part in entry.filename.lower() for entry in entries for part in _MACROS):
                return Finding("IMPORT_TABLE_MACROS", "", {"file": path.name})
            if any(_declares_type(bundle, entry) for entry in entries if _is_xml(entry.filename)):
                return damaged(path, "DOCTYPE")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as problem:
        return damaged(path, type(problem).__name__)
    return None


def damaged(path: Path, detail: str) -> Finding:
    """The finding for a table that cannot be read as what it says it is."""
    return Finding("IMPORT_TABLE_DAMAGED", "", {"file": path.name, "detail": detail})


def _large(path: Path, detail: str) -> Finding:
    return Finding("IMPORT_TABLE_LARGE", "", {"file": path.name, "detail": detail})


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _declares_type(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether an XML part could name entities; no sheet needs them, and they can grow without end."""
    before = b""
    with bundle.open(entry) as part:
        while chunk := part.read(_SCAN):
            # Wide letters would hide the words from the search, and no program writes sheets so.
            if b"<!DOCTYPE" in before + chunk or (
                not before and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x00<")
            ):
                return True
            before = chunk[-16:]
    return False

"""What lies in a folder of earlier work: tables, documents, and what is neither. Follows no link out of it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.exchange.table_files import FOREIGN, SUFFIXES
from pipeline.findings import Finding

DOCUMENTS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".webp", ".bmp", ".heic")


@dataclass(frozen=True)
class Folder:
    """`documents` by the name people see (relative, NFC); `others` are files that are not taken in, and why."""

    root: Path
    tables: tuple[Path, ...]
    documents: Mapping[str, Path]
    others: tuple[Finding, ...]


def look_into(root: Path) -> Folder:
    """Every file under `root` in a stable order; hidden ones are left out, links are named and not followed."""
    tables: list[Path] = []
    documents: dict[str, Path] = {}
    others: list[Finding] = []
    for path in _files(root, others):
        name = _shown(path.relative_to(root))
        suffix = path.suffix.lower()
        if suffix in SUFFIXES or suffix in FOREIGN:
            # Our own delivery carries a list of its files; it is no table of records.
            if path.name != "manifest.json":
                tables.append(path)
        elif suffix in DOCUMENTS:
            documents[name] = path
        else:
            others.append(Finding("IMPORT_FILE_TYPE", "", {"file": name}))
    return Folder(root, tuple(tables), documents, tuple(others))


def _files(root: Path, others: list[Finding]) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(root, followlinks=False):
        for name in sorted([*folders, *files]):
            path = Path(folder) / name
            if name.startswith("."):
                continue
            if path.is_symlink():
                others.append(Finding("IMPORT_FILE_LINK", "", {"file": _shown(path.relative_to(root))}))
            elif name in files and path.is_file():
                found.append(path)
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and not (Path(folder) / f).is_symlink()
        )
    return sorted(found)


def _shown(path: Path) -> str:
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text.replace(os.sep, "/"))


@dataclass(frozen=True)
class Finder:
    """Finds the document that a row names: by its path from the folder or the table, else by its name alone."""

    by_path: Mapping[str, str]
    by_name: Mapping[str, Sequence[str]]

    def named(self, text: str, table: str) -> tuple[str, Finding | None]:
        """The document's name, "" with a finding when there is none, several, or the path leaves the folder."""
        wanted = unicodedata.normalize("NFC", text.strip()).replace("\\", "/")
        path = PurePosixPath(wanted)
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or not wanted.isprintable():
            return "", Finding("IMPORT_FILE_PATH", "", {"file": text})
        beside = str(PurePosixPath(table).parent / path)
        for key in (beside, wanted):
            if key.casefold() in self.by_path:
                return self.by_path[key.casefold()], None
        return self.any_of([path.name], text)

    def any_of(self, names: Sequence[str], said: str) -> tuple[str, Finding | None]:
        """The one document that has one of the names, with or without its suffix, in whatever folder."""
        found = {name for key in names for name in self.by_name.get(key.casefold(), ())}
        if len(found) == 1:
            return found.pop(), None
        code = "IMPORT_FILE_SEVERAL" if found else "IMPORT_NO_FILE"
        return "", Finding(code, "", {"file": said})


def finder_of(folder: Folder) -> Finder:
    """A finder over the documents of `folder`."""
    by_name: dict[str, list[str]] = {}
    for name in folder.documents:
        for key in (PurePosixPath(name).name, PurePosixPath(name).stem):
            by_name.setdefault(key.casefold(), []).append(name)
    return Finder({name.casefold(): name for name in folder.documents}, by_name)

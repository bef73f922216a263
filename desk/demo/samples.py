"""The sample files on disk and what is known to stand on them. Reads files only; nothing of `samples` is imported."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import Missing

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class KnownRecord:
    """One document of the samples: its type, its pages (from 1), and its fields as (value, written)."""

    type: str
    pages: frozenset[int]
    fields: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class Samples:
    """Good files with what stands on them, and files that must be refused."""

    pages: Path
    broken: Path
    known: Mapping[str, Sequence[KnownRecord]]
    broken_names: tuple[str, ...]

    @property
    def good_files(self) -> list[Path]:
        """The good files in order of their names."""
        return [self.pages / name for name in sorted(self.known)]

    @property
    def broken_files(self) -> list[Path]:
        """The files that must be refused, in order of their names."""
        return [self.broken / name for name in sorted(self.broken_names)]

    def record(self, file: str, pages: Sequence[int]) -> KnownRecord | None:
        """What is known of the document on these pages of a file; None when no sample matches."""
        wanted = set(pages)
        near = [known for known in self.known.get(Path(file).name, ()) if known.pages & wanted]
        return max(near, key=lambda known: len(known.pages & wanted), default=None)


def load(root: Path = ROOT) -> Samples:
    """The samples under `root`. Raises Missing when they are not there."""
    folder = root / "samples"
    try:
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        expected = json.loads((folder / "broken" / "expected.json").read_text(encoding="utf-8"))
    except FileNotFoundError as absent:
        raise Missing(
            f"Không có trang mẫu ở {folder}. Trình diễn cần thư mục mã nguồn đầy đủ.",
            f"There are no samples in {folder}. The demonstration needs the whole source tree.",
        ) from absent
    known = {entry["file"]: tuple(map(_known, entry["records"])) for entry in truth["files"]}
    return Samples(folder / "pages", folder / "broken", known, tuple(expected))


def _known(data: dict[str, Any]) -> KnownRecord:
    fields = {key: (fact["value"], fact["written"]) for key, fact in data["fields"].items()}
    return KnownRecord(data["type"], frozenset(data["pages"]), fields)

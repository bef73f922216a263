"""Outside programs and data: are they here, are they new enough? Each is run in one module of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ocr.faults import ToolMissing

_PROBE_SECONDS = 60


@dataclass(frozen=True)
class Tool:
    """An outside program: how it states its version, the oldest version that serves, and what installs it."""

    name: str
    version_pattern: str
    at_least: tuple[int, ...]
    install: str
    version_arguments: tuple[str, ...] = ("--version",)


TESSERACT = Tool(
    "tesseract", r"tesseract v?(\d+(?:\.\d+)*)", (5, 0), "apt-get install tesseract-ocr tesseract-ocr-vie"
)
VERAPDF = Tool("verapdf", r"veraPDF (\d+(?:\.\d+)*)", (1, 26), "make tools")

_TESSDATA_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_OWN_TOOLS = Path(".cache/sohoa/tools/bin")

# What programs stated, by tool, path and time of change; one that stated nothing is asked again.
_VERSIONS: dict[tuple[Tool, Path, int], tuple[int, ...]] = {}


def find(tool: Tool, place: Path | None = None) -> Path | None:
    """The program: `place` if given, else from PATH, else where `make tools` puts it; None when it is
    nowhere.
    """
    if place is not None:
        return place if place.is_file() else None
    on_path = shutil.which(tool.name)
    if on_path:
        return Path(on_path)
    own = Path.home() / _OWN_TOOLS / tool.name
    return own if own.is_file() and os.access(own, os.X_OK) else None


def version_of(tool: Tool, program: Path) -> tuple[int, ...] | None:
    """The version the program states; None when it does not run or says nothing known."""
    try:
        told = subprocess.run(
            [program, *tool.version_arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(tool.version_pattern, told.stdout + told.stderr)
    return tuple(int(part) for part in found.group(1).split(".")) if found else None


def _kept_version(tool: Tool, program: Path) -> tuple[int, ...] | None:
    """As `version_of`, asked once of each program as long as it stays the same: starting veraPDF takes seconds."""
    key = tool, program, program.stat().st_mtime_ns
    if key not in _VERSIONS and (version := version_of(tool, program)):
        _VERSIONS[key] = version
    return _VERSIONS.get(key)


def require(tool: Tool, place: Path | None = None) -> Path:
    """The program, of a version that serves. Raises ToolMissing with the command that brings it."""
    program = find(tool, place)
    if program is None:
        raise ToolMissing(
            f"Máy này chưa có {tool.name}. Cài bằng lệnh: {tool.install}",
            f"{tool.name} is not on this machine. Install it with: {tool.install}",
        )
    version = _kept_version(tool, program)
    if version is None or version < tool.at_least:
        wanted = ".".join(str(part) for part in tool.at_least)
        found = ".".join(str(part) for part in version) if version else "?"
        raise ToolMissing(
            f"{tool.name} tại {program} là bản {found}, cần từ bản {wanted}. Cài bằng lệnh: {tool.install}",
            f"{tool.name} at {program} is version {found}, {wanted} or later is needed. Install it with: "
            f"{tool.install}",
        )
    return program


# The network that reads first comes with the program (networks/SOURCES.md).
NETWORKS = Path(__file__).resolve().parent / "networks"
OFFICE_NETWORK = "vie_office"


def find_tessdata(languages: tuple[str, ...], place: Path | None = None) -> Path:
    """The folder that holds the Tesseract models of all `languages`. Raises ToolMissing naming what brings them.

    Order: `place`, TESSDATA_PREFIX, this project's own networks, the folders of the usual packages, newest first.
    """
    for folder in _tessdata_folders(place):
        if all((folder / f"{language}.traineddata").is_file() for language in languages):
            return folder
    if OFFICE_NETWORK in languages:
        raise ToolMissing(
            f"Bản cài Sohoa thiếu tệp {NETWORKS / OFFICE_NETWORK}.traineddata. Cài lại Sohoa.",
            f"This installation of Sohoa lacks {NETWORKS / OFFICE_NETWORK}.traineddata. Install Sohoa again.",
        )
    packages = " ".join(f"tesseract-ocr-{language}" for language in languages)
    raise ToolMissing(
        f"Thiếu dữ liệu ngôn ngữ {'+'.join(languages)} của Tesseract. Cài bằng lệnh: apt-get install "
        f"{packages}",
        f"Tesseract's language data {'+'.join(languages)} is missing. Install it with: apt-get install "
        f"{packages}",
    )


def _tessdata_folders(place: Path | None) -> list[Path]:
    if place is not None:
        return [place]
    prefix = os.environ.get("TESSDATA_PREFIX")
    told = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    packaged = sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    return [*told, NETWORKS, *packaged, *(Path(name) for name in _TESSDATA_PLACES)]

"""The OCFL 1.1 inventory of one object: what is in each version, and under which key its bytes stand.

Building gives the same bytes for the same content, so that a repeated run meets its own earlier work. Parsing
trusts nothing: an inventory may have been damaged on disk.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive import digest
from archive.package import Package
from archive.store import checked_key

SPECIFICATION = "https://ocfl.io/1.1/spec/#inventory"
NAMASTE = "0=ocfl_object_1.1"
NAMASTE_TEXT = b"ocfl_object_1.1\n"
FILE = "inventory.json"
SIDECAR = "inventory.json.sha256"

# digest -> paths, both sorted when written
Paths = dict[str, tuple[str, ...]]
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"v([1-9][0-9]{0,5})")


class InventoryDamaged(ValueError):
    """Not an OCFL 1.1 inventory as this archive writes it; `code` is the specification's error code."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@dataclass(frozen=True)
class Version:
    """One version: when, why, who, and its logical names by digest."""

    created: str
    message: str
    user_name: str
    user_address: str
    state: Paths


@dataclass(frozen=True)
class Inventory:
    """`versions[0]` is v1. `manifest` gives, for each digest, the content paths within the object."""

    id: str
    manifest: Paths
    versions: tuple[Version, ...]

    @property
    def head(self) -> str:
        """`vN` of the newest version."""
        return f"v{len(self.versions)}"

    def names(self, version: str | None = None) -> dict[str, str]:
        """Logical name -> digest in `version` (default: the newest). KeyError for an unknown version."""
        number = len(self.versions) if version is None else version_number(version)
        if not 0 < number <= len(self.versions):
            raise KeyError(version)
        state = self.versions[number - 1].state
        return {name: sha256 for sha256, names in state.items() for name in names}


def version_number(text: str) -> int:
    """3 for `v3`; 0 for anything that is not a version name of this archive (no zero padding)."""
    match = _VERSION.fullmatch(text)
    return int(match[1]) if match else 0


def state_of(package: Package) -> Paths:
    """Logical names of the package by digest.

    NameRefused for a name no store may keep; ValueError for a package without files, with a name given twice
    or standing for a file and a folder at once (OCFL 1.1 E095), or with something else than a sha256.
    """
    names = {checked_key(file.name) for file in package.files}
    folders = {name.rsplit("/", n)[0] for name in names for n in range(1, name.count("/") + 1)}
    if len(names) != len(package.files) or not names or names & folders:
        raise ValueError(f"a package needs files, each name once: {package.id}")
    if not all(_DIGEST.fullmatch(file.sha256) for file in package.files):
        raise ValueError(f"a digest is not lower-case hexadecimal sha256: {package.id}")
    state: dict[str, list[str]] = {}
    for file in package.files:
        state.setdefault(file.sha256, []).append(file.name)
    return {sha256: tuple(sorted(state[sha256])) for sha256 in sorted(state)}


def extended(previous: Inventory | None, package: Package) -> Inventory:
    """The inventory after `package` has become the next version; bytes known from before are named again."""
    state = state_of(package)
    versions = previous.versions if previous else ()
    manifest = dict(previous.manifest) if previous else {}
    number = len(versions) + 1
    for sha256, names in state.items():
        manifest.setdefault(sha256, (f"v{number}/content/{names[0]}",))
    return Inventory(package.id, dict(sorted(manifest.items())), (*versions, version_of(package)))


def version_of(package: Package) -> Version:
    """`package` as one version of an inventory; equal versions came from one deposit."""
    return Version(
        created=package.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        message=package.message,
        user_name=package.user_name,
        user_address=package.user_address,
        state=state_of(package),
    )


def to_bytes(inventory: Inventory) -> bytes:
    """The file as stored: UTF-8 JSON, sorted keys, indented for people, one newline at the end."""
    plain = {
        "id": inventory.id,
        "type": SPECIFICATION,
        "digestAlgorithm": "sha256",
        "head": inventory.head,
        "manifest": {sha256: sorted(paths) for sha256, paths in inventory.manifest.items()},
        "versions": {f"v{n}": _plain_version(v) for n, v in enumerate(inventory.versions, start=1)},
    }
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def sidecar(data: bytes) -> bytes:
    """The line beside an inventory whose bytes are `data`."""
    return sidecar_line(digest.of_bytes(data))


def sidecar_line(sha256: str) -> bytes:
    """The sidecar that promises `sha256`."""
    return f"{sha256} {FILE}\n".encode()


def sidecar_digest(line: bytes) -> str | None:
    """The digest a sidecar promises, white space apart; None when it is not one (E061)."""
    match = re.fullmatch(rb"([0-9a-f]{64})[ \t]+inventory\.json\s*", line)
    return match[1].decode() if match else None


def parse(data: bytes) -> Inventory:
    """The inventory in `data`. InventoryDamaged names what is wrong, with the specification's code."""
    plain = _object(_json(data), "E033", "inventory")
    if plain.get("type") != SPECIFICATION:
        raise InventoryDamaged("E038", "not of OCFL 1.1")
    if plain.get("digestAlgorithm") != "sha256":
        raise InventoryDamaged("E025", "digestAlgorithm is not sha256")
    versions = _versions(plain)
    manifest = _paths(plain.get("manifest"), "E041", "manifest")
    _check_manifest(manifest, versions)
    return Inventory(_string(plain.get("id"), "E036", "id"), manifest, versions)


def _plain_version(version: Version) -> dict[str, Any]:
    return {
        "created": version.created,
        "message": version.message,
        "user": {"name": version.user_name, "address": version.user_address},
        "state": {sha256: sorted(names) for sha256, names in version.state.items()},
    }


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise InventoryDamaged("E033", "not JSON") from None


def _versions(plain: dict[str, Any]) -> tuple[Version, ...]:
    given = _object(plain.get("versions"), "E044", "versions")
    expected = [f"v{n}" for n in range(1, len(given) + 1)]
    if set(given) != set(expected) or not expected:
        raise InventoryDamaged("E009", "versions are not v1, v2, ... in sequence")
    if plain.get("head") != expected[-1]:
        raise InventoryDamaged("E040", "head is not the newest version")
    return tuple(_version(given[name]) for name in expected)


def _version(value: Any) -> Version:
    plain = _object(value, "E047", "version")
    created = _string(plain.get("created"), "E048", "created")
    try:
        zoned = datetime.fromisoformat(created).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        raise InventoryDamaged("E049", "created is not a time with a zone")
    user = _object(plain.get("user"), "E054", "user")
    return Version(
        created=created,
        message=_string(plain.get("message"), "E094", "message"),
        user_name=_string(user.get("name"), "E054", "user name"),
        user_address=_string(user.get("address"), "E054", "user address"),
        state=_paths(plain.get("state"), "E050", "state"),
    )


def _paths(value: Any, code: str, part: str) -> Paths:
    found: Paths = {}
    seen: set[str] = set()
    for sha256, paths in _object(value, code, part).items():
        if not _DIGEST.fullmatch(sha256) or not isinstance(paths, list) or not paths:
            raise InventoryDamaged(code, f"{part} does not map sha256 digests to paths")
        for path in paths:
            if _string(path, code, part) in seen or not _safe(path):
                raise InventoryDamaged(
                    "E099" if part == "manifest" else "E052", f"{part} holds a path twice or unsafe"
                )
            seen.add(path)
        found[sha256] = tuple(paths)
    if part == "state" and seen & {folder for path in seen for folder in _folders(path)}:
        raise InventoryDamaged("E095", "a name of a version stands for a file and a folder at once")
    return found


def _check_manifest(manifest: Paths, versions: tuple[Version, ...]) -> None:
    used = {sha256 for version in versions for sha256 in version.state}
    if used - set(manifest):
        raise InventoryDamaged("E050", "a version names a digest that the manifest does not have")
    if set(manifest) - used:
        raise InventoryDamaged("E107", "the manifest has a digest that no version names")
    for paths in manifest.values():
        for path in paths:
            version, content, rest = (*path.split("/", 2), "", "")[:3]
            if not 0 < version_number(version) <= len(versions) or content != "content" or not rest:
                raise InventoryDamaged("E042", "a manifest path is not vN/content/...")


def _folders(path: str) -> list[str]:
    return [path.rsplit("/", n)[0] for n in range(1, path.count("/") + 1)]


def _safe(path: str) -> bool:
    return all(part not in ("", ".", "..") for part in path.split("/")) and path.isascii()


def _object(value: Any, code: str, part: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InventoryDamaged(code, f"{part} is not an object")
    return value


def _string(value: Any, code: str, part: str) -> str:
    if not isinstance(value, str):
        raise InventoryDamaged(code, f"{part} is not text")
    return value

"""Are the archived bytes still those that were archived? Reads everything, changes nothing.

Every difference is a finding that names object, file, what was expected and what was found. Objects are gone
through one at a time and files in pieces, so memory does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive import digest, inventory
from archive import fixity_codes as codes
from archive.deposit import Head
from archive.errors import ObjectMissing, StoreUnavailable
from archive.inventory import FILE, NAMASTE, NAMASTE_TEXT, SIDECAR, InventoryDamaged
from archive.layout import object_root, root_of_key
from archive.objects import ObjectKeys, committed_names, newest_committed, object_keys, objects
from archive.root import NAMASTE as ROOT_NAMASTE
from archive.root import fixed_files, require_root
from archive.store import ObjectStore

_ROOT_FOLDERS = ("extensions/",)


@dataclass(frozen=True)
class FixityFinding:
    """One difference. `file` is a key of the store; `expected`, `found` are digests or short words, empty for
    nothing; `code` is from fixity_codes.py or an OCFL error code."""

    object: str
    file: str
    expected: str
    found: str
    code: str

    def text(self, language: str) -> str:
        """What happened and what to do, in "vi" or "en"."""
        vi, en = codes.TEXTS.get(self.code, codes.DAMAGED_INVENTORY)
        return f"{self.object}: {self.file}: {en if language == 'en' else vi}"

    def as_json(self, language: str = "vi") -> dict[str, str]:
        """The form of JSON output."""
        return {
            "object": self.object,
            "file": self.file,
            "expected": self.expected,
            "found": self.found,
            "code": self.code,
            "message": self.text(language),
        }


def check(
    store: ObjectStore,
    ids: Iterable[str] | None,
    checked: Callable[[str], None] = lambda _: None,
    read: Callable[[int], None] = lambda _: None,
) -> Iterator[FixityFinding]:
    """What is wrong with the objects `ids`, or with all the store holds (None), object by object.

    `checked` hears each object's id when it has been read through, `read` the bytes as they come. With None, an
    object that is gone whole goes unseen: ask for it by its id. StoreUnavailable when the store goes away midway.
    """
    require_root(store)
    if ids is None:
        yield from _root(store)
        yield from _strays(store)
    for found in objects(store) if ids is None else (object_keys(store, one) for one in ids):
        yield from _Check(store, found, read).findings()
        checked(found.id)


def _root(store: ObjectStore) -> Iterator[FixityFinding]:
    for key, data in fixed_files().items():
        try:
            held = store.get(key)
        except ObjectMissing:
            held = b""
        if held != data:
            code = codes.ROOT_DECLARATION if key == ROOT_NAMASTE else codes.ROOT_LAYOUT
            yield FixityFinding("", key, digest.of_bytes(data), digest.of_bytes(held) if held else "", code)


def _strays(store: ObjectStore) -> Iterator[FixityFinding]:
    for key in store.list(""):
        if root_of_key(key) is None and "/" in key and not key.startswith(_ROOT_FOLDERS):
            yield FixityFinding("", key, "", "stray", codes.STRAY)


class _Check:
    """One object under examination: its store, its keys, and the inventories read so far."""

    def __init__(self, store: ObjectStore, listed: ObjectKeys, read: Callable[[int], None]) -> None:
        self._store = store
        self._heard = read
        self._listed = listed
        self._sound: dict[int, Head] = {}

    def findings(self) -> Iterator[FixityFinding]:
        """All findings of the object, structure first."""
        if not self._listed.names:
            yield self._finding("", NAMASTE, "", codes.MISSING)
            return
        yield from self._declaration()
        number = newest_committed(self._listed.names)
        if number == 0:
            yield self._finding("", "v1", "", codes.NO_VERSION)
            return
        for n in range(1, number + 1):
            yield from self._version_pair(n)
        yield from self._root_pair(number)
        yield from self._history(number)
        newest = self._sound.get(number)
        if newest is not None:
            yield from self._content(newest)
            yield from self._extra(newest)

    def _declaration(self) -> Iterator[FixityFinding]:
        data = self._read(NAMASTE)
        if data is None:
            yield self._finding(NAMASTE, digest.of_bytes(NAMASTE_TEXT), "", codes.NO_DECLARATION)
        elif data != NAMASTE_TEXT:
            expected, found = digest.of_bytes(NAMASTE_TEXT), digest.of_bytes(data)
            yield self._finding(NAMASTE, expected, found, codes.DECLARATION_CHANGED)

    def _version_pair(self, number: int) -> Iterator[FixityFinding]:
        name = f"v{number}/{FILE}"
        line, data = self._read(f"v{number}/{SIDECAR}"), self._read(name)
        promised = inventory.sidecar_digest(line) if line is not None else ""
        if line is None:
            yield self._finding(f"v{number}/{SIDECAR}", "sha256", "", codes.NO_SIDECAR)
        elif promised is None or line != inventory.sidecar_line(promised):
            yield self._finding(
                f"v{number}/{SIDECAR}", "sha256", digest.of_bytes(line), codes.SIDECAR_CHANGED
            )
        if data is None:
            yield self._finding(name, promised or "", "", codes.NO_INVENTORY)
        elif promised and digest.of_bytes(data) != promised:
            yield self._finding(name, promised, digest.of_bytes(data), codes.INVENTORY_CHANGED)
            # The root copy may still be whole; then the content can be judged all the same.
            data = self._read(FILE)
        if data is not None and promised and digest.of_bytes(data) == promised:
            yield from self._parsed(number, name, data)

    def _parsed(self, number: int, name: str, data: bytes) -> Iterator[FixityFinding]:
        try:
            found = Head(inventory.parse(data), data)
        except InventoryDamaged as damage:
            yield self._finding(name, "OCFL 1.1", str(damage), damage.code)
            return
        if object_root(found.inventory.id) != self._listed.root:
            yield self._finding(name, self._listed.root, object_root(found.inventory.id), codes.LOCATION)
        elif len(found.inventory.versions) != number:
            yield self._finding(name, f"v{number}", found.version, "E040")
        else:
            self._sound[number] = found

    def _root_pair(self, number: int) -> Iterator[FixityFinding]:
        newest = self._sound.get(number)
        for name, code in ((FILE, codes.NO_INVENTORY), (SIDECAR, codes.NO_SIDECAR)):
            data = self._read(name)
            if data is None:
                yield self._finding(name, newest.sha256 if newest else "", "", code)
            elif newest and data != (newest.data if name == FILE else inventory.sidecar(newest.data)):
                yield self._finding(name, newest.sha256, digest.of_bytes(data), codes.ROOT_DIFFERS)

    def _history(self, number: int) -> Iterator[FixityFinding]:
        newest = self._sound.get(number)
        for n, older in sorted(self._sound.items()):
            if newest and older.inventory.versions != newest.inventory.versions[:n]:
                yield self._finding(f"v{n}/{FILE}", newest.sha256, older.sha256, codes.HISTORY_DIFFERS)

    def _content(self, newest: Head) -> Iterator[FixityFinding]:
        for expected, paths in newest.inventory.manifest.items():
            for path in paths:
                try:
                    found = self._digest(path)
                except StoreUnavailable:
                    require_root(self._store)
                    yield self._finding(path, expected, "", codes.UNREADABLE)
                    continue
                if found != expected:
                    yield self._finding(path, expected, found, codes.CONTENT_CHANGED)

    def _extra(self, newest: Head) -> Iterator[FixityFinding]:
        kept = committed_names(newest)
        for name in self._listed.names:
            if name in kept:
                continue
            version, _, rest = name.partition("/")
            number = inventory.version_number(version)
            if number == 0:
                code = codes.EXTRA_IN_ROOT
            elif number > len(newest.inventory.versions):
                code = codes.NOT_COMMITTED
            else:
                code = codes.EXTRA_CONTENT if rest.startswith("content/") else codes.EXTRA_IN_VERSION
            yield self._finding(name, "", "extra", code)

    def _read(self, name: str) -> bytes | None:
        try:
            return self._store.get(f"{self._listed.root}/{name}")
        except ObjectMissing:
            return None

    def _digest(self, name: str) -> str:
        try:
            with self._store.open(f"{self._listed.root}/{name}") as stream:
                return digest.of_stream(stream, self._heard)
        except ObjectMissing:
            return ""

    def _finding(self, name: str, expected: str, found: str, code: str) -> FixityFinding:
        file = f"{self._listed.root}/{name}" if name else self._listed.root
        return FixityFinding(self._listed.id, file, expected, found, code)

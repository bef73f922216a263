"""What a disk holds after the power went: a run is recorded by strace, then played back up to any point, with every
write dropped that was not made durable by then.

A file's bytes count from its own fsync on, its name (made, renamed, removed) from its folder's. That is stricter than
most file systems: none may need more than what this model keeps.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outside_tools import tool
from time_limits import finished

CALLS = (
    "openat,close,lseek,write,writev,pwrite64,pwritev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate,dup,dup2,copy_file_range,sendfile"
)
_LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)\) += +(-?\d+)")
_PAUSED = re.compile(r"<unfinished|resumed>")


@dataclass
class Node:
    """A file or folder: as the system shows it, and as it would be after the power went."""

    data: bytearray = field(default_factory=bytearray)
    durable_data: bytes = b""
    names: dict[str, Node] | None = None
    durable_names: dict[str, Node] = field(default_factory=dict)

    @property
    def is_folder(self) -> bool:
        return self.names is not None


@dataclass(frozen=True)
class Call:
    """One system call that succeeded: its name, its arguments as strace wrote them, what it returned."""

    name: str
    arguments: tuple[str, ...]
    returned: int


def record(script: Sequence[str], trace: Path, environment: dict[str, str]) -> list[Call]:
    """Runs `python SCRIPT...` and gives its calls in order."""
    command = [tool("strace", "tools/apt.sh test"), "-f", "-xx", "-s", "16777216", "-e", f"trace={CALLS}"]
    finished([*command, "-o", trace, sys.executable, *script], check=True, env={**os.environ, **environment})
    return list(_calls(trace.read_text(encoding="ascii")))


def _calls(text: str) -> Iterator[Call]:
    for line in text.splitlines():
        assert not _PAUSED.search(line), "the recorded program must have one thread"
        if (match := _LINE.match(line)) and int(match[3]) >= 0:
            yield Call(match[1], tuple(_split(match[2])), int(match[3]))


def _split(arguments: str) -> Iterator[str]:
    """The arguments of a call; texts and data are hexadecimal and hold no commas."""
    return (part.strip() for part in re.split(r", ?(?![^\[]*\])", arguments))


def text_of(argument: str) -> bytes:
    """The bytes of a quoted argument."""
    return bytes.fromhex(argument.strip('"').replace("\\x", ""))


class Disk:
    """The folder `base` as it changes call by call."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._root = _read(base)
        self._open: dict[int, list[object]] = {}

    def play(self, call: Call) -> bytes | None:
        """Applies one call; gives the bytes when it wrote to standard output."""
        act = getattr(self, f"_{call.name}", None)
        assert act is not None, call.name
        result: bytes | None = act(call)
        return result

    def after_power_loss(self, target: Path) -> None:
        """What would be found, written below `target`."""
        _write(self._root, target)

    def _place(self, path: bytes) -> tuple[Node, str] | None:
        """Folder node and name of a path below the base."""
        full = os.path.normpath(os.fsdecode(path))
        if not full.startswith(f"{self._base}/"):
            return None
        *folders, name = full.removeprefix(f"{self._base}/").split("/")
        node = self._root
        for folder in folders:
            assert node.names is not None
            node = node.names[folder]
        return node, name

    def _openat(self, call: Call) -> None:
        path, flags = text_of(call.arguments[1]), call.arguments[2]
        if os.fsdecode(path) == str(self._base):
            self._open[call.returned] = [self._root, 0]
            return
        place = self._place(path)
        if place is None:
            self._open.pop(call.returned, None)
            return
        folder, name = place
        assert folder.names is not None
        if name not in folder.names:
            assert "O_CREAT" in flags, path
            folder.names[name] = Node()
        node = folder.names[name]
        if "O_TRUNC" in flags:
            node.data.clear()
        self._open[call.returned] = [node, len(node.data) if "O_APPEND" in flags else 0]

    def _close(self, call: Call) -> None:
        self._open.pop(int(call.arguments[0]), None)

    def _dup(self, call: Call) -> None:
        if found := self._open.get(int(call.arguments[0])):
            self._open[call.returned] = found

    _dup2 = _dup

    def _lseek(self, call: Call) -> None:
        if found := self._open.get(int(call.arguments[0])):
            found[1] = call.returned

    def _write(self, call: Call) -> bytes | None:
        number, data = int(call.arguments[0]), text_of(call.arguments[1])[: call.returned]
        if found := self._open.get(number):
            self._put(found, data, int(str(found[1])))
            found[1] = int(str(found[1])) + len(data)
        return data if number == 1 else None

    def _pwrite64(self, call: Call) -> None:
        if found := self._open.get(int(call.arguments[0])):
            self._put(found, text_of(call.arguments[1])[: call.returned], int(call.arguments[3]))

    def _put(self, found: list[object], data: bytes, offset: int) -> None:
        node = found[0]
        assert isinstance(node, Node)
        node.data.extend(b"\0" * (offset - len(node.data)))
        node.data[offset : offset + len(data)] = data

    def _ftruncate(self, call: Call) -> None:
        if found := self._open.get(int(call.arguments[0])):
            node, size = found[0], int(call.arguments[1])
            assert isinstance(node, Node)
            del node.data[size:]
            node.data.extend(b"\0" * (size - len(node.data)))

    def _fsync(self, call: Call) -> None:
        if found := self._open.get(int(call.arguments[0])):
            node = found[0]
            assert isinstance(node, Node)
            if node.names is not None:
                node.durable_names = dict(node.names)
            else:
                node.durable_data = bytes(node.data)

    _fdatasync = _fsync

    def _refuse(self, call: Call) -> None:
        touched = [
            argument for argument in call.arguments if argument.isdigit() and int(argument) in self._open
        ]
        assert not touched, f"{call.name} is not modelled"

    _writev = _pwritev = _copy_file_range = _sendfile = _refuse

    def _rename(self, call: Call) -> None:
        self._move(text_of(call.arguments[0]), text_of(call.arguments[1]), keep=False)

    def _renameat(self, call: Call) -> None:
        self._move(text_of(call.arguments[1]), text_of(call.arguments[3]), keep=False)

    _renameat2 = _renameat

    def _link(self, call: Call) -> None:
        self._move(text_of(call.arguments[0]), text_of(call.arguments[1]), keep=True)

    def _linkat(self, call: Call) -> None:
        self._move(text_of(call.arguments[1]), text_of(call.arguments[3]), keep=True)

    def _move(self, old: bytes, new: bytes, *, keep: bool) -> None:
        source, target = self._place(old), self._place(new)
        if source is None or target is None:
            return
        assert source[0].names is not None
        assert target[0].names is not None
        target[0].names[target[1]] = source[0].names[source[1]]
        if not keep:
            del source[0].names[source[1]]

    def _unlink(self, call: Call) -> None:
        self._remove(text_of(call.arguments[0]))

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> None:
        name = text_of(call.arguments[1])
        if call.arguments[0] == "AT_FDCWD":
            self._remove(name)
        elif found := self._open.get(int(call.arguments[0])):
            node = found[0]
            assert isinstance(node, Node)
            assert node.names is not None
            node.names.pop(os.fsdecode(name))

    def _remove(self, path: bytes) -> None:
        if place := self._place(path):
            assert place[0].names is not None
            place[0].names.pop(place[1])

    def _mkdir(self, call: Call) -> None:
        self._make(text_of(call.arguments[0]))

    def _mkdirat(self, call: Call) -> None:
        self._make(text_of(call.arguments[1]))

    def _make(self, path: bytes) -> None:
        if place := self._place(path):
            assert place[0].names is not None
            place[0].names[place[1]] = Node(names={})


def _read(path: Path) -> Node:
    """What lies at `path`, all of it durable."""
    if not path.is_dir():
        data = path.read_bytes()
        return Node(bytearray(data), data)
    names = {entry.name: _read(entry) for entry in path.iterdir()}
    return Node(names=names, durable_names=dict(names))


def _write(node: Node, target: Path) -> None:
    if not node.is_folder:
        target.write_bytes(node.durable_data)
        return
    target.mkdir()
    for name, child in node.durable_names.items():
        _write(child, target / name)

"""A watched folder: sub-folders of scans become batches, once each. The caller says when to look; nothing sleeps here.

A sub-folder is taken when two looks in a row find it the same (names, sizes, times): a scanner or a slow network share
may still be writing. Taking is one rename into `.taken/`, which only one watcher can win. `docket.toml` or
`docket.json` in it is its docket; else its name names the archival file. It moves to `done` only when every master
lies in the store, else to `failed` with the reason beside it; `receipt.json` holds the digests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipeline.actors import Act
from pipeline.batch import count, find_batch, sources_of
from pipeline.docket import Docket, load_docket
from pipeline.errors import PipelineError, WrongUse
from pipeline.intake import Request, gather, receive
from pipeline.wiring import Services
from pipeline.workspace import sync_folder, write_whole

TAKEN, DONE, FAILED = ".taken", "done", "failed"
_DOCKETS = ("docket.toml", "docket.json")
_OWN = frozenset({"receipt.json", "reason.txt", *_DOCKETS})

Look = Mapping[str, tuple[tuple[str, int, int], ...]]
Read = Callable[[str], None]


@dataclass(frozen=True)
class Watched:
    """What became of one sub-folder: the batch, or why there is none."""

    name: str
    batch: str | None
    closed: bool
    reason: tuple[str, str] | None = None


def prepare(folder: Path) -> None:
    """Make the places beside the sub-folders. Raises WrongUse when there is no such folder."""
    if not folder.is_dir():
        raise WrongUse(f"Không có thư mục {folder}.", f"There is no folder {folder}.")
    for name in (TAKEN, DONE, FAILED):
        (folder / name).mkdir(exist_ok=True)


def look(folder: Path) -> Look:
    """What stands in each sub-folder now; empty ones and hidden ones are left out. Links are not followed."""
    found = {}
    for place in sorted(folder.iterdir()):
        if (
            place.name in {DONE, FAILED}
            or place.name.startswith(".")
            or place.is_symlink()
            or not place.is_dir()
        ):
            continue
        seen = tuple(
            (str(path.relative_to(place)), path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(place.rglob("*"))
            if path.is_file() and not path.is_symlink()
        )
        if seen:
            found[place.name] = seen
    return found


def settled(before: Look, now: Look) -> list[str]:
    """The sub-folders that two looks in a row found the same."""
    return [name for name, seen in now.items() if before.get(name) == seen]


def claim(folder: Path, name: str) -> bool:
    """Take a sub-folder away from every other watcher; False when another was quicker."""
    target = folder / TAKEN / name
    try:
        if not target.exists():
            (folder / name).rename(target)
            sync_folder(folder)
            return True
    except OSError:
        pass
    return False


def taken(folder: Path) -> list[str]:
    """Sub-folders that were taken and are not done: those of a run that died among them."""
    return sorted(place.name for place in (folder / TAKEN).iterdir() if place.is_dir())


def take_in(services: Services, folder: Path, name: str, act: Act, read: Read) -> Watched:
    """Make a batch of a taken sub-folder, have it read by `read`, and put the sub-folder where it belongs.

    Safe to repeat after a crash at any point: equal files under equal names resume the same batch. A batch that is
    read and does not close (its docket disagrees) leaves the sub-folder in `failed`, with what to do.
    """
    place = folder / TAKEN / name
    try:
        files = [path for path in gather([place]) if path.name not in _OWN]
        if not files:
            raise WrongUse(f"Thư mục {name} không có tệp quét nào.", f"Folder {name} holds no scans.")
        request = Request(docket=_docket(place, name))
        batch = receive(services.ledger, services.workspace, files, request, act, str(uuid4())).batch
        read(batch)
        return _put_away(services, folder, name, batch)
    except PipelineError as fault:
        write_whole(place / "reason.txt", f"{fault.vi}\n{fault.en}\n".encode())
        _move(place, folder / FAILED)
        return Watched(name, None, False, (fault.vi, fault.en))


def _docket(place: Path, name: str) -> Docket:
    for file in _DOCKETS:
        if (place / file).is_file():
            return load_docket(place / file)
    return Docket.model_validate({"archival_file": name})


def _put_away(services: Services, folder: Path, name: str, batch: str) -> Watched:
    place = folder / TAKEN / name
    with services.ledger.reading() as connection:
        row, counts = find_batch(connection, batch), count(connection, batch)
        files = [{"file": Path(s.file).name, "sha256": s.sha256} for s in sources_of(connection, batch)]
    closed = row.state == "closed"
    told = {
        "batch": batch,
        "state": row.state,
        "closed_at": row.closed_at,
        **counts.as_json(),
        "files": files,
    }
    write_whole(place / "receipt.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    if closed:
        _move(place, folder / DONE)
        return Watched(name, batch, True)
    reason = (
        f"Lô {batch} chưa đóng: số trang chưa khớp phiếu lô hoặc còn trang chưa đọc. Mở lô đó ở bàn làm việc.",
        f"Batch {batch} is not closed: pages and docket differ, or pages are unread. Open it at the desk.",
    )
    write_whole(place / "reason.txt", "\n".join(reason).encode())
    _move(place, folder / FAILED)
    return Watched(name, batch, False, reason)


def _move(place: Path, to: Path) -> None:
    target, number = to / place.name, 1
    while target.exists():
        number += 1
        target = to / f"{place.name} ({number})"
    place.rename(target)
    sync_folder(to)
    sync_folder(place.parent)

"""An outside judge of what we store: ocfl-py, which shares no code with us."""

from __future__ import annotations

import shutil
from pathlib import Path

from ocfl.object import Object
from ocfl.storage_root import StorageRoot

from archive.store import ObjectStore


def judge_root(folder: Path) -> int:
    """Number of objects; AssertionError with the judge's words when root or any object is not valid OCFL."""
    root = StorageRoot(root=str(folder))
    valid = root.validate(log_warnings=False, log_errors=False)
    words = [message for _, message in root.errors]
    assert valid, (root.log.status_str() if root.log else "", words)
    assert (root.num_objects, words) == (root.good_objects, [])
    return int(root.num_objects)


def judge_object(folder: Path) -> bool:
    """Whether one object folder is valid."""
    valid, _ = Object().validate(objdir=str(folder), log_warnings=False, log_errors=False)
    return bool(valid)


def exported(store: ObjectStore, folder: Path) -> Path:
    """The store's keys as files, for judges that read folders only."""
    shutil.rmtree(folder, ignore_errors=True)
    for key in store.list(""):
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.get(key))
    return folder

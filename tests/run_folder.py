"""The folder that all processes of one test run write below: in memory where there is plenty, gone when the run ends.

Tests make tens of thousands of fsyncs, and on a disk each takes longer than what it makes safe. No test cuts the
power of a machine: what reaches a disk is proved call by call in tests/archive/test_power_loss.py.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_MEMORY = Path("/dev/shm")
_FREE_BYTES = 8 << 30
_PREFIX = "sohoa-tests-"
_FOLDER, _DISK = "TEST_RUN_FOLDER", "TEST_RUN_DISK"


def begin() -> None:
    """Make the folder and let this process and those it starts keep their temporary files there.

    What earlier runs left behind because they were killed, or kept because a test failed, is removed.
    """
    disk = Path(tempfile.gettempdir())
    place = _MEMORY if _plenty() else disk
    for left in place.glob(f"{_PREFIX}*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    # PostgreSQL, which runs as a user without rights, must reach its own folder.
    folder.chmod(0o711)
    os.environ |= {_FOLDER: str(folder), _DISK: str(disk), "TMPDIR": str(folder)}
    tempfile.tempdir = None


def end() -> None:
    """Remove the folder and everything in it."""
    shutil.rmtree(os.environ[_FOLDER], ignore_errors=True)


def disk() -> str:
    """A folder for temporary files on a disk, for servers that want what only file systems of disks have."""
    # Benchmarks start servers without a test run.
    return os.environ.get(_DISK) or tempfile.gettempdir()


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, filled by `make` in whichever process of the run asks first while the others wait.

    Nobody changes it afterwards: tests work in copies.
    """
    folder = Path(os.environ[_FOLDER], "made", name)
    folder.parent.mkdir(exist_ok=True)
    with folder.with_name(f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.with_name(f"{name}.done")
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def _plenty() -> bool:
    """Whether memory may hold a run's files (two gigabytes) and programs may be started from there."""
    try:
        about = os.statvfs(_MEMORY)
        told = Path("/proc/meminfo").read_text("ascii")
    except OSError:
        return False
    available = next(int(line.split()[1]) << 10 for line in told.splitlines() if "MemAvailable" in line)
    return not about.f_flag & os.ST_NOEXEC and min(about.f_bavail * about.f_frsize, available) >= _FREE_BYTES

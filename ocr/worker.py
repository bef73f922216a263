"""The program inside a worker process: waits for requests on a socket, reads one page at a time, answers
plain data.

Started by ocr/pool.py as `python -m ocr.worker FD`, so that the caller's main module is never imported here.
Writes nothing to the terminal.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import cv2

from ocr.decode import decode
from ocr.engine import OcrEngine, open_engine
from ocr.faults import PAGE_DAMAGED, PAGE_MEMORY, EngineFailed, Fault, OcrError, PageUnreadable
from ocr.limits import Limits
from ocr.other_network import opened, other_choice
from ocr.read import read_page, reader_name
from ocr.read_again import VARIANTS, read_again
from ocr.second_reading import WAYS, SecondReading
from ocr.survey import survey
from ocr.worker_messages import FULL_BYTES, Again, Answer, Ready, Setup, Task

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
# OpenCV reports a failed allocation with this code instead of MemoryError.
_CV_NO_MEMORY = -4


def main() -> None:
    """Serves until the other end closes or the parent dies."""
    # The parent decides about Ctrl-C; a worker that dies of it would look like a killed one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Even stopped or stuck in a library the worker ends with its parent. Should the parent be gone already,
    # its end of the socket is closed.
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    connection = Connection(int(sys.argv[1]))
    try:
        setup: Setup = connection.recv()
        _confine(setup.limits)
        engine = _engine(setup, connection)
        while True:
            answer = _answer(connection.recv(), engine, setup)
            _give_back()
            connection.send(answer)
    except (EOFError, ConnectionError):
        return


def _give_back() -> None:
    """Returns to the system what a large page left behind.

    Not after every page: the next one would have to fetch the same memory again, at a tenth of its time.
    """
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    if held > FULL_BYTES:
        _LIBC.malloc_trim(0)


def _confine(limits: Limits) -> None:
    cv2.setNumThreads(1)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.worker_bytes, limits.worker_bytes))
    # A crash on a hostile page is expected and answered; its core dump would hold personal data.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _engine(setup: Setup, connection: Connection) -> OcrEngine | None:
    if setup.engine is None:
        connection.send(Ready("survey"))
        return None
    try:
        engine = open_engine(setup.engine)
    except OcrError as failure:
        connection.send(Ready("", failure))
        raise EOFError from failure
    connection.send(Ready(reader_name(engine)))
    return engine


def _answer(task: Task, engine: OcrEngine | None, setup: Setup) -> Answer:
    number, limits = str(task.number or 1), setup.limits
    try:
        if engine is None or task.number == 0:
            return Answer(survey=survey(task.path, limits))
        if task.again is not None:
            return Answer(again=_again(task, task.again, engine, setup))
        return Answer(reading=read_page(task.path, task.number, engine, limits))
    except PageUnreadable as unreadable:
        return Answer(fault=unreadable.fault)
    except (EngineFailed, OSError) as failure:
        return Answer(failure=failure)
    except MemoryError:
        return Answer(fault=Fault(PAGE_MEMORY, {"page": number}))
    except cv2.error as broken:
        if broken.code == _CV_NO_MEMORY or "alloc" in str(broken):
            return Answer(fault=Fault(PAGE_MEMORY, {"page": number}))
        return Answer(fault=Fault(PAGE_DAMAGED, {"page": number, "detail": "image cannot be processed"}))
    except Exception as unknown:
        # Hostile bytes find ways through every parser; the page is set aside and the batch goes on.
        return Answer(fault=Fault(PAGE_DAMAGED, {"page": number, "detail": type(unknown).__name__}))


def _again(
    task: Task, asked: Again, engine: OcrEngine, setup: Setup
) -> tuple[tuple[SecondReading, ...], ...]:
    page = decode(task.path, task.number, setup.limits, lean=True)
    ways = WAYS if asked.ways is None else asked.ways
    chosen = [variant for variant in VARIANTS if variant.name in ways]
    choice = other_choice(setup.engine) if setup.engine and any(v.other for v in chosen) else None
    with opened(choice) as other:
        return tuple(read_again(page, asked.boxes, asked.rotation, engine, chosen, asked.letters, other))


if __name__ == "__main__":
    # Under its own name, so that both ends pickle the same classes.
    from ocr.worker import main as serve

    serve()

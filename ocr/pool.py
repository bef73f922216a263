"""Worker processes that read pages, and what happens when a page hangs them or brings them down.

A page never takes the batch with it: it is killed at its time limit; when its worker dies it is tried again
alone, and after two deaths alone it is set aside with PAGE_KILLED_WORKER. A worker that a page left with more
memory than ordinary pages need is replaced before the next one. Schedules nothing beyond the pages it is given.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType

from ocr.engine import EngineChoice
from ocr.faults import PAGE_KILLED_WORKER, PAGE_TIMEOUT, EngineFailed, Fault
from ocr.limits import Limits
from ocr.page import Box
from ocr.reading import PageReading, Survey
from ocr.second_reading import OTHER_WAYS, WAYS, SecondReading
from ocr.worker_messages import GROWN_BYTES, Again, Answer, Setup, Task
from ocr.worker_process import WorkerDied, WorkerProcess

_SOLO_DEATHS = 2
# Outcomes that may wait for an earlier page, per worker, before reading pauses.
_AHEAD = 4


@dataclass(frozen=True)
class PageRequest:
    """Page `number` (from 1) of a file; `token` comes back with the outcome."""

    token: str
    path: Path
    number: int

    @property
    def task(self) -> Task:
        """What a worker is told."""
        return Task(self.path, self.number)


@dataclass(frozen=True)
class AgainRequest:
    """Places of page `number` (from 1) of a file to be read again; `token` comes back with the outcome.

    `boxes` are in master pixels and `rotation` is that of the first reading; with `letters` nothing but them is read.
    `ways` names variants of `ocr.second_reading.WAYS` and OTHER_WAYS; None: all of WAYS. Those of the second network
    are left out where the engine has none. Raises ValueError for a rotation that is none, an empty restriction or a way
    that nobody knows.
    """

    token: str
    path: Path
    number: int
    boxes: tuple[Box, ...]
    rotation: int = 0
    letters: str | None = None
    ways: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.rotation % 90 or self.letters == "":
            raise ValueError("rotation goes by quarter turns, and a restriction names its letters")
        if self.ways is not None and not set(self.ways) <= {*WAYS, *OTHER_WAYS}:
            raise ValueError(f"ways of reading again are {', '.join((*WAYS, *OTHER_WAYS))}")

    @property
    def task(self) -> Task:
        """What a worker is told."""
        return Task(self.path, self.number, Again(self.boxes, self.rotation, self.letters, self.ways))


_Request = PageRequest | AgainRequest


@dataclass(frozen=True)
class PageOutcome:
    """Either a reading or the fault of the page."""

    token: str
    reading: PageReading | None
    fault: Fault | None


@dataclass(frozen=True)
class AgainOutcome:
    """Either the second readings of each box, in the order of the boxes, or the fault of the page."""

    token: str
    readings: tuple[tuple[SecondReading, ...], ...] | None
    fault: Fault | None


@dataclass
class _Run:
    """One call of `read`: what is out, what is done but not yet due, and who may have killed a worker."""

    requests: Iterator[_Request]
    busy: dict[WorkerProcess, tuple[int, _Request]] = field(default_factory=dict)
    done: dict[int, tuple[_Request, Answer]] = field(default_factory=dict)
    suspects: deque[tuple[int, _Request]] = field(default_factory=deque)
    taken: int = 0
    given: int = 0
    drained: bool = False


class ReaderPool:
    """`workers` processes with a loaded engine each, and one without for surveys.

    A context manager. Raises ToolMissing or EngineFailed when the engine cannot start. May be created and
    used from any thread; `read` and `survey` may be called from different threads, calls of `read` wait for
    each other.
    """

    def __init__(self, workers: int, limits: Limits, engine: EngineChoice) -> None:
        if workers < 1:
            raise ValueError("at least one worker is needed")
        self._limits = limits
        self._setup = Setup(limits, engine)
        self._reading, self._surveying = threading.Lock(), threading.Lock()
        self._surveyor: WorkerProcess | None = None
        self._workers: list[WorkerProcess] = []
        try:
            self._workers.extend(WorkerProcess(self._setup) for _ in range(workers))
            names = {worker.ready() for worker in self._workers}
            self._engine_name = min(names)
        except BaseException:
            self.close()
            raise

    @property
    def engine_name(self) -> str:
        """Engine and cleanup with their versions: part of the key under which a reading is kept."""
        return self._engine_name

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers, also those at work."""
        for worker in self._workers:
            worker.kill()
        if self._surveyor is not None:
            self._surveyor.kill()
        self._workers, self._surveyor = [], None

    def survey(self, path: Path) -> Survey:
        """Surveys a file in a process of its own; a file that hangs or kills it gets a fault.

        Raises OSError when the file cannot be opened.
        """
        with self._surveying:
            for _ in range(_SOLO_DEATHS):
                if self._surveyor is None:
                    self._surveyor = WorkerProcess(Setup(self._limits, None))
                try:
                    answer = self._surveyor.ask(Task(path, 0), self._limits.page_seconds)
                except WorkerDied:
                    self._surveyor = None
                    continue
                if answer is None:
                    self._surveyor = None
                    return Survey("application/octet-stream", fault=self._timeout(1))
                return _surveyed(answer)
        return Survey("application/octet-stream", fault=Fault(PAGE_KILLED_WORKER, {"page": "1"}))

    def read(self, requests: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        """Outcomes in the order of the requests, which are taken from their iterator only as fast as pages
        are read.

        Raises EngineFailed when the engine breaks on a page twice, OSError when a file is gone.
        """
        with closing(self._answers(requests)) as answers:
            for request, answer in answers:
                yield PageOutcome(request.token, answer.reading, answer.fault)

    def read_again(self, requests: Iterable[AgainRequest]) -> Iterator[AgainOutcome]:
        """Second readings of places, under the same promises and limits as `read`: a request counts as one page.

        Waits for a `read` that is under way: never call it inside a loop over one, collect the places first.
        """
        with closing(self._answers(requests)) as answers:
            for request, answer in answers:
                yield AgainOutcome(request.token, answer.again, answer.fault)

    def _answers(self, requests: Iterable[_Request]) -> Generator[tuple[_Request, Answer], None, None]:
        with self._reading:
            run = _Run(iter(requests))
            try:
                while True:
                    self._fill(run)
                    while run.given in run.done:
                        answered = run.done.pop(run.given)
                        run.given += 1
                        yield answered
                        self._fill(run)
                    if run.busy:
                        self._collect(run)
                    elif run.suspects:
                        at, request = run.suspects.popleft()
                        run.done[at] = request, self._alone(request)
                    elif run.drained:
                        return
            finally:
                self._abandon(run)

    def _fill(self, run: _Run) -> None:
        """Gives idle workers work, unless a suspect waits to be tried alone or too many outcomes wait."""
        for worker in list(self._workers):
            ahead = run.taken - run.given >= _AHEAD * len(self._workers)
            if worker in run.busy or run.suspects or run.drained or ahead:
                continue
            request = next(run.requests, None)
            if request is None:
                run.drained = True
                return
            run.busy[worker] = (run.taken, request)
            run.taken += 1
            worker.start(request.task, self._limits.page_seconds)

    def _collect(self, run: _Run) -> None:
        """Waits until a worker answers, dies or is out of time."""
        soonest = min(worker.seconds_left for worker in run.busy)
        wait([worker.waitable for worker in run.busy], timeout=max(0.0, soonest))
        for worker in list(run.busy):
            if not worker.settled:
                continue
            at, request = run.busy.pop(worker)
            try:
                answer = worker.result()
            except WorkerDied:
                self._replace(worker)
                run.suspects.append((at, request))
                continue
            if answer is None:
                self._replace(worker)
                run.done[at] = request, Answer(fault=self._timeout(request.number))
            elif isinstance(answer.failure, EngineFailed):
                self._replace(worker)
                run.suspects.append((at, request))
            else:
                run.done[at] = request, _sound(answer)
                self._kept_small(worker)

    def _alone(self, request: _Request) -> Answer:
        """Reads a suspect with no other page at work, each time in a fresh worker."""
        for _ in range(_SOLO_DEATHS):
            worker = self._replace(self._workers[0])
            try:
                answer = worker.ask(request.task, self._limits.page_seconds)
            except WorkerDied:
                continue
            if answer is None:
                self._replace(worker)
                return Answer(fault=self._timeout(request.number))
            self._kept_small(worker)
            return _sound(answer)
        self._replace(self._workers[0])
        return Answer(fault=Fault(PAGE_KILLED_WORKER, {"page": str(request.number)}))

    def _kept_small(self, worker: WorkerProcess) -> None:
        """A worker that a large page has swollen makes room for a fresh one."""
        if worker.resident_bytes > GROWN_BYTES:
            self._replace(worker)

    def _replace(self, worker: WorkerProcess) -> WorkerProcess:
        worker.kill()
        fresh = WorkerProcess(self._setup)
        self._workers[self._workers.index(worker)] = fresh
        fresh.ready()
        return fresh

    def _abandon(self, run: _Run) -> None:
        """A caller that stops early leaves workers busy; the next call must find them idle."""
        for worker in list(run.busy):
            if worker in self._workers:
                self._replace(worker)

    def _timeout(self, number: int) -> Fault:
        return Fault(PAGE_TIMEOUT, {"page": str(number), "seconds": f"{self._limits.page_seconds:g}"})


def _sound(answer: Answer) -> Answer:
    if answer.failure is not None:
        raise answer.failure
    return answer


def _surveyed(answer: Answer) -> Survey:
    return _sound(answer).survey or Survey("application/octet-stream", fault=answer.fault)

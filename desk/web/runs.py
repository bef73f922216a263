"""Work in the background: one flow process after the other, and how far the present one is. The ledger stays the truth.

When the desk dies, its flow dies with it; the batch stands in the ledger as far as it came and is started again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from desk.flow_runner import FLOWS, FlowCall, log_path, run_flow
from pipeline.actors import Act, Actor
from pipeline.digitize import close
from pipeline.errors import PipelineError
from pipeline.window.lane import settle
from pipeline.wiring import Services

WAITING, RUNNING, DONE, BROKEN = "waiting", "running", "done", "broken"


@dataclass(frozen=True)
class Progress:
    """How far a batch is: `stage` as the flow names it, `done` of `all`; `fault` in both languages when it broke."""

    state: str
    stage: str = ""
    done: int = 0
    all: int = 0
    fault: tuple[str, str] | None = None

    @property
    def busy(self) -> bool:
        """Waiting its turn, or at work."""
        return self.state in {WAITING, RUNNING}


@dataclass(frozen=True)
class Runner:
    """What starts flows: the environment they get and the program; tests give another program."""

    environ: Mapping[str, str]
    program: tuple[str, ...] = FLOWS


@dataclass
class Runs:
    """Holds the threads that work off what people started, in order, and the progress of each batch."""

    services: Services
    runner: Runner
    _turn: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "desk-runs"))
    # Somebody stands at the counter: one paper never waits behind a batch of thousands.
    _counter: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "desk-counter"))
    _progress: dict[str, Progress] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, batch: str) -> Progress | None:
        """The progress of a batch that was started here, else None."""
        return self._progress.get(batch)

    def digitize(self, batch: str, by: Actor) -> None:
        """Read the batch in the name of `by`; nothing when it waits or runs already."""
        self._start(batch, lambda: self._digitize(batch, by))

    def close(self, batch: str, by: Actor, reason: str | None) -> None:
        """Store what the batch holds and close it; `reason` overrules a docket that disagrees."""
        self._start(batch, lambda: self._close(batch, by, reason))

    def read_paper(self, batch: str, by: Actor) -> None:
        """Read a paper of the counter in the name of `by`; nothing when it waits or runs already."""
        self._start(batch, lambda: self._digitize(batch, by, "paper"), self._counter)

    def settle(self, dossier: str, by: Actor) -> None:
        """Bring what the dossier (empty: any) uses unchecked to signature and store, as far as no person is needed."""
        self._start(f"settle {dossier}", lambda: self._settle(dossier, by), self._counter)

    def _settle(self, dossier: str, by: Actor) -> Progress:
        settle(self.services, Act(by, self.services.clock()), dossier or None)
        return Progress(DONE)

    def _start(
        self, batch: str, work: Callable[[], Progress], turn: ThreadPoolExecutor | None = None
    ) -> None:
        with self._lock:
            known = self._progress.get(batch)
            if known is not None and known.busy:
                return
            self._progress[batch] = Progress(WAITING)
        (turn or self._turn).submit(self._guarded, batch, work)

    def _guarded(self, batch: str, work: Callable[[], Progress]) -> None:
        self._progress[batch] = Progress(RUNNING)
        try:
            self._progress[batch] = work()
        except PipelineError as fault:
            self._progress[batch] = Progress(BROKEN, fault=(fault.vi, fault.en))
        except Exception as fault:
            told = type(fault).__name__
            self._progress[batch] = Progress(BROKEN, fault=(f"Lỗi của phần mềm: {told}", f"A fault: {told}"))
            raise

    def _digitize(self, batch: str, by: Actor, command: str = "digitize") -> Progress:
        home = self.services.settings.home
        with self.services.ledger.writing(Act(by, self.services.clock())):
            # Entering is enough: the ledger remembers whoever writes, and the flow looks the actor up.
            pass
        environ = {**self.runner.environ, "SOHOA_HOME": str(home)}
        log = log_path(home, "digitize", self.services.clock())
        words = (command, batch, "--actor", by.id)
        end = run_flow(FlowCall(words, environ, log, self.runner.program), lambda e: self._hear(batch, e))
        return Progress(BROKEN if end.error else DONE, fault=end.error)

    def _close(self, batch: str, by: Actor, reason: str | None) -> Progress:
        def progress(done: int, of: int) -> None:
            self._progress[batch] = Progress(RUNNING, "close", done, of)

        with self.services.workspace.lock(batch):
            act = Act(by, self.services.clock())
            done = close(self.services, batch, act, reason=reason, progress=progress)
        if done:
            return Progress(DONE)
        fault = (
            "Lô chưa đóng: số trang chưa khớp phiếu lô hoặc còn trang chưa đọc. Xem các dòng đỏ bên dưới.",
            "The batch stays open: pages and docket differ, or pages are unread. See the red lines below.",
        )
        return Progress(BROKEN, fault=fault)

    def _hear(self, batch: str, event: dict[str, Any]) -> None:
        known = self._progress[batch]
        match event["event"]:
            case "stage":
                self._progress[batch] = replace(known, stage=str(event.get("name", "")), done=0, all=0)
            case "counts":
                of, open_ = int(event["pages_in"]), int(event["pages_open"])
                self._progress[batch] = replace(known, done=of - open_, all=of)
            case "deposit":
                self._progress[batch] = replace(known, done=int(event["done"]), all=int(event["all"]))

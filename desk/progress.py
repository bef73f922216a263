"""Progress on stderr: one moving bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from rich.progress import BarColumn, Progress, TextColumn

from desk.console import QUIET, plain
from desk.session import Session

LINE_EVERY_SECONDS = 10.0
STAGES = ("server", "survey", "read", "look", "draft", "close")


class Bar:
    """Shows how many of how many are done and how fast, for one kind of thing at a time.

    `unit` is the words' key of what is counted. No thread refreshes it: children are forked meanwhile.
    """

    def __init__(self, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._clock = clock
        self._title = ""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=32, complete_style="blue", finished_style="blue", pulse_style=QUIET),
            TextColumn("{task.fields[figures]}", style=QUIET),
            console=session.terminal.err,
            auto_refresh=False,
            transient=True,
            disable=not session.terminal.interactive,
        )
        self._task = self._progress.add_task("", total=None, figures="")
        self._began, self._first, self._done, self._said = clock(), 0, 0, 0.0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    @property
    def seconds(self) -> float:
        """Time since the title was set."""
        return self._clock() - self._began

    @property
    def per_minute(self) -> float:
        """Things done a minute since the title was set; 0 before the first."""
        return (self._done - self._first) * 60 / self.seconds if self.seconds > 0 else 0.0

    def title(self, text: str) -> None:
        """Begin a new stage."""
        self._title, self._began, self._first, self._done, self._said = text, self._clock(), -1, 0, 0.0
        self._progress.reset(self._task, total=None, description=plain(text), figures="")
        self._progress.refresh()
        if not self._session.terminal.interactive:
            self._session.terminal.say(text, QUIET)

    def show(self, done: int, total: int, unit: str) -> None:
        """Set the count of the present stage."""
        if self._first < 0:
            self._first = done
        self._done = done
        words = self._session.words
        figures = words("progress.figures", done=done, total=total, unit=words(unit))
        if unit == "unit.pages" and self.per_minute >= 1:
            figures += words("progress.rate", rate=f"{self.per_minute:.0f}")
        self._progress.update(self._task, completed=done, total=total or None, figures=figures)
        self._progress.refresh()
        if not self._session.terminal.interactive and self._line_is_due(done == total):
            self._session.terminal.say(f"  {figures}", QUIET)

    def _line_is_due(self, finished: bool) -> bool:
        now = self._clock()
        if not finished and now - self._said < LINE_EVERY_SECONDS:
            return False
        self._said = now
        return True


class FlowProgress:
    """Turns the lines of a flow process into a bar; keeps what the summary needs.

    `hosted` says that a server is up already, so that its start is not announced again.
    """

    def __init__(self, session: Session, bar: Bar, *, hosted: bool = False) -> None:
        self._hosted = hosted
        self._session = session
        self._bar = bar
        self.pages_per_minute = 0.0

    def __call__(self, event: dict[str, Any]) -> None:
        """Take one line of the flow process."""
        match event["event"]:
            case "stage" if event.get("name") == "server" and self._hosted:
                return
            case "stage" if event.get("name") in STAGES:
                self._bar.title(self._session.words(f"stage.{event['name']}"))
            case "counts":
                total = int(event["pages_in"])
                self._bar.show(total - int(event["pages_open"]), total, "unit.pages")
                self.pages_per_minute = self._bar.per_minute
            case "deposit":
                self._bar.show(int(event["done"]), int(event["all"]), "unit.records")

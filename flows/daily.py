"""A flow once a day in a process that serves flows. Not Prefect's scheduler: see docs/decisions/0034.

The clock starts with the process; whatever a day leaves undone the next one finds in the ledger.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

DAY_SECONDS = 24 * 3600.0
_log = logging.getLogger(__name__)


@contextmanager
def daily(run: Callable[[], object], seconds: float = DAY_SECONDS) -> Iterator[None]:
    """Call `run` now and then every `seconds`, in a thread of its own, while the block runs. One fault ends no day."""
    stopped = Event()

    def work() -> None:
        while True:
            try:
                run()
            except Exception:  # a full disk, a database away: tomorrow is another day, and the log has it
                _log.exception("daily run failed")
            if stopped.wait(seconds):
                return

    thread = Thread(target=work, name="daily", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()

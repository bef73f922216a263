"""What the tasks of one flow process share: services, the pool, who acts, and where progress goes.

Prefect passes ids only; everything that holds a connection or a process lives here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TextIO

from pipeline.actors import Act, Actor
from pipeline.reader import Pool, open_pool
from pipeline.wiring import Services


@dataclass
class FlowContext:
    """One flow process; `lines` gets one JSON object a line."""

    services: Services
    actor: Actor
    lines: TextIO = field(default_factory=lambda: sys.stdout)
    _stack: ExitStack = field(default_factory=ExitStack)
    _pool: Pool | None = None

    def act(self) -> Act:
        """The actor, now."""
        return Act(self.actor, self.services.clock())

    def pool(self) -> Pool:
        """The reading processes, started at first use."""
        if self._pool is None:
            self._pool = self._stack.enter_context(open_pool(self.services.settings))
        return self._pool

    def close(self) -> None:
        """End the reading processes."""
        self._stack.close()

    def tell(self, event: str, values: Mapping[str, Any] | None = None) -> None:
        """Write one line for the process that started this one."""
        print(json.dumps({"event": event, **(values or {})}, ensure_ascii=False), file=self.lines, flush=True)


_current: list[FlowContext] = []


def enter(context: FlowContext) -> None:
    """Make `context` the one that tasks of this process use."""
    _current[:] = [context]


def current() -> FlowContext:
    """The context of this process. Raises LookupError when a flow runs outside `python -m flows`."""
    if not _current:
        raise LookupError("flows run inside `python -m flows`, which prepares their context")
    return _current[0]

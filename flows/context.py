"""What the tasks of one flow process share: services, the pool, who acts, and where progress goes.

Prefect passes ids only; everything that holds a connection or a process lives here.
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TextIO

from pipeline import settings
from pipeline.actors import Act, Actor, service
from pipeline.reader import Pool, open_pool
from pipeline.wiring import Services, open_services


@dataclass
class FlowContext:
    """One flow process; `lines` gets one JSON object a line, or is None when nobody listens."""

    services: Services
    actor: Actor
    lines: TextIO | None
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
        if self.lines is not None:
            print(
                json.dumps({"event": event, **(values or {})}, ensure_ascii=False),
                file=self.lines,
                flush=True,
            )


_current: list[FlowContext] = []


def enter(context: FlowContext) -> None:
    """Make `context` the one that tasks of this process use."""
    _current[:] = [context]


def current() -> FlowContext:
    """The context of this process.

    A process that Prefect itself started for a scheduled run has none yet: it acts as the service, and there is
    nobody to tell.
    """
    if not _current:
        services = open_services(settings.load(os.environ))
        actor = service("flows", services.settings.unit)
        enter(FlowContext(services, actor, None))
        atexit.register(_current[0].close)
    return _current[0]

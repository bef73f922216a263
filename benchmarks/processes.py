"""Several processes for one list of work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def processes(count: int, begin: Callable[[], object] | None = None) -> ProcessPoolExecutor:
    """`count` new processes, each of which calls `begin` first. Raises BrokenProcessPool when one of them dies.

    multiprocessing.Pool would wait for ever for what the dead one was at.
    """
    return ProcessPoolExecutor(count, get_context("spawn"), begin)

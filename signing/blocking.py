"""Calling pyHanko's coroutines from plain functions, whoever calls those."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(start: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of the coroutine that `start` makes, also when this thread already has a running event loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(start())
    # A web page or flow that is itself asynchronous: one loop per thread, so another thread takes it.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(start())).result()

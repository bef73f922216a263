"""How much a single file or page may ask of this machine. Applied before decoding, never after."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on input; a file or page beyond them yields a fault, not work.

    `page_seconds` is wall time in a worker, after which the worker is killed. `worker_bytes` bounds the
    private memory of one worker process. 150 million pixels let an A0 sheet at 300 dpi pass.
    """

    max_file_bytes: int = 500 * MIB
    max_page_pixels: int = 150_000_000
    max_pages: int = 2000
    page_seconds: float = 120.0
    worker_bytes: int = 1_400 * MIB

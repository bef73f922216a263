"""How often one address may try something: a small allowance that fills again with time. Lives in this process only."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.errors import PipelineError

MOST_KEPT = 10_000


class TooOften(PipelineError):
    """Too many tries in a short time."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(
            "Quá nhiều lần thử trong thời gian ngắn. Chờ một phút rồi làm lại.",
            "Too many tries in a short time. Wait a minute, then try again.",
        )


@dataclass
class Pace:
    """`most` tries at once, `per_minute` more each minute, for each key apart."""

    most: float
    per_minute: float
    _left: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, key: str, at: datetime) -> None:
        """One try of `key` at that moment. Raises TooOften."""
        with self._lock:
            left, since = self._left.get(key, (self.most, at))
            # A clock put back must not take what is left.
            minutes = max(0.0, (at - since).total_seconds() / 60)
            left = min(self.most, left + minutes * self.per_minute)
            if left < 1:
                raise TooOften
            if len(self._left) >= MOST_KEPT:
                self._left.clear()
            self._left[key] = (left - 1, at)

    def give_back(self, key: str) -> None:
        """The last try of `key` shall not count."""
        with self._lock:
            if key in self._left:
                left, since = self._left[key]
                self._left[key] = (min(self.most, left + 1), since)

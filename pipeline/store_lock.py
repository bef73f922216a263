"""How long what is stored may not be removed: the answer that goes into each package on its way to the store.

A reviewed record whose class keeps it for years is locked until they are over; everything else for `SOHOA_LOCK_DAYS`,
which upkeep renews when half of it has run (lock_upkeep.py). GOVERNANCE alone: nobody could ever undo COMPLIANCE, also
not for a page that was scanned by mistake or unlawfully.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from archive.lock_rounds import Wanted
from archive.package import Description, Package
from archive.retention import Term
from archive.store import GOVERNANCE, Lock
from pipeline.retention import classes
from pipeline.settings import Settings


@dataclass(frozen=True)
class Keeping:
    """What decides how long a record is kept: its term, the date of the paper, and whether a person checked that."""

    term: Term
    issued: str
    reviewed: bool

    @property
    def ends(self) -> datetime | None:
        """The first moment after the term; None: for good, or not before a person decides, or not known yet."""
        found = classes().get(self.term.retention_class)
        # A date that nobody has checked must not let go of a paper too early.
        day = found.ends(self.issued) if found and self.reviewed else None
        return datetime.combine(day, time(), UTC) if day else None


def keeping(term: Term, description: Description) -> Keeping:
    """The same of a record on its way to the store."""
    return Keeping(term, description.issued, description.review_state == "reviewed")


def with_lock(settings: Settings, package: Package, at: datetime, kept: Keeping | None = None) -> Package:
    """`package` with the lock that `settings` ask for at `at`; without one where they ask for none, and for a record
    whose term is over. `kept` is that of a record; other objects have no term of their own."""
    wanted = wanted_lock(settings, at, kept)
    return replace(package, lock=wanted.lock) if wanted else package


def wanted_lock(settings: Settings, at: datetime, kept: Keeping | None) -> Wanted | None:
    """The lock that an object should have at `at`, and how much less of it is still enough; None: it needs none."""
    length = timedelta(days=settings.lock_days)
    if not length:
        return None
    ends = kept.ends if kept else None
    if ends is None:
        return Wanted(Lock(GOVERNANCE, at + length), at + length / 2)
    return Wanted(Lock(GOVERNANCE, ends), ends) if ends > at else None

"""How long what is stored may not be removed: the answer that goes into each package on its way to the store.

GOVERNANCE alone: nobody could ever undo COMPLIANCE, also not for a page that was scanned by mistake or unlawfully.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from archive.package import Package
from archive.store import GOVERNANCE, Lock
from pipeline.settings import Settings


def with_lock(settings: Settings, package: Package, at: datetime) -> Package:
    """`package` with the lock that `settings` ask for, counted from `at`; without one where they ask for none."""
    if settings.lock_days == 0:
        return package
    return replace(package, lock=Lock(GOVERNANCE, at + timedelta(days=settings.lock_days)))

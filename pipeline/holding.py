"""Holding one object of the store while it is written, so that no other writer or sweep touches it."""

from __future__ import annotations

import os
import socket
from contextlib import AbstractContextManager

from archive.lease import held
from pipeline.wiring import Services

# Long enough for one record on a slow store; a killed writer delays others by no more than this.
LEASE_SECONDS = 30.0


def holding(services: Services, object_id: str, work: str = "") -> AbstractContextManager[None]:
    """Hold the object `object_id` (a URN). Raises archive's LeaseTaken when another holds it.

    `work` names the lock of the workspace under which the caller runs, if it does: after a crash the next run of
    that work takes the object again at once. Without it the lease is this process's own.
    """
    holder = f"{socket.gethostname()}:{services.settings.home}:{work or os.getpid()}"
    return held(services.ledger.engine, object_id, holder, services.clock(), LEASE_SECONDS)

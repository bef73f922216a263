"""The audit trail of a home: who seals it and who judges its signatures. What reading leaves is viewing.py's."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from archive import audit_codes as codes
from archive.audit import Event
from archive.audit_seal import Sealed, Sealer, Signer, seal, stamp_missing
from archive.audit_segments import StoredSegment, parse_anchor
from archive.audit_verify import AuditReport, Judge, verify
from archive.store import COMPLIANCE, Lock
from pipeline.actors import Act, code
from pipeline.wiring import Services

if TYPE_CHECKING:
    from signing.identity import SigningIdentity


@dataclass(frozen=True)
class Sealing:
    """What a run of sealing did: new segments, and older ones that got their timestamp now."""

    sealed: tuple[Sealed, ...]
    stamped: tuple[int, ...]


def seal_trail(services: Services, act: Act) -> Sealing:
    """Seal everything that waits. Raises archive's AuditBroken, StoreUnavailable, LeaseTaken."""
    sealer = sealer_of(services)
    event = Event(act.at, act.by.id, code(act.by.unit), "audit.seal", "audit", "success")
    made = seal(sealer, event)
    return Sealing(tuple(made), tuple(stamp_missing(sealer, event)))


def verify_trail(services: Services, connection: Connection) -> AuditReport:
    """Check database, store, signatures and timestamps."""
    return verify(connection, services.store, judge_of(services))


def sealer_of(services: Services) -> Sealer:
    """The sealer under the settings: with the seal, the development identity, or nobody; a token needs its holder."""
    # Here and not above: pyHanko takes a third of a second to load.
    from pipeline.signatures import signer, timestamper
    from signing.detached import stamp_detached

    settings = services.settings
    identity, server = signer(settings), timestamper(settings)
    vouching = None
    if identity is not None:
        sign = partial(_signed, services, identity)
        vouching = Signer(identity.name, identity.development, sign)
    until = services.clock() + timedelta(days=settings.audit_lock_days)
    return Sealer(
        store=services.store,
        engine=services.ledger.engine,
        spool=services.workspace.spool,
        holder=f"{socket.gethostname()}:{settings.home}:{os.getpid()}",
        signer=vouching,
        # COMPLIANCE: the trail holds nobody's data, so nobody ever has a right to remove it.
        lock=Lock(COMPLIANCE, until) if settings.audit_lock_days else None,
        stamp=(lambda sha256: stamp_detached(sha256, server)) if server else None,
    )


def _signed(services: Services, identity: SigningIdentity, data: bytes) -> bytes:
    from signing.detached import sign_detached

    return sign_detached(data, identity, services.clock())


def judge_of(services: Services) -> Judge:
    """Judges the signature and timestamp of a segment under the settings' trust."""
    from pipeline.signatures import trust
    from signing.detached import judge_detached, judge_stamp

    believed = trust(services.settings)

    def judge(found: StoredSegment) -> tuple[str, ...]:
        said = []
        at = services.clock()
        if found.signature is None:
            said.append(codes.SIGNATURE_GONE if parse_anchor(found.anchor).signer else codes.UNSIGNED)
        else:
            verdict = judge_detached(found.anchor, found.signature, believed, at)
            said += [codes.SIGNATURE_BAD] if not verdict.intact else []
            said += [codes.UNTRUSTED] if verdict.intact and not verdict.trusted else []
            said += [codes.DEVELOPMENT] if verdict.intact and verdict.development else []
        if found.stamp is None:
            said.append(codes.UNSTAMPED)
        else:
            stamp = judge_stamp(found.anchor, found.stamp, believed, at)
            said += [codes.STAMP_BAD] if not stamp.intact else []
            said += [codes.STAMP_UNTRUSTED] if stamp.intact and not stamp.trusted else []
        return tuple(said)

    return judge

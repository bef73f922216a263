"""The audit trail of a home: who seals it, who judges its signatures, and what reading a record leaves in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection

from archive import audit_codes as codes
from archive.audit import Event
from archive.audit_seal import Sealed, Sealer, Signer, seal, stamp_missing
from archive.audit_segments import StoredSegment, parse_anchor
from archive.audit_verify import AuditReport, Judge, verify
from pipeline.actors import Act, code
from pipeline.ledger import note
from pipeline.wiring import Services

if TYPE_CHECKING:
    from signing.identity import SigningIdentity

VIEWED, LISTED = "record.viewed", "records.listed"
# Ids of one event: its details hold at most 200 letters each, and 32 of them.
_IDS_IN_DETAIL, _DETAILS = 5, 24


class Purpose(StrEnum):
    """Why somebody reads a record. A closed list: free words would bring people into the trail."""

    LOOKUP = "lookup"
    REVIEW = "review"
    COPY = "copy"
    CHECK = "check"
    EXPORT = "export"
    INSPECTION = "inspection"


@dataclass(frozen=True)
class Sealing:
    """What a run of sealing did: new segments, and older ones that got their timestamp now."""

    sealed: tuple[Sealed, ...]
    stamped: tuple[int, ...]


def note_viewed(
    connection: Connection,
    act: Act,
    record: str,
    purpose: Purpose = Purpose.LOOKUP,
    dossier: str | None = None,
) -> None:
    """Write down that `act.by` read a record; `dossier` is the id (never the code) of the case it was read for."""
    note(connection, act, VIEWED, record, {"purpose": purpose.value, "dossier": dossier or ""})


def note_listed(
    connection: Connection,
    act: Act,
    records: Sequence[str],
    purpose: Purpose = Purpose.LOOKUP,
    dossier: str | None = None,
) -> None:
    """Write down that `act.by` was shown a list of records: one event for up to 120 of them, ids in its details."""
    ids = [record.removeprefix("urn:uuid:") for record in records]
    size = _IDS_IN_DETAIL * _DETAILS
    for start in range(0, len(ids), size):
        part = ids[start : start + size]
        detail: dict[str, str | int] = {"purpose": purpose.value, "count": len(part)}
        detail |= {"dossier": dossier} if dossier else {}
        for place in range(0, len(part), _IDS_IN_DETAIL):
            detail[f"ids{place // _IDS_IN_DETAIL + 1:02}"] = "+".join(part[place : place + _IDS_IN_DETAIL])
        note(connection, act, LISTED, f"list:{uuid4()}", detail)


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
    return Sealer(
        store=services.store,
        engine=services.ledger.engine,
        spool=services.workspace.spool,
        holder=f"{socket.gethostname()}:{settings.home}:{os.getpid()}",
        signer=vouching,
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

"""Certified copies: SAO Y, SAO LỤC, TRÍCH SAO of an archived record, numbered, signed, kept as objects of their own.

The number is printed in what the signature covers, so the file is signed for the number that comes next, and that
number is taken in the transaction which writes the copy down. A signature that fails took none; where somebody was
faster the file is thrown away and signed for the next number. What is written down is in the workspace already and
goes to the store then, also after a kill.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from archive.errors import LeaseTaken
from pipeline.actors import Act
from pipeline.errors import MoveRefused
from pipeline.issuing.copy_draft import (
    Draft,
    Overtaken,
    check_signer,
    coming,
    options_for,
    write_data,
    write_down,
)
from pipeline.issuing.copy_keeping import COPY_FILE, keep
from pipeline.issuing.copy_register import KEPT, Certified, certified, pending, unseen
from pipeline.issuing.copy_source import CopyOrder, CopySource, source_for
from pipeline.issuing.tables import copies
from pipeline.signatures import evidence, timestamper, trust
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.identity import SigningIdentity
from signing.pades import SignedFile, sign
from signing.token import fingerprint

# How often a copy is signed anew because somebody took its number meanwhile.
TRIES = 5


def certify(
    services: Services, act: Act, order: CopyOrder, identity: SigningIdentity, copy: str | None = None
) -> Certified:
    """Make one certified copy and keep it. Asked again after a kill, gives the copy that was written down then.

    Asked again under the same id `copy` (a UUID of the caller's), gives the copy that bears it.

    Raises WrongUse, NotFound, MoveRefused for what must not be copied or by whom, signing's errors (a timestamp service
    that is silent too: no copy is given out below its level), archive's StoreUnavailable: then the copy is written down
    and goes to the store with the next run.
    """
    known = _before_the_kill(services, act, order)
    finish_copies(services, act)
    if known is not None:
        return replace(known, state=KEPT)
    if copy is None:
        return _made(services, act, order, identity, str(uuid4()))
    with services.workspace.lock(f"copy-{copy}"):
        return _known(services, act, order, copy) or _made(services, act, order, identity, copy)


def _known(services: Services, act: Act, order: CopyOrder, copy: str) -> Certified | None:
    with services.ledger.reading() as connection:
        mine = (copies.c.id == copy) & (copies.c.record == order.record) & (copies.c.made_by == act.by.id)
        there = connection.scalar(select(copies.c.id).where(mine))
        return certified(connection, copy) if there else None


def _made(services: Services, act: Act, order: CopyOrder, identity: SigningIdentity, copy: str) -> Certified:
    source = source_for(services, act, order)
    check_signer(source, identity)
    for _ in range(TRIES):
        if _try(services, act, source, identity, copy):
            finish_copies(services, act)
            with services.ledger.reading() as connection:
                return certified(connection, copy)
    raise MoveRefused(
        f"Nhiều người cùng lấy số bản sao; chưa sao được {order.record[:8]}. Chạy lại.",
        f"Several people take numbers of copies at once; no copy of {order.record[:8]} was made. Run again.",
    )


def finish_copies(services: Services, act: Act) -> None:
    """Bring copies that are written down and not yet in the store there. Safe to repeat; others may be at it too."""
    with services.ledger.reading() as connection:
        waiting = pending(connection)
    for copy in waiting:
        with suppress(LeaseTaken):
            keep(services, act, copy)


def _before_the_kill(services: Services, act: Act, order: CopyOrder) -> Certified | None:
    with services.ledger.reading() as connection:
        return unseen(connection, act.by.id, order.record, (order.kind, order.pages, order.receiver))


def _try(services: Services, act: Act, source: CopySource, identity: SigningIdentity, copy: str) -> bool:
    """Sign for the next number and write it down under the id `copy`; False when somebody else took that number."""
    with services.ledger.reading() as connection:
        draft = Draft(copy, source, coming(connection, services, act, source))
    folder = services.workspace.of_record(copy)
    written = False
    try:
        signed = _signed(services, act, draft, identity, folder)
        with services.ledger.writing(act) as connection:
            write_down(connection, act, draft, signed)
        written = True
    except Overtaken:
        return False
    finally:
        if not written:
            shutil.rmtree(folder, ignore_errors=True)
    return True


def _signed(
    services: Services, act: Act, draft: Draft, identity: SigningIdentity, folder: Path
) -> SignedFile:
    """The signed copy and its description, both whole in `folder`."""
    settings = services.settings
    unsigned = folder / "source.pdf"
    write_whole(unsigned, draft.source.content)
    signed = sign(
        unsigned, folder / COPY_FILE, identity, at=act.at, trust=trust(settings), options=options_for(act, draft),
        timestamper=timestamper(settings), evidence=evidence(settings),
    )  # fmt: skip
    unsigned.unlink()
    write_data(act, draft, (signed, fingerprint(identity.certificate)), folder)
    return signed

"""Certified copies: SAO Y, SAO LỤC, TRÍCH SAO of an archived record, numbered, signed, kept as objects of their own.

The number is printed in what the signature covers, so the file is signed for the number that comes next, and that
number is taken in the transaction which writes the copy down. A signature that fails took none; where somebody was
faster the file is thrown away and signed for the next number. What is written down is in the workspace already and
goes to the store then, also after a kill.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert

from archive.errors import LeaseTaken
from pipeline.actors import Act
from pipeline.capture import json_bytes
from pipeline.errors import MoveRefused
from pipeline.exchange.receipts import HandedOut, keep_receipt
from pipeline.issuing.copy_keeping import COPY_DATA, COPY_FILE, copy_json, keep
from pipeline.issuing.copy_register import KEPT, MADE, Certified, certified, pending, unseen
from pipeline.issuing.copy_source import CopyOrder, CopySource, source_for
from pipeline.issuing.numbers import Number, next_number, take_number
from pipeline.issuing.policy import on_day
from pipeline.issuing.tables import copies
from pipeline.ledger import note
from pipeline.signatures import evidence, timestamper, trust
from pipeline.viewing import Purpose, note_viewed
from pipeline.wiring import Services
from pipeline.workspace import sync_folder, write_whole
from signing.appearance import Appearance, profile
from signing.errors import IdentityRefused
from signing.identity import SigningIdentity
from signing.pades import SignedFile, SignOptions, sign
from signing.token import fingerprint

# How often a copy is signed anew because somebody took its number meanwhile.
TRIES = 5


class _Overtaken(Exception):
    """Somebody else took the number that stands in the file; rolls the transaction back."""


@dataclass(frozen=True)
class _Draft:
    """One try at a copy: its id, what it is made from, the number it shows."""

    id: str
    source: CopySource
    number: Number


def certify(services: Services, act: Act, order: CopyOrder, identity: SigningIdentity) -> Certified:
    """Make one certified copy and keep it. Asked again after a kill, gives the copy that was written down then.

    Raises WrongUse, NotFound, MoveRefused for what must not be copied or by whom, signing's errors (a timestamp service
    that is silent too: no copy is given out below its level), archive's StoreUnavailable: then the copy is written down
    and goes to the store with the next run.
    """
    known = _before_the_kill(services, act, order)
    finish_copies(services, act)
    if known is not None:
        return replace(known, state=KEPT)
    source = source_for(services, act, order)
    wanted = source.mandate.certificate if source.mandate else ""
    if wanted and wanted != fingerprint(identity.certificate):
        raise IdentityRefused(
            f"Phân công chứng thực gắn với chứng thư khác chứng thư “{identity.name}”. Dùng đúng thiết bị.",
            f"The mandate names another certificate than “{identity.name}”. Use that token.",
        )
    for _ in range(TRIES):
        copy = _try(services, act, source, identity)
        if copy is not None:
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


def _try(services: Services, act: Act, source: CopySource, identity: SigningIdentity) -> str | None:
    """Sign for the next number and write it down; the copy's id, or None when somebody else took that number."""
    copy, register = str(uuid4()), (source.row.unit, source.kind.series(services.settings.office_symbol))
    with services.ledger.reading() as connection:
        draft = _Draft(copy, source, next_number(connection, act, register))
    folder = services.workspace.of_record(copy)
    written = False
    try:
        signed = _signed(services, act, draft, identity, folder)
        with services.ledger.writing(act) as connection:
            _write_down(connection, act, draft, signed)
        written = True
    except _Overtaken:
        return None
    finally:
        if not written:
            shutil.rmtree(folder, ignore_errors=True)
    return copy


def _signed(
    services: Services, act: Act, draft: _Draft, identity: SigningIdentity, folder: Path
) -> SignedFile:
    """The signed copy and its description, both whole in `folder`."""
    source, settings = draft.source, services.settings
    look = Appearance(
        profile(source.kind.profile, on_day(act.at)),
        agency=source.row.unit,
        number=draft.number.text,
        taken=source.marks,
    )
    options = SignOptions(
        # A name of its own: the final file may carry the agency's seal, or an earlier copy's mark, already.
        field_name=f"BanSao{draft.id[:8]}",
        reason=f"{source.kind.vi} {draft.number.text}",
        location=source.row.unit,
        level=source.level,
        appearance=look,
    )
    unsigned = folder / "source.pdf"
    write_whole(unsigned, source.content)
    signed = sign(
        unsigned, folder / COPY_FILE, identity, at=act.at, trust=trust(settings), options=options,
        timestamper=timestamper(settings), evidence=evidence(settings),
    )  # fmt: skip
    unsigned.unlink()
    told = copy_json(draft.id, act, source, draft.number, (signed, fingerprint(identity.certificate)))
    write_whole(folder / COPY_DATA, json_bytes(told))
    sync_folder(folder)
    return signed


def _write_down(connection: Connection, act: Act, draft: _Draft, signed: SignedFile) -> None:
    source, order = draft.source, draft.source.order
    taken = take_number(connection, act, (draft.number.unit, draft.number.series), draft.id)
    if taken != draft.number:
        raise _Overtaken
    connection.execute(
        insert(copies).values(
            id=draft.id, record=order.record, kind=order.kind, pages=_listed(source.pages),
            source_sha256=source.sha256, state=MADE, sha256=signed.sha256, bytes=signed.size,
            signature_count=signed.signature_count, level=signed.level.value,
            asked_at=act.time, asked_by=act.by.id, made_at=act.time, made_by=act.by.id,
        )
    )  # fmt: skip
    handed = HandedOut(order.record, source.row.revision, taken.text, signed.sha256)
    keep_receipt(connection, act, order.kind, order.receiver, signed.sha256, [handed])
    note_viewed(connection, act, order.record, Purpose.COPY)
    detail: dict[str, str | int] = {
        "copy": draft.id,
        "kind": order.kind,
        "number": taken.number,
        "sha256": signed.sha256,
    }
    note(connection, act, "copy.certified", order.record, detail)


def _listed(pages: Sequence[int]) -> list[int] | None:
    return list(pages) or None

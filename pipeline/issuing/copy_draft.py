"""One try at a certified copy: what it shows, the files it is kept as, and its line in the register with its number.

Whose key signs it, and where, is not decided here: certified_copy.py has the key at hand, copy_jobs.py an agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert

from pipeline.actors import Act
from pipeline.capture import json_bytes
from pipeline.exchange.receipts import HandedOut, keep_receipt
from pipeline.issuing.copy_keeping import COPY_DATA, copy_json
from pipeline.issuing.copy_register import MADE
from pipeline.issuing.copy_source import CopySource
from pipeline.issuing.numbers import Number, next_number, take_number
from pipeline.issuing.policy import on_day
from pipeline.issuing.tables import copies
from pipeline.ledger import note
from pipeline.viewing import Purpose, note_viewed
from pipeline.wiring import Services
from pipeline.workspace import sync_folder, write_whole
from signing.appearance import Appearance, profile
from signing.errors import IdentityRefused
from signing.identity import SigningIdentity
from signing.pades import SignedFile, SignOptions
from signing.token import fingerprint


class Overtaken(Exception):
    """Somebody else took the number that stands in the file; rolls the transaction back."""


@dataclass(frozen=True)
class Draft:
    """One try at a copy: its id, what it is made from, the number it shows."""

    id: str
    source: CopySource
    number: Number


def coming(connection: Connection, services: Services, act: Act, source: CopySource) -> Number:
    """The number that a copy of this source would bear if it were written down now."""
    register = (source.row.unit, source.kind.series(services.settings.office_symbol))
    return next_number(connection, act, register)


def check_signer(source: CopySource, identity: SigningIdentity) -> None:
    """Raises signing's IdentityRefused when the mandate names another certificate."""
    wanted = source.mandate.certificate if source.mandate else ""
    if wanted and wanted != fingerprint(identity.certificate):
        raise IdentityRefused(
            f"Phân công chứng thực gắn với chứng thư khác chứng thư “{identity.name}”. Dùng đúng thiết bị.",
            f"The mandate names another certificate than “{identity.name}”. Use that token.",
        )


def options_for(act: Act, draft: Draft) -> SignOptions:
    """What the signature of a copy says and shows. Raises signing's ConfigurationRefused."""
    source = draft.source
    look = Appearance(
        profile(source.kind.profile, on_day(act.at)),
        agency=source.row.unit,
        number=draft.number.text,
        taken=source.marks,
    )
    return SignOptions(
        # A name of its own: the final file may carry the agency's seal, or an earlier copy's mark, already.
        field_name=f"BanSao{draft.id[:8]}",
        reason=f"{source.kind.vi} {draft.number.text}",
        location=source.row.unit,
        level=source.level,
        appearance=look,
    )


def write_data(act: Act, draft: Draft, signed: tuple[SignedFile, str], folder: Path) -> None:
    """The description beside the signed file in `folder`; `signed` is the file and the certificate's fingerprint."""
    told = copy_json(draft.id, act, draft.source, draft.number, signed)
    write_whole(folder / COPY_DATA, json_bytes(told))
    sync_folder(folder)


def write_down(connection: Connection, act: Act, draft: Draft, signed: SignedFile) -> None:
    """Take the number that the file shows and write the copy down. Raises Overtaken when it is another's by now."""
    source, order = draft.source, draft.source.order
    taken = take_number(connection, act, (draft.number.unit, draft.number.series), draft.id)
    if taken != draft.number:
        raise Overtaken
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

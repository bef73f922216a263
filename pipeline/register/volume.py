"""Volumes of a register: declaring one over the pages of a batch, and reading it back. Lays out no entries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Connection, func, insert, select, update

from pipeline.actors import Act
from pipeline.batch import find_batch
from pipeline.errors import MoveRefused, NotFound, WrongUse
from pipeline.ledger import note
from pipeline.ledger_tables import pages
from pipeline.lookup import volume_name
from pipeline.record import PageState
from pipeline.record_type import record_types
from pipeline.register.tables import volume_pages, volumes

# What a page of a volume is: OPEN has neither an entry nor a mark yet, and a volume is not whole while one is.
OPEN, ENTRIES = "open", "entries"
MARKS = ("cover", "blank", "index")
_LEFT_OUT = {PageState.SEPARATOR.value, PageState.DUPLICATE.value, PageState.REPLACED.value}


class Declared(BaseModel):
    """What stands on the cover of a volume, and how its entries leave.

    `pdf` says whether the PDF of an entry is the whole page or only its regions. `last_number` is that of the
    closing line of the book, None where nobody wrote one. `first_copy` is the volume that this is the second
    paper copy of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    book: str = Field(min_length=1)
    year: int | None = Field(None, ge=1800, le=2200)
    place: str = ""
    first_number: int = Field(1, ge=0)
    last_number: int | None = Field(None, ge=0)
    pdf: Literal["whole_page", "regions"] = "whole_page"
    first_copy: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Declared:
        if self.last_number is not None and self.last_number < self.first_number:
            raise ValueError("last_number is below first_number")
        return self


@dataclass(frozen=True)
class VolumePage:
    """A page of a volume: `ordinal` counts from 1 in it, `role` is "open", "entries" or one of MARKS."""

    page: str
    ordinal: int
    role: str
    batch: str


@dataclass(frozen=True)
class Volume:
    """A declared volume with its pages in order."""

    id: str
    unit: str
    declared: Declared
    pages: tuple[VolumePage, ...]

    @property
    def name(self) -> str:
        """Book and year as people say it: `01/1987`."""
        told = self.declared
        return volume_name(told.book, told.year)

    @property
    def batch(self) -> str:
        """The batch of its first page, on which findings about the volume stand."""
        return self.pages[0].batch

    def page(self, ordinal: int) -> VolumePage:
        """The page with that ordinal. Raises WrongUse."""
        if not 1 <= ordinal <= len(self.pages):
            raise WrongUse(
                f"Quyển {self.name} có {len(self.pages)} trang, không có trang {ordinal}.",
                f"Volume {self.name} has {len(self.pages)} pages; there is no page {ordinal}.",
            )
        return self.pages[ordinal - 1]


def declare(
    connection: Connection, act: Act, batch: str, declared: Declared, ordinals: Collection[int] | None = None
) -> Volume:
    """Make a volume of the pages of a batch, or of those at `ordinals` in it (from 1, in scan order).

    Safe to run twice: the same book of the same batch is one volume, and pages that came later join it behind the
    others. Raises WrongUse for an unknown type or copy, MoveRefused for a page that another volume has.
    """
    if declared.type not in record_types():
        raise WrongUse(
            f"Không có loại tài liệu {declared.type}. Chọn một trong: {', '.join(record_types())}.",
            f"There is no record type {declared.type}. Choose from: {', '.join(record_types())}.",
        )
    if declared.first_copy is not None:
        volume(connection, declared.first_copy)
    found = find_batch(connection, batch)
    name = f"volume {declared.type} {declared.book} {declared.year} {declared.first_copy or ''}"
    key = str(uuid5(UUID(found.id), name))
    values: dict[str, Any] = declared.model_dump()
    if connection.scalar(select(volumes.c.id).where(volumes.c.id == key)) is None:
        connection.execute(
            insert(volumes).values(
                id=key, unit=act.by.unit, created_at=act.time, created_by=act.by.id, **values
            )
        )
        note(connection, act, "register.declared", key, {"batch": found.id, "type": declared.type})
    else:
        connection.execute(update(volumes).where(volumes.c.id == key).values(**values))
    _take_pages(connection, key, found.id, ordinals)
    return volume(connection, key)


def _take_pages(connection: Connection, key: str, batch: str, ordinals: Collection[int] | None) -> None:
    usable = connection.execute(
        select(pages.c.id, pages.c.state, volume_pages.c.volume)
        .join(volume_pages, volume_pages.c.page == pages.c.id, isouter=True)
        .where(pages.c.batch == batch, pages.c.state.not_in(_LEFT_OUT))
        .order_by(pages.c.source, pages.c.number)
    ).all()
    held = connection.scalar(
        select(func.count()).select_from(volume_pages).where(volume_pages.c.volume == key)
    )
    ordinal = held or 0
    for at, row in enumerate(usable, 1):
        if ordinals is not None and at not in ordinals:
            continue
        if row.volume is None:
            ordinal += 1
            role = "blank" if row.state == PageState.BLANK.value else OPEN
            connection.execute(
                insert(volume_pages).values(page=row.id, volume=key, ordinal=ordinal, role=role)
            )
        elif row.volume != key and ordinals is not None:
            raise MoveRefused(
                f"Trang {at} của lô {batch} đã thuộc quyển khác. Xem: sohoa register list.",
                f"Page {at} of batch {batch} belongs to another volume. See: sohoa register list.",
            )
    if not ordinal:
        raise WrongUse(
            f"Lô {batch} không có trang nào cho quyển này. Xem: sohoa batch show {batch[:8]}.",
            f"Batch {batch} has no page for this volume. See: sohoa batch show {batch[:8]}.",
        )


def volume(connection: Connection, text: str) -> Volume:
    """The one volume whose id begins with `text`, or whose name (`01/1987`) it is. Raises NotFound."""
    rows = connection.execute(select(volumes)).all()
    found = [row for row in rows if row.id == text] or [
        row for row in rows if text and (row.id.startswith(text.lower()) or _named(row) == text)
    ]
    if len(found) != 1:
        raise NotFound(
            f"Không có quyển sổ duy nhất mang mã {text}. Xem: sohoa register list.",
            f"No single volume answers to {text}. See: sohoa register list.",
        )
    return _volume(connection, found[0])


def _named(row: Any) -> str:
    return Volume(row.id, row.unit, _declared(row), ()).name


def _declared(row: Any) -> Declared:
    return Declared(**{name: getattr(row, name) for name in Declared.model_fields})


def _volume(connection: Connection, row: Any) -> Volume:
    held = connection.execute(
        select(volume_pages.c.page, volume_pages.c.ordinal, volume_pages.c.role, pages.c.batch)
        .join(pages, pages.c.id == volume_pages.c.page)
        .where(volume_pages.c.volume == row.id)
        .order_by(volume_pages.c.ordinal)
    )
    return Volume(row.id, row.unit, _declared(row), tuple(VolumePage(*one) for one in held))


def all_volumes(connection: Connection) -> list[Volume]:
    """Every declared volume, oldest first."""
    rows = connection.execute(select(volumes).order_by(volumes.c.created_at, volumes.c.id)).all()
    return [_volume(connection, row) for row in rows]


def set_role(connection: Connection, page: str, role: str) -> None:
    """Say what a page of a volume is."""
    connection.execute(update(volume_pages).where(volume_pages.c.page == page).values(role=role))


def take_place(connection: Connection, old: str, new: str) -> None:
    """Let a rescanned page stand where the old one stood in its volume, if it stood in one; it keeps its role."""
    if connection.scalar(select(volume_pages.c.page).where(volume_pages.c.page == new)) is None:
        connection.execute(update(volume_pages).where(volume_pages.c.page == old).values(page=new))

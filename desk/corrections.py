"""Turning what was typed after `sohoa record correct` into decisions, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desk.session import Session
from pipeline.actors import Act
from pipeline.errors import WrongUse
from pipeline.lookup import RecordView, view
from pipeline.record import FieldState
from pipeline.retyping import draft_as
from pipeline.review import Correction, close_finding, correct, retype


def typed_blind(
    values: Sequence[str] | None,
    as_written: Sequence[str] | None,
    unreadable: Sequence[str] | None,
    empty: Sequence[str] | None,
) -> list[Correction]:
    """What a person typed without seeing a value to confirm; raises as `Typed.corrections`."""
    return Typed(
        tuple(values or ()), tuple(as_written or ()), tuple(unreadable or ()), tuple(empty or ())
    ).corrections()


@dataclass(frozen=True)
class Typed:
    """What the person typed: `values` and `as_written` are KEY=VALUE, the others keys or codes."""

    values: tuple[str, ...] = ()
    as_written: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    type: str | None = None
    reason: str | None = None
    revision: int | None = None

    def corrections(self) -> list[Correction]:
        """One for each field named. Raises WrongUse for what is not KEY=VALUE, or a field named twice."""
        found = [
            *self._pairs(self.values, FieldState.CORRECTED),
            *self._pairs(self.as_written, FieldState.AS_WRITTEN),
        ]
        found += [Correction(key, FieldState.UNREADABLE) for key in self.unreadable]
        found += [Correction(key, FieldState.CONFIRMED_EMPTY) for key in self.empty]
        found += [Correction(key, FieldState.CONFIRMED) for key in self.confirmed]
        keys = [correction.key for correction in found]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise WrongUse(
                f"Trường {', '.join(twice)} được ghi hai lần. Mỗi trường chỉ quyết định một lần.",
                f"Field {', '.join(twice)} is named twice. Decide each field once.",
            )
        return found

    @staticmethod
    def _pairs(texts: tuple[str, ...], state: FieldState) -> Iterator[Correction]:
        for text in texts:
            key, sign, value = text.partition("=")
            if not sign or not key:
                raise WrongUse(
                    f"'{text}' phải có dạng TRƯỜNG=GIÁ TRỊ, ví dụ child_full_name=\"NGUYỄN VĂN AN\".",
                    f"'{text}' must read KEY=VALUE, for example child_full_name=\"NGUYỄN VĂN AN\".",
                )
            yield Correction(key, state, value)


def apply(session: Session, record: str, typed: Typed) -> RecordView:
    """Decide everything in `typed` in the name of the person at the terminal; all of it or nothing.

    Raises WrongUse when nothing is to be done, when a finding to close has no reason or is not open.
    """
    corrections = typed.corrections()
    if not (corrections or typed.closed or typed.type):
        raise WrongUse(
            "Chưa ghi gì để sửa. Ghi TRƯỜNG=GIÁ TRỊ hoặc một tùy chọn; xem sohoa record correct --help.",
            "Nothing to decide. Give KEY=VALUE or an option; see sohoa record correct --help.",
        )
    act = session.act()
    drafted = draft_as(session.services, record, typed.type) if typed.type else None
    with session.services.ledger.writing(act) as connection:
        if typed.type and drafted is not None:
            retype(connection, act, record, typed.type, *drafted)
        if corrections:
            # A new type counts the revision up by itself, in this same transaction.
            seen = None if typed.type else typed.revision
            correct(connection, act, record, corrections, reason=typed.reason, revision=seen)
        for code in typed.closed:
            _close(connection, act, record, code, typed.reason)
        return view(connection, record)


def _close(connection: Connection, act: Act, record: str, code: str, reason: str | None) -> None:
    if not reason:
        raise WrongUse(
            f'Đóng lỗi {code} phải ghi lý do: --reason "...".',
            f'Closing {code} needs a reason: --reason "...".',
        )
    if not close_finding(connection, act, record, code, reason):
        raise WrongUse(
            f"Tài liệu {record} không có lỗi {code} nào đang mở. Xem: sohoa record show {record[:8]}.",
            f"Record {record} has no open finding {code}. See: sohoa record show {record[:8]}.",
        )

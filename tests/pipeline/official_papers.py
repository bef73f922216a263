"""Letters and decisions of offices, typeset: their head, their foot, and what is read from them."""

from __future__ import annotations

from itertools import zip_longest

from office_words import DATE, MOTTO
from typeset import reading, typeset

from pipeline.interpret import interpret
from pipeline.record import DraftRecord


def head(*left: str, date: str = DATE) -> tuple[str, ...]:
    return tuple(f"{a}|{b}" for a, b in zip_longest(left, (*MOTTO, date), fillvalue=""))


def foot(*signed: str) -> tuple[str, ...]:
    to = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    return tuple(f"{a}|>{b}" if b else a for a, b in zip_longest(to, signed, fillvalue=""))


def draft(*lines: str) -> DraftRecord:
    (record,) = interpret([reading(typeset(*lines))])
    return record


def values(*lines: str) -> dict[str, str | None]:
    record = draft(*lines)
    assert record.type == "correspondence"
    return {field.key: field.value for field in record.fields}


LETTER = ("UBND TỈNH LONG AN", "SỞ TƯ PHÁP", "Số: 456/STP-HCTP", "V/v cung cấp thông tin hộ tịch")
SIGNED = foot("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "Nguyễn Thị Hạnh")
TO = ("", ">Kính gửi: Phòng Tư pháp các huyện")

"""What a certified copy is made from, and whether it may be made at all: the record, its final file, rule and mandate.

Refuses before anybody is asked for a PIN. Makes no copy and takes no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from archive.deposit import read_file
from archive.digest import of_bytes
from pipeline.actors import Act, ActorKind
from pipeline.errors import MoveRefused, WrongUse
from pipeline.exchange.withheld import withheld
from pipeline.issuing.cases import Case, case_of
from pipeline.issuing.copy_extract import extract, page_count
from pipeline.issuing.copy_kinds import CopyKind, copy_kind
from pipeline.issuing.finals import FINAL_FILE, TEXTS, judged, superseded_by
from pipeline.issuing.policy import COPY, DEVELOPMENT, on_day, policy
from pipeline.lookup import RecordView, view
from pipeline.record import RecordState, urn
from pipeline.wiring import Services
from signing.appearance import Box
from signing.policy import Mandate
from signing.verdict import Level


@dataclass(frozen=True)
class CopyOrder:
    """What somebody asks for. `pages` (first and last, from 1) is for an extract; `receiver` is who gets it.

    `superseded`: the asker knows that a newer result stands in its place.
    """

    record: str
    kind: str
    pages: tuple[int, int] | None = None
    receiver: str = ""
    superseded: bool = False


@dataclass(frozen=True)
class CopySource:
    """What may be signed: `content` is the final file, or the pages taken from it (their numbers in `pages`).

    `row` are the record's columns, `sha256` the digest of the whole final file, `marks` where the marks of earlier
    signatures stand as part of the page, `mandate` None in a trial.
    """

    order: CopyOrder
    kind: CopyKind
    row: Row[Any]
    sha256: str
    size: int
    content: bytes
    pages: tuple[int, ...]
    marks: tuple[Box, ...]
    level: Level
    legal_basis: str
    mandate: Mandate | None


def source_for(services: Services, act: Act, order: CopyOrder) -> CopySource:
    """Everything a copy needs, known to be sound. Raises WrongUse, NotFound, MoveRefused with the reason.

    Also signing's ConfigurationRefused where the policy is silent, archive's errors for a stored file that is gone or
    damaged.
    """
    kind = copy_kind(order.kind)
    if act.by.kind is not ActorKind.PERSON:
        raise MoveRefused("Chứng thực bản sao phải do một người.", "Copies are certified by a person.")
    with services.ledger.reading() as connection:
        found = view(connection, order.record)
        _may_leave(connection, found, order)
        case = case_of(connection, policy(services.settings), act, order.record)
    level, basis, mandate = _allowed(services, act, case)
    content = read_file(services.store, urn(found.id), FINAL_FILE, found.row.archive_version)
    with services.ledger.reading() as connection:
        wrong = judged(connection, found.id, content)
    if wrong is not None:
        raise MoveRefused(*TEXTS[wrong])
    pages = _pages(found, order, kind, content)
    taken, marks = extract(content, pages) if kind.extract else (content, ())
    return CopySource(
        order, kind, found.row, of_bytes(content), len(content), taken, pages, marks, level, basis, mandate
    )  # fmt: skip


def _may_leave(connection: Connection, found: RecordView, order: CopyOrder) -> None:
    short, later = found.id[:8], superseded_by(connection, found.id)
    if found.state is not RecordState.ARCHIVED:
        raise MoveRefused(
            f"Tài liệu {short} chưa lưu kho ({found.state.vi}); chỉ sao từ tệp đã lưu kho.",
            f"Record {short} is not archived (it is {found.state.en}); copies are made from archived files only.",
        )
    why = withheld(connection, found)
    if why is not None:
        raise MoveRefused(
            f"Không sao {short}: {why.text('vi')}", f"No copy is made of {short}: {why.text('en')}"
        )
    if later is not None and not order.superseded:
        raise MoveRefused(
            f"Kết quả {short} đã bị {later} thay thế. Nếu vẫn cần bản sao của kết quả cũ: thêm --superseded.",
            f"Result {short} is superseded by {later}. For a copy of the old one all the same: add --superseded.",
        )


def _allowed(services: Services, act: Act, case: Case) -> tuple[Level, str, Mandate | None]:
    """Level, legal basis and mandate of this person for a copy of this class of record."""
    table, day = policy(services.settings), on_day(act.at)
    rule = table.rule(case.record_class, COPY, day)
    if len(rule.signers) != 1 or rule.level is None:
        raise MoveRefused(
            f"Bảng ký số giao {len(rule.signers)} chữ ký cho bản sao loại “{case.record_class}”; bản sao do đúng một "
            "người chứng thực. Sửa bảng SOHOA_SIGN_POLICY.",
            f"The policy table gives {len(rule.signers)} signatures to copies of “{case.record_class}”; a copy is "
            "certified by exactly one. Correct the table of SOHOA_SIGN_POLICY.",
        )
    capacity = rule.signers[0].capacity
    if capacity == DEVELOPMENT:
        return rule.level, rule.legal_basis, None
    mandate = table.held(act.by.id, (case.row.unit, capacity, case.record_class), day)
    if mandate is None:
        raise MoveRefused(
            f"{act.by.id} không được phân công chứng thực bản sao “{case.record_class}” cho {case.row.unit} với tư "
            f"cách {capacity}. Giao người có thẩm quyền, hoặc bổ sung tệp SOHOA_SIGN_MANDATES.",
            f"{act.by.id} holds no mandate to certify copies of “{case.record_class}” for {case.row.unit} as "
            f"{capacity}. Let somebody who does certify, or add it to the file of SOHOA_SIGN_MANDATES.",
        )
    return rule.level, rule.legal_basis, mandate


def _pages(found: RecordView, order: CopyOrder, kind: CopyKind, content: bytes) -> tuple[int, ...]:
    """Numbers of the pages an extract takes; none for a copy of the whole."""
    if not kind.extract:
        if order.pages is not None:
            raise WrongUse(
                f"{kind.vi} là bản sao đầy đủ; --pages chỉ dùng cho trich_sao.",
                f"{kind.name} is a copy of the whole; --pages is for trich_sao only.",
            )
        return ()
    if order.pages is not None:
        # One beyond the end is enough to be refused, however far off the last one is.
        return tuple(range(order.pages[0], min(order.pages[1], page_count(content) + 1) + 1)) or order.pages
    if not found.cut:
        raise WrongUse(
            "Trích sao cần nêu trang, ví dụ --pages 1-2.",
            "An extract needs its pages, for example --pages 1-2.",
        )
    # The final file of such an entry holds its own regions of the book's pages and nothing else.
    return tuple(range(1, page_count(content) + 1))

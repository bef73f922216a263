"""The steps before the first signature of a result: presented for issuing, initialled, numbered and dated, marked.

A result that was issued is never altered: a new one names it and supersedes it.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from pikepdf import Pdf

from ocr.sheet_pdf import qr_modules
from pipeline.actors import Act, ActorKind
from pipeline.errors import MoveRefused, WrongUse
from pipeline.issuing.cases import Case, case_of, open_case, pin
from pipeline.issuing.dress import place_of
from pipeline.issuing.finals import superseded_by
from pipeline.issuing.numbers import Number, take_number
from pipeline.issuing.policy import RESULT, on_day, policy
from pipeline.issuing.signing_step import IMPRINTED, sound_file
from pipeline.ledger import note
from pipeline.lookup import view
from pipeline.record import RecordState
from pipeline.review.lease import refuse_unseen
from pipeline.wiring import Services
from pipeline.workspace import write_whole
from signing.appearance import Appearance, profile
from signing.errors import SigningError
from signing.imprint import Imprint, imprint
from signing.job import sha256

SERIES = "KQ-UBND"
ISSUED = (RecordState.SIGNED.value, RecordState.ARCHIVED.value)
Place = dict[str, tuple[float, float, float, float, float]]


def present(
    services: Services,
    act: Act,
    record: str,
    *,
    series: str = SERIES,
    supersedes: str | None = None,
    place: Place | None = None,
) -> None:
    """Present an assembled record for issuing as a result, in the register `series`.

    `place` says where the signature and marks stand: name of the mark, or `signature` -> page (from 1) and box in
    points. Raises MoveRefused when signing has begun, when it came in signed, or when `supersedes` is no issued result.
    """
    with services.ledger.writing(act) as connection:
        refuse_unseen(connection, act, record)
        case, found = case_of(connection, policy(services.settings), act, record), view(connection, record)
        if case.made or case.row.initials_at or found.row.incoming_signature or _gone_on(case):
            raise MoveRefused(
                f"Tài liệu {record[:8]} đã bắt đầu ký, đã ký, hoặc là tệp ký sẵn; không trình phát hành được.",
                f"Signing of {record[:8]} has begun, or it came in signed; it cannot be presented for issuing.",
            )
        if supersedes is not None:
            _may_be_superseded(connection, record, supersedes)
        told = {"purpose": RESULT, "series": series, "supersedes": supersedes, "rule": None}
        open_case(connection, act, record, {**told, "place": place})
        note(connection, act, "issue.presented", record, {"supersedes": supersedes or ""})


def initial(services: Services, act: Act, record: str) -> None:
    """Put a person's initials to a presented result. Safe to repeat by the same person. Raises MoveRefused."""
    if act.by.kind is not ActorKind.PERSON:
        raise MoveRefused("Ký nháy phải do một người.", "Initials are a person's.")
    with services.ledger.writing(act) as connection:
        refuse_unseen(connection, act, record)
        case = _presented(case_of(connection, policy(services.settings), act, record))
        if case.row.initials_by == act.by.id:
            return
        pin(connection, act, case)
        open_case(connection, act, record, {"initials_at": act.time, "initials_by": act.by.id})
        note(connection, act, "issue.initialled", record)


def give_number(services: Services, act: Act, record: str) -> Number:
    """Take number and date from the register and put the rule's marks on the page, before the first signature.

    Safe to repeat: the number stays the same; killed in between, the marks follow. Raises MoveRefused.
    """
    with services.ledger.writing(act) as connection:
        refuse_unseen(connection, act, record)
        case = _presented(case_of(connection, policy(services.settings), act, record))
        if "initials" in case.lacking:
            raise MoveRefused(
                f"Kết quả {record[:8]} chưa được ký nháy; ký nháy trước khi lấy số: sohoa issue initial {record[:8]}.",
                f"Result {record[:8]} has no initials yet: sohoa issue initial {record[:8]}.",
            )
        taken = take_number(connection, act, (case.row.unit, case.row.series or SERIES), record)
        pin(connection, act, case)
    if case.row.imprint is None and case.rule is not None and case.rule.marks:
        _mark(services, act, case, taken)
    return taken


def _mark(services: Services, act: Act, case: Case, taken: Number) -> None:
    source = sound_file(services, case)
    marks = _marks(services, act, case, taken)
    try:
        content = _flat(imprint(source.read_bytes(), marks, act.at)) if marks else source.read_bytes()
    except SigningError as refusal:
        raise MoveRefused(refusal.vi, refusal.en) from refusal
    write_whole(source.with_name(IMPRINTED), content)
    with services.ledger.writing(act) as connection:
        told = {"imprint": {"sha256": sha256(content), "bytes": len(content)}}
        open_case(connection, act, case.record, told)
        note(connection, act, "issue.marked", case.record, {"sha256": sha256(content)})


def _flat(marked: bytes) -> bytes:
    """The same pages in one revision: a file with unsigned updates is refused before its first signature."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(marked)) as pdf:
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _marks(services: Services, act: Act, case: Case, taken: Number) -> list[Imprint]:
    found = []
    for name in case.rule.marks if case.rule else ():
        page, box = place_of(case, name)
        look = Appearance(
            profile(name, on_day(act.at)), agency=case.row.unit, number=taken.text, page=page, box=box
        )
        if not look.profile.qr:
            found.append(Imprint(look))
        elif services.settings.public_url:
            text = services.settings.public_url.replace("{code}", case.row.public_code)
            found.append(Imprint(look, tuple(tuple(bool(one) for one in row) for row in qr_modules(text))))
    return found


def _presented(case: Case) -> Case:
    if case.purpose != RESULT or case.made or _gone_on(case):
        raise MoveRefused(
            f"Tài liệu {case.record[:8]} chưa được trình phát hành, hoặc đã ký. Trình bằng: sohoa issue open.",
            f"Record {case.record[:8]} was not presented for issuing, or is signed. Present it: sohoa issue open.",
        )
    if case.why is not None:
        raise MoveRefused(*case.why)
    return replace(case)


def _gone_on(case: Case) -> bool:
    return case.row.state not in (RecordState.APPROVED.value, RecordState.ASSEMBLED.value)


def _may_be_superseded(connection: Any, record: str, other: str) -> None:
    if other == record:
        raise WrongUse("Kết quả không thể thay chính nó.", "A result cannot supersede itself.")
    found = view(connection, other)
    later = superseded_by(connection, other)
    if found.row.state not in ISSUED or later is not None:
        raise MoveRefused(
            f"Kết quả {other[:8]} chưa phát hành, hoặc đã bị {later or '?'} thay thế.",
            f"Result {other[:8]} was not issued yet, or is superseded by {later or '?'} already.",
        )

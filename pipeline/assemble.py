"""Making the PDF/A of approved records and judging it. A record that does not conform goes no further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from archive.digest import of_file
from ocr.conformance import ConformanceReport, check, check_received
from ocr.faults import OcrError
from ocr.pdfa import PdfMetadata, PdfPage, write_pdfa
from pipeline.actors import Act
from pipeline.describe import describe
from pipeline.errors import MoveRefused, PipelineError
from pipeline.issuing.clearing import OF_THE_FINAL, clear
from pipeline.issuing.finals import ASSEMBLED_FILE, RECEIVED, Final, ends_text, register_final
from pipeline.ledger import move_record, note, touch_record
from pipeline.lookup import RecordView, view
from pipeline.parts import keeps, leaving_readings
from pipeline.record import RecordState, urn
from pipeline.window.early import mark_checked
from pipeline.wiring import Services, verapdf_program
from pipeline.workspace import write_whole
from signing.renew import newest_timestamp

NOT_CONFORMANT = "not_conformant"


def assemble(
    services: Services, records: Sequence[str], act: Act, *, early: bool = False
) -> dict[str, PipelineError]:
    """Bring approved records to `assembled`; those in other states are left alone. Returns who was refused and why.

    With `early` those that are used before they are checked, instead of approved ones.

    The files are judged together, because veraPDF takes longer to start than to judge one. A received signed PDF
    is its own final file and goes straight to `signed`; a received PDF/A is taken as it is, byte for byte, and its
    text stands beside it in `ocr.zip`.
    """
    refused: dict[str, PipelineError] = {}
    made: list[RecordView] = []
    for record in records:
        with services.ledger.reading() as connection:
            found = view(connection, record)
        try:
            if _needs_pdf(services, found, act, early=early):
                _write(services, found)
                made.append(found)
        except OcrError as fault:
            refused[record] = MoveRefused(fault.vi, fault.en)
    for found, report in _judged(services, made, refused):
        if _conforms(services, report):
            _keep(services, found, report, act)
        else:
            refused[found.id] = _refuse(services, found, report, act)
    return refused


def _needs_pdf(services: Services, found: RecordView, act: Act, *, early: bool) -> bool:
    """Whether a PDF/A has to be written: the record is due, and no file that it has or that came is the final one."""
    if early:
        due = found.state is RecordState.IN_REVIEW and found.unchecked
        return due and not _taken_as_it_is(services, found, act)
    if found.state is not RecordState.APPROVED:
        return False
    if found.early is not None and _stands(services, found, act):
        return False
    return not _taken_as_it_is(services, found, act)


def _taken_as_it_is(services: Services, found: RecordView, act: Act) -> bool:
    """Whether the file that came is the final one: it is signed, or PDF/A already. Raises OcrError."""
    if found.row.incoming_signature:
        _take_signed(services, found, act)
        return True
    received = _received(services, found)
    if received is not None:
        _keep(services, found, received, act)
    return received is not None


def _stands(services: Services, found: RecordView, act: Act) -> bool:
    """Whether the final file of a record that was used early stays, now that somebody has checked the record.

    It does while it shows the pages that the record has; else its signatures are void and it is made anew.
    """
    with services.ledger.writing(act) as connection:
        mark_checked(connection, act, found.id)
        if not found.row.final_sha256:
            return False
        if found.early and found.early.pages == tuple(page.id for page in found.pages):
            move_record(connection, act, found.id, RecordState.SIGNED)
            return True
        clear(connection, act, found.id)
        touch_record(connection, act, found.id, dict.fromkeys(OF_THE_FINAL))
        return False


def _received(services: Services, found: RecordView) -> ConformanceReport | None:
    """Lay a received PDF/A into place when the record is that file, page for page; None when we must write our own.

    veraPDF's word counts more than ours: our check knows only what it has seen, and refuses the rest.
    """
    (source, *others) = {page.origin for page in found.pages}
    file = found.sources[source]
    if (
        others
        or found.cut
        or file.media_type != "application/pdf"
        or [p.number for p in found.pages] != _numbers(file.pages)
    ):
        return None
    original = services.workspace.original(file.sha256)
    report = check_received(original, *_judge(services))
    if report is None or "passed" not in (report.verapdf, report.structural) or report.verapdf == "failed":
        return None
    write_whole(_path(services, found), original.read_bytes())
    return report


def _numbers(pages: int | None) -> list[int]:
    return list(range(1, (pages or 0) + 1))


def _judge(services: Services) -> tuple[bool | None, Path | None]:
    """What the checks are told of veraPDF: demanded, asked or left out where these settings have none; its program."""
    program = verapdf_program(services.settings)
    if services.settings.require_verapdf:
        return True, program
    return (None if program else False), program


def _judged(
    services: Services, made: Sequence[RecordView], refused: dict[str, PipelineError]
) -> list[tuple[RecordView, ConformanceReport]]:
    if not made:
        return []
    try:
        reports = check([_path(services, found) for found in made], *_judge(services))
        return list(zip(made, reports, strict=True))
    except OcrError as fault:
        if len(made) == 1:
            refused[made[0].id] = MoveRefused(fault.vi, fault.en)
            return []
        # One file without a verdict must not hold up its neighbours.
        return [pair for found in made for pair in _judged(services, [found], refused)]


def _conforms(services: Services, report: ConformanceReport) -> bool:
    needed = {"passed"} if services.settings.require_verapdf else {"passed", "not run"}
    return report.structural == "passed" and report.verapdf in needed


def _keep(services: Services, found: RecordView, report: ConformanceReport, act: Act) -> None:
    values = {"pdf_sha256": of_file(_path(services, found)), "conformance": report.as_json(), "flag": None}
    with services.ledger.writing(act) as connection:
        move_record(connection, act, found.id, RecordState.ASSEMBLED, values)


def _refuse(services: Services, found: RecordView, report: ConformanceReport, act: Act) -> MoveRefused:
    with services.ledger.writing(act) as connection:
        touch_record(connection, act, found.id, {"flag": NOT_CONFORMANT, "conformance": report.as_json()})
        note(connection, act, "record.refused", found.id, {"reason": NOT_CONFORMANT})
    detail = "; ".join((*report.problems, *report.rules)[:3]) or f"veraPDF: {report.verapdf}"
    return MoveRefused(
        f"PDF/A của tài liệu {found.id} không đạt ({detail}). Không ký, không lưu; báo người quản trị.",
        f"The PDF/A of record {found.id} does not conform ({detail}). It is neither signed nor archived.",
    )


def _take_signed(services: Services, found: RecordView, act: Act) -> None:
    source = found.sources[found.pages[0].origin]
    verdict = found.row.incoming_signature
    stamp = newest_timestamp(services.workspace.original(source.sha256).read_bytes())
    final = Final(
        RECEIVED, source.sha256, source.bytes, verdict["signature_count"], verdict["level"],
        ends_text(stamp.ends if stamp else None),
    )  # fmt: skip
    with services.ledger.writing(act) as connection:
        move_record(connection, act, found.id, RecordState.SIGNED, final.of_record)
        register_final(connection, act, found.id, final)


def _path(services: Services, found: RecordView) -> Path:
    return services.workspace.of_record(found.id) / ASSEMBLED_FILE


def _write(services: Services, found: RecordView) -> None:
    pages = []
    for at, (page, reading) in enumerate(
        zip(found.pages, leaving_readings(services.workspace, found), strict=True)
    ):
        original = services.workspace.original(found.sources[page.origin].sha256)
        keep = keeps(found, at, (reading.text.width, reading.text.height))
        pages.append(PdfPage(original, page.number, reading.text, reading.dpi, keep))
    metadata = PdfMetadata(
        title=describe(found, "").title,
        language="vi",
        author=found.row.unit,
        created=datetime.fromisoformat(found.row.created_at),
        identifier=urn(found.id),
    )
    target = _path(services, found)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_pdfa(pages, target, metadata)

"""The sentences of the page of figures, and where each leads. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Mapping

from desk.web.contexts.figures import FigureLine
from desk.web.language import msg
from desk.web.numbers import decimal, share, whole
from desk.web.visitor import Visitor
from pipeline.figures import FIXITY, FIXITY_DAYS, Ratio
from pipeline.planning import Pace, Paces, Stage
from pipeline.record import RecordState

# Under each heading: a figure, its sentence, where the things counted are and what one must be allowed to go there.
GROUPS = (
    (
        msg("Giấy và trang"),
        (
            (
                "pages_read",
                msg("Máy đã đọc {part} trên {whole} trang đã quét ({share})."),
                "/batches",
                "batch.see",
            ),
            (
                "pages_set_aside",
                msg("{part} trên {whole} trang bị để riêng, chờ xử lý ({share})."),
                "/batches",
                "batch.see",
            ),
        ),
    ),
    (
        msg("Tài liệu"),
        (
            ("records_read", msg("Đã đọc {part} trên {whole} tài liệu ({share})."), "/batches", "batch.see"),
            (
                "records_reviewed",
                msg("Có người kiểm tra {part} trên {whole} tài liệu ({share})."),
                "/review",
                "record.approve",
            ),
            (
                "records_approved",
                msg("Đã duyệt {part} trên {whole} tài liệu ({share})."),
                "/review",
                "record.approve",
            ),
            ("records_signed", msg("Đã ký số {part} trên {whole} tài liệu ({share})."), "/sign", "queue.see"),
            (
                "records_archived",
                msg("Đã vào kho {part} trên {whole} tài liệu ({share})."),
                "/search",
                "search.use",
            ),
        ),
    ),
    (
        msg("Hồ sơ và kết quả"),
        (
            (
                "components_present",
                msg("Đã số hóa {part} trên {whole} thành phần bắt buộc của hồ sơ ({share})."),
                "/dossiers",
                "dossier.see",
            ),
            (
                "components_reused",
                msg("Dùng lại giấy tờ có sẵn trong kho cho {part} trên {whole} thành phần đã gắn ({share})."),
                "/dossiers",
                "dossier.see",
            ),
            (
                "results_signed",
                msg("Đã ký số {part} trên {whole} kết quả được trình ký ({share})."),
                "/sign",
                "queue.see",
            ),
        ),
    ),
    (
        msg("Kho còn nguyên"),
        (
            (
                FIXITY,
                msg("Đọc lại từng byte trong {days} ngày qua: {part} trên {whole} gói lưu trữ ({share})."),
                "",
                "store.see",
            ),
        ),
    ),
)
WAITING: Mapping[RecordState, tuple[str, str, str]] = {
    RecordState.CAPTURED: (msg("{count} tài liệu chờ máy đọc"), "/batches", "batch.see"),
    RecordState.READ: (msg("{count} tài liệu chờ vào hàng kiểm tra"), "/batches", "batch.see"),
    RecordState.IN_REVIEW: (msg("{count} tài liệu chờ kiểm tra"), "/review", "record.approve"),
    RecordState.APPROVED: (msg("{count} tài liệu đã duyệt, chờ lập PDF/A"), "/sign", "queue.see"),
    RecordState.ASSEMBLED: (msg("{count} tài liệu chờ ký"), "/sign", "queue.see"),
    RecordState.SIGNED: (msg("{count} tài liệu đã ký, chờ vào kho"), "/sign/today", "queue.see"),
    RecordState.QUARANTINED: (msg("{count} tài liệu để riêng"), "/batches", "batch.see"),
    RecordState.REJECTED: (msg("{count} tài liệu chờ quét lại"), "/batches", "batch.see"),
}
PACES: Mapping[Stage, tuple[str, str]] = {
    Stage.SCANNING: (
        msg("Một người quét {count} trang một giờ (đo trên {measured} trang)."),
        msg("Chưa đo được tốc độ quét; kế hoạch tạm lấy {count} trang một giờ một người."),
    ),
    Stage.READING: (
        msg("Máy đọc {count} trang một giờ (đo trên {measured} trang)."),
        msg("Chưa đo được tốc độ đọc; kế hoạch tạm lấy {count} trang một giờ một máy."),
    ),
    Stage.KEYING: (
        msg("Một người kiểm tra {count} tài liệu một giờ (đo trên {measured} tài liệu)."),
        msg("Chưa đo được tốc độ kiểm tra; kế hoạch tạm lấy {count} tài liệu một giờ một người."),
    ),
    Stage.SIGNING: (
        msg("Một người ký {count} văn bản một giờ (đo trên {measured} chữ ký)."),
        msg("Chưa đo được tốc độ ký; kế hoạch tạm lấy {count} văn bản một giờ một người."),
    ),
}


def sentences(
    visitor: Visitor, counted: Mapping[str, Ratio]
) -> tuple[tuple[str, tuple[FigureLine, ...]], ...]:
    """The figures as sentences under their headings."""
    tongue, groups = visitor.tongue, []
    for heading, lines in GROUPS:
        told = []
        for key, text, address, action in lines:
            ratio = counted[key]
            part, of = whole(tongue, ratio.part), whole(tongue, ratio.whole)
            facts = {"part": part, "whole": of, "share": share(tongue, ratio), "days": FIXITY_DAYS}
            # Of nothing there is no share to tell.
            sentence = tongue(text, **facts).replace(" (–)", "")
            told.append(FigureLine(sentence, address if visitor.may(action) else ""))
        groups.append((heading, tuple(told)))
    return tuple(groups)


def waiting_lines(visitor: Visitor, waiting: Mapping[RecordState, int]) -> tuple[FigureLine, ...]:
    """What waits, by state, in the order of the way that a record goes."""
    told = []
    for state, number in waiting.items():
        text, address, action = WAITING[state]
        line = visitor.tongue(text, count=whole(visitor.tongue, number))
        told.append(FigureLine(line, address if visitor.may(action) else ""))
    return tuple(told)


def pace_lines(visitor: Visitor, paces: Paces) -> tuple[str, ...]:
    """How much is done in an hour; what was not measured says so."""
    return tuple(_pace(visitor, stage, paces.of[stage]) for stage in Stage)


def _pace(visitor: Visitor, stage: Stage, pace: Pace) -> str:
    tongue, (known, assumed) = visitor.tongue, PACES[stage]
    count = decimal(tongue, pace.per_hour)
    return tongue(known if pace.measured else assumed, count=count, measured=whole(tongue, pace.measured))

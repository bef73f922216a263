"""The papers of a removal: the list that people decide on, and the minutes of what was done. Plain text, Vietnamese.

The list names titles, because people must know what they destroy; the minutes, which stay for good, name ids and
digests only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from archive.retention import DISPOSAL, Item, Removal
from pipeline.actors import recall
from pipeline.errors import NotFound
from pipeline.exchange.receipts import receivers
from pipeline.issuing.copy_register import certified, removed_copies
from pipeline.normalize.dates import write_date, write_dates
from pipeline.retention import Due, class_named

KINDS = {"disposal": "HỦY TÀI LIỆU HẾT GIÁ TRỊ", "expunge": "XÓA BỎ TÀI LIỆU THU NHẬN SAI"}
_ENDING = (
    "",
    "Mã băm còn lại trong kho dưới dạng bia mộ (tombstone); nội dung không còn trong phiên bản nào và chỉ mục.",
    "Bản sao lưu và phương tiện để ngoài máy làm trước lúc này vẫn còn nội dung cho tới khi được thay hoặc hủy.",
    "",
    "Người thứ nhất (ký):",
    "",
    "Người thứ hai (ký):",
    "",
)


def disposal_list(found: Removal, records: Sequence[Due], unit: str) -> str:
    """The list to be decided on (danh mục tài liệu hết giá trị)."""
    lines = [
        unit.upper(),
        f"DANH MỤC {KINDS[DISPOSAL]} số {found.id[:8]}",
        f"Lý do: {found.reason}",
        "",
        "STT | Mã | Tiêu đề | Ngày văn bản | Thời hạn | Căn cứ | Hết hạn từ",
    ]
    for number, one in enumerate(records, 1):
        term = class_named(one.retention_class).vi
        issued, ended = write_date(one.issued), write_date(one.ended)
        parts = (number, one.record, write_dates(one.title), issued, term, one.legal_basis, ended)
        lines.append(" | ".join(map(str, parts)))
    lines += ["", "Người đề nghị (ký):", "", "Hội đồng xét hủy / người duyệt (ký):", ""]
    return "\n".join(lines)


def minutes(connection: Connection, found: Removal, unit: str) -> str:
    """The minutes (biên bản) of a removal that was carried out, or of where it stands."""
    lines = [
        unit.upper(),
        f"BIÊN BẢN {KINDS[found.kind]} số {found.id[:8]}",
        f"Lý do: {found.reason}",
        f"Người đề nghị: {_name(connection, found.proposed_by)}, {found.proposed_at}",
        f"Người duyệt: {_name(connection, found.decided_by)}, {found.decided_at or 'chưa duyệt'}",
        f"Người thực hiện: {_name(connection, found.done_by)}, {found.done_at or 'chưa thực hiện'}",
        "",
    ]
    for number, item in enumerate(found.items, 1):
        lines += _of_item(connection, number, item)
    return "\n".join((*lines, *_ENDING))


def _of_item(connection: Connection, number: int, item: Item) -> Iterator[str]:
    record = item.object.removeprefix("urn:uuid:")
    what = f"trang {item.page}" if item.page else "toàn bộ"
    yield f"{number}. {item.object} ({what}), xong lúc {item.done_at or '-'}"
    for one in item.removed:
        yield f"   {one['name']}  sha256 {one['sha256']}  {one['bytes']} byte"
    for key in removed_copies(connection, [record]):
        copy = certified(connection, key)
        yield f"   bản sao {copy.number}  sha256 {copy.sha256}  {copy.bytes} byte"
    given = [f"{one['receiver']} ({one['made_at'][:10]})" for one in receivers(connection, record)]
    if given:
        yield f"   Đã giao bản sao cho: {'; '.join(given)}"


def _name(connection: Connection, actor: str | None) -> str:
    if actor is None:
        return "-"
    try:
        return f"{recall(connection, actor).name} ({actor})"
    except NotFound:
        return actor

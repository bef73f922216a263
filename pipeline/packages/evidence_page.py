"""The page on top of an evidence pack: in Vietnamese, plain HTML, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from pipeline.actors import Act
from pipeline.packages.leaving import Leaving
from pipeline.record import Field
from pipeline.record_type import RecordType, record_types

_FILES = {
    "record.pdf": "Tệp tài liệu đã ký",
    "validation.json": "Kết quả kiểm tra chữ ký",
    "record.json": "Mô tả, các trường, nguồn gốc, sự kiện PREMIS",
    "docket.json": "Phiếu lô: giấy ở đâu, ai giao, ai nhận, bao nhiêu tờ",
    "scan.json": "Chất lượng ảnh quét từng trang",
    "decisions.json": "Ai nhập, ai phân xử, ai duyệt, khi nào, vì sao",
    "sampling.json": "Kết quả kiểm tra mẫu của lô",
    "calibration.json": "Quy tắc nhận giá trị đang dùng",
    "calibration.toml": "Bảng hiệu chỉnh độ tin cậy",
    "audit.json": "Sự kiện của tài liệu, mỗi sự kiện kèm bằng chứng nằm trong nhật ký đã niêm phong",
    "verify_audit.py": "Chương trình kiểm tra bằng chứng, chỉ cần Python 3",
    "fixity.json": "Mã băm mọi tệp trong kho và lần kiểm tra toàn vẹn",
}


def page(one: Leaving, told: Mapping[str, Any], files: Mapping[str, str], act: Act) -> bytes:
    """`index.html`: what the pack says, in the order a reader asks; `files` are names with their digests."""
    kind = record_types()[one.found.row.type]
    parts = [
        _head(str(one.description["title"])),
        _rows(
            "Tài liệu",
            [
                ("Loại", kind.vi),
                ("Tiêu đề", one.description["title"]),
                ("Mã định danh", one.id),
                ("Đơn vị", one.found.row.unit),
                ("Phiên bản trong kho", f"{one.head.version}, inventory sha256 {one.head.sha256}"),
                ("Gói lập lúc", f"{act.time} bởi {act.by.name} ({act.by.id})"),
            ],
        ),
        _list("Chữ ký", told["validation"]["text"]),
        _rows("Các trường", [_field(kind, field) for field in one.found.fields]),
        _rows("Giấy (phiếu lô)", one.docket.items()),
        _list("Ai làm gì", [_decision(row) for row in told["decisions"]["decisions"]]),
        _rows("Mẫu của lô", [(k, v) for k, v in told["sampling"].items() if v is not None]),
        _list("Nhật ký đã niêm phong", [_event(proof) for proof in told["audit"]["proofs"]]),
        _list("Toàn vẹn", [_fixity(told["fixity"])]),
        _rows(
            "Tệp trong gói", [(f"{name} — {_FILES.get(name, '')}", sha256) for name, sha256 in files.items()]
        ),
        "<p>Kiểm tra bằng chứng: <code>python3 -I verify_audit.py proof bang-chung.json</code>, với bang-chung.json là "
        "phần <code>proofs</code> trong audit.json.</p></body></html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _head(title: str) -> str:
    style = (
        "body{font:16px/1.5 serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse;width:100%}td{border-top:1px solid #999;padding:.3em;vertical-align:top}"
        "td:first-child{width:32%}td{overflow-wrap:anywhere}"
    )
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>Hồ sơ chứng cứ: {escape(title)}</title><style>{style}</style></head><body>"
        f"<h1>Hồ sơ chứng cứ</h1><p>{escape(title)}</p>"
    )


def _rows(title: str, rows: Iterable[tuple[str, Any]]) -> str:
    body = "".join(f"<tr><td>{escape(str(k))}</td><td>{escape(str(v))}</td></tr>" for k, v in rows)
    body = body or "<tr><td>Không có dữ liệu</td><td></td></tr>"
    return f"<h2>{escape(title)}</h2><table>{body}</table>"


def _list(title: str, lines: Iterable[str]) -> str:
    body = "".join(f"<li>{escape(line)}</li>" for line in lines) or "<li>Không có dữ liệu</li>"
    return f"<h2>{escape(title)}</h2><ul>{body}</ul>"


def _field(kind: RecordType, field: Field) -> tuple[str, str]:
    spec = kind.spec(field.key)
    return (spec.vi if spec else field.key), f"{field.value or '—'} ({field.state.value})"


def _decision(row: Mapping[str, Any]) -> str:
    said = [str(row["at"]), str(row["actor"]), str(row["action"]), str(row["field"] or "")]
    return " · ".join(part for part in (*said, str(row["reason"] or "")) if part)


def _event(proof: Mapping[str, Any]) -> str:
    event = proof["event"]
    return f"{event['at']} · {event['type']} · {event['actor']} · sự kiện {proof['seq']}, {proof['anchor_object']}"


def _fixity(told: Mapping[str, Any]) -> str:
    if told["findings_now"]:
        return f"Có {len(told['findings_now'])} sai khác khi đọc lại lúc lập gói; xem fixity.json."
    return "Mọi byte trong kho đọc lại lúc lập gói đều khớp mã băm."

"""What each code of the audit verifier says to people. A warning is no proof of tampering; all others are."""

from __future__ import annotations

EVENT_CHANGED = "EVENT_CHANGED"
EVENT_GONE = "EVENT_GONE"
LINK_GONE = "LINK_GONE"
NUMBERS_GONE = "NUMBERS_GONE"
TRUNCATED = "TRUNCATED"
SEGMENT_GONE = "SEGMENT_GONE"
SEGMENT_CHANGED = "SEGMENT_CHANGED"
SEGMENT_DIFFERS = "SEGMENT_DIFFERS"
ANCHOR_CHANGED = "ANCHOR_CHANGED"
ANCHOR_ORDER = "ANCHOR_ORDER"
SIGNATURE_BAD = "SIGNATURE_BAD"
SIGNATURE_GONE = "SIGNATURE_GONE"
STAMP_BAD = "STAMP_BAD"
UNSIGNED = "UNSIGNED"
UNTRUSTED = "UNTRUSTED"
DEVELOPMENT = "DEVELOPMENT_IDENTITY"
UNSTAMPED = "UNSTAMPED"
STAMP_UNTRUSTED = "STAMP_UNTRUSTED"

WARNINGS = frozenset({UNSIGNED, UNTRUSTED, DEVELOPMENT, UNSTAMPED, STAMP_UNTRUSTED})

TEXTS: dict[str, tuple[str, str]] = {
    EVENT_CHANGED: (
        "Sự kiện đã bị sửa, bị chen vào hoặc đổi chỗ: không khớp chuỗi băm.",
        "The event was changed, put in or moved: it does not fit the hash chain.",
    ),
    EVENT_GONE: ("Sự kiện đã bị xóa khỏi nhật ký.", "The event was removed from the trail."),
    LINK_GONE: ("Mắt xích đã bị xóa khỏi chuỗi băm.", "A link was removed from the hash chain."),
    NUMBERS_GONE: (
        "Có số sự kiện bị thiếu: sự kiện đã bị xóa trước khi vào chuỗi băm.",
        "Numbers of events are missing: they were removed before they were chained.",
    ),
    TRUNCATED: (
        "Nhật ký ngắn hơn các đoạn đã niêm phong: phần cuối đã bị cắt.",
        "The trail is shorter than its sealed segments: its end was cut off.",
    ),
    SEGMENT_GONE: ("Đoạn niêm phong không còn trong kho.", "A sealed segment is gone from the store."),
    SEGMENT_CHANGED: (
        "Nội dung đoạn niêm phong không khớp điểm neo của nó.",
        "The content of a segment does not match its anchor.",
    ),
    SEGMENT_DIFFERS: (
        "Cơ sở dữ liệu kể khác đoạn đã niêm phong: nhật ký đã bị viết lại.",
        "The database tells another story than the sealed segment: the trail was rewritten.",
    ),
    ANCHOR_CHANGED: ("Điểm neo đã bị sửa.", "An anchor was changed."),
    ANCHOR_ORDER: (
        "Điểm neo không nối tiếp điểm neo trước nó.",
        "An anchor does not follow the one before it.",
    ),
    SIGNATURE_BAD: ("Chữ ký trên điểm neo không đúng.", "The signature over an anchor is wrong."),
    SIGNATURE_GONE: (
        "Điểm neo ghi là đã ký nhưng không còn tệp chữ ký.",
        "The anchor says it was signed, but the signature is gone.",
    ),
    STAMP_BAD: ("Dấu thời gian trên điểm neo không đúng.", "The timestamp over an anchor is wrong."),
    UNSIGNED: (
        "Đoạn không có chữ ký: chỉ bản sao ở nơi khác mới chứng minh được nó.",
        "The segment is not signed: only a copy kept elsewhere can prove it.",
    ),
    UNTRUSTED: (
        "Chữ ký còn nguyên nhưng chứng thư không dẫn tới gốc tin cậy nào.",
        "The signature is intact, but its certificate leads to no trusted root.",
    ),
    DEVELOPMENT: (
        "Ký bằng chữ ký thử nghiệm: không có giá trị chứng minh với bên ngoài.",
        "Signed with a development identity: proves nothing to outsiders.",
    ),
    UNSTAMPED: (
        "Đoạn chưa có dấu thời gian: thời điểm niêm phong chỉ là lời của máy này.",
        "The segment has no timestamp: its time is this machine's own word.",
    ),
    STAMP_UNTRUSTED: (
        "Dấu thời gian còn nguyên nhưng không dẫn tới gốc tin cậy nào.",
        "The timestamp is intact, but leads to no trusted root.",
    ),
}

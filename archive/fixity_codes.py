"""What each fixity code says to people. Codes beginning with E are those of the OCFL 1.1 specification."""

from __future__ import annotations

MISSING = "MISSING"
UNREADABLE = "UNREADABLE"
LOCATION = "LOCATION"
STRAY = "STRAY"
NO_DECLARATION = "E003"
DECLARATION_CHANGED = "E007"
NO_VERSION = "E008"
EXTRA_IN_ROOT = "E001"
EXTRA_IN_VERSION = "E015"
EXTRA_CONTENT = "E023"
NOT_COMMITTED = "E046"
NO_INVENTORY = "E063"
NO_SIDECAR = "E058"
INVENTORY_CHANGED = "E060"
SIDECAR_CHANGED = "E061"
ROOT_DIFFERS = "E064"
HISTORY_DIFFERS = "E066"
CONTENT_CHANGED = "E092"
ROOT_DECLARATION = "E080"
ROOT_LAYOUT = "E070"

_RESTORE_VI = "Hãy phục hồi từ bản sao."
_RESTORE_EN = "Restore it from a copy."
_SWEEP_VI = "Nếu là phần ghi dở, `sohoa archive reconcile` sẽ dọn."
_SWEEP_EN = "If it is left over from a run that was cut off, `sohoa archive reconcile` removes it."

TEXTS: dict[str, tuple[str, str]] = {
    MISSING: (f"Mất toàn bộ đối tượng. {_RESTORE_VI}", f"The whole object is gone. {_RESTORE_EN}"),
    UNREADABLE: (
        f"Không đọc được tệp (ổ đĩa có thể bị lỗi). {_RESTORE_VI}",
        f"The file cannot be read (the disk may be failing). {_RESTORE_EN}",
    ),
    LOCATION: (
        f"Mã định danh trong inventory không ứng với thư mục chứa nó. {_RESTORE_VI}",
        f"The id in the inventory does not belong in this folder. {_RESTORE_EN}",
    ),
    STRAY: (
        "Tệp lạ nằm ngoài mọi đối tượng. Hãy xem ai đã đặt vào rồi chuyển đi.",
        "A stray file outside all objects. Find out who put it there and move it away.",
    ),
    NO_DECLARATION: (f"Thiếu tệp khai báo của đối tượng. {_RESTORE_VI}", f"No declaration. {_RESTORE_EN}"),
    DECLARATION_CHANGED: (f"Tệp khai báo đã bị sửa. {_RESTORE_VI}", f"Declaration changed. {_RESTORE_EN}"),
    NO_VERSION: (
        f"Không có phiên bản nào hoàn tất. {_SWEEP_VI}",
        f"No version was ever committed. {_SWEEP_EN}",
    ),
    EXTRA_IN_ROOT: (f"Tệp lạ trong đối tượng. {_SWEEP_VI}", f"A strange file in the object. {_SWEEP_EN}"),
    EXTRA_IN_VERSION: (f"Tệp lạ trong phiên bản. {_SWEEP_VI}", f"A strange file in a version. {_SWEEP_EN}"),
    EXTRA_CONTENT: (
        f"Tệp nội dung không có trong inventory. {_SWEEP_VI}",
        f"A content file that the inventory does not know. {_SWEEP_EN}",
    ),
    NOT_COMMITTED: (
        f"Phiên bản ghi dở, chưa hoàn tất. {_SWEEP_VI}",
        f"A version that was begun and not committed. {_SWEEP_EN}",
    ),
    NO_INVENTORY: (f"Thiếu inventory. {_RESTORE_VI}", f"An inventory is missing. {_RESTORE_EN}"),
    NO_SIDECAR: (f"Thiếu mã băm của inventory. {_RESTORE_VI}", f"A sidecar is missing. {_RESTORE_EN}"),
    INVENTORY_CHANGED: (
        f"Inventory không khớp mã băm của nó. {_RESTORE_VI}",
        f"An inventory does not match its sidecar. {_RESTORE_EN}",
    ),
    SIDECAR_CHANGED: (f"Tệp mã băm đã bị sửa. {_RESTORE_VI}", f"A sidecar was changed. {_RESTORE_EN}"),
    ROOT_DIFFERS: (
        "Inventory ở gốc khác bản của phiên bản mới nhất. Hãy chạy `sohoa archive reconcile`.",
        "The root inventory is not that of the newest version. Run `sohoa archive reconcile`.",
    ),
    HISTORY_DIFFERS: (
        f"Các inventory kể khác nhau về cùng một phiên bản. {_RESTORE_VI}",
        f"Inventories tell different stories of one version. {_RESTORE_EN}",
    ),
    ROOT_DECLARATION: (
        "Tệp khai báo của cả kho đã bị sửa hoặc mất. Hãy chép lại từ bản sao.",
        "The declaration of the whole store was changed or is gone. Take it from a copy.",
    ),
    ROOT_LAYOUT: (
        "Tệp mô tả cách xếp của kho đã bị sửa hoặc mất. Hãy chép lại từ bản sao.",
        "A file that describes the store's layout was changed or is gone. Take it from a copy.",
    ),
    CONTENT_CHANGED: (
        f"Tệp bị mất hoặc nội dung đã thay đổi. {_RESTORE_VI}",
        f"A file is gone or its bytes have changed. {_RESTORE_EN}",
    ),
}
# Any other E-code comes from parsing an inventory.
DAMAGED_INVENTORY = (
    f"Inventory không đúng chuẩn OCFL 1.1. {_RESTORE_VI}",
    f"An inventory is not valid OCFL 1.1. {_RESTORE_EN}",
)

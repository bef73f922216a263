"""The sentences that all stores say in the same way."""

from __future__ import annotations

from archive.errors import FixityBroken, ObjectExists, ObjectLocked, ObjectMissing, StoreUnavailable


def missing(key: str) -> ObjectMissing:
    """Nothing stands under `key`."""
    return ObjectMissing(
        f"Trong kho không có {key}. Hãy chạy `sohoa archive fixity` để biết còn thiếu gì khác.",
        f"The store has no {key}. Run `sohoa archive fixity` to learn what else is missing.",
    )


def other_bytes(key: str) -> ObjectExists:
    """`key` is taken by other bytes."""
    return ObjectExists(
        f"{key} đã có trong kho với nội dung khác và được giữ nguyên. Nếu là phần ghi dở của một lần chạy "
        "trước, hãy chạy `sohoa archive reconcile` rồi làm lại.",
        f"{key} is already stored with other bytes, which stay as they are. If they are left over from a run "
        "that was cut off, run `sohoa archive reconcile` and try again.",
    )


def source_changed(key: str) -> FixityBroken:
    """What was handed over for `key` does not have the digest that came with it."""
    return FixityBroken(
        f"Dữ liệu giao để lưu vào {key} không khớp mã băm đi kèm, nên chưa lưu. Hãy lấy lại tệp gốc.",
        f"What was handed over for {key} does not match its digest, so nothing was stored. Fetch the source "
        "file again.",
    )


def under_lock(key: str) -> ObjectLocked:
    """`key` may not be removed yet."""
    return ObjectLocked(
        f"{key} đang bị khóa chống xóa trong kho và được giữ nguyên. Hãy làm lại sau khi hết hạn khóa.",
        f"{key} is locked against removal in the store and stays. Try again after its lock has ended.",
    )


def unavailable(place: str, reason: str) -> StoreUnavailable:
    """The store at `place` did not do what was asked, for `reason` (in the words of the system)."""
    return StoreUnavailable(
        f"Kho {place} không đáp ứng ({reason}). Hãy kiểm tra ổ đĩa, mạng hoặc máy chủ rồi chạy lại.",
        f"The store {place} did not answer ({reason}). Check disk, network or server, then run again.",
    )

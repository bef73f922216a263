"""Refusals of accounts and rights.

PipelineError
  LoginRefused     name, password or code is wrong, or the account rests; says no more than that
  NotRecognised    the outside provider vouches for somebody who has no account here; `code` for the audit trail
  PasswordRefused  a new password breaks a rule; the text says which
  NotAllowed       the account's roles do not reach this action here
"""

from __future__ import annotations

from pipeline.errors import PipelineError


class LoginRefused(PipelineError):
    """Nobody is let in; `code` is for the audit trail and never shown."""

    exit_code = 4

    def __init__(self, code: str) -> None:
        super().__init__(
            "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng, hoặc tài khoản đang tạm khóa.",
            "Login, password or code is wrong, or the account is locked for a while.",
        )
        self.code = code


class NotRecognised(PipelineError):
    """An outside identity that opens nothing here."""

    exit_code = 4

    def __init__(self, code: str) -> None:
        super().__init__(
            "Nhà cung cấp đã nhận ra bạn, nhưng bàn làm việc không có tài khoản nào nối với danh tính này. "
            "Nhờ người quản trị nối tài khoản rồi đăng nhập lại.",
            "The provider knows you, but no account of the desk is linked to this identity. "
            "Ask the administrator to link one, then log in again.",
        )
        self.code = code


class PasswordRefused(PipelineError):
    """A new password is too weak."""


class NotAllowed(PipelineError):
    """The roles of the account do not reach this."""

    exit_code = 4

"""A new account's password: typed twice at the terminal, or from a descriptor. From nowhere else, never an argument."""

from __future__ import annotations

import getpass
import os
import sys

from desk.session import Session
from pipeline.errors import WrongUse

_LONGEST = 1024


def new_password(session: Session, descriptor: int | None) -> str:
    """The password. Raises WrongUse when nothing comes or both typings differ."""
    if descriptor is not None:
        return _from(descriptor)
    if not sys.stdin.isatty():
        raise WrongUse(
            "Không có màn hình để nhập mật khẩu. Chạy trong cửa sổ lệnh, hoặc đưa mật khẩu qua --password-fd N.",
            "There is no terminal to type the password at. Run it in one, or use --password-fd N.",
        )
    first = getpass.getpass(session.words("account.type_password"))
    if first != getpass.getpass(session.words("account.type_again")):
        raise WrongUse(
            "Hai lần nhập không giống nhau. Chạy lại lệnh; chưa có gì thay đổi.",
            "The two typings differ. Run the command again; nothing was changed.",
        )
    return first


def _from(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, "rb") as handle:
            read = handle.read(_LONGEST)
    except OSError as cause:
        raise WrongUse(
            f"Không đọc được mật khẩu từ --password-fd {descriptor}. Mở sẵn kênh đó cho lệnh rồi chạy lại.",
            f"No password can be read from --password-fd {descriptor}. Open that descriptor, then run again.",
        ) from cause
    return read.split(b"\n")[0].decode("utf-8", "strict").rstrip("\r")

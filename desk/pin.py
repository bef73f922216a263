"""The PIN of a token: from the terminal, or from a descriptor that another program holds open. From nowhere else."""

from __future__ import annotations

import getpass
import os
import sys

from pipeline.errors import WrongUse

_LONGEST = 256


def read_pin(prompt: str, descriptor: int | None = None) -> str:
    """The PIN, unseen while typed. Raises WrongUse without a terminal and descriptor, or when nothing comes."""
    if descriptor is not None:
        pin = _from_descriptor(descriptor)
    elif sys.stdin.isatty():
        pin = getpass.getpass(prompt)
    else:
        raise WrongUse(
            "Không có màn hình để nhập mã PIN. Chạy trong cửa sổ lệnh, hoặc đưa mã PIN qua --pin-fd N.",
            "There is no terminal to type the PIN at. Run it in one, or hand the PIN over with --pin-fd N.",
        )
    if not pin:
        raise WrongUse(
            "Chưa nhập mã PIN; thiết bị chưa được hỏi.", "No PIN was given; the token was not asked."
        )
    return pin


def _from_descriptor(descriptor: int) -> str:
    try:
        read = os.read(descriptor, _LONGEST)
        os.close(descriptor)
    except OSError as cause:
        raise WrongUse(
            f"Không đọc được mã PIN từ --pin-fd {descriptor}. Mở sẵn kênh đó cho lệnh rồi chạy lại.",
            f"No PIN can be read from --pin-fd {descriptor}. Open that descriptor for the command, then run again.",
        ) from cause
    return read.split(b"\n")[0].decode("utf-8", "strict").rstrip("\r")

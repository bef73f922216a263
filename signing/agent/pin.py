"""Secrets from the terminal, or from a descriptor that another program holds open. From nowhere else."""

from __future__ import annotations

import getpass
import os
import sys

from signing.agent.errors import WrongUse

_LONGEST = 256


def read_secret(prompt: str, descriptor: int | None, option: str) -> str:
    """One line, unseen while typed. Raises WrongUse without terminal and descriptor, or when nothing comes."""
    if descriptor is not None:
        secret = _from_descriptor(descriptor, option)
    elif sys.stdin.isatty():
        secret = getpass.getpass(prompt)
    else:
        raise WrongUse(
            f"Không có cửa sổ lệnh để nhập. Chạy trong cửa sổ lệnh, hoặc đưa qua {option} N.",
            f"There is no terminal to type at. Run it in one, or hand it over with {option} N.",
        )
    if not secret:
        raise WrongUse("Chưa nhập gì; chưa làm gì.", "Nothing was given; nothing was done.")
    return secret


def _from_descriptor(descriptor: int, option: str) -> str:
    """The first line, read octet by octet: one descriptor may carry the code and then the PIN."""
    line = bytearray()
    try:
        while len(line) < _LONGEST and (octet := os.read(descriptor, 1)) not in (b"", b"\n"):
            line += octet
        return line.decode("utf-8").rstrip("\r")
    except (OSError, ValueError) as cause:
        raise WrongUse(
            f"Không đọc được từ {option} {descriptor}. Mở sẵn kênh đó cho lệnh rồi chạy lại.",
            f"Nothing can be read from {option} {descriptor}. Open that descriptor for the command, then run again.",
        ) from cause

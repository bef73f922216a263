"""Passwords: rules for new ones, argon2 hashes, checking. Keeps nothing."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.folding import fold
from pipeline.accounts.errors import PasswordRefused

SHORTEST, LONGEST = 12, 256
# A few that pass every rule of length and are the first that anybody tries here.
WELL_KNOWN = ("matkhau", "password", "123456789", "abcdefgh", "qwertyuiop", "hanhchinhcong", "sohoa")
# The second choice of RFC 9106 section 4 (64 MiB, 3 passes), which the library's default follows.
_HASHER = PasswordHasher()
# Checked when there is no such account, so that the time of the answer tells nobody which names exist.
_NOBODY = _HASHER.hash("nobody has this password")


def hashed(password: str, login: str) -> str:
    """The argon2id hash of a new password. Raises PasswordRefused with the rule it breaks."""
    password = plain(password)
    folded = "".join(fold(password).split())
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(
            f"Mật khẩu phải dài từ {SHORTEST} đến {LONGEST} ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
            f"A password has {SHORTEST} to {LONGEST} characters. A short sentence is best.",
        )
    if len(set(password)) < 5 or login in folded or folded.strip("0123456789!@#.") in WELL_KNOWN:
        raise PasswordRefused(
            "Mật khẩu này quá dễ đoán (lặp lại, chứa tên đăng nhập hoặc quá quen thuộc). Chọn một câu khác.",
            "This password is too easy to guess (repeated, holding the login, or well known). Choose another.",
        )
    return _HASHER.hash(password)


def matches(hash: str | None, password: str) -> bool:
    """Whether `password` is the one that was hashed; takes the same time when there is no hash."""
    try:
        return _HASHER.verify(hash or _NOBODY, plain(password)) and hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_stale(hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(hash)


def rehashed(password: str) -> str:
    """A hash with today's parameters of a password that was just found right."""
    return _HASHER.hash(plain(password))


def plain(password: str) -> str:
    """NFKC, as NIST SP 800-63B 5.1.1.2 asks: Vietnamese keyboards compose letters in different ways."""
    return unicodedata.normalize("NFKC", password)

"""The text in the QR codes of our own separator and cover sheets: built, and read back strictly.

Says what stands in the code, not what it means: `kind` is a letter, `code` and `part` are words of whoever
printed the sheet. Finding the code on a page is the work of marks.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

PREFIX = "SOHOA1"
MOST_LETTERS = 64
MOST_PAGES = 9999
# Fixed for ever: the place of a character is what the check digits are made of.
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./_:"
_WORD = rf"[A-Za-z0-9][A-Za-z0-9./_-]{{0,{MOST_LETTERS - 1}}}"
_NUMBER = "[1-9][0-9]{0,3}"
_FORM = re.compile(
    rf"{PREFIX}:(?P<kind>[A-Z]):(?P<code>{_WORD}):(?P<part>(?:{_WORD})?):"
    rf"(?P<number>{_NUMBER})/(?P<of>{_NUMBER}):(?P<pages>(?:0|{_NUMBER})?):(?P<check>[0-9]{{2}})"
)


@dataclass(frozen=True)
class SheetCode:
    """What one sheet says: `code` and `part` are words of up to 64 letters, digits and `. / _ -`.

    `number` of `of` counts the sheets that were printed together; `pages` is what somebody counted (None:
    nobody did); numbers go up to 9999. Raises ValueError when a value does not fit.
    """

    kind: str
    code: str
    part: str = ""
    number: int = 1
    of: int = 1
    pages: int | None = None

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.text) or self.number > self.of:
            raise ValueError(f"not a sheet code: {self._body}")

    @property
    def text(self) -> str:
        """`SOHOA1:<kind>:<code>:<part>:<number>/<of>:<pages>:<check>`, as it stands in the QR code."""
        return f"{self._body}:{self.check}"

    @property
    def check(self) -> str:
        """Two digits that catch every single wrong character and every two neighbours swapped."""
        return check_digits(self._body)

    @property
    def _body(self) -> str:
        pages = "" if self.pages is None else str(self.pages)
        return f"{PREFIX}:{self.kind}:{self.code}:{self.part}:{self.number}/{self.of}:{pages}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The sheet that `text` stands for; None when it is damaged or not ours."""
        form = _FORM.fullmatch(text)
        if form is None or check_digits(text.rpartition(":")[0]) != form["check"]:
            return None
        pages = int(form["pages"]) if form["pages"] else None
        number, of = int(form["number"]), int(form["of"])
        return cls(form["kind"], form["code"], form["part"], number, of, pages) if number <= of else None


def check_digits(text: str) -> str:
    """Check digits by ISO/IEC 7064, MOD 97-10, each character taken as its two-digit place in the alphabet.

    A wrong character changes the number by d * 100**k with 0 < d < 97, a swap of neighbours by
    99 * d * 100**k: neither is a multiple of the prime 97. Characters outside the alphabet count as its last.
    """
    places = (_ALPHABET.find(letter) % len(_ALPHABET) for letter in text)
    number = int("".join(f"{place:02d}" for place in places) + "00")
    return f"{98 - number % 97:02d}"

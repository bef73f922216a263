"""What of a lost ledger the store alone cannot give back."""

from __future__ import annotations


class Unrestorable(ValueError):
    """An object that only the backup of the ledger brings back; carries the reason in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en

"""Codes of administrative dossiers.

They come in several shapes (`H29.22.33-240612-0001`, `G09.20-20260609-0092637`, older paper codes), and the order
of the agency's parts has changed over time: a code is kept as one word and never taken apart.
"""

from __future__ import annotations

import re

DOSSIER_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{2,63}")


def is_dossier_code(text: str) -> bool:
    """True for a word of 3 to 64 ASCII letters, digits and `. / _ -`."""
    return DOSSIER_CODE.fullmatch(text) is not None

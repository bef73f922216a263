"""Whether a line names one identity paper whole, as forms print it. Takes nothing apart and corrects nothing:
pipeline/exchange/id_papers.py does that for sheets.
"""

from __future__ import annotations

import re

from pipeline.normalize.dates import read_date
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import bare, composed

# Old cards have 9 digits; citizen cards and the last years of old ones have 12 (Law 26/2023/QH15, articles 12 and 18).
_NUMBER = r"(?:\d{9}|\d{12})"
_KINDS = frozenset(
    {"the can cuoc cong dan", "can cuoc cong dan", "cccd", "the can cuoc", "can cuoc", "giay chung minh nhan dan",
     "chung minh nhan dan", "giay cmnd", "cmnd", "the cccd"}
)  # fmt: skip
_NAMED = re.compile(r"(?:so )?(?:the )?(?:cccd|can cuoc|(?:giay )?(?:cmnd|chung minh)|ho chieu)\b")
_ISSUED, _LONG_NUMBER = "cap ngay", re.compile(r"\d{5}")
_WHOLE = re.compile(
    rf"(?P<kind>[^\d(),:;]+) số {_NUMBER}, (?P<issuer>[^\d(),:;]+) cấp ngày (?P<day>\d{{1,2}}/\d{{1,2}}/\d{{4}})"
)


def names_whole_paper(text: str) -> bool:
    """Whether `text` is the number of a card alone, or its kind, number, issuer and day of issue with nothing between
    and nothing behind. A line without its day may have lost the row below it.
    """
    line = composed(text).strip(" .")
    if re.fullmatch(_NUMBER, line):
        return True
    found = _WHOLE.fullmatch(line)
    return (
        found is not None
        and bare(found["kind"]) in _KINDS
        and not isinstance(read_date(found["day"]), Refused)
    )


def lacks_number(text: str) -> bool:
    """Whether `text` names an identity paper or its day of issue and holds no number of one: its line was lost."""
    folded = bare(composed(text))
    named = _NAMED.match(folded) or _ISSUED in folded
    return bool(named) and not _LONG_NUMBER.search(folded)

"""Whether a line names one identity paper or land certificate whole, as forms print it. Corrects nothing and gives no
parts: pipeline/exchange/id_papers.py does that for sheets.
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
# Two letters of a series with six figures, since 2024 with eight (Circulars 17/2009/TT-BTNMT and 10/2024/TT-BTNMT).
_LAND = re.compile(
    r"Giấy chứng nhận quyền sử dụng đất(?:, quyền sở hữu nhà ở và tài sản khác gắn liền với đất)?"
    r" số [A-Z]{2} (?:\d{6}|\d{8})(?: do (?P<issuer>[^\d(),:;]+))? cấp ngày (?P<day>\d{1,2}/\d{1,2}/\d{4})"
)


def words_of_paper(text: str) -> str | None:
    """The words that may differ from paper to paper in a line that names one whole: of a card all, of a land
    certificate who issued it; none of a number alone.

    None where `text` is neither the number of a card nor kind, number, issuer and day of issue with nothing between and
    nothing behind. A line without its day may have lost the row below it.
    """
    line = composed(text).strip(" .")
    if re.fullmatch(_NUMBER, line):
        return ""
    land, card = _LAND.fullmatch(line), _WHOLE.fullmatch(line)
    found = land or card
    if found is None or isinstance(read_date(found["day"]), Refused):
        return None
    if land is not None:
        return land["issuer"] or ""
    return line if bare(found["kind"]) in _KINDS else None


def lacks_number(text: str) -> bool:
    """Whether `text` names an identity paper or its day of issue and holds no number of one: its line was lost."""
    folded = bare(composed(text))
    named = _NAMED.match(folded) or _ISSUED in folded
    return bool(named) and not _LONG_NUMBER.search(folded)

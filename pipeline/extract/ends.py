"""Lines of a form where no value runs on and no label stands: the heads of signatures, the national motto, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.labels import similar
from pipeline.extract.layout import Row
from pipeline.extract.motto import MOTTO, SUB_MOTTO
from pipeline.extract.targets import Vocabulary, labels_in
from pipeline.normalize.spelling import bare, letters
from pipeline.record_type import RecordType

_ENDS = (
    "Nơi nhận", "NGƯỜI KÝ", "NGƯỜI THỰC HIỆN", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH", "PHÓ CHỦ TỊCH",
    "NGƯỜI KÝ GIẤY KHAI SINH", "NGƯỜI KÝ TRÍCH LỤC", "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", "NGƯỜI KÝ GIẤY CHỨNG TỬ",
    "CÁN BỘ TƯ PHÁP HỘ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "(Ký, ghi rõ họ, chữ đệm, tên)", "TRƯỞNG PHÒNG",
    "(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)", "TUQ. CHỦ TỊCH", "GIÁM ĐỐC",
    MOTTO, SUB_MOTTO, "PHẦN GHI CHÚ",
)  # fmt: skip
# "Giấy chứng nhận này có giá trị kể từ ngày ký" below an empty "Ghi chú:".
_IN_FORCE = re.compile(r"^giay (?:chung nhan |xac nhan )?nay co gia tri\b")
_WORDS_OF_MOTTO, _LEAST_OF_MOTTO = 8, 5
# In letters and signs; among longer lines none is like the words of a value.
_SHORT = 14
_LEAST_OF_TITLE = 8
# What stands over the names of those who sign.
_SIGNERS = ("NGƯỜI KÝ", "NGƯỜI THỰC HIỆN", "CÁN BỘ", "CÔNG CHỨC")


def is_end(row: Row) -> bool:
    """Whether the row is such a line."""
    return _holds(row, _ENDS)


def ends_values(row: Row, record_type: RecordType) -> bool:
    """Whether the row is such a line, a title of the type, or begins as the type says that articles do."""
    starts = re.sub(r"^[\W_]+", "", bare(row.text))
    titles = [title for form in record_type.forms for title in form.titles if row.upper_share > 0.7]
    return (
        bool(_IN_FORCE.match(starts))
        or any(starts.startswith(bare(stop)) for stop in record_type.stops)
        or any(similar(row.text, title) >= 0.84 or _ends_title(row, title) for title in titles)
        or is_end(row)
    )


def _ends_title(row: Row, title: str) -> bool:
    """Whether a row in capitals is the second line of a title, like "TÌNH TRẠNG HÔN NHÂN", which is a label too."""
    found, wanted = letters(row.text), letters(title)
    tail = wanted[-len(found) :]
    return len(found) >= _LEAST_OF_TITLE and ":" not in row.text and similar(found, tail) >= 0.9


def is_head(row: Row) -> bool:
    """Whether the row stands over the name of somebody who signs."""
    return _holds(row, (end for end in _ENDS if end.startswith(_SIGNERS)))


def _holds(row: Row, wanted: Iterable[str]) -> bool:
    return any(
        similar(part.text, end) >= 0.86 and _as_large(part, end)
        for end in wanted
        for part in row.segments
        if abs(len(part.text) - len(end)) <= 8
    )


def _as_large(part: Row, end: str) -> bool:
    """A short line in capitals is one on the paper too: "Trọng Phong" is no "TRƯỞNG PHÒNG"."""
    return len(end) > _SHORT or not end.isupper() or part.upper_share > 0.6


def beside_motto(row: Row, words: Vocabulary) -> Row:
    """What stands at the left of a line of the motto, such as the number of a paper whose issuer has one line, or what
    a label of `words` begins at its right, as "Quyển số" in the head of a certificate; the row itself where neither
    does.
    """
    last = row.segments[-1]
    if len(row.segments) > 1 and _says_motto(last.text):
        return Row(row.tokens[: len(row.tokens) - len(last.tokens)], row.unit)
    for end in range(_LEAST_OF_MOTTO, len(row.tokens)):
        if _says_motto(Row(row.tokens[max(0, end - _WORDS_OF_MOTTO) : end], row.unit).text):
            behind = Row(row.tokens[end:], row.unit)
            if any(hit.start == 0 and hit.colon for hit in labels_in(behind, words)):
                return behind
    return row


def _says_motto(text: str) -> bool:
    return any(similar(text, line) >= 0.86 for line in (MOTTO, SUB_MOTTO))

"""What lists of recipients say word for word, spelt as Decree 30/2020/NĐ-CP has it, however small it was printed.

Lists are set in small letters beside the seal, and no list is ever accepted by the machine
(pipeline/extract/recipients.py): what was read stays beside the value as written. Knows no offices and no people.
"""

from __future__ import annotations

import re

from pipeline.normalize.spelling import bare

# Appendix I, part II, 9 of the decree: "Như Điều 3;", "Như trên;", "(để b/c)", "(để t/h)", at last "Lưu: VT, ...".
_ARTICLE = re.compile(r"nhu dieu (\d{1,2})")
_WHOLE = {"nhu tren": "Như trên", "nhu kinh gui": "Như kính gửi", "nhu noi gui": "Như nơi gửi"}
_REPORT = re.compile(r"\(\s*[đd][eêéèếềểẻ]\s+(?:b\s*/\s*[ce]|be)\s*\)", re.IGNORECASE)
_CARRY_OUT = re.compile(r"\(\s*[đd][eêéèếềểẻ]\s+t\s*/\s*h\s*\)", re.IGNORECASE)
_KEPT = re.compile(r"^[^\W\d_]?[uư]u\s*[:;.,]?\s*v[tTiIlL1](?=\W|$)", re.IGNORECASE)


def spelt_recipient(item: str) -> str:
    """One item of a list with its fixed words as they are spelt; all other words as they were read."""
    # "(để b/c)" is read with a sign that no office writes.
    item = item.replace("b/©", "b/c")
    folded = bare(item)
    if found := _ARTICLE.fullmatch(folded):
        return f"Như Điều {found[1]}"
    if folded in _WHOLE:
        return _WHOLE[folded]
    return _KEPT.sub("Lưu: VT", _CARRY_OUT.sub("(để t/h)", _REPORT.sub("(để b/c)", item)))

"""What lists of recipients say word for word, spelt as Decree 30/2020/NĐ-CP has it, however small it was printed.

Lists are set in small letters beside the seal, and no list is ever accepted by the machine
(pipeline/extract/recipients.py): what was read stays beside the value as written. Knows no offices and no people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalize.spelling import bare

# Appendix I, part II, 9 of the decree: "Như Điều 3;", "Như trên;", "(để b/c)", "(để t/h)", at last "Lưu: VT, ...".
_ARTICLE = re.compile(r"nhu dieu (\d{1,2})")
_WHOLE = {"nhu tren": "Như trên", "nhu kinh gui": "Như kính gửi", "nhu noi gui": "Như nơi gửi"}
_REPORT = re.compile(r"\(\s*[đd][eêéèếềểẻ]\s+(?:b[íi]?\s*/\s*[ce©€6]{1,2}|b[íi]c|be)\s*\)", re.IGNORECASE)
# Without its stroke it is another spelling, which stays.
_REPORT_SHORT = re.compile(r"\(\s*[đd][eêéèếềẻ]\s+bc\s*\)", re.IGNORECASE)
# The c of "(b/c)", to be informed, is read with signs and letters that no office writes there.
_INFORMED = re.compile(r"\(\s*[bB][íi]?\s*/\s*[cCe€©6][`'’]?\s*\)")
_CARRY_OUT = re.compile(r"\(\s*[đd][eêéèếềểẻ]\s+t\s*/\s*h\s*\)", re.IGNORECASE)
_KEPT = re.compile(r"^[^\W\d_]?[uư]u\s*[:;.,]?\s*v[tTiIlL1](?=\W|$)", re.IGNORECASE)
# Behind whoever keeps a copy nothing follows but what a pen left; short forms of offices are in capitals.
_KEEPER = re.compile(r"^\S?[uư]u\b", re.IGNORECASE)
_PEN = re.compile(
    r"(?:\.\s+(?![A-ZĐ\d]{2})\S{1,3}(?:\s\S{1,2})?|\.?\s?[/}?“”\"›|<>]+(?![A-ZĐ]{2})[^\s/]{0,2}/?|(?<=\))\.\S)$"
)
# Behind the short form of the office that drafted a paper stands how many copies are kept, and no stop before it.
_STOPPED = re.compile(r"(?<=[A-ZĐ])\.(?= ?\(\d)")
_SHORT_FORM = re.compile(r"[A-ZĐ][\w.]{0,7}(?: ?\(\w{1,4}\))?")


def spelt_recipient(item: str) -> str:
    """One item of a list with its fixed words as they are spelt; all other words as they were read."""
    if _KEEPER.match(item):
        item = _STOPPED.sub("", _PEN.sub("", item))
    item = _REPORT_SHORT.sub("(để bc)", _INFORMED.sub("(b/c)", item))
    folded = bare(item)
    if found := _ARTICLE.fullmatch(folded):
        return f"Như Điều {found[1]}"
    if folded in _WHOLE:
        return _WHOLE[folded]
    return _KEPT.sub("Lưu: VT", _CARRY_OUT.sub("(để t/h)", _REPORT.sub("(để b/c)", item)))


def with_keeper(items: Sequence[str]) -> list[str]:
    """The items of a list, the last of which names whoever keeps a copy: short forms behind it are parts of it, though
    their comma was read as a semicolon ("Lưu: VT; NC2").
    """
    at = next((at for at, item in enumerate(items) if _KEEPER.match(item)), len(items))
    if not all(_SHORT_FORM.fullmatch(item) for item in items[at + 1 :]):
        return list(items)
    return [*items[:at], *([", ".join(items[at:])] if items[at:] else [])]

"""Which normaliser a kind of field has. Record types name kinds; they never name functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.dates import read_date, read_date_or_age, read_time
from pipeline.normalize.ids import read_personal_id
from pipeline.normalize.lookups import (
    read_confirmation,
    read_ethnicity,
    read_kind,
    read_nationality,
    read_sex,
)
from pipeline.normalize.names import read_name, without_title
from pipeline.normalize.numbers import (
    is_unit,
    read_any_number,
    read_book_number,
    read_count,
    read_decimal,
    read_document_number,
    read_percent,
    read_register_number,
)
from pipeline.normalize.outcome import Refused
from pipeline.normalize.places import read_place
from pipeline.normalize.recipients import spelt_recipient, with_keeper
from pipeline.normalize.spelling import composed
from pipeline.normalize.stray_signs import plain_address, plain_body

# At the beginning of a block these are no short form of anything else, whatever became of their full stop.
_IN_STEAD = re.compile(r"^(TM|KT|TL|TUQ)[\s.,:;]+(?=[^\W\d_])|\b(TM|KT|TL|TUQ|T|Q)\s*[.:]\s*(?=[^\W\d_])")
# A second reading of a row takes the one above with it; no block says twice for whom it is signed.
_TWICE = re.compile(r"^((?:TM|KT|TL|TUQ)\. .+?) \1(?= )")
# What a pen leaves at the ends of a block, which begins and ends in words.
_PEN_AT_ENDS = re.compile(r"^[^\w(]+|(?:\s*[/|\\]\s*\d?)?[^\w)]*$")
_OF_JUSTICE = re.compile(r"(tư pháp)\s*[-–—]?\s*(hộ tịch)", re.IGNORECASE)
# Two dashes on end are strokes of a pen or the rule under a line.
_DASHES = re.compile(r"(?: ?[-–—]){2,} ?")
_LENGTH = re.compile(r"(\d)(m2|m²|m|cm|km)\b")
_SQUARE = re.compile(r"(?<=\d )m2\b")
# Of what a letter is about, "V/v" in small italics; no other words begin so.
_ABOUT = re.compile(r"^V(?:/(?:%[vw]?|[vwV]{0,2})|[%W])(:?)(?=\s+[a-zà-ỹđ])")
_PART_STOP = re.compile(r"(?<=\w)\.(?=\s+(?:tháng|năm)\b)", re.IGNORECASE)
# "Q.9" and "Q. 9" are one address.
_LEVEL_DOT = re.compile(r"(?<![.\w])(?:TX|TT|Q|P|H|KP)\.(?=\d|[^\W\d_]{2})")
# Offices have dashes in their names: "Phòng Tài chính - Kế hoạch".
_ITEM_EDGE = re.compile(
    r";|(?:^|(?<=\s))[-–—+](?=\s)(?!\s(?:kế hoạch|thương binh|xã hội|hộ tịch|xây dựng|thông tin)\b)",
    re.IGNORECASE,
)
# What the end of a line broke: "Nghị định số 97/2025/NĐ-" and "CP", "năm học 2016-" and "2017".
_BROKEN_SYMBOL = re.compile(
    r"(?<=/[A-ZĐ]{2}-)\s+(?=[A-ZĐ]{2})|(?<=\d{4}/)\s+(?=[A-ZĐ]{2}-)|(?<=\b20\d{2}-)\s+(?=20\d{2}\b)"
)
# Where semicolons part the items, a dash with none before it is one of a name ("Trung tâm Thông tin - Công báo").
_PARTED_ITEM = re.compile(r";|(?:^|(?<=\s))[-–—+](?=\slưu\b)", re.IGNORECASE)
Normalizer = Callable[[str], str | Refused]


_LINE_ENDS = re.compile(r"^[\s.…,;:]+|[\s.…,;:]+\)?$")


def _words(text: str) -> str | Refused:
    # The words stay the value, because they are what the paper has; the date they say serves the checks. No full stop
    # stands between its parts: it is a comma. Dots at the ends are those of the line they stand on, with the bracket
    # behind it.
    kept = read_place(_PART_STOP.sub(",", _LINE_ENDS.sub("", text)))
    if isinstance(kept, Refused):
        return kept
    said = read_date_words(kept)
    return said if isinstance(said, Refused) else kept


def _address(text: str) -> str | Refused:
    return read_place(plain_address(_LEVEL_DOT.sub(r"\g<0> ", text)))


def _body(text: str) -> str | Refused:
    return read_place(plain_body(text))


_COLON_IN_FIGURE = re.compile(r"\d\s?[:;]\s?\d")


def _level(text: str) -> str | Refused:
    # A level is a figure ("+2,35 m") or a sentence ("theo cao độ vỉa hè hiện hữu").
    if is_unit(text):
        # "m", whose figure was not read.
        return Refused("shape", text)
    figure = read_decimal(text)
    if isinstance(figure, str) or _COLON_IN_FIGURE.search(text):
        # "1:96 m" is 1,96 m or 1.96 m, and not for a machine to say.
        return figure
    sentence = read_place(text)
    # "0..0" is no sentence, and whoever reads it as a figure guesses.
    guessed = isinstance(sentence, str) and isinstance(read_decimal(sentence), str)
    return figure if guessed else sentence


def _text(text: str) -> str | Refused:
    # "22m" and "22 m" are one length, "48 m2" and "48 m²" one area; narrow spaces and small figures are often lost.
    about = _ABOUT.sub(r"V/v\1", text)
    return read_place(_SQUARE.sub("m²", _LENGTH.sub(r"\1 \2", _BROKEN_SYMBOL.sub("", about))))


def _recipients(text: str) -> str | Refused:
    # Decree 30/2020 has each behind a dash, a semicolon after it, a full stop at last; readers lose dashes and stop.
    edge = _PARTED_ITEM if ";" in text.rstrip("; ") else _ITEM_EDGE
    items = (read_place(item.lstrip(" -–—+~")) for item in edge.split(text))
    held = with_keeper([spelt_recipient(item) for item in items if isinstance(item, str)])
    return "; ".join(held) if held else Refused("shape", text)


def _position(text: str) -> str | Refused:
    # "TM.ỦY BAN" and "TM. ỦY BAN" are one position; the reader does not always see the space.
    # The office's name has a dash that a seal easily hides (Luật Hộ tịch: "công chức tư pháp - hộ tịch").
    plain = _PEN_AT_ENDS.sub("", _DASHES.sub(" ", composed(text)))
    said = _IN_STEAD.sub(lambda found: f"{found[1] or found[2]}. ", plain)
    return read_place(_OF_JUSTICE.sub(r"\1 - \2", _TWICE.sub(r"\1", said)))


def _party(text: str) -> str | Refused:
    # A person, named without "Ông" or "Bà", or an organisation, named as it is.
    person = read_name(without_title(text))
    return person if isinstance(person, str) else read_place(text)


KINDS: Mapping[str, Normalizer] = MappingProxyType(
    {
        "name": read_name,
        "date": read_date,
        "date_or_age": read_date_or_age,
        "date_words": _words,
        "time": read_time,
        "sex": read_sex,
        "ethnicity": read_ethnicity,
        "nationality": read_nationality,
        "confirmation": read_confirmation,
        "place": _address,
        "text": _text,
        "recipients": _recipients,
        "position": _position,
        "body": _body,
        "register_number": read_register_number,
        "book_number": read_book_number,
        "document_number": read_document_number,
        "any_number": read_any_number,
        "personal_id": read_personal_id,
        "decimal": read_decimal,
        "level": _level,
        "party": _party,
        "kind": read_kind,
        "percent": read_percent,
        "count": read_count,
    }
)


def normalise(kind: str, written: str) -> str | Refused:
    """The normal form of `written` as a value of `kind` (a name in `KINDS`)."""
    return KINDS[kind](written)

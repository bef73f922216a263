"""Which values of a record another value of the same record says as well. Looks at values alone, decides nothing.

Two misreadings that agree by chance are very rare, so such a value is believed sooner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.checks.conflict import Values
from pipeline.checks.rules import symbol_fits
from pipeline.normalize.date_words import read_date_words
from pipeline.normalize.ids import structure
from pipeline.normalize.spelling import bare, comparable, letters
from pipeline.record import Field
from pipeline.record_type import RecordType

_SYMBOL = re.compile(r"/([A-ZĐƯƠa-z]+)-([A-ZĐƯƠ]+)")
_LETTER = "congvan"
_LONG = re.compile(r"\d{6,}")
# Every such body has the same symbol ("UBND"): it says nothing of the place, whose line a head easily loses.
_COMMITTEES = ("uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd")


def agreed(values: Mapping[str, Field]) -> set[str]:
    """Keys of dates that stand twice, in figures and in words, and say the same."""
    found: set[str] = set()
    for key, words in values.items():
        figures = values.get(key.removesuffix("_words"))
        if key.endswith("_words") and figures and words.value and figures.value:
            said = read_date_words(words.value)
            if said == figures.value and len(figures.value) == 10:
                found |= {key, figures.key}
    return found


def consistent(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of figures that follow from one another to within one part in a hundred."""
    values = Values({f.key: f for f in fields}, record_type)
    found: set[str] = set()
    for check in record_type.checks:
        scale = {"density": 100, "ratio": 1}.get(check.rule)
        share, part, whole = (values.figure(key) for key in check.fields) if scale else (None, None, None)
        if scale and share and part and whole and abs(part / whole * scale - share) <= share / 100:
            found.update(check.fields)
    return found


def repeated(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of values that the record holds a second time, in the same words or inside another value."""
    values = Values({f.key: f for f in fields}, record_type)
    found: set[str] = set()
    names: dict[str, list[str]] = {}
    for entry in fields:
        spec = record_type.spec(entry.key)
        if spec and spec.kind == "name" and entry.value:
            names.setdefault(comparable(entry.value), []).append(entry.key)
    found.update(key for keys in names.values() if len(keys) > 1 for key in keys)
    for check in record_type.checks:
        if check.rule == "symbol" and symbol_fits(values, check.fields):
            body = bare(values.text(check.fields[-1]) or "")
            found.update(() if body.startswith(_COMMITTEES) else check.fields[-1:])
    return found


def vouched_symbols(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of numbers whose symbol is that of the kind of paper and of its issuer ("QĐ-BGDĐT"), but not as well without
    a stroke; figures are not vouched for by it.
    """
    values = Values({f.key: f for f in fields}, record_type)
    fitting = {
        check.fields[0]
        for check in record_type.checks
        if check.rule == "symbol" and len(check.fields) > 2 and symbol_fits(values, check.fields)
    }
    return fitting - written_without_stroke(record_type, fields)


def written_without_stroke(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of numbers whose symbol fits its issuer as it was read, a D without stroke: "NQ-DHN" of TRƯỜNG ĐẠI HỌC DƯỢC
    HÀ NỘI, of which "NQ-ĐHN" could be as well; of a letter the issuer stands first ("DHN-VP").
    """
    held = {f.key: f for f in fields}
    found = set()
    for check in record_type.checks:
        number, issuer = held.get(check.fields[0]), held.get(check.fields[-1])
        if check.rule != "symbol" or number is None or issuer is None:
            continue
        symbol, kind = _SYMBOL.search(number.written or ""), held.get(check.fields[1])
        first = 0 if kind and letters(kind.value or "") == _LETTER else 1
        if symbol and any(_without_stroke(part, issuer.value or "") for part in symbol.groups()[first:]):
            found.add(number.key)
    return found


def _without_stroke(part: str, issuer: str) -> bool:
    """Whether part of a symbol has a D and is made of first letters of the issuer as they are, in their order."""
    initials = iter(word[0] for word in issuer.upper().split())
    return "D" in part and all(letter in initials for letter in part)


def structured(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of 12-digit personal numbers whose province exists and whose sex and year of birth are the person's."""
    values = Values({f.key: f for f in fields}, record_type)
    found: set[str] = set()
    for check in record_type.checks:
        if check.rule != "personal_id" or len(check.fields) < 3:
            continue
        key, born, sex = check.fields
        known = structure(values.text(key) or "")
        if known and known.province and known.year == values.year(born) and known.sex == values.text(sex):
            found.add(key)
    return found


def vouched_numbers(record_type: RecordType, fields: Sequence[Field]) -> set[str]:
    """Keys of values whose only long number is a personal number that fits its person (`structured`) and stands in
    another value as well: the number beside the paper that shows it ("Thẻ căn cước số 034029922474, ...").
    """
    held = {f.key: set(_LONG.findall(f.value or "")) for f in fields}
    alone = {key: next(iter(found)) for key, found in held.items() if len(found) == 1}
    fitting = {alone[key] for key in structured(record_type, fields) if key in alone}
    twice = {number for number in fitting if list(alone.values()).count(number) > 1}
    return {key for key, number in alone.items() if number in twice}


def witnessed(record_type: RecordType, fields: Sequence[Field]) -> frozenset[str]:
    """Keys of all values that the record says a second time, in any of these ways."""
    values = {field.key: field for field in fields}
    return frozenset(
        agreed(values)
        | consistent(record_type, fields)
        | repeated(record_type, fields)
        | structured(record_type, fields)
        | vouched_numbers(record_type, fields)
    )

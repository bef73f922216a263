"""Lines of a table as rows of a record type: which column is which field, in which words people will read it.

Pure: it takes sheets and a profile and gives rows with findings. It looks at no folder and no ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.exchange.import_profile import ImportProfile
from pipeline.exchange.legacy_text import AUTO, SURE, UNICODE, detect, to_unicode
from pipeline.exchange.moj_columns import TYPES, code_list
from pipeline.exchange.moj_columns import columns as moj_columns
from pipeline.exchange.table_files import Line, Sheet
from pipeline.findings import Finding
from pipeline.normalize.spelling import letters
from pipeline.record_type import RecordType, record_types

# A title or two may stand above the headings.
_HEAD_WITHIN = 20
_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")


@dataclass(frozen=True)
class Row:
    """One row: `place` as people find it again, `cells` as they stood there by heading, `written` by field key.

    A field that is in `written` with "" has a column whose cell is empty. `rest` are filled cells without a field.
    """

    place: str
    type: str
    cells: Mapping[str, str]
    written: Mapping[str, str]
    rest: Mapping[str, str]
    table: str = ""
    file: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Every row of a sheet, what the sheet as a whole shows, and the encoding its text was taken for."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    encoding: str = UNICODE
    confidence: float = 1.0


@dataclass(frozen=True)
class _Heads:
    """What each column of one sheet is: by place, the heading; by heading, the field key."""

    names: tuple[str, ...]
    keys: Mapping[str, str]
    kind: str = ""
    file: str = ""
    type: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)


def rows_of(sheet: Sheet, table: str, profile: ImportProfile, type: str | None = None) -> Rows:
    """The rows of a sheet of `table` (its path from the folder).

    Without headings that the profile knows there are none, and a finding says so.
    """
    found = _head(sheet, profile, type)
    where = f"{table}!{sheet.name}" if sheet.name else table
    if found is None:
        return Rows((), (Finding("IMPORT_TABLE_HEAD", "", {"file": where}),))
    index, heads = found
    lines = sheet.lines[index + 1 :]
    encoding, confidence, told = _encoding(profile, lines, where)
    rows = [_row(line, heads, profile, type, (where, encoding)) for line in lines]
    return Rows(tuple(rows), tuple(told), encoding, confidence)


def _encoding(profile: ImportProfile, lines: Sequence[Line], where: str) -> tuple[str, float, list[Finding]]:
    if profile.encoding != AUTO:
        return profile.encoding, 1.0, []
    seen = detect(cell for line in lines for cell in line.cells)
    sure = seen.confidence >= SURE or seen.encoding == UNICODE
    if sure and not seen.mixed:
        return seen.encoding, seen.confidence, []
    facts = {"file": where, "encoding": seen.encoding, "confidence": f"{seen.confidence:.0%}"}
    return UNICODE, seen.confidence, [Finding("IMPORT_ENCODING", "", facts)]


def _head(sheet: Sheet, profile: ImportProfile, type: str | None) -> tuple[int, _Heads] | None:
    """The first line that has the headings: the Ministry's by name, others by at least two that are known."""
    for index, line in enumerate(sheet.lines[:_HEAD_WITHIN]):
        names = tuple(cell.strip() for cell in line.cells)
        heads = _moj_heads(names) if profile.layout == "moj" else _heads(names, profile, type)
        if heads is not None:
            return index, heads
    return None


def _moj_heads(names: tuple[str, ...]) -> _Heads | None:
    for kind, some in moj_columns().items():
        own = {column.name: column.key for column in some}
        marked = [name for name in names if name in own]
        # The columns of people (nks, chong, nkt...) are what tells one kind from another.
        required = {column.name for column in some if column.required}
        if required <= set(marked):
            return _Heads(names, own, kind=kind, type=TYPES[kind])
    return None


def _heads(names: tuple[str, ...], profile: ImportProfile, type: str | None) -> _Heads | None:
    spelled = {letters(other): name for name, others in profile.aliases.items() for other in others}
    known = {letters(name): name for name in profile.columns}
    seen = {name: spelled.get(letters(name), known.get(letters(name), name)) for name in names if name}
    keys = {name: profile.columns[seen[name]] for name in seen if seen[name] in profile.columns}
    if profile.by_key:
        keys = _by_key([n for n in seen if n not in keys], profile.type or type or "") | keys
    joins = {part for pattern in profile.joined.values() for part in re.findall(r"\{(.+?)\}", pattern)}
    if len(keys) + len(joins & set(seen.values())) < 2:
        return None
    return _Heads(
        names,
        keys,
        file=_first(seen, profile.file_column),
        type=_first(seen, profile.type_column),
        seen=seen,
    )


def _by_key(names: Sequence[str], type: str) -> dict[str, str]:
    """Headings that are keys, or the Vietnamese names of fields of `type`."""
    kinds = [record_types()[type]] if type in record_types() else list(record_types().values())
    keys = {spec.key for kind in kinds for spec in kind.fields}
    named = {letters(spec.vi): spec.key for spec in kinds[0].fields} if len(kinds) == 1 else {}
    found = {name: name if name in keys else named.get(letters(name), "") for name in names}
    return {name: key for name, key in found.items() if key}


def _first(seen: Mapping[str, str], wanted: Sequence[str]) -> str:
    """The heading that is the first of `wanted` that there is."""
    by_letters = {letters(name): name for name in seen} | {letters(kind): name for name, kind in seen.items()}
    return next((by_letters[letters(want)] for want in wanted if letters(want) in by_letters), "")


def _row(line: Line, heads: _Heads, profile: ImportProfile, type: str | None, table: tuple[str, str]) -> Row:
    where, encoding = table
    found = list(line.findings)
    raw = {name: cell for name, cell in zip(heads.names, line.cells, strict=False) if name}
    if any(cell.strip() for cell in line.cells[len(heads.names) :]):
        found.append(Finding("IMPORT_ROW_LONG", "", {"row": str(line.number)}))
    text = {name: to_unicode(cell, encoding).strip() for name, cell in raw.items()}
    chosen = _type(text, heads, profile, type)
    kind = record_types().get(chosen)
    if kind is None:
        found.append(Finding("IMPORT_TYPE_UNKNOWN", "", {"row": str(line.number), "type": chosen}))
    written = _written(text, heads, profile, kind)
    used = {name for name, key in heads.keys.items() if key in written}
    used |= {name for name, kind_ in heads.seen.items() if f"{{{kind_}}}" in "".join(profile.joined.values())}
    rest = {n: t for n, t in text.items() if t and n not in used and n not in (heads.file, heads.type)}
    return Row(
        place=f"{where}:{line.number}",
        type=chosen,
        cells=raw,
        written=written,
        rest=rest,
        table=where.partition("!")[0],
        file=text.get(heads.file, ""),
        findings=tuple(found),
    )


def _type(text: Mapping[str, str], heads: _Heads, profile: ImportProfile, type: str | None) -> str:
    if heads.kind:
        return heads.type
    said = text.get(heads.type, "") if heads.type else ""
    if said:
        named = {letters(kind.vi): name for name, kind in record_types().items()}
        return profile.types.get(said, named.get(letters(said), said))
    return profile.type or type or ""


def _written(
    text: Mapping[str, str], heads: _Heads, profile: ImportProfile, kind: RecordType | None
) -> dict[str, str]:
    """The text of each field as people will read it: codes in words, dates day first."""
    found: dict[str, str] = {}
    for name, key in heads.keys.items():
        spec = kind.spec(key) if kind else None
        if name not in text or spec is None:
            continue
        value = profile.values.get(key, {}).get(text[name], text[name])
        codes = code_list(heads.kind, key) if heads.kind else None
        value = codes.codes.get(value, value) if codes else value
        found[key] = _day_first(value, profile.dates) if spec.kind == "date" else value
    by_kind = {kind_: name for name, kind_ in heads.seen.items()}
    for key, pattern in profile.joined.items():
        parts = re.findall(r"\{(.+?)\}", pattern)
        if kind and kind.spec(key) and all(part in by_kind for part in parts):
            values = [text.get(by_kind[part], "") for part in parts]
            joined = re.sub(r"\{(.+?)\}", lambda m: text.get(by_kind[m.group(1)], ""), pattern)
            found[key] = joined if all(values) else next((v for v in values if v), "")
    return found


def _day_first(text: str, dates: str) -> str:
    """A date of figures with its day first; anything else stays, and the checks will say what it is."""
    found = _DATE.fullmatch(text)
    if found is None or dates == "d/m/y":
        return text
    one, sign, two, three = found.groups()
    day, month, year = (two, one, three) if dates == "m/d/y" else (three, two, one)
    return f"{day}{sign}{month}{sign}{year}"

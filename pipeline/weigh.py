"""Puts together what speaks for each value of a record and writes the chance that it is right as its confidence.

Between extraction and decision: it changes confidences and, where most second readings or the lists say so, the
proposed value; never a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.accept import Grounds
from pipeline.agreement import vouched_symbols, witnessed, written_without_stroke
from pipeline.checks import conflicts
from pipeline.checks.conflict import Conflict
from pipeline.extract import Extraction
from pipeline.extract.confidence import is_usual
from pipeline.extract.evidence import Evidence
from pipeline.findings import Severity
from pipeline.from_words import with_dates_from_words
from pipeline.looks import NO_LOOKS, Agreement, Looks, weigh
from pipeline.normalize.offices import listed_body
from pipeline.normalize.outcome import Refused
from pipeline.normalize.places import names_province
from pipeline.normalize.proposals import Proposal, propose, with_strokes
from pipeline.normalize.spelling import same_words
from pipeline.other_readings import from_others
from pipeline.qr_witness import code_conflicts, counted, said_by
from pipeline.record import Field, FieldState
from pipeline.record_type import RecordType
from pipeline.trust import DOUBTED, UNREADABLE, Signs, chance, signs_of
from pipeline.vouching import vouched_for

# Letters and marks between what was read and a listed value that a person may start from; of a long text one in so
# many letters.
_NEAR, _NEAR_EACH = 2, 10
# With less than this a second reading hesitates itself.
_SURE = 0.8
# Names behind a label that both networks gave in every way, the first surer than this each time: of 11 on eight sets
# whose first reading was no surer than a half all were right. What a seal may have cut is none of them.
_NAMES, _SURE_IN_ALL = frozenset({"name", "party"}), 0.85
# The finding for a D that must be a Đ.
_STROKE = "R032"
# Of these a misread letter seldom makes another usual value; a misread figure always does.
_WORDED = frozenset(
    {"name", "party", "place", "text", "recipients", "position", "body", "level", "sex", "ethnicity", "nationality",
     "confirmation", "kind", "date_words"}
)  # fmt: skip
_BODY, _OFFICE = "body", "registration_place"
_ON_ONE_ROW = frozenset({"register_number", "book_number", "any_number", "decimal", "percent", "count"})
# No part of these is lost without a trace, as the beginning of a name is under a seal, or a line of a block.
_WHOLE_ANYWAY = frozenset({"place", "text", "sex", "ethnicity", "nationality"})


@dataclass(frozen=True)
class Weighed:
    """The fields with the chance of each, what speaks against them, and the signs that each chance comes from;
    `unsure` are the keys whose place, owner or proposed value is uncertain, whatever their signs say.
    """

    fields: tuple[Field, ...]
    against: tuple[Conflict, ...]
    signs: Mapping[str, Signs]
    unsure: frozenset[str] = frozenset()

    @property
    def grounds(self) -> Grounds:
        """What acceptance asks besides the chances."""
        return Grounds(
            frozenset(key for key, signs in self.signs.items() if not signs.asked),
            frozenset(key for key, signs in self.signs.items() if signs.alike),
            frozenset(key for key, signs in self.signs.items() if signs.whole),
            frozenset(key for key, signs in self.signs.items() if signs.printed),
            frozenset(key for key, signs in self.signs.items() if signs.in_all),
        )


def weigh_fields(
    record_type: RecordType,
    extraction: Extraction,
    looks: Sequence[Looks],
    seen: Sequence[Conflict] = (),
    codes: Sequence[str] = (),
) -> Weighed:
    """What is thought of each field; `looks` are the second readings of the record's pages, `seen` what speaks
    against values on the page itself (an uncertain owner, a seal over them), `codes` the texts of QR codes there.
    """
    held = {f.key: _held(record_type, f, extraction.evidence[f.key], looks) for f in extraction.fields}
    held = _as_read_where_it_fits(record_type, _with_named_bodies(record_type, extraction, held, looks))
    proposed = tuple(one.field for one in held.values())
    said = said_by(codes, record_type, proposed)
    seconded = {key: counted(one.second, key, said) for key, one in held.items()}
    stroked = {key for key, one in held.items() if one.stroked}
    vouched = vouched_symbols(record_type, proposed)
    found = _conflicts_but(stroked & vouched, conflicts(record_type, proposed))
    against = (*found, *seen, *code_conflicts(said, record_type, proposed))
    doubted = {key for c in against if c.finding.severity is not Severity.INFO for key in c.fields}
    witnesses = witnessed(record_type, proposed)
    signs = {
        key: signs_of(
            one.evidence, seconded[key], witness=key in witnesses, against=key in doubted, lettered=key in vouched
        )
        for key, one in held.items()
    }  # fmt: skip
    unsure = frozenset(key for key, one in held.items() if one.unsure or key in stroked - vouched)
    fields = tuple(_with_chance(record_type, f, signs[f.key], unsure=f.key in unsure) for f in proposed)
    return _with_dates(Weighed(fields, against, signs, unsure))


def _with_dates(weighed: Weighed) -> Weighed:
    """With dates from their words, only when all is weighed: what comes from the words must not be seconded by them."""
    dated = with_dates_from_words(weighed.fields)
    new = frozenset(one.key for one, read in zip(dated, weighed.fields, strict=True) if one != read)
    return replace(weighed, fields=dated, unsure=weighed.unsure | new)


def _conflicts_but(mended: set[str], found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts without those for a stroke of Đ in values whose stroke was `mended` and is vouched for."""
    return tuple(c for c in found if not (c.code == _STROKE and set(c.fields) <= mended))


@dataclass(frozen=True)
class _Held:
    """A field with its proposed value and what speaks for that; `unsure`: no chance may carry it past a person.
    `stroked`: only the strokes of Đ in a symbol were mended, which kind and issuer of the paper can vouch for; `read`
    is the value without them.
    """

    field: Field
    evidence: Evidence
    second: Agreement
    unsure: bool
    stroked: bool = False
    read: str | None = None


def _held(record_type: RecordType, entry: Field, evidence: Evidence, looks: Sequence[Looks]) -> _Held:
    second = _second(record_type, entry, evidence, looks)
    chosen = from_others(entry, second, evidence)
    if chosen is not entry and _outvoted(record_type, entry, evidence, second):
        evidence = replace(evidence, worst=second.other_sure, usual=True)
        second = _turned(second)
    else:
        worst = _worst(record_type, entry, evidence, second)
        evidence = replace(
            evidence,
            worst=worst,
            usual=evidence.usual or vouched_for(record_type.spec(entry.key), entry, evidence, second),
            doubted=evidence.doubted or chosen is not entry,
        )
    mended = _mended(record_type, chosen)
    another = not same_words(mended.value or "", chosen.value or "")
    stroked = another and with_strokes(chosen.value or "") == mended.value
    unsure = (
        evidence.doubted
        or (another and not stroked)
        or _lacks_office(mended)
        or _on_two_rows(record_type, entry, evidence)
    )
    return _Held(mended, evidence, second, unsure, stroked, chosen.value)


def _on_two_rows(record_type: RecordType, entry: Field, evidence: Evidence) -> bool:
    """Whether a number stands on two rows: the second is another's, "79" of a map sheet and the house number below."""
    spec = record_type.spec(entry.key)
    return spec is not None and spec.kind in _ON_ONE_ROW and len(evidence.rows) > 1


def _lacks_office(entry: Field) -> bool:
    """Whether of the office that registered something nothing but its province was read."""
    return entry.key == _OFFICE and names_province(entry.value or "")


def _with_named_bodies(
    record_type: RecordType, extraction: Extraction, held: Mapping[str, _Held], looks: Sequence[Looks]
) -> dict[str, _Held]:
    """The fields, where an issuer is weighed as the listed body that it is: one that the symbol of the paper's number
    names letter by letter, and that some way of reading gave as it is listed. A head in capitals of 150 dpi reads
    "BỘ GIÁO ĐỤC" in one way or another.
    """
    listed = {key for key, one in held.items() if _is_listed_body(record_type, one.field)}
    named = listed and listed & witnessed(record_type, [one.field for one in held.values()])
    again = {key: _as_listed(record_type, held[key], extraction.evidence[key], looks) for key in named}
    return {**held, **again}


def _as_read_where_it_fits(record_type: RecordType, held: Mapping[str, _Held]) -> dict[str, _Held]:
    """The fields, where a symbol that fits its issuer without a stroke stands as it was read: nothing says that one was
    lost ("3413/DHN-VP" of TRƯỜNG ĐẠI HỌC DƯỢC HÀ NỘI), and nothing that none was.
    """
    fitting = written_without_stroke(record_type, [one.field for one in held.values()])
    return {
        key: replace(one, field=replace(one.field, value=one.read)) if key in fitting and one.stroked else one
        for key, one in held.items()
    }


def _is_listed_body(record_type: RecordType, entry: Field) -> bool:
    spec = record_type.spec(entry.key)
    return spec is not None and spec.kind == _BODY and listed_body(entry.value or "")


def _as_listed(record_type: RecordType, one: _Held, evidence: Evidence, looks: Sequence[Looks]) -> _Held:
    second = _second(record_type, one.field, replace(evidence, usual=True), looks)
    if not (second.same or second.confirmed):
        return one
    surest = max(evidence.worst, second.sure) if second.same else evidence.worst
    evidence = replace(evidence, usual=True, worst=surest)
    return replace(
        one,
        field=replace(one.field, written=one.field.value),
        evidence=evidence,
        second=second,
        unsure=evidence.doubted,
    )


def _worst(record_type: RecordType, entry: Field, evidence: Evidence, second: Agreement) -> float:
    """The confidence of the worst word: of figures in all readings; of words that every way gave alike and surely, in
    the second readings, since the first one saw a fleck.
    """
    spec = record_type.spec(entry.key)
    if not _worded(record_type, entry):
        return min(evidence.worst, second.sure, second.hesitant)
    alike = second.asked > 0 and second.same == second.asked and second.sure >= _SURE
    clear = second.unanimous and second.sure >= _SURE_IN_ALL
    named = spec and spec.kind in _NAMES and spec.source == "label" and clear
    if spec and evidence.usual and ((spec.kind in _WHOLE_ANYWAY and alike) or named):
        return max(evidence.worst, second.sure)
    return evidence.worst


def _outvoted(record_type: RecordType, entry: Field, evidence: Evidence, second: Agreement) -> bool:
    """Whether the first reading was the odd one out: not usual itself, while all ways of its network gave one value
    that is.
    """
    spec = record_type.spec(entry.key)
    return (
        spec is not None
        and _worded(record_type, entry)
        and not (evidence.usual or evidence.doubted)
        and second.votes == second.asked
        and is_usual(spec.kind, second.other_written or "")
    )


def _turned(second: Agreement) -> Agreement:
    """The agreement as the value that all ways of the first network gave has it, instead of the first reading's."""
    return Agreement(
        second.asked,
        second.votes,
        sure=second.other_sure,
        others=second.others,
        confirmed=second.other_confirmed,
        disputed=max(second.disputed - second.other_confirmed, 0),
        renumbered=second.renumbered,
    )


def _worded(record_type: RecordType, entry: Field) -> bool:
    spec = record_type.spec(entry.key)
    return spec is not None and spec.kind in _WORDED


def _second(record_type: RecordType, entry: Field, evidence: Evidence, looks: Sequence[Looks]) -> Agreement:
    spec = record_type.spec(entry.key)
    if spec is None or entry.page is None:
        return Agreement()
    seen = looks[entry.page] if looks else NO_LOOKS
    return weigh(spec.kind, entry.value, evidence.rows, seen, usual=evidence.usual)


def _mended(record_type: RecordType, entry: Field) -> Field:
    """The field with the one value that the lists hold near to what was read, for a person to start from. What was
    read stays as written, and the check that finds it in no list keeps the field from being accepted.
    """
    spec = record_type.spec(entry.key)
    made = propose(spec.kind, entry.written) if spec and entry.written else ()
    if spec is None or len(made) != 1 or not _lies_near(made[0]):
        return entry
    value = spec.value_of(made[0].proposed)
    return entry if isinstance(value, Refused) else replace(entry, value=value)


def _lies_near(made: Proposal) -> bool:
    """Whether so little was read otherwise that a person best starts from the proposal; a block of lines must be it."""
    return made.why == "block" or made.distance <= max(_NEAR, len(made.read) // _NEAR_EACH)


def _with_chance(record_type: RecordType, entry: Field, signs: Signs, *, unsure: bool) -> Field:
    spec = record_type.spec(entry.key)
    if spec is None or entry.state is FieldState.EMPTY or entry.value is None:
        return entry
    likely = chance(spec.kind, signs)
    if unsure:
        likely = min(likely, DOUBTED)
    if isinstance(spec.value_of(entry.written or ""), Refused):
        likely = min(likely, UNREADABLE)
    return replace(entry, confidence=likely)

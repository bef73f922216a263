"""From finds to fields: values cut out of their tokens, with normal form, confidence, place and doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ocr.page import Box
from pipeline.extract.confidence import (
    DOUBTED,
    REFUSED,
    confidence_of,
    is_printed,
    is_usual,
    worst_weighty,
    worst_word,
)
from pipeline.extract.evidence import Candidate, Evidence, row_boxes
from pipeline.extract.find import Find
from pipeline.extract.layout import Token
from pipeline.extract.strokes import without_label
from pipeline.normalize.kinds import normalise
from pipeline.normalize.outcome import Refused
from pipeline.normalize.phrases import covered
from pipeline.normalize.spelling import bare, composed
from pipeline.record import Field, FieldState
from pipeline.record_type import FieldSpec, RecordType

# A label read this well with the line to write on behind it, read as such, and nothing on that line.
_SURE_LABEL, _SURE_LABEL_WORD = 0.95, 0.85
_EMPTY = 0.9
_ITEM = re.compile(r"\(\d{1,2}\)")
_PLAIN_ITEM, _PARTS = re.compile(r"\d{1,2}[.)]"), frozenset({"ngay", "quyen", "quyenso"})
_TEXT_KINDS = frozenset({"text", "place", "date_words", "level", "position", "body", "party", "recipients"})


@dataclass(frozen=True)
class Reading:
    """What one field was read from. `label` is empty for fields without a printed label; `whole`: see Evidence."""

    spec: FieldSpec
    tokens: tuple[Token, ...]
    label: tuple[Token, ...] = ()
    doubts: frozenset[str] = frozenset()
    sure_empty: bool = False
    whole: bool = False


def readings(finds: Iterable[Find], record_type: RecordType) -> list[Reading]:
    """One reading per field and find; sentences are taken apart."""
    found: list[Reading] = []
    for find in finds:
        if find.target.sentence:
            found += _taken_apart(find, record_type)
        elif find.target.field:
            tidy = without_label(find)
            sure = _sure_empty(tidy)
            found.append(
                Reading(find.target.field, tuple(tidy.tokens), find.label, frozenset(tidy.doubts), sure)
            )
    return found


def _sure_empty(find: Find) -> bool:
    return (
        find.ruled
        and not find.tokens
        and find.label_score >= _SURE_LABEL
        and worst_word(find.label) >= _SURE_LABEL_WORD
        and not (find.target.field and find.target.field.required)
    )


def _taken_apart(find: Find, record_type: RecordType) -> list[Reading]:
    sentence = find.target.sentence
    assert sentence is not None
    # "Số: 836/2016 (3) ngày: 30/09/2016" numbers its parts.
    following = [*(token.letters for token in find.tokens[1:]), ""]
    tokens = [
        token
        for token, after in zip(find.tokens, following, strict=False)
        if not _ITEM.fullmatch(token.text) and not (_PLAIN_ITEM.fullmatch(token.text) and after in _PARTS)
    ]
    text = composed(" ".join(token.text for token in tokens))
    folded = bare(text)
    match = re.search(sentence.pattern, folded) if len(folded) == len(text) else None
    doubts = frozenset(find.doubts)
    found = []
    for key in sentence.keys:
        spec = record_type.spec(key)
        span = match.span(key) if match and match.group(key) else None
        if spec is None or (span is None and key in sentence.optional):
            continue
        cut = _cut(tokens, *span) if span else ()
        bare_words = not re.search(r"\d", folded) and match is not None
        sure = (
            not span and bare_words and find.ruled and find.label_score >= _SURE_LABEL and not spec.required
        )
        found.append(Reading(spec, cut, find.label, doubts, sure))
    return found


def _cut(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """Tokens (and parts of tokens) between two places of the text joined with single spaces."""
    kept, at = [], 0
    for token in tokens:
        low, high = max(start, at) - at, min(end, at + len(token.text)) - at
        if low < high and token.text[low:high].strip(" ,;"):
            kept.append(_piece(token, token.text[low:high]))
        at += len(token.text) + 1
    if kept:
        # Commas stand rightly inside an address, not at its ends.
        kept[0] = _piece(kept[0], kept[0].text.lstrip(" ,;"))
        kept[-1] = _piece(kept[-1], kept[-1].text.rstrip(" ,;"))
    return tuple(kept)


def _piece(token: Token, text: str) -> Token:
    return Token(text, token.x0, token.y0, token.x1, token.y1, token.confidence, token.box, token.page)


def candidate(reading: Reading) -> Candidate:
    """The field with what speaks for it; `EMPTY` where that is sure, otherwise it waits for the decision."""
    spec, tokens = reading.spec, reading.tokens
    if spec.kind in _TEXT_KINDS - {"date_words"} and is_printed(token.text for token in tokens):
        tokens = ()
    anchor = tokens or reading.label
    page = anchor[0].page if anchor else None
    box = Box.around(t.box for t in anchor if t.page == page) if anchor else None
    if not tokens:
        empty = reading.sure_empty and not reading.doubts
        state = FieldState.EMPTY if empty else FieldState.NEEDS_REVIEW
        field = Field(spec.key, None, None, _EMPTY if empty else 0.0, state, page, box)
        return Candidate(field, Evidence(doubted=bool(reading.doubts)))
    written = composed(" ".join(token.text for token in tokens)).strip(" ;,:")
    value = spec.value_of(written)
    confidence = confidence_of(spec.kind, written, tokens)
    if reading.doubts:
        confidence = min(confidence, DOUBTED)
    evidence = Evidence(
        worst=worst_weighty(spec.kind, tokens),
        usual=is_usual(spec.kind, written) or (reading.whole and covered(written)),
        doubted=bool(reading.doubts),
        letters=sum(len(token.letters) for token in tokens),
        rows=row_boxes(tokens),
        whole=reading.whole,
        figures=min((t.confidence for t in tokens if any(c.isdigit() for c in t.text)), default=1.0),
    )
    shown = None if isinstance(value, Refused) else value
    if shown is None:
        shown, confidence = proposal(spec.kind, written), min(confidence, REFUSED)
    return Candidate(
        Field(spec.key, shown, written, confidence, FieldState.NEEDS_REVIEW, page, box), evidence
    )


_DATE = re.compile(
    r"(?<![\d/])(0?[1-9]|[12]\d|3[01]) ?[/.\- ]? ?(0[1-9]|1[0-2]) ?[/.\- ]? ?((?:19|20)\d{2})(?![\d/])"
)
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
)


def proposal(kind: str, written: str) -> str | None:
    """A value to start from when the text has no normal form; never accepted without a person."""
    if kind in {"any_number", "document_number"} and not any(c.isdigit() for c in written):
        return None
    if kind in _TEXT_KINDS or kind in {"name", "any_number", "document_number"}:
        return written or None
    if kind in {
        "date",
        "date_or_age",
        "personal_id",
        "register_number",
        "book_number",
        "decimal",
        "percent",
        "count",
        "time",
    }:
        mended = re.sub(r"(?<=[\d/.\-,])[OoQIl|SBZ]|[OoQIl|SBZ](?=[\d/.\-,])", _mend, written)
        mended = re.sub(r"/{2,}", "/", mended)
        dates = (*_dates_in(mended), _closed_up(mended)) if kind in {"date", "date_or_age"} else ()
        for text in (mended, *dates, _longest_figures(mended)):
            value = normalise(kind, text)
            if isinstance(value, str):
                return value
    return None


def _closed_up(text: str) -> str:
    """The text without the spaces that wide letters have between the figures of one number: "22-1 1-20 03"."""
    return re.sub(r"(?<=\d) (?=\d)", "", text).strip(" _^~'`")


def _mend(match: re.Match[str]) -> str:
    return match.group().translate(_LOOKALIKES)


def _dates_in(text: str) -> tuple[str, ...]:
    """The one date in figures that stands in a text, its strokes lost or not ("797/2023 30/08/2023", "20071981")."""
    found = {"/".join(parts) for parts in _DATE.findall(text)}
    return tuple(found) if len(found) == 1 else ()


def _longest_figures(text: str) -> str:
    found = re.findall(r"\d[\d/.,\- ]*\d", text)
    return max(found, key=len, default="")


def best_of(candidates: Sequence[Candidate], not_with: Sequence[str] = ()) -> Candidate:
    """The surest of several readings of one field; two that differ leave it for a person. Readings with a part of
    `not_with` count only where there are no others.
    """
    filled = [one for one in candidates if one.field.value is not None]
    if not filled:
        return candidates[0]
    filled = [one for one in filled if not any(p in (one.field.value or "") for p in not_with)] or filled
    best = max(filled, key=lambda one: one.field.confidence)
    value = best.field.value
    if any(one.field.value != value and one.field.confidence > REFUSED for one in filled):
        unsure = replace(best.field, confidence=min(best.field.confidence, DOUBTED))
        return Candidate(unsure, replace(best.evidence, doubted=True))
    return best

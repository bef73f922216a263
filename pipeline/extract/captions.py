"""Small English captions that bilingual forms print behind their labels: "Sinh ngày / Date of birth: 04/09/2011".

They are no part of a value, and read badly: small, slanted, by a reader of Vietnamese. Where two of them are legible
the page has them, and what stands between a label and its colon is one, however it reads. Finds no values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.labels import similar
from pipeline.extract.layout import WIDE_GAP, Layout, Row, Token
from pipeline.extract.targets import Vocabulary, labels_in
from pipeline.normalize.spelling import letters

_CAPTIONS = tuple(
    letters(text)
    for text in (
        "Full name", "Name", "Date of birth", "Year of birth", "Place of birth", "Sex", "Gender", "Ethnic group",
        "Ethnicity", "Nationality", "Native place", "Place of origin", "Hometown", "Residence", "Place of residence",
        "Permanent residence", "Address", "Occupation", "Identity paper", "Identification document",
        "Personal identification number", "Passport number", "Date of registration", "Place of registration",
        "Registration number", "Date of issue", "Place of issue", "Time of death", "Date of death", "Place of death",
        "Cause of death", "Last place of residence", "Relationship", "Note", "Notes", "In words", "Number",
        "Full name of father", "Full name of mother", "Full name of husband", "Full name of wife", "Father", "Mother",
        "Husband", "Wife", "Declarant", "Book number",
    )
)  # fmt: skip
# How alike a caption and what was read must be: to tell that a page has captions, and to be one on such a page.
_LEGIBLE, _LIKE = 0.8, 0.6
_ENOUGH, _MOST_WORDS, _LEAST_BEGUN = 2, 7, 4


@dataclass(frozen=True)
class _Run:
    """Tokens of a row, from `start` up to `end`, behind a label; `closed`: a colon ends them."""

    start: int
    end: int
    closed: bool


def without_captions(layout: Layout, words: Vocabulary) -> Layout:
    """The layout without captions, where it has some; the colon behind one goes to the label."""
    runs = {row: list(_runs(row, words)) for row in layout.rows}
    legible = sum(_likeness(_of(row, run)) >= _LEGIBLE for row, held in runs.items() for run in held)
    if legible < _ENOUGH:
        return layout
    rows = []
    for row, held in runs.items():
        tokens = list(row.tokens)
        for run in reversed([run for run in held if _is_caption(row, run)]):
            if run.closed:
                tokens[run.start - 1] = _closed(tokens[run.start - 1])
            del tokens[run.start : run.end]
        if tokens and not _is_rest(tokens):
            rows.append(replace(row, tokens=tuple(tokens)))
    return replace(layout, rows=tuple(rows))


def _runs(row: Row, words: Vocabulary) -> Iterator[_Run]:
    """What stands behind each label of a row that no colon closes, up to its own colon or the end of its cell."""
    hits = labels_in(row, words)
    for at, hit in enumerate(hits):
        limit = hits[at + 1].start if at + 1 < len(hits) else len(row.tokens)
        end = hit.end
        while end < min(limit, hit.end + _MOST_WORDS) and not hit.colon:
            token, before = row.tokens[end], row.tokens[end - 1]
            if token.x0 - before.x1 > WIDE_GAP * row.unit:
                break
            end += 1
            if token.text.endswith(":"):
                break
        if end > hit.end:
            yield _Run(hit.end, end, closed=row.tokens[end - 1].text.endswith(":"))


def _of(row: Row, run: _Run) -> Sequence[Token]:
    return row.tokens[run.start : run.end]


def _likeness(tokens: Sequence[Token]) -> float:
    """How much words are like a caption, or like the beginning of one that its cell broke."""
    said = "".join(token.letters for token in tokens)
    begun = len(said) >= _LEAST_BEGUN
    wanted = (part for caption in _CAPTIONS for part in (caption, caption[: len(said)] if begun else caption))
    return max((similar(said, part) for part in wanted), default=0.0) if said else 0.0


def _is_caption(row: Row, run: _Run) -> bool:
    """On a page with captions: what a stroke opens and a colon closes, or what is much like one."""
    held = _of(row, run)
    opened = not held[0].text[:1].isalnum()
    return opened and (run.closed or _likeness(held) >= _LIKE)


def _is_rest(tokens: Sequence[Token]) -> bool:
    """Whether a row holds nothing but a caption, or the end of one that its cell broke."""
    said = "".join(token.letters for token in tokens)
    ends = any(
        similar(said, caption[-len(said) :]) >= _LEGIBLE for caption in _CAPTIONS if len(said) >= _LEAST_BEGUN
    )
    return len(tokens) <= _MOST_WORDS and tokens[0].text.isascii() and ends


def _closed(token: Token) -> Token:
    return replace(token, text=f"{token.text.rstrip(':;.,')}:")

"""Which kind of paper a page starts: from its title and its printed labels, whatever the reader garbled.

A title counts only as a whole line: "Tờ khai đăng ký khai sinh" is no birth certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ocr.page import PageText
from pipeline.extract.labels import find_labels, similar
from pipeline.extract.layout import Layout, Row, lay_out
from pipeline.extract.letterhead import MOTTO, SUB_MOTTO
from pipeline.extract.targets import vocabulary
from pipeline.normalize.spelling import bare, letters
from pipeline.record_type import Form, RecordType, record_types

UNKNOWN = "unknown"
# "Trích lục khai sinh" is much like "Trích lục khai tử": a title so far behind the best one is not the title.
_TITLE_RIVAL = 0.09
_DENIED = 0.88


@dataclass(frozen=True)
class ClassifyOptions:
    """`sure_score` and `sure_margin`: below either the type is for a person to confirm.

    `guess_score`: below it no type is proposed at all.
    """

    sure_score: float = 0.6
    sure_margin: float = 0.12
    guess_score: float = 0.3
    title_likeness: float = 0.84


@dataclass(frozen=True)
class Classification:
    """The nearest type and form; `score` of it and `margin` to the next type, both 0 to 1."""

    type: str
    form: str | None
    score: float
    margin: float
    sure: bool


def classify(page: PageText, options: ClassifyOptions | None = None) -> Classification:
    """The kind of paper that the page starts, `unknown` where nothing fits."""
    return classify_layout(lay_out(page), options or ClassifyOptions())


def classify_layout(layout: Layout, options: ClassifyOptions) -> Classification:
    """As `classify`, for a page that was laid out already."""
    lines = _title_lines(layout)
    titles = [title for known in record_types().values() for form in known.forms for title in form.titles]
    floor = max(options.title_likeness, title_likeness(lines, titles)[0] - _TITLE_RIVAL)
    scores = [
        (*_score(layout, lines, candidate, floor), candidate.name)
        for candidate in record_types().values()
        if candidate.forms
    ]
    scores.sort(key=lambda item: item[0], reverse=True)
    (score, form, name), runner_up = scores[0], scores[1][0]
    margin, score = min(1.0, score - runner_up), min(1.0, score)
    if score < options.guess_score:
        return Classification(UNKNOWN, None, score, margin, False)
    sure = score >= options.sure_score and margin >= options.sure_margin
    return Classification(name, form, score, margin, sure)


def _title_lines(layout: Layout) -> list[str]:
    """Lines that may be titles: centred or set apart, in the upper part, alone and joined with the next one."""
    rows = [
        part for row in layout.rows if row.middle < 0.6 * layout.height for part in (row, *row.segments[1:])
    ]
    parts = [row for row in rows if 2 <= len(row.tokens) <= 18]
    singles = [row.text for row in parts]
    joined = [
        f"{one.text} {two.text}"
        for one, two in pairwise(parts)
        if 0 < two.middle - one.middle < 3.5 * one.unit
    ]
    return singles + joined


def title_likeness(lines: Sequence[str], titles: Sequence[str]) -> tuple[float, str]:
    """The best likeness of any line to any title, longer titles first among equals."""
    best = (0.0, "")
    for title in titles:
        size = len(letters(title))
        for line in lines:
            if abs(len(letters(line)) - size) <= 0.3 * size:
                best = max(best, (round(similar(line, title), 3) + size / 10_000, title))
    return best


def _score(
    layout: Layout, lines: Sequence[str], candidate: RecordType, floor: float
) -> tuple[float, str | None]:
    denied = title_likeness(lines, candidate.denied_titles)[0]
    seen = _seen_labels(layout, candidate)
    best: tuple[float, str | None] = (0.0, None)
    best_title = 0.0
    for form in candidate.forms:
        likeness, title = title_likeness(lines, form.titles)
        cues = _cue_share(layout, form)
        titled = likeness >= floor and denied < likeness
        best_title = max(best_title, likeness)
        score = (
            (0.6 + len(title) / 250 if titled else 0.0)
            + 0.3 * max(_share(seen, candidate), cues)
            + 0.1 * cues
        )
        if not titled and layout_has_motto(layout) and not _denied(layout, candidate):
            own = {label for label, score_of in seen.items() if score_of >= 0.97} & _own_labels(candidate)
            score += 0.35 * min(1.0, len(own) / 3)
        if not form.titles:
            score = 0.85 * cues
        best = max(best, (score, form.id), key=lambda pair: pair[0])
    refused = denied >= _DENIED and denied > best_title
    return (best[0] * 0.3 if refused else best[0]), best[1]


def layout_has_motto(layout: Layout) -> bool:
    """Whether the national motto stands in the upper part: the page begins an official paper."""
    top = [row for row in layout.rows if row.middle < 0.45 * layout.height]
    return any(is_motto(part) for row in top for part in (row, *row.segments))


def is_motto(part: Row) -> bool:
    """Whether a line (or its right-hand end) is one of the two lines of the national motto."""
    tail = " ".join(token.text for token in part.tokens[-8:])
    return any(
        similar(text, wanted) > 0.8
        for text in (part.text, tail)
        for wanted in (MOTTO, SUB_MOTTO)
        if abs(len(text) - len(wanted)) < 12
    )


def _denied(layout: Layout, candidate: RecordType) -> bool:
    return any(_begins(row, cue) for row in layout.rows for cue in candidate.denied_cues)


def _seen_labels(layout: Layout, candidate: RecordType) -> dict[str, float]:
    """Labels of the type on the page, as letters, with their best likeness."""
    found: dict[str, float] = {}
    for row in layout.rows:
        for hit in find_labels(row, vocabulary(candidate).phrases):
            found[hit.phrase.folded] = max(hit.score, found.get(hit.phrase.folded, 0.0))
    return found


@cache
def _own_labels(candidate: RecordType) -> frozenset[str]:
    """Labels that no other type has."""
    others = {
        phrase.folded
        for other in record_types().values()
        if other.name != candidate.name
        for phrase in vocabulary(other).phrases
    }
    own = {phrase.folded for phrase in vocabulary(candidate).phrases if len(phrase.folded) >= 10}
    return frozenset(own - others)


def _share(seen: Iterable[str], candidate: RecordType) -> float:
    """Share of the type's fields whose label is on the page; half is as good as all: no form has every one."""
    words = vocabulary(candidate)
    found = {key for folded in seen for target in words.meanings[folded] for key in target.keys}
    wanted = {spec.key for spec in candidate.fields if spec.labels}
    return min(1.0, 2 * len(found) / len(wanted)) if len(wanted) > 3 else 0.0


def _cue_share(layout: Layout, form: Form) -> float:
    if not form.cues:
        return 0.0
    found = sum(any(_begins(row, cue) for row in layout.rows) for cue in form.cues)
    return min(1.0, found / min(3, len(form.cues)))


def _begins(row: Row, cue: str) -> bool:
    wanted = letters(cue)
    for part in row.segments:
        text = letters(part.text)[: len(wanted)]
        if len(wanted) <= 4 and bare(part.text).lstrip(" -_.,").startswith(bare(cue)):
            return True
        if len(wanted) > 4 and similar(text, wanted) >= 0.85:
            return True
    return False

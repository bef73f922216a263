"""Which kind of paper a page starts: from its title, its printed labels and its motto, whatever the reader garbled.

Papers that only look alike (applications, statutes that quote a form) must not pass for the record; what is not
sure is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from ocr.page import PageText
from pipeline.extract.below_number import tells_below_number
from pipeline.extract.layout import Layout, lay_out
from pipeline.extract.letterhead import left_of_motto
from pipeline.extract.motto import layout_has_motto
from pipeline.normalize.spelling import letters
from pipeline.record_type import Form, RecordType, record_types
from pipeline.titles import TitleLine, best_titles, title_key, title_lines
from pipeline.type_index import Seen, TypeIndex, look_up, type_index

UNKNOWN = "unknown"
# "Trích lục khai sinh" is much like "Trích lục khai tử": a title so far behind the best one is not the title.
_TITLE_RIVAL = 0.09
_DENIED = 0.88
# A title at most so many letter heights below that of a decision is what the decision is about.
_ABOUT_REACH = 5.0
_REFUSED = 0.3
# A decision with this much of a special paper (a garbled "Xử phạt vi phạm hành chính", its labels) may be that one.
_MAY_BE_TITLE, _IS_TITLE = 0.78, 0.98
_MAY_BE_SPECIAL = 0.4
_LIKE_SPECIAL = 0.3
# What hints add where no title is legible: with all labels and cues less than a sure score, so that a person decides.
_HINTED, _HINT_LETTERS = 0.175, 7
# Labels and cues that a page without the motto must show beside its title: statutes have titles of forms in them.
_WITHOUT_MOTTO = 2


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


@dataclass(frozen=True)
class _Page:
    """What a page shows of all types: likeness of titles, of all that may be one (`quoted`) and of denied titles,
    labels and cues, motto, decoy, and whether what it is `about` stands below its number.
    """

    titles: Mapping[str, float]
    quoted: Mapping[str, float]
    denied: Mapping[str, float]
    seen: Seen
    index: TypeIndex
    motto: bool
    decoy: bool
    about: bool


def classify(page: PageText, options: ClassifyOptions | None = None) -> Classification:
    """The kind of paper that the page starts, `unknown` where nothing fits."""
    return classify_layout(lay_out(page), options or ClassifyOptions())


def classify_layout(layout: Layout, options: ClassifyOptions) -> Classification:
    """As `classify`, for a page that was laid out already."""
    types = tuple(record_types().values())
    page = _page(layout, types, options)
    scores = [(*_score(page, kind, options), kind) for kind in types if kind.forms]
    special = any(titled and not kind.general for _, _, titled, kind in scores)
    broken = _broken_title(page, scores)
    ranked = sorted(
        ((_REFUSED * score if (special or broken) and kind.general and score else score, form, titled, kind.name)
         for score, form, titled, kind in scores),
        key=lambda item: item[0], reverse=True,
    )  # fmt: skip
    (score, form, _, name), runner_up = ranked[0], ranked[1][0] if len(ranked) > 1 else 0.0
    margin, score = min(1.0, score - runner_up), min(1.0, score)
    if score < options.guess_score:
        return Classification(UNKNOWN, None, score, margin, False)
    sure = (
        score >= options.sure_score and margin >= options.sure_margin and _backed(page, record_types()[name])
    )
    return Classification(name, form, score, margin, sure)


def _backed(page: _Page, kind: RecordType) -> bool:
    """Whether more than a title speaks for the type; for a general one, that nothing speaks for a special one."""
    if kind.general:
        others = [other for other in record_types().values() if other.forms and not other.general]
        return not any(_near_title(page, o) or _label_share(page, o) >= _MAY_BE_SPECIAL for o in others)
    labels = sum(kind.name in page.index.labels[label] for label in page.seen.labels)
    cues = len({letters(cue) for form in kind.forms for cue in form.cues} & page.seen.cues)
    return page.motto or labels + cues >= _WITHOUT_MOTTO


def _broken_title(page: _Page, scores: Sequence[tuple[float, str | None, bool, RecordType]]) -> bool:
    """Whether the general title on the page is but the first line of a special one, of whose labels the page is full:
    "GIẤY CHỨNG NHẬN" above "KẾT HÔN".
    """
    there = [title_key(title) for title, likeness in page.titles.items() if likeness >= _MAY_BE_TITLE]
    return any(
        score >= _LIKE_SPECIAL and title_key(title).startswith(one) and len(title_key(title)) > len(one)
        for score, _, _, kind in scores
        if not kind.general
        for form in kind.forms
        for title in form.titles
        if title in page.titles
        for one in there
    )


def _near_title(page: _Page, kind: RecordType) -> bool:
    """Whether a title of the type may be on the page, other than for being like the one that is there: "GIẤY GIỚI
    THIỆU" has most letters of "GIẤY GIÁ THÚ".
    """
    there = [title_key(title) for title, likeness in page.quoted.items() if likeness >= _IS_TITLE]
    return any(
        page.quoted.get(title, 0.0) >= _MAY_BE_TITLE
        and page.quoted[title] > max((_alike(title_key(title), key) for key in there), default=0.0) + 0.01
        for form in kind.forms
        for title in form.titles
    )


def _alike(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other) if one != other else 0.0


def _page(layout: Layout, types: tuple[RecordType, ...], options: ClassifyOptions) -> _Page:
    index = type_index(types)
    lines = title_lines(layout)
    lines = _above_the_text(lines, types, options, layout)
    plain = [line.text for line in lines]
    titles = _titles_in(lines, index.titles, types)
    denied = best_titles(plain, index.denied)
    decoy = _is_decoy(lines, titles, denied_starts(types))
    quoted = best_titles(plain, index.titles)
    seen, motto, about = (
        look_up(layout, index),
        layout_has_motto(layout),
        tells_below_number(left_of_motto(layout)),
    )
    return _Page(titles, quoted, denied, seen, index, motto, decoy, about)


def _titles_in(
    lines: Sequence[TitleLine], titles: Sequence[str], types: Sequence[RecordType]
) -> dict[str, float]:
    """Likeness of the titles on a page. Below that of a letter or report, a line in small letters is what it is about,
    and no title that is printed in capitals.
    """
    general = [title for kind in types if kind.general for form in kind.forms for title in form.titles]
    if not any(line.capitals and _is_one_of(line.text, general) for line in lines):
        return best_titles([line.text for line in lines], titles)
    found = best_titles([line.text for line in lines if line.capitals], titles)
    small = best_titles(
        [line.text for line in lines if not line.capitals], tuple(t for t in titles if not t.isupper())
    )
    return {title: max(found.get(title, 0.0), small.get(title, 0.0)) for title in {**found, **small}}


def denied_starts(types: Sequence[RecordType]) -> tuple[str, ...]:
    """Beginnings of titles of papers that are no record of any type, such as applications."""
    return tuple(start for kind in types if kind.name == UNKNOWN for start in kind.denied_starts)


def _above_the_text(
    lines: Sequence[TitleLine], types: Sequence[RecordType], options: ClassifyOptions, layout: Layout
) -> list[TitleLine]:
    """Title lines without those far below the title of a decision, a circular or a letter, which only quote."""
    general = [t for kind in types if kind.general for form in kind.forms for t in form.titles]
    heads = [line for line in lines if line.capitals and _is_one_of(line.text, general)]
    if not heads:
        return list(lines)
    lowest = min(line.middle for line in heads) + _ABOUT_REACH * layout.unit
    return [line for line in lines if line.middle <= lowest]


def _is_one_of(text: str, titles: Sequence[str]) -> bool:
    key = title_key(text)
    return any(
        abs(len(key) - len(wanted)) <= 2 and Indel.normalized_similarity(key, wanted) >= 0.9
        for wanted in map(title_key, titles)
    )


def _is_decoy(lines: Sequence[TitleLine], titles: Mapping[str, float], starts: Sequence[str]) -> bool:
    """Whether the page has the title of an application or the like, and no title of a record as exact above it."""
    keys = [title_key(start) for start in starts]
    for line in lines:
        key = title_key(line.text)
        if not line.capitals or any(c.isdigit() for c in line.text):
            continue
        for start in keys:
            if len(key) >= len(start) and Indel.normalized_similarity(key[: len(start)], start) >= 0.87:
                own = best_titles([line.text], tuple(titles))
                if max(own.values(), default=0.0) < 0.93:
                    return True
    return False


def _score(page: _Page, kind: RecordType, options: ClassifyOptions) -> tuple[float, str | None, bool]:
    """The best score of any form of the type, that form, and whether its title is on the page."""
    denied = max((page.denied.get(title, 0.0) for title in kind.denied_titles), default=0.0)
    share, own, hints = _label_share(page, kind), _own_share(page, kind), _hint_share(page, kind)
    best: tuple[float, str | None, bool] = (0.0, None, False)
    best_title = 0.0
    for form in kind.forms:
        likeness, title = max(
            ((page.titles.get(title, 0.0), title) for title in form.titles), default=(0.0, "")
        )
        rival = _rival(page, title)
        titled = likeness >= max(options.title_likeness, rival - _TITLE_RIVAL) and likeness > denied
        best_title = max(best_title, likeness)
        # A list of recipients may stand on the last page, and a letter has no title.
        cues = _cue_share(page, form, 1 if kind.general and page.about and not form.titles else 0)
        if not form.titles:
            score = 0.85 * cues * (_REFUSED if _denied(page, kind) else 1.0)
        else:
            score = 0.3 * max(share, cues) + 0.1 * cues
            score += _title_worth(likeness, title, rival) if titled else 0.0
            if not titled and page.motto and not _denied(page, kind):
                score += max(0.35 * own, _HINTED * hints)
        best = max(best, (score, form.id, titled), key=lambda found: found[0])
    refused = page.decoy or (denied >= _DENIED and denied > best_title)
    return (best[0] * _REFUSED if refused else best[0]), best[1], best[2] and not refused


def _rival(page: _Page, title: str) -> float:
    """Likeness of the best title on the page, but for those that this one begins with: "QUYẾT ĐỊNH" is the first line
    of "QUYẾT ĐỊNH VỀ VIỆC CÔNG NHẬN VIỆC NHẬN CHA, MẸ, CON".
    """
    key = title_key(title)
    found = (v for t, v in page.titles.items() if t == title or not key.startswith(title_key(t)))
    return max(found, default=0.0)


def _title_worth(likeness: float, title: str, rival: float) -> float:
    """What a title adds: less if it is garbled, much less if another type's title is nearer."""
    behind = max(0.0, rival - likeness)
    return (0.6 + len(title_key(title)) / 250) * max(0.0, 1.0 - 1.2 * (1.0 - likeness) - 3.0 * behind)


def _label_share(page: _Page, kind: RecordType) -> float:
    """Share of the type's fields whose label is on the page; half is as good as all: no form has every one."""
    found = {key for label in page.seen.labels for key in page.index.labels[label].get(kind.name, ())}
    wanted = {spec.key for spec in kind.fields if spec.labels}
    return min(1.0, 2 * len(found) / len(wanted)) if len(wanted) > 3 else 0.0


def _own_share(page: _Page, kind: RecordType) -> float:
    """How much the labels on the page speak for this type alone: three that no other type has are enough."""
    weights = [
        1 / len(page.index.labels[label])
        for label, likeness in page.seen.labels.items()
        if likeness >= 0.97 and len(label) >= 10 and kind.name in page.index.labels[label]
    ]
    return min(1.0, sum(weight for weight in weights if weight > 0.45) / 3)


def _hint_share(page: _Page, kind: RecordType) -> float:
    """How much short or garbled labels and headings that no other type has speak for this one; two are enough."""
    labels = [page.index.labels[label].keys() for label in page.seen.labels if len(label) >= _HINT_LETTERS]
    heads = [page.index.heads[head] for head in page.seen.heads]
    return min(1.0, sum(names == {kind.name} for names in (*labels, *heads)) / 2)


def _cue_share(page: _Page, form: Form, more: int) -> float:
    """Share of the cues that a form needs, `more` of them told by where things stand."""
    if not form.cues:
        return 0.0
    found = len({letters(cue) for cue in form.cues} & page.seen.cues) + more
    return min(1.0, found / min(form.cues_needed, len(form.cues)))


def _denied(page: _Page, kind: RecordType) -> bool:
    return any(letters(cue) in page.seen.cues for cue in kind.denied_cues)

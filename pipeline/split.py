"""Which pages make one record: a page with the evidence of a first page starts one, the others follow.

Blank pages are not known here; the caller leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.page import PageText
from pipeline.classify import ClassifyOptions, is_motto
from pipeline.extract.layout import Layout, Row, lay_out
from pipeline.normalize.spelling import bare
from pipeline.record_type import record_types
from pipeline.titles import title_likeness

_ANNEX = re.compile(
    r"kem theo (quyet dinh|cong van|thong bao|ke hoach|van ban|to trinh|nghi quyet|giay phep)"
)


def split(pages: Sequence[PageText]) -> list[list[int]]:
    """Groups of indexes into `pages`, in order; every page is in exactly one group."""
    return split_layouts([lay_out(page) for page in pages])


def split_layouts(layouts: Sequence[Layout]) -> list[list[int]]:
    """As `split`, for pages that were laid out already."""
    groups: list[list[int]] = []
    for index, layout in enumerate(layouts):
        if groups and not starts_record(layout):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def starts_record(layout: Layout, options: ClassifyOptions | None = None) -> bool:
    """Whether the page has what only a first page has: the national motto at its head, or a title of a form."""
    options = options or ClassifyOptions()
    top = [row for row in layout.rows if row.middle < 0.45 * layout.height]
    if _continues(top, options):
        return False
    if any(is_motto(part) for row in top for part in (row, *row.segments)):
        return True
    lines = [part.text for row in top for part in (row, *row.segments) if part.upper_share > 0.7]
    titles = [
        title for known in record_types().values() if known.title_starts for form in known.forms
        for title in form.titles
    ]  # fmt: skip
    return title_likeness(lines, titles) >= options.title_likeness + 0.02


def _continues(top: Sequence[Row], options: ClassifyOptions) -> bool:
    if any(_ANNEX.search(bare(row.text)) for row in top):
        return True
    heads = [head for known in record_types().values() for head in known.continuations]
    starts = [row.text for row in top[:6]]
    likeness = title_likeness(starts, heads)
    return likeness >= options.title_likeness and not any(is_motto(p) for r in top for p in (r, *r.segments))

"""What the machine makes of each entry of a volume: one draft of the words in its regions.

Which records these become, and what becomes of those that stood there, is register/entries.py's work.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.cutout import cut_reading, is_whole, words_on_the_border
from pipeline.accept import accept_options
from pipeline.batch import Page, record_id
from pipeline.findings import Finding
from pipeline.interpret import InterpretOptions, interpret
from pipeline.read_pages import load_reading
from pipeline.record import DraftRecord, Field, FieldState, Region
from pipeline.register.layout import Slot
from pipeline.register.volume import Volume
from pipeline.retyping import merged
from pipeline.wiring import Services
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Entry:
    """One slot as it will stand in the ledger."""

    id: str
    ordinal: int
    pages: tuple[Page, ...]
    draft: DraftRecord


def drafted_entries(
    services: Services, volume: Volume, slots: Sequence[Slot], by_id: Mapping[str, Page]
) -> list[Entry]:
    """The entries that stand in `slots`, in that order; those that begin on one page are counted there from 0."""
    options = InterpretOptions(accept=accept_options(services.settings))
    counted: dict[str, int] = {}
    made = []
    for slot in slots:
        ordinal = counted.get(slot.first_page, 0)
        counted[slot.first_page] = ordinal + 1
        first = by_id[slot.first_page]
        pages = tuple(by_id[page] for page in dict.fromkeys(page for page, _ in slot.parts))
        key = record_id(first.batch, first.id, ordinal)
        draft = draft_entry(services.workspace, pages, slot, volume.declared.type, options)
        made.append(Entry(key, ordinal, pages, draft))
    return made


def draft_entry(
    workspace: Workspace, pages: Sequence[Page], slot: Slot, type: str, options: InterpretOptions
) -> DraftRecord:
    """What the machine makes of one entry: only of the words in its regions, and nothing of a part is accepted."""
    order = [page.id for page in pages]
    parts = tuple(Region(order.index(page), polygon) for page, polygon in slot.parts)
    whole = [load_reading(workspace, page) for page in pages]
    own, through, parted = [], 0, False
    for at, reading in enumerate(whole):
        polygons = [part.polygon for part in parts if part.page == at]
        own.append(cut_reading(reading, polygons))
        through += words_on_the_border(reading.text, polygons)
        parted = parted or not is_whole(polygons, reading.text.width, reading.text.height)
    drafts = interpret(own, type, options)
    found = [finding for draft in drafts for finding in draft.findings]
    if not drafts:
        found.append(Finding("NOTHING_READ"))
    if through:
        found.append(Finding("ENTRY_CUTS_WORDS", "", {"words": str(through)}))
    values = merged(drafts)
    if parted or len(pages) > 1:
        values = [_asked(value) for value in values]
    return DraftRecord(type, tuple(range(len(pages))), tuple(values), tuple(found), parts, None, 1.0, 1.0)


def _asked(value: Field) -> Field:
    return dataclasses.replace(value, state=FieldState.NEEDS_REVIEW)

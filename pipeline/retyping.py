"""Drafting a record anew under the type that a person names. Reads the kept readings; decides and stores nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from pipeline.accept import accept_options
from pipeline.findings import Finding
from pipeline.interpret import InterpretOptions, interpret
from pipeline.look_again import load_looks
from pipeline.lookup import view
from pipeline.parts import own_readings
from pipeline.record import DraftRecord, Field
from pipeline.wiring import Services


def draft_as(services: Services, record: str, type: str) -> tuple[list[Field], list[Finding]]:
    """The fields and findings of `record` read as `type`; a field's `page` is an index into the record's pages.

    The pages stay together even where the machine would have divided them. Raises NotFound.
    """
    with services.ledger.reading() as connection:
        found = view(connection, record)
    readings = own_readings(services.workspace, found)
    looks = [load_looks(services.workspace, page) for page in found.pages]
    drafts = interpret(readings, type, InterpretOptions(accept=accept_options(services.settings)), looks)
    # Findings about pages stand on the record already and do not depend on its type.
    findings = [finding for draft in drafts for finding in draft.findings if finding.field]
    return merged(drafts), findings


def merged(drafts: Sequence[DraftRecord]) -> list[Field]:
    """One field for each key of several drafts: the first that has something on the paper, else the first.

    A field's `page` becomes an index into what was handed to the interpreter.
    """
    chosen: dict[str, Field] = {}
    for draft in drafts:
        for field in draft.fields:
            known = chosen.get(field.key)
            if known is None or (known.written is None and field.written is not None):
                page = None if field.page is None else draft.pages[field.page]
                chosen[field.key] = dataclasses.replace(field, page=page)
    return list(chosen.values())

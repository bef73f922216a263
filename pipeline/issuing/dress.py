"""What the signature whose turn it is looks like: the rule's profile with the facts of this record and signer."""

from __future__ import annotations

from pathlib import Path

from pipeline.actors import Act
from pipeline.issuing.cases import Case
from pipeline.issuing.policy import Policy, on_day
from pipeline.wiring import Services
from signing.appearance import Appearance, Box, profile

# Marks have a width of their own; the official's signature stands where a person said.
SIGNATURE = "signature"


def appearance_of(services: Services, act: Act, case: Case, table: Policy) -> Appearance | None:
    """The appearance of the next signature, None for an invisible one. Raises signing's ConfigurationRefused."""
    turn = case.turn
    if turn is None or not turn.profile:
        return None
    need = (case.row.unit, turn.capacity, case.record_class)
    mandate = table.held(act.by.id, need, on_day(act.at))
    page, box = place_of(case, SIGNATURE)
    return Appearance(
        profile(turn.profile, on_day(act.at)),
        agency=case.row.unit,
        number=str(case.number.number) if case.number else "",
        picture=Path(mandate.picture) if mandate and mandate.picture else None,
        page=page,
        box=box,
        diameter_mm=mandate.diameter_mm if mandate else None,
    )


def place_of(case: Case, name: str) -> tuple[int, Box | None]:
    """The page (from 1) and box in points where a mark or signature stands; no box when nobody said where."""
    told = (case.row.place or {}).get(name)
    if not told:
        return 1, None
    page, *edges = told
    return int(page), (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3]))

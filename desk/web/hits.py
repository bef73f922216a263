"""Why a hit was found, in a person's words: what search says of it, the letters marked. Searches nothing itself."""

from __future__ import annotations

from archive import folding
from archive.query import Query
from archive.search import Hit, Match
from desk.web.contexts.archive import MatchLine
from desk.web.language import Tongue
from desk.web.record_values import PERSONAL, masked
from pipeline.normalize.dates import is_iso, write_date
from pipeline.record_type import RecordType

MOST_SHOWN = 3


def match_lines(
    query: Query, hit: Hit, kind: RecordType | None, tongue: Tongue, *, crops: bool = False
) -> tuple[MatchLine, ...]:
    """The strongest reasons of a hit that are values of the record; with `crops` also where they stand on the paper.

    An identity number is masked and has no picture.
    """
    lines = []
    for match in hit.matches:
        spec = kind.spec(match.field) if kind and match.field else None
        if spec is None:
            continue
        label = tongue.either(spec.vi, spec.en)
        if spec.kind in PERSONAL:
            lines.append(MatchLine(label, ((masked(match.value), True),), ""))
            continue
        record = hit.record.removeprefix("urn:uuid:")
        crop = f"/records/{record}/fields/{match.field}/crop.png" if crops and match.box else ""
        lines.append(MatchLine(label, _marked(query, match), crop))
    return tuple(lines[:MOST_SHOWN])


def _marked(query: Query, match: Match) -> tuple[tuple[str, bool], ...]:
    """The value in pieces, the words that were asked for marked; numbers and dates are asked for as a whole."""
    shown = write_date(match.value) if is_iso(match.value) else match.value
    folded, pieces = set(query.folded), list[tuple[str, bool]]()
    for word in shown.split(" "):
        hit = bool(folded & set(folding.tokens(folding.fold(word))))
        if pieces:
            pieces.append((" ", hit and pieces[-1][1]))
        pieces.append((word, hit))
    if match.kind in {"number", "date"} and not any(hit for _, hit in pieces):
        return ((shown, True),)
    return tuple(pieces)

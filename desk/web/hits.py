"""Why a hit was found: which of its values hold what was typed, with the letters marked. Searches nothing itself."""

from __future__ import annotations

from archive import folding
from archive.query import Query
from desk.web.contexts.archive import MatchLine
from desk.web.language import Tongue
from desk.web.record_values import PERSONAL, masked
from pipeline.normalize.dates import is_iso, write_date
from pipeline.record_type import RecordType

MOST_SHOWN = 3


def match_lines(
    query: Query,
    values: dict[str, str | None],
    kind: RecordType | None,
    tongue: Tongue,
    crops: dict[str, str],
) -> tuple[MatchLine, ...]:
    """The values that share most with what was typed, best first; `crops` are addresses of pictures by field."""
    found: list[tuple[float, MatchLine]] = []
    for key, value in values.items():
        spec = kind.spec(key) if kind else None
        if not value or spec is None:
            continue
        personal = spec.kind in PERSONAL
        shown = write_date(value) if is_iso(value) else value
        weight, pieces = _marked(query, shown, value)
        if weight:
            told = ((masked(value), True),) if personal else pieces
            line = MatchLine(tongue.either(spec.vi, spec.en), told, "" if personal else crops.get(key, ""))
            found.append((weight, line))
    found.sort(key=lambda one: -one[0])
    return tuple(line for _, line in found[:MOST_SHOWN])


def _marked(query: Query, shown: str, value: str) -> tuple[float, tuple[tuple[str, bool], ...]]:
    """How much of the query stands in the text, and the text in pieces with those words marked."""
    exact, folded = set(query.words), set(query.folded)
    weight, pieces = 0.0, list[tuple[str, bool]]()
    for word in shown.split(" "):
        plain = " ".join(folding.tokens(folding.exact(word)))
        hit = bool(plain) and (plain in exact or folding.fold(plain) in folded)
        weight += (1.5 if plain in exact else 1.0) if hit else 0.0
        if pieces:
            pieces.append((" ", hit and pieces[-1][1]))
        pieces.append((word, hit))
    compact = folding.number_compact(value)
    for mark in query.marked:
        sought = folding.number_compact(mark.text)
        if (sought and sought in compact) or (mark.date and value.startswith(mark.date)):
            return weight + 2, ((shown, True),)
    # One word of many in a long text says little.
    whole = weight / max(1, len(query.words)) if query.words else weight
    return (whole if whole >= 0.5 else 0.0), tuple(pieces)

"""The figures of a field benchmark as text and as JSON. Counts nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.field_score import Tally

Scored = dict[str, dict[str, Tally]]
_COLUMNS = (
    "records",
    "type right",
    "fields",
    "exact",
    "coverage",
    "silent of accepted",
    "hand accepted",
    "saved min",
)
_GROUPS = ("type", "look", "layout", "sheet", "face", "dpi", "form")


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def figures(tally: Tally) -> dict[str, Any]:
    """The counts and rates of a tally, for machines."""
    wrong = len(tally.silent)
    return {
        "records": tally.records,
        "typed": tally.typed,
        "wrongly_sure": tally.wrongly_sure,
        "printed": tally.printed,
        "exact": tally.exact,
        "accepted_with_ink": tally.covered,
        "accepted": tally.accepted,
        "silent": wrong,
        "absent": tally.absent,
        "empty": tally.blanks,
        "noise_in_empty": tally.noise,
        "by_hand": tally.hand,
        "by_hand_accepted": tally.hand_accepted,
        "by_hand_silently_wrong": tally.hand_wrong,
        "by_hand_to_people_with_crop": tally.hand_cropped,
        "minutes_saved": round(tally.seconds / 60, 1),
        "kinds": {kind: {"exact": e, "printed": n} for kind, (e, n) in sorted(tally.kinds.items())},
    }


def as_json(scored: Scored) -> dict[str, Any]:
    """All figures by set and group, with the silent errors spelt out."""
    return {
        name: {
            "groups": {group: figures(tally) for group, tally in sorted(sums.items())},
            "silent_errors": [str(miss) for miss in sums["all"].silent],
        }
        for name, sums in scored.items()
    }


def _cells(tally: Tally) -> tuple[str, ...]:
    wrong = len(tally.silent)
    return (
        str(tally.records),
        _share(tally.typed, tally.records),
        str(tally.printed),
        _share(tally.exact, tally.printed),
        _share(tally.covered, tally.printed),
        f"{wrong}/{tally.accepted}",
        f"{tally.hand_accepted}/{tally.hand}",
        f"{tally.seconds / 60:.0f}",
    )


def _row(name: str, sums: list[dict[str, Tally]], group: str) -> str:
    """One line; the sets stand in one cell, parted by a stroke."""
    per_set = [_cells(each[group]) if group in each else ("-",) * len(_COLUMNS) for each in sums]
    return f"| {name} | " + " | ".join(" · ".join(cells) for cells in zip(*per_set, strict=True)) + " |"


def report(scored: Scored) -> str:
    """Markdown: a table for each way of grouping, both sets side by side, then kinds, silent errors, hand."""
    sums = list(scored.values())
    lines = [f"sets: {' · '.join(scored)}"]
    for way in _GROUPS:
        groups = sorted({g for each in sums for g in each if g.startswith(f"{way} ")})
        lines += ["", f"| {way} | " + " | ".join(_COLUMNS) + " |", "|---" * (len(_COLUMNS) + 1) + "|"]
        lines += [_row(group.partition(" ")[2], sums, group) for group in groups]
        lines.append(_row("**all**", sums, "all"))
    for name, each in scored.items():
        lines += ["", f"## {name}", *_told(each["all"])]
    return "\n".join(lines)


def _told(tally: Tally) -> list[str]:
    kinds = ", ".join(f"{k} {_share(*v)} % of {v[1]}" for k, v in sorted(tally.kinds.items()))
    missed = Counter(f"{miss.type}.{miss.key}" for miss in tally.misses)
    return [
        f"exact by kind: {kinds}",
        f"types wrong though sure: {tally.wrongly_sure}; fields not found at all: {tally.absent} of {tally.printed}",
        f"empty on paper: {tally.blanks}, a value proposed in {tally.noise} of them",
        f"by hand: {tally.hand} fields, accepted {tally.hand_accepted} (silently wrong {tally.hand_wrong}), "
        f"to people with their crop {_share(tally.hand_cropped, tally.hand)} %",
        "most often wrong or missing: " + ", ".join(f"{k} {n}" for k, n in missed.most_common(25)),
        f"silent errors: {len(tally.silent)} of {tally.accepted} accepted",
        *(f"  {miss}" for miss in tally.silent),
    ]

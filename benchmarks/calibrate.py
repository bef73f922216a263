"""What confidence is worth: `python -m benchmarks.calibrate [--fit SET ...] [--judge SET ...] [--write]`.

A set is a seed, whose pages are drawn ("730002", or "730002:66" for the first 66 of them), "foreign:60", "third-4:72",
"published-8:40", "blanks-4:40" or "examiner-5:60", pages of the other generators by their seeds, or a folder with
pages/ and truth.json.
Fits the weights of pipeline/trust.py on the sets of `--fit` (where none is named, takes those in use), judges them on
those of `--judge` (other seeds, other layouts), prints a reliability table and coverage against silent errors, and with
`--write` puts the weights into pipeline/data/confidence.toml. Pages and readings, first and second, are kept in
`--kept`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.calibrate_fit import GROUPS, Weights, fit
from benchmarks.calibrate_rows import Row, rows_of
from benchmarks.field_sets import KEPT, blanks, drawn, examiner, foreign, opened, published, read_all, third
from pipeline import trust

DATA = Path(trust.__file__).resolve().parent / "data" / "confidence.toml"
_BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)
_LEVELS = (0.9, 0.95, 0.97, 0.98, 0.985, 0.99, 0.995)
_SURE = 0.97
_GENERATORS = {"third": third, "published": published, "blanks": blanks, "examiner": examiner}

_HEAD = """\
# Weights of pipeline/trust.py: the chance that a value is right is 1 / (1 + exp(-(base + sum of weight * sign))).
# Made by `make calibrate`; do not edit by hand. Fitted on {rows} values of drawn pages ({fitted}), judged on others
# ({judged}). `once`: read once; `again`: doubtful, read in five more ways. docs/confidence.md explains the signs.

"""


@dataclass(frozen=True)
class Told:
    """A value with its chance and whether it is right."""

    where: str
    chance: float
    right: bool


def told(rows: Iterable[Row], weights: Mapping[str, Mapping[str, Weights]]) -> list[Told]:
    """The chance of each row under `weights`."""
    found = []
    for row in rows:
        table = weights["again" if row.again else "once"]
        figure = trust.weighted(table.get(group_of(row.kind), table[trust.ALL]), row.signs)
        found.append(Told(row.where, figure, row.right))
    return found


def group_of(kind: str) -> str:
    """The group of a kind in `GROUPS`."""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), trust.ALL)


def reliability(values: Sequence[Told]) -> Iterator[str]:
    """Lines of the table: chance promised and kept, bin by bin."""
    yield f"{'chance':>15}{'values':>8}{'promised':>10}{'right':>8}{'wrong':>7}"
    for low, high in pairwise(_BINS):
        held = [value for value in values if low <= value.chance < high]
        if held:
            right = sum(value.right for value in held)
            mean = sum(value.chance for value in held) / len(held)
            yield (
                f"{low:8.3f}-{min(high, 1):.3f}{len(held):8}{mean:10.3f}{right / len(held):8.3f}{len(held) - right:7}"
            )


def coverage(values: Sequence[Told]) -> Iterator[str]:
    """Lines of the table: for each threshold the share accepted and how many of those are wrong."""
    yield f"{'threshold':>15}{'accepted':>10}{'share':>8}{'wrong':>7}{'per cent':>10}"
    for level in _LEVELS:
        held = [value for value in values if value.chance >= level]
        wrong = sum(not value.right for value in held)
        share = 100 * len(held) / max(1, len(values))
        yield f"{level:15.3f}{len(held):10}{share:7.1f}%{wrong:7}{100 * wrong / max(1, len(held)):9.2f}%"


def toml(weights: Mapping[str, Mapping[str, Weights]], head: str) -> str:
    """The file of weights."""
    lines = [head + "[groups]"]
    for group, kinds in GROUPS.items():
        named = ", ".join(f'"{kind}"' for kind in kinds)
        lines.append(f"{group} = [{named}]")
    for table, groups in weights.items():
        for group, found in groups.items():
            lines += ["", f"[{table}.{group}]", *(f"{name} = {value}" for name, value in found.items())]
    return "\n".join(lines) + "\n"


def _fitted(rows: Sequence[Row]) -> dict[str, dict[str, Weights]]:
    return {
        name: fit([(row.kind, row.signs, row.right) for row in rows if row.again == again])
        for name, again in (("once", False), ("again", True))
    }


def _rows(one: str, options: argparse.Namespace) -> list[Row]:
    seed, _, count = one.partition(":")
    generator, _, number = seed.rpartition("-")
    if seed == "foreign":
        pages = foreign(1, int(count or options.count), options.kept)
    elif generator in _GENERATORS:
        draw = _GENERATORS[generator]
        pages = draw(int(number), int(count or options.count), options.kept, options.workers)
    elif seed.isdigit():
        pages = drawn(int(seed), int(count or options.count), options.kept, options.workers)
    else:
        pages = opened(Path(one))
    read_all(pages, options.kept, options.workers)
    return rows_of(pages, options.kept, options.workers)


def main() -> None:
    """Fits, judges, prints, and writes where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibrate", description=__doc__)
    parser.add_argument("--fit", nargs="*", default=["4242:66", "730002"], metavar="SET")
    parser.add_argument("--judge", nargs="+", default=["730017"], metavar="SET")
    parser.add_argument("--count", type=int, default=100, help="pages of a seed that names none")
    parser.add_argument("--kept", type=Path, default=KEPT)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write pipeline/data/confidence.toml")
    options = parser.parse_args()
    sets = {
        name: [row for one in getattr(options, name) for row in _rows(one, options)]
        for name in ("fit", "judge")
    }
    weights = _fitted(sets["fit"]) if sets["fit"] else trust.weights_in_use()
    named = {name: ", ".join(Path(one).name for one in getattr(options, name)) for name in sets}
    for name, rows in sets.items():
        if rows:
            _print_judged(f"{name} ({named[name]})", rows, weights)
    if not sets["fit"]:
        return
    read_again = sum(row.again for row in sets["fit"])
    head = _HEAD.format(rows=read_again, fitted=named["fit"], judged=named["judge"])
    if options.write:
        DATA.write_text(toml(weights, head), encoding="utf-8")
    else:
        print("\n" + toml(weights, head))


def _print_judged(name: str, rows: Sequence[Row], weights: Mapping[str, Mapping[str, Weights]]) -> None:
    for again in (False, True):
        values = told((row for row in rows if row.again == again), weights)
        print(f"\n{name}, {'read again' if again else 'read once'}: {len(values)} values")
        print("\n".join([*reliability(values), "", *coverage(values)]))
        wrong = (one for one in values if not one.right and one.chance >= _SURE)
        print("\n".join(f"wrong {one.chance:.3f} {one.where}" for one in wrong))


if __name__ == "__main__":
    main()

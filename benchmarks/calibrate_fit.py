"""Weights of pipeline/trust.py from rows: a logistic regression for each group of kinds, in plain numpy.

Each weight keeps the sign that a person expects, else it is left out; a group of few rows leans on the weights of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.trust import ALL, Signs

Weights = Mapping[str, float]
_Array = npt.NDArray[np.float64]
# Which way each sign may move the chance.
EXPECTED: Mapping[str, int] = {
    "word": 1, "faint": -1, "usual": 1, "witness": 1, "letters": -1, "against": -1, "same": 1, "rival": -1,
    "seconded": 1, "confirmed": 1, "disputed": -1, "both": 1,
}  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "party"),
    "words": ("place", "text", "level", "recipients"),
    "position": ("position",),
    "body": ("body",),
    "listed": ("sex", "ethnicity", "nationality", "confirmation", "kind", "date_words"),
    "figures": (
        "date", "date_or_age", "time", "register_number", "book_number", "document_number", "any_number", "personal_id",
        "decimal", "percent", "count",
    ),
}  # fmt: skip
# How strongly the weights of all, and of a group its difference from all, are held towards nothing.
_HELD_ALL, _HELD_GROUP = 0.3, 2.0


def fit(rows: Sequence[tuple[str, Signs, bool]]) -> dict[str, Weights]:
    """Weights for all kinds together and for each group, from (kind, signs, right)."""
    table = {ALL: _fitted([row[1:] for row in rows], {}, _HELD_ALL)}
    for group, kinds in GROUPS.items():
        own = [row[1:] for row in rows if row[0] in kinds]
        table[group] = _fitted(own, table[ALL], _HELD_GROUP)
    return table


def _fitted(rows: Sequence[tuple[Signs, bool]], start: Weights, held: float) -> Weights:
    names = [name for name in EXPECTED if rows and name in rows[0][0].figures]
    while rows:
        found = _solved(rows, names, start, held)
        wrong = [name for name in names if found[name] * EXPECTED[name] < 0]
        if not wrong:
            return {name: round(value, 3) for name, value in found.items()}
        names = [name for name in names if name not in wrong]
    return dict(start)


def _solved(rows: Sequence[tuple[Signs, bool]], names: Sequence[str], start: Weights, held: float) -> Weights:
    """Newton's method; the base is free, each other weight is held towards where it starts."""
    x: _Array = np.array([[1.0, *(signs.figures[name] for name in names)] for signs, _ in rows])
    y: _Array = np.array([float(right) for _, right in rows])
    prior: _Array = np.array([start.get(name, 0.0) for name in ("base", *names)])
    ridge = np.diag([held / 10, *[held] * len(names)])
    weights = prior.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + ridge @ (weights - prior)
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights - step * min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-7:
            break
    return dict(zip(("base", *names), weights.tolist(), strict=True))

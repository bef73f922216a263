"""Which body issues a document: places and kinds are real, what they sign here is invented."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.published import government, institutions
from benchmarks.published.bodies import Issuer

_WEIGHTS: tuple[tuple[Callable[[Random], Issuer], int], ...] = (
    (government.ministry, 5),
    (government.bureau, 2),
    (government.province, 5),
    (government.council, 2),
    (government.district, 2),
    (government.ward, 4),
    (government.ward_office, 2),
    (government.department, 5),
    (government.centre, 2),
    (government.board, 2),
    (institutions.justice, 3),
    (institutions.revenue, 3),
    (institutions.forces, 1),
    (institutions.school, 5),
    (institutions.company, 2),
    (institutions.party, 3),
    (institutions.union, 2),
)


def issuer(rng: Random) -> Issuer:
    """Any body, common ones more often."""
    makers, weights = zip(*_WEIGHTS, strict=True)
    made: Callable[[Random], Issuer] = rng.choices(makers, weights)[0]
    return made(rng)

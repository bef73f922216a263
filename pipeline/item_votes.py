"""What second readings say of each item of a list. One of twelve lines is misread in almost every way, and seldom the
same one in two, so that a list read again whole is hardly ever the same. Knows no readings and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.normalize.spelling import comparable

_APART = "; "
# So many ways must give an item that none gave as it was read first.
_MOST = 2


@dataclass(frozen=True)
class ItemVotes:
    """How many ways of the first network (`same`) and of the second (`confirmed`) gave the item that fewest of them
    gave; `other`: the list with those items that no way gave as the ways have them, None where there are none, and of
    the one that fewest gave `votes` and `other_confirmed`.
    """

    same: int
    confirmed: int
    other: str | None = None
    votes: int = 0
    other_confirmed: int = 0


def item_votes(value: str, ways: Sequence[str | None], network: Sequence[str | None]) -> ItemVotes:
    """The votes for the items of the list `value` of ways that gave as many items: what others gave stands at no known
    place of it.
    """
    items = value.split(_APART)
    first, second = (_aligned(given, len(items)) for given in (ways, network))
    counts = [_given(item, at, first, second) for at, item in enumerate(items)]
    votes = ItemVotes(min(same for same, _ in counts), min(confirmed for _, confirmed in counts))
    return _with_other(votes, items, counts, first, second)


def _aligned(given: Sequence[str | None], length: int) -> list[list[str]]:
    lists = [text.split(_APART) for text in given if text]
    return [items for items in lists if len(items) == length]


def _given(item: str, at: int, *networks: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """How many ways of each network gave the item."""
    return tuple(sum(_key(items[at]) == _key(item) for items in ways) for ways in networks)


def _key(item: str) -> str:
    """What two readings of an item share: the space before a bracket is seen by one and not by another."""
    return comparable(item).replace(" (", "(")


def _with_other(
    votes: ItemVotes,
    items: Sequence[str],
    counts: Sequence[tuple[int, ...]],
    *networks: Sequence[Sequence[str]],
) -> ItemVotes:
    other, least = list(items), []
    for at in (at for at, count in enumerate(counts) if not any(count)):
        told = Counter(given[at] for ways in networks for given in ways)
        best, most = max(told.items(), key=lambda pair: pair[1], default=("", 0))
        if most >= _MOST:
            other[at] = best
            least.append(_given(best, at, *networks))
    if not least:
        return votes
    first, second = min(least, key=sum)
    return ItemVotes(votes.same, votes.confirmed, _APART.join(other), first, second)

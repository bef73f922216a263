"""How likely a value is right, from what speaks for it: the figure that stands as a field's confidence.

The weights are data (`data/confidence.toml`), fitted by `make calibrate` on drawn pages and judged on others; each
has a sign that a person can follow: a better worst word, a known word, a second witness and ways of reading that agree
raise the chance, ways that differ lower it. Decides nothing: pipeline/accept.py does.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.extract.evidence import Evidence
from pipeline.looks import Agreement

# What no reading can outweigh: place or owner of the value is uncertain, it cannot be read as what it should be, or a
# word of it is one that the reader itself believes no more than this (a name that may have lost its beginning is one).
DOUBTED, UNREADABLE = 0.4, 0.3
_UNBELIEVED, _AT_MOST = 0.5, 0.8
# Confidences of the engine beyond these do not differ in what they are worth.
_LEAST, _MOST = 0.05, 0.985
# Below this even ways that all agree may agree on a wrong figure, such as one by hand; only a witness helps it then.
_FAINT, _FIGURES, _NAMES = 0.7, "figures", "name"
# Numbers that a pen mostly writes before the printed symbol of a paper. Where one network alone gave them alike, 0.74
# and 0.80 were read by hand, one of them wrong; where both did, 0.51 (wrong), 0.55, 0.73 and 0.74.
_PENNED, _LEAST_PENNED = frozenset({"document_number", "any_number", "register_number"}), 0.82
_LEAST_PENNED_TWICE = 0.75
# Of 134 long numbers that all ways of one network gave with this much no figure was wrong; of 196 that both networks
# gave none was, whatever the confidence (docs/confidence.md).
_CLEAR = 0.85
_HALF = 0.5
# Groups whose values lose no part without a trace, but for lists of recipients.
_WHOLE_GROUPS, _LIST, _PLACE = frozenset({"words", "listed"}), "recipients", "place"
# Of 941 names that were read again and accepted on eleven sets 28 had less in some way, one of them wrong.
_SURE_NAME = 0.75
# "BA" for BÁ was read with 0.88, and with 0.73 in the second readings that nobody had asked for.
_SURE_ONCE = 0.9
ALL = "all"


@dataclass(frozen=True)
class Signs:
    """What speaks for a value: the worst word that matters (0 to 1), whether its words are known, whether another
    value says the same, how many letters it has, whether a check speaks against it, and which shares of the second
    readings gave it (`same`) or another value that could stand there as well (`rival`). `sure` is the least confidence
    of those that gave it; `whole`: no line of it can be lost; `figured`: the least confidence of its words with figures
    in all readings of the first network, 0 where one gave others. `other_asked`: the second network read it too;
    `confirmed` and `disputed` are the shares of its ways that gave it, or another value that could stand there.
    `printed`: its figures have the shapes of the page's own print, so that no pen wrote them; `lettered`: its letters
    are those of kind and issuer. `marked`: a second reading gave the same letters with more marks; `renumbered`:
    one gave other figures among its words.
    """

    worst: float
    usual: bool
    witness: bool
    letters: int
    against: bool = False
    asked: bool = False
    same: float = 0.0
    rival: float = 0.0
    sure: float = 1.0
    whole: bool = False
    figured: float = 0.0
    other_asked: bool = False
    confirmed: float = 0.0
    disputed: float = 0.0
    printed: bool = False
    lettered: bool = False
    marked: bool = False
    renumbered: bool = False

    @property
    def seconded(self) -> bool:
        """Known words that a second reading gave again, while none gave anything else that could stand there."""
        return self.asked and self.usual and self.same > 0 and self.rival == 0

    @property
    def both(self) -> bool:
        """Whether both networks gave it, most ways of the first and all of the second, and none of the first anything
        else that could stand there.
        """
        return self.asked and self.same > _HALF and self.confirmed == 1 and self.rival == 0

    @property
    def alike(self) -> bool:
        """What a long number needs that nothing else vouches for: both networks gave it, or every way of the first gave
        its figures clearly, and no way anything else that could stand there.
        """
        clear = self.same > 0 and self.rival == 0 and self.disputed == 0 and self.figured >= _CLEAR
        return self.asked and self.usual and (self.both or clear)

    @property
    def in_all(self) -> bool:
        """Whether every way of both networks gave it, the first network clearly each time: of 36 figures on eleven sets
        that stood beside a misread one none was wrong.
        """
        given = self.asked and self.same == 1 and self.other_asked and self.confirmed == 1
        return given and min(self.worst, self.sure) >= _SURE_ONCE

    @property
    def figures(self) -> dict[str, float]:
        """The signs as figures that the weights of the table are for."""
        seen = min(max(self.worst, _LEAST), _MOST)
        found = {
            "word": math.log(seen / (1 - seen)),
            "faint": float(self.worst < _FAINT),
            "usual": float(self.usual),
            "witness": float(self.witness),
            "letters": math.log1p(self.letters),
            "against": float(self.against),
        }
        again = {
            "same": self.same,
            "rival": self.rival,
            "seconded": float(self.seconded),
            "confirmed": self.confirmed,
            "disputed": self.disputed,
            "both": float(self.both),
        }
        return {**found, **again} if self.asked else found


def signs_of(
    evidence: Evidence, agreement: Agreement, *, witness: bool, against: bool, lettered: bool = False
) -> Signs:
    """The signs of a value from its place, its second readings, and the rest of its record."""
    asked = max(agreement.asked, 1)
    return Signs(
        evidence.worst,
        evidence.usual,
        witness,
        evidence.letters,
        against,
        agreement.asked > 0,
        agreement.same / asked,
        agreement.rivals / asked,
        agreement.sure,
        evidence.whole,
        min(evidence.figures, agreement.figures),
        agreement.others > 0,
        agreement.confirmed / max(agreement.others, 1),
        agreement.disputed / max(agreement.others, 1),
        evidence.printed,
        lettered,
        agreement.marked,
        agreement.renumbered,
    )


def chance(kind: str, signs: Signs) -> float:
    """The chance, 0 to 1, that a value of this kind with these signs is right."""
    table = weights_in_use()["again" if signs.asked else "once"]
    likely = weighted(table.get(group_of(kind), table[ALL]), signs)
    faint = signs.worst <= _least(kind, signs)
    # What is neither known nor of the shape that two networks may vouch for is cut out wrongly, however well read.
    contested = _hesitant(kind, signs) or _alone(kind, signs) or _rivalled(kind, signs) or _denied(signs)
    doubted = faint or not signs.usual or contested
    return min(likely, _AT_MOST) if doubted else likely


def _alone(kind: str, signs: Signs) -> bool:
    """Whether a name or figures come of the first network alone, as "Hùng" for Hồng under a seal in most ways."""
    asked = signs.other_asked and not (signs.confirmed or signs.witness)
    return asked and group_of(kind) in {_NAMES, _FIGURES}


def _rivalled(kind: str, signs: Signs) -> bool:
    """Whether one way gave other figures that could stand there, and neither print nor another value vouches for
    these: "99,2%" of four ways was 90,2% on a fold. The number of a house is figures too.
    """
    if signs.witness or signs.printed:
        return False
    if group_of(kind) == _FIGURES:
        return bool(signs.rival or signs.disputed)
    return kind == _PLACE and signs.renumbered


def _denied(signs: Signs) -> bool:
    """Whether all ways of the second network gave another value that could stand there: which of the two networks is
    right no weight tells.
    """
    return signs.disputed == 1 and not signs.witness


def _least(kind: str, signs: Signs) -> float:
    """What the worst word must be read with at least; less where both networks gave the value, but not nothing for
    figures: those of a pen or a typewriter read wrong in both alike. Names, blocks and lists that may have lost a part
    count as read with 0.5, which no reading mends.
    """
    if group_of(kind) != _FIGURES or signs.witness:
        mended = signs.both and group_of(kind) in _WHOLE_GROUPS and kind != _LIST
        return 0.0 if mended else _UNBELIEVED
    vouched = signs.printed and signs.lettered
    if kind in _PENNED and not (vouched or (signs.printed and signs.both)):
        return _LEAST_PENNED_TWICE if signs.both else _LEAST_PENNED
    return _UNBELIEVED if signs.both or vouched else _FAINT


def _hesitant(kind: str, signs: Signs) -> bool:
    """Whether a name may be another by one mark, and one way hesitates: under a seal "Thùy" reads "Thủy" in every way,
    "BÁ" as "BA" in all five. Where the first reading does, others are asked.
    """
    if not signs.asked:
        faint = signs.worst < _SURE_ONCE
    else:
        faint = signs.marked or signs.sure < _SURE_NAME or (signs.worst < _FAINT and signs.same < 1)
    return group_of(kind) == _NAMES and faint and not signs.witness


def weighted(weights: Mapping[str, float], signs: Signs) -> float:
    """The chance that `weights` give to `signs`."""
    total = weights["base"] + sum(weights.get(name, 0.0) * figure for name, figure in signs.figures.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def group_of(kind: str) -> str:
    """The group of kinds that share their weights."""
    return _groups().get(kind, ALL)


@cache
def weights_in_use() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """The weights of each sign by group, for values read `once` and `again`."""
    source = resources.files("pipeline").joinpath("data/confidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def _groups() -> Mapping[str, str]:
    return {kind: group for group, kinds in weights_in_use()["groups"].items() for kind in kinds}

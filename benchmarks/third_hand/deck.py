"""Which papers a set has and in which order: every kind comes early, common ones often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.third_hand import births, building, deaths, letters, offences, permits, standing, unions
from benchmarks.third_hand.facts import Sheet


@dataclass(frozen=True)
class Paper:
    """A kind of paper: the type that is right for it, others that are right as well, and who draws it."""

    type: str
    form: str
    draws: Callable[[Sheet], str]
    also: tuple[str, ...] = ()


def _letter(form: str, draws: Callable[[Sheet], str]) -> Paper:
    return Paper("correspondence", form, draws)


def _alike(form: str, draws: Callable[[Sheet], str], *also: str) -> Paper:
    return Paper("unknown", form, draws, also or ("correspondence",))


_KINDS = (
    "QUYẾT ĐỊNH",
    "THÔNG BÁO",
    "TỜ TRÌNH",
    "BÁO CÁO",
    "KẾ HOẠCH",
    "NGHỊ QUYẾT",
    "CÔNG ĐIỆN",
    "HƯỚNG DẪN",
)
_FIRST = (
    Paper("birth", "birth_2016", births.certificate_2016),
    _letter("letter", letters.letter),
    Paper("construction_permit", "permit", permits.permit),
    Paper("death", "death_extract", deaths.extract),
    _letter("quyết định", letters.of_kind(_KINDS[0])),
    Paper("marriage", "marriage_2016", unions.certificate_2016),
    Paper("marital_status", "marital_status", standing.marital_status),
    _letter("thông báo", letters.of_kind(_KINDS[1])),
    Paper("birth", "birth_2010", births.certificate_2010),
    Paper("penalty_decision", "penalty", offences.decision),
    Paper("marriage", "marriage_extract", unions.extract),
    _letter("letter", letters.letter),
    Paper("planning_information", "planning", building.planning),
    Paper("birth", "birth_extract", births.extract),
    Paper("house_number", "house_number", building.house_number),
    _letter("tờ trình", letters.of_kind(_KINDS[2])),
    Paper("parent_child", "recognition_extract", unions.recognition_extract),
    Paper("violation_record", "violation_record", offences.record),
    _letter("giấy mời", letters.invitation),
    Paper("completion", "completion", building.completion),
)
_RARE = (
    Paper("death", "death_2010", deaths.certificate_2010),
    Paper("marriage", "marriage_2010", unions.certificate_2010),
    Paper("parent_child", "recognition_decision", unions.recognition_decision),
    _alike("birth_application", standing.birth_application),
    _letter("báo cáo", letters.of_kind(_KINDS[3], 2)),
    _letter("biên bản", letters.minutes),
    Paper("construction_permit", "permit_change", permits.permit_change, ("unknown", "correspondence")),
    _letter("giấy giới thiệu", letters.introduction),
    _letter("phiếu chuyển", letters.routing_slip),
    _alike("register_page", standing.register_page, "birth", "correspondence"),
    _letter("kế hoạch", letters.of_kind(_KINDS[4])),
    _letter("nghị quyết", letters.of_kind(_KINDS[5])),
    _alike("marriage_application", standing.marriage_application),
    _letter("công điện", letters.of_kind(_KINDS[6])),
    Paper("correspondence", "contract", letters.contract, ("unknown",)),
    _alike("permit_application", standing.permit_application),
    _letter("hướng dẫn", letters.of_kind(_KINDS[7])),
    _alike("birth_notice", standing.birth_notice),
)


def deck(count: int) -> list[Paper]:
    """The first `count` papers: a round of the common ones, the rare ones, then the common ones again."""
    return [(_FIRST + _RARE + _FIRST)[number % (2 * len(_FIRST) + len(_RARE))] for number in range(count)]

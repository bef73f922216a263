"""Sets of papers in many layouts: which kinds, in whose manner, worn how. `draw_up` plans a set from its seed.

An even seed is for tuning, an odd one for test. Only chance and choices; draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from samples.cases import alike, old_papers, permits, urban, violations
from samples.cases.births import birth_before_2016, birth_extract, birth_new
from samples.cases.case import Case
from samples.cases.deaths import death_before_2016, death_extract_new
from samples.cases.guardians import adoption_paper, guardianship_extract
from samples.cases.marriages import marriage_before_2016, marriage_extract, marriage_new
from samples.cases.recognitions import recognition_before_2016, recognition_new
from samples.cases.status import change_extract, marital_status_paper
from samples.compose import compose
from samples.form import Paper, Style
from samples.large_sheets import SHEETS
from samples.manner import FACES, LINES, manner
from samples.plan import PAPERS, Job
from samples.styles import style

CASES: dict[str, Callable[[Random], Case]] = {
    case.__name__: case
    for case in (
        birth_new,
        birth_extract,
        birth_before_2016,
        death_extract_new,
        death_before_2016,
        marriage_new,
        marriage_extract,
        marriage_before_2016,
        recognition_new,
        recognition_before_2016,
        marital_status_paper,
        change_extract,
        guardianship_extract,
        adoption_paper,
        permits.permit,
        urban.planning,
        urban.house_number,
        urban.completion,
        violations.violation,
        violations.penalty,
        old_papers.khai_sanh,
        old_papers.acte_de_naissance,
        old_papers.the_vi_khai_sanh,
        old_papers.khai_tu,
        old_papers.hon_thu,
        *alike.KINDS,
    )
}
ALIKE = tuple(kind.__name__ for kind in alike.KINDS)
# The kinds that most of an office's boxes hold come twice as often.
_USUAL = ("birth", "death", "marriage", "recognition", "permit")
# The older modules of samples/papers draw these better than lines of entries could.
DRAWN = ("construction_permit", "letter", "official_letter", "notice", "decision", "report")
_BEFORE_1975 = ("khai_sanh", "acte_de_naissance", "the_vi_khai_sanh", "khai_tu", "hon_thu")
OLD = (*(key for key in CASES if key.endswith("before_2016")), *_BEFORE_1975)
# How often, in a hundred pages, each look befalls a page. One line is one kind of office or accident.
LOOKS: dict[tuple[str, ...], int] = {
    (): 14,
    ("slight_skew",): 18,
    ("skew",): 8,
    ("noise", "slight_skew"): 6,
    ("shadow", "slight_skew"): 6,
    ("show_through", "slight_skew"): 6,
    ("photocopy", "slight_skew"): 8,
    ("fax",): 4,
    ("carbon", "slight_skew"): 5,
    ("faded", "slight_skew"): 5,
    ("yellowed", "stain", "slight_skew"): 5,
    ("fold", "punch_holes"): 5,
    ("blur",): 3,
    ("jpeg",): 3,
    ("phone_photo",): 3,
    ("dark_edge", "skew"): 3,
    ("low_resolution",): 2,
    ("rotated_90", "slight_skew"): 1,
    ("rotated_180", "slight_skew"): 2,
}
BY_HAND, BLANK_FORM = 15, 5
_VARIED = "varied_"
_FORMS = 1.32


def split_of(seed: int) -> str:
    """ "tuning" for an even seed, "test" for an odd one."""
    return "tuning" if seed % 2 == 0 else "test"


def is_varied(key: str) -> bool:
    """Whether `key` names a kind of this module; the others are keys of `plan.PAPERS`."""
    return key in CASES or key in SHEETS or (key.startswith(_VARIED) and key.removeprefix(_VARIED) in DRAWN)


def varied(key: str, rng: Random, *, blank: bool = False) -> Paper:
    """A paper of a kind for which `is_varied` holds, in some office's manner."""
    if key in SHEETS:
        return SHEETS[key](rng)
    if key not in CASES:
        name = key.removeprefix(_VARIED)
        return PAPERS[name](rng, _restyled(style(rng, name), rng))
    case = CASES[key](rng)
    ways = manner(rng, old=key in OLD)
    if case.lines:
        ways = replace(ways, layout=LINES, marks="")
    return compose(case.blank() if blank else case, ways, rng)


def _restyled(look: Style, rng: Random) -> Style:
    """A style of the older papers with another face, size and width."""
    face = rng.choice(FACES)
    size = look.size * (0.88 if "sans" in face or "serif" in face else 1.0) * rng.uniform(0.88, 1.0)
    left = rng.uniform(58, 88)
    return replace(
        look, face=face, value_face=face, size=round(size, 1), left=left, right=rng.uniform(528, 552)
    )


def draw_up(seed: int, count: int) -> list[Job]:
    """`count` files with one paper each: kinds in turn, looks by chance, one split for the whole seed."""
    rng = Random(f"{seed}/variety")
    usual = [key for key in CASES if key.startswith(_USUAL)]
    keys = [*CASES, *usual, *SHEETS, *(f"{_VARIED}{name}" for name in DRAWN)]
    return [_job(rng, number, keys[number % len(keys)], split_of(seed)) for number in range(count)]


def _job(rng: Random, number: int, key: str, split: str) -> Job:
    looks = rng.choices(list(LOOKS), list(LOOKS.values()))[0]
    chance = rng.randrange(100)
    form = (key in CASES and key not in ALIKE) or key == "register_page"
    # Of the forms so many are filled in with a pen or not at all that it comes to BY_HAND in a hundred pages.
    entered = (
        "by_hand" if chance < BY_HAND * _FORMS else "blank_form" if chance > 99 - BLANK_FORM * _FORMS else ""
    )
    if key == "register_page":
        entered = "by_hand" if chance < 70 else ""
    entered = entered if form else ""
    faults = looks if rng.random() < 0.9 or not form else (*looks, "seal_over_text")
    mode = rng.choice(["colour", "colour", "gray"])
    if "photocopy" in looks or "fax" in looks:
        mode = rng.choice(["gray", "bilevel"])
    # Papers are scanned at 200 dpi, drawings at 300 (Thông tư 05/2025/TT-BNV, Điều 8).
    dpi = 300 if key == "drawing" else rng.choice([150, 200, 200, 200, 200, 300])
    job = Job(f"{number + 1:04d}_{key}.jpg", (key,), faults, split, dpi, mode)
    if mode == "bilevel":
        job = replace(job, name=f"{number + 1:04d}_{key}.png", dpi=max(200, dpi))
    return replace(job, quality=rng.randint(40, 90), entered=entered)

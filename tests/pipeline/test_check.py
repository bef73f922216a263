"""Checks of a record against itself: each code from a record that must earn it, and none from a sound one."""

from __future__ import annotations

import pytest
from sound import SOUND, fields

from pipeline.accept import OFF, AcceptOptions, decide
from pipeline.checks import check, conflicts
from pipeline.findings import Finding
from pipeline.record import Field, FieldState
from pipeline.record_type import record_types

BROKEN = [
    ("birth", {"child_full_name": None}, "R001", "child_full_name"),
    ("birth", {"number": "773"}, "R002", "number"),
    ("birth", {"child_birth_date": "31/02/2019"}, "R003", "child_birth_date"),
    ("birth", {"child_birth_date": "16/10/2019"}, "R004", "child_birth_date"),
    ("birth", {"registration_date": "01/02/2019"}, "R005", "registration_date"),
    ("death", {"deceased_birth_date": "01/01/1890"}, "R006", "deceased_death_date"),
    ("death", {"registration_date": "30/12/2019"}, "R007", "registration_date"),
    ("birth", {"number": "773/2018"}, "R008", "number"),
    ("birth", {"book_number": "02/2020"}, "R009", "book_number"),
    ("construction_permit", {"height_m": "cao"}, "R010", "height_m"),
    ("birth", {"child_personal_id": "07931949832"}, "R011", "child_personal_id"),
    ("birth", {"child_personal_id": "999319498325"}, "R012", "child_personal_id"),
    ("birth", {"child_gender": "Nam"}, "R013", "child_personal_id"),
    ("birth", {"child_personal_id": "079318498325"}, "R014", "child_personal_id"),
    ("death", {"deceased_ethnicity": "Klnh"}, "R015", "deceased_ethnicity"),
    ("birth", {"child_full_name": "LÊ NHW PHUỢNG"}, "R016", "child_full_name"),
    ("birth", {"father_birth_date": "1910"}, "R017", "father_birth_date"),
    ("birth", {"mother_birth_date": "2020"}, "R018", "mother_birth_date"),
    ("marriage", {"husband_birth_date": "15/09/2003"}, "R019", "husband_birth_date"),
    ("construction_permit", {"storeys": "0"}, "R020", "storeys"),
    ("construction_permit", {"total_floor_area_m2": "60"}, "R021", "total_floor_area_m2"),
    ("construction_permit", {"building_density": "51,5%"}, "R022", "building_density"),
    ("construction_permit", {"floor_area_ratio": "3,79"}, "R023", "floor_area_ratio"),
    ("construction_permit", {"total_floor_area_m2": "634,8"}, "R024", "storeys"),
    ("birth", {"registration_place": "UBND phường Linh Trung, thành phố Thủ Đức"}, "R025", "registration_place"),
    ("parent_child", {"confirmation_type": "con"}, "R026", "confirmation_type"),
    ("death", {"registration_date": "2008"}, "R027", "deceased_personal_id"),
    ("correspondence", {"number": "2095/QĐ-ĐHĐL"}, "R029", "number"),
    ("correspondence", {"number": "2095/TB-BGDĐT"}, "R029", "number"),
    ("marriage", {"wife_id_doc": "CCCD số 040099296532"}, "R013", "wife_id_doc"),
]  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_record_earns_nothing(kind: str) -> None:
    assert check(record_types()[kind], fields(kind)) == ()


@pytest.mark.parametrize(
    ("registered", "book", "told"),
    [
        ("17/03/2011", "01/2011", False),
        # Another year's book, one without a year, and a time when numbers bear it.
        ("17/03/2011", "01/2010", True),
        ("17/03/2011", None, True),
        ("17/03/2016", "01/2016", True),
    ],
)
def test_a_number_needs_no_year_where_its_old_book_has_it(
    registered: str, book: str | None, told: bool
) -> None:
    changed = fields("birth", {"number": "773", "book_number": book, "registration_date": registered})
    found = {(finding.code, finding.field) for finding in check(record_types()["birth"], changed)}
    assert (("R002", "number") in found) is told


@pytest.mark.parametrize(("ratio", "told"), [("31", True), ("3,1", False), ("12", False)])
def test_a_ratio_beyond_all_plans_lost_its_comma(ratio: str, told: bool) -> None:
    found = check(
        record_types()["construction_permit"], fields("construction_permit", {"floor_area_ratio": ratio})
    )
    assert ("R042" in {finding.code for finding in found}) is told


@pytest.mark.parametrize(("kind", "changes", "code", "field"), BROKEN)
def test_a_broken_record_earns_its_code(
    kind: str, changes: dict[str, str | None], code: str, field: str
) -> None:
    found = check(record_types()[kind], fields(kind, changes))
    assert (code, field) in {(finding.code, finding.field) for finding in found}
    for finding in found:
        assert "{" not in finding.text("vi") + finding.text("en"), finding


@pytest.mark.parametrize(
    ("kind", "changes"),
    [("correspondence", {"number": "2230/UBND-KT", "kind": "Công văn", "issuing_body": "UBND PHƯỜNG LINH TÂY"}),
     ("correspondence", {"number": "1437/UBND-VP", "kind": "Công văn", "issuing_body": "VĂN PHÒNG"}),
     ("construction_permit", {"permit_number": "1147/SXD-KTQH", "issuing_agency": "SỞ XÂY DỰNG"}),
     ("construction_permit", {"permit_number": "967/2020/GPXD-QLĐT"}),
     ("correspondence", {"number": "1891/QĐ-EVNCPC", "kind": "Quyết định",
                         "issuing_body": "TỔNG CÔNG TY ĐIỆN LỰC MIỀN TRUNG"})],
)  # fmt: skip
def test_a_symbol_may_name_who_drafted_or_a_firms_own_name(kind: str, changes: dict[str, str | None]) -> None:
    assert "R029" not in {finding.code for finding in check(record_types()[kind], fields(kind, changes))}


def test_a_letter_of_another_office_is_noticed() -> None:
    changes: dict[str, str | None] = {
        "number": "2230/BXD-KT", "kind": "Công văn", "issuing_body": "ỦY BAN NHÂN DÂN PHƯỜNG LINH TÂY",
    }  # fmt: skip
    found = check(record_types()["correspondence"], fields("correspondence", changes))
    assert "R029" in {finding.code for finding in found}


def test_a_letter_of_another_office_without_its_kind_is_noticed_too() -> None:
    changes: dict[str, str | None] = {"permit_number": "1147/STP-KTQH", "issuing_agency": "SỞ XÂY DỰNG"}
    found = check(record_types()["construction_permit"], fields("construction_permit", changes))
    assert "R029" in {finding.code for finding in found}


def test_what_a_person_confirmed_is_not_questioned_by_shape() -> None:
    confirmed = [
        Field(f.key, f.value, "xx", 1.0, FieldState.AS_WRITTEN) if f.key == "child_full_name" else f
        for f in fields("birth")
    ]
    assert check(record_types()["birth"], confirmed) == ()


def decided(
    kind: str, changes: dict[str, str | None] | None = None, confidence: float = 0.999
) -> dict[str, FieldState]:
    given = fields(kind, changes, confidence)
    made = decide(record_types()[kind], given, conflicts(record_types()[kind], given))
    return {field.key: field.state for field in made}


def test_a_date_that_is_none_leaves_no_figure_alone() -> None:
    sound = decided("birth", {"registration_date": "18/10/2019"})
    misread = decided("birth", {"registration_date": "18/19/2019"})
    assert sound["number"] is sound["mother_birth_date"] is FieldState.ACCEPTED
    assert misread["number"] is misread["mother_birth_date"] is FieldState.NEEDS_REVIEW
    # What stands in words too has a second witness, and letters are not figures.
    assert misread["child_birth_date"] is misread["child_full_name"] is FieldState.ACCEPTED


def test_every_field_in_conflict_waits_for_a_person() -> None:
    states = decided("birth", {"child_birth_date": "16/10/2019"})
    assert states["child_birth_date"] is states["child_birth_date_words"] is FieldState.NEEDS_REVIEW
    assert states["child_full_name"] is FieldState.ACCEPTED


def test_who_cannot_be_the_person_puts_all_rivals_in_doubt() -> None:
    sound = decided("marriage")
    misfit = decided("marriage", {"wife_id_doc": "CCCD số 040099296532"})
    assert sound["wife_full_name"] is sound["husband_full_name"] is FieldState.ACCEPTED
    assert misfit["wife_full_name"] is misfit["husband_full_name"] is FieldState.NEEDS_REVIEW
    assert misfit["registration_date"] is FieldState.ACCEPTED


def test_information_alone_holds_nothing_back() -> None:
    assert decided("death", {"registration_date": "30/12/2019"})["registration_date"] is FieldState.ACCEPTED


def test_each_risk_class_has_its_threshold_and_can_be_switched_off() -> None:
    given, kind = fields("birth", confidence=0.985), record_types()["birth"]
    risks = {spec.key: spec.risk for spec in kind.fields}

    def accepted(high: float, medium: float, low: float) -> set[str]:
        options = AcceptOptions({"high": high, "medium": medium, "low": low})
        made = decide(kind, given, (), options)
        return {risks[f.key] for f in made if f.state is FieldState.ACCEPTED}

    assert accepted(0.98, 0.98, 0.98) == {"high", "medium", "low"}
    assert accepted(0.99, 0.98, 0.98) == {"medium", "low"}
    assert accepted(0.98, OFF, OFF) == {"high"}


def test_nothing_is_accepted_when_nothing_may_be() -> None:
    given = fields("birth")
    made = decide(record_types()["birth"], given, (), never=True)
    assert {field.state for field in made} == {FieldState.NEEDS_REVIEW}


def test_a_person_s_word_stays() -> None:
    given = [Field("number", "1/2019", "1", 0.1, FieldState.CORRECTED)]
    assert (
        decide(record_types()["birth"], given, (), AcceptOptions(), never=True)[0].state
        is FieldState.CORRECTED
    )


def test_findings_read_back() -> None:
    finding = check(record_types()["birth"], fields("birth", {"number": "773"}))[0]
    assert Finding.from_json(finding.as_json("en")) == finding

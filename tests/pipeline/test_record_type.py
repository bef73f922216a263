"""Record types as data: a new type needs a file and nothing else, and a misspelt key is refused by name."""

from __future__ import annotations

import pytest

from pipeline.checks.rules import RULES
from pipeline.record_type import RecordTypeInvalid, load_record_type, record_types

KEYS = {
    "birth": "child_personal_id applicant_id_doc signer_name book_number number mother_residence_place",
    "death": "extract_number number deceased_death_time deceased_death_date deceased_death_date_words "
    "deceased_death_place deceased_death_cause death_notice_number death_notice_issuer death_notice_date "
    "applicant_full_name signer_name",
    "marriage": "number book_number wife_occupation husband_occupation signer_name wife_id_doc",
    "parent_child": "decision_number registration_date child_gender child_birth_place child_personal_id "
    "child_birth_registration_number signer_name confirmation_type",
    "construction_permit": "grantee_id_doc land_parcel_number map_sheet_number land_area_m2 ground_level "
    "building_density floor_area_ratio building_line red_line storeys height_m first_floor_area_m2 total_floor_area_m2 "
    "land_certificate_number land_certificate_date permit_number grantee_name site_address",
    "correspondence": "number issue_date issuing_body kind abstract signer_name signer_position",
    "unknown": "",
}
SMALL = """
name = "receipt"
vi = "Giấy biên nhận"
en = "Receipt"
retention_class = "short"
legal_basis = "Quy chế của đơn vị"
[description]
title = "Biên nhận {number}"
[[forms]]
id = "receipt"
vi = "Biên nhận"
titles = ["GIẤY BIÊN NHẬN"]
[[fields]]
key = "number"
vi = "Số"
en = "Number"
kind = "any_number"
labels = ["Số"]
"""


@pytest.mark.parametrize("name", KEYS)
def test_the_agreed_keys_are_there(name: str) -> None:
    known = {field.key for field in record_types()[name].fields}
    assert set(KEYS[name].split()) <= known


def test_a_new_type_is_a_file() -> None:
    assert load_record_type("receipt.toml", SMALL).spec("number") is not None


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("labels =", "lables =", "lables"),
        ("[[forms]]", "[[form]]", "form"),
        ('kind = "any_number"', 'kind = "numbr"', "numbr"),
        ('title = "Biên nhận {number}"', 'title = "x"\nissued = "isued"', "isued"),
        ('name = "receipt"', 'name = ', "line"),
    ],
)  # fmt: skip
def test_a_misspelt_key_is_refused_by_name(old: str, new: str, named: str) -> None:
    with pytest.raises(RecordTypeInvalid) as refused:
        load_record_type("receipt.toml", SMALL.replace(old, new))
    assert named in refused.value.en
    assert "receipt.toml" in refused.value.vi


def test_every_rule_that_a_type_names_exists() -> None:
    for known in record_types().values():
        assert {check.rule for check in known.checks} <= set(RULES), known.name


def test_titles_of_descriptions_name_fields() -> None:
    for known in record_types().values():
        known.description.title.format(**{field.key: "x" for field in known.fields})


def test_a_type_that_is_read_says_what_finds_it_and_what_a_wrong_value_costs() -> None:
    for known in record_types().values():
        found_by = [spec for spec in known.fields if spec.finding_key]
        assert len(found_by) >= 3 or not known.fields, known.name
        assert all(spec.risk == "high" for spec in found_by), known.name

"""Record types as data: a new type needs a file and nothing else, and a misspelt key is refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from papers import HEAD
from pydantic import BaseModel
from typeset import typeset

from pipeline.checks.across import ACROSS
from pipeline.checks.rules import RULES
from pipeline.extract import extract
from pipeline.normalize.outcome import Refused
from pipeline.normalize.spelling import letters
from pipeline.record_type import (
    CheckSpec,
    FieldSpec,
    Form,
    RecordType,
    RecordTypeInvalid,
    Section,
    Sentence,
    load_record_type,
    record_types,
)
from pipeline.type_feeds import Feeds, KeyedField, NamedPerson

# The keys that issue 4 lists, and those of the import columns and printed forms (pipeline/data has the columns).
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
    "land_certificate_number land_certificate_date permit_number grantee_name site_address recipients",
    "correspondence": "number issue_date issuing_body kind abstract signer_name signer_position recipients",
    "marital_status": "number registration_date issue_place subject_full_name subject_birth_date "
    "subject_marital_status_text subject_purpose subject_past_residence_place",
    "planning_information": "document_number issue_date applicant_name land_lot map_sheet area_m2 land_use_function "
    "building_density floor_area_ratio height_m red_line building_line",
    "house_number": "certificate_number issue_date owner_name house_number street ward old_house_number",
    "completion": "document_number issue_date owner_name permit_number site_address actual_floor_area_m2 "
    "actual_storeys",
    "violation_record": "record_number record_datetime place recorder_name violator_name violator_id_number "
    "violation_act signatures",
    "penalty_decision": "decision_number issue_date issuing_agency violator_name violator_id_number violator_address "
    "violation_place violation_act legal_basis fine_amount_vnd remedial_measures deadline_days signer_name "
    "signer_position",
    "drawing": "title scale sheet drawing_number drawn_date",
    "guardianship": "number guardian_full_name minor_full_name registration_date",
    "adoption": "number child_full_name father_full_name mother_full_name registration_date",
    "register_changes": "number subject_full_name change_from change_to registration_date",
    "old_birth": "number child_full_name child_birth_date",
    "old_birth_judgment": "number child_full_name court_name",
    "old_marriage": "number husband_full_name wife_full_name",
    "old_death": "number deceased_full_name deceased_death_date",
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


def test_no_type_is_left_out() -> None:
    assert set(KEYS) == set(record_types())


def test_what_may_not_be_read_or_seen_by_all() -> None:
    kinds = record_types().values()
    assert {kind.name for kind in kinds if kind.keyed} == {
        "old_birth", "old_birth_judgment", "old_death", "old_marriage",
    }  # fmt: skip
    assert {kind.name for kind in kinds if kind.restricted} == {"adoption"}


def test_every_type_says_how_long_it_is_kept_by_which_rule_and_how_its_files_are_named() -> None:
    for kind in record_types().values():
        assert kind.retention_class, kind.name
        assert len(kind.legal_basis) > 10, kind.name
        assert kind.file_code, kind.name
        assert kind.naming.startswith("{code}"), kind.name


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
        assert {check.rule for check in known.checks} <= {*RULES, *ACROSS}, known.name


def test_titles_of_descriptions_name_fields() -> None:
    for known in record_types().values():
        known.description.title.format(**{field.key: "x" for field in known.fields})


def test_a_type_that_is_read_says_what_finds_it_and_what_a_wrong_value_costs() -> None:
    for known in record_types().values():
        found_by = [spec for spec in known.fields if spec.finding_key]
        assert len(found_by) >= 3 or not known.fields, known.name
        assert all(spec.risk == "high" for spec in found_by), known.name


GUIDE = (Path(__file__).resolve().parents[2] / "docs/record_types.md").read_text(encoding="utf-8")
MODELS = (
    RecordType, Feeds, NamedPerson, KeyedField, Form, Section, FieldSpec, Sentence, CheckSpec,
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_the_guide_explains_every_key(model: type[BaseModel]) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert set(model.model_fields) - explained == set()


def test_the_example_of_the_guide_is_a_type_that_reads_a_page() -> None:
    example = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert example is not None
    kind = load_record_type("example.toml", example[1])
    page = typeset(
        *HEAD, "Số: 12/2024|>Linh Tây, ngày 5 tháng 6 năm 2024", ">GIẤY BIÊN NHẬN", "Người nộp: Lê Văn An"
    )
    found = {field.key: field.value for field in extract([page], kind, "receipt_2020")}
    assert found == {"number": "12/2024", "payer_name": "Lê Văn An", "issue_date": "2024-06-05"}


def test_labels_and_titles_of_a_field_differ_by_more_than_marks() -> None:
    for kind in record_types().values():
        for spec in kind.fields:
            assert len({letters(label) for label in spec.labels}) == len(spec.labels), (kind.name, spec.key)


def test_a_field_with_choices_takes_one_of_them_however_it_is_typed() -> None:
    spec = record_types()["birth"].spec("mother_residence_type")
    assert spec is not None
    assert spec.value_of("tạm trú ") == "Tạm trú"
    assert spec.value_of("ở nhờ") == Refused("unknown", "ở nhờ")

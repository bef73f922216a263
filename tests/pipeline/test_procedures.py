"""The starting catalogue of procedures."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipeline.procedures import Procedure, procedure_of, procedures


def test_ten_procedures_six_of_civil_status_four_of_construction() -> None:
    fields = [one.field for one in procedures().values()]
    assert (fields.count("civil_status"), fields.count("construction")) == (6, 4)
    assert all(any(part.required for part in one.components) for one in procedures().values())


def test_a_procedure_answers_to_its_key_and_to_its_national_code() -> None:
    found = procedure_of("1.000656.000.00.00.H29")
    assert found is not None
    assert found.key == "death-registration"
    assert procedure_of("birth-registration") is procedures()["birth-registration"]
    assert procedure_of("") is None


def test_a_component_of_an_unknown_type_is_refused() -> None:
    told = procedures()["birth-registration"].model_dump()
    with pytest.raises(ValidationError, match="no such record type"):
        Procedure.model_validate({**told, "results": ["birthday"]})

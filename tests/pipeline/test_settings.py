"""Settings: unknown names stop the start, the environment wins, every setting is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import WrongUse


def test_an_unknown_setting_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="SOHOA_SIGNER") as refusal:
        settings.load({"SOHOA_HOME": str(tmp_path), "SOHOA_SINGER": "none"})
    assert "SOHOA_SINGER" in refusal.value.vi


def test_the_environment_wins_over_the_file_of_the_home(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(
        '# chú thích\nSOHOA_UNIT="UBND phường A"\nSOHOA_LANG=en\n', "utf-8"
    )
    found = settings.load({"SOHOA_HOME": str(tmp_path), "SOHOA_LANG": "vi", "PATH": "/bin"})
    assert (found.unit, found.lang) == ("UBND phường A", "vi")


def test_an_unknown_name_in_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("SOHOA_UNITS=x\n", "utf-8")
    with pytest.raises(WrongUse, match="SOHOA_UNIT"):
        settings.load({"SOHOA_HOME": str(tmp_path)})


def test_a_value_of_the_wrong_kind_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="SOHOA_MAX_PAGES"):
        settings.load({"SOHOA_HOME": str(tmp_path), "SOHOA_MAX_PAGES": "nhiều"})


def test_a_policy_names_person_date_and_document(tmp_path: Path) -> None:
    text = "birth=Trần Thị B, 2026-01-02, QĐ 1/QĐ-UBND; death=Lê C, 2026-02-03, QĐ 2/QĐ-UBND"
    found = settings.load({"SOHOA_HOME": str(tmp_path), "SOHOA_AUTO_APPROVE": text}).policies()
    assert {kind: policy.person for kind, policy in found.items()} == {"birth": "Trần Thị B", "death": "Lê C"}


@pytest.mark.parametrize("text", ["birth", "birth=Trần Thị B", "birth=Trần Thị B, hôm qua, QĐ 1"])
def test_a_policy_without_person_date_or_document_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUse):
        settings.load({"SOHOA_HOME": str(tmp_path), "SOHOA_AUTO_APPROVE": text}).policies()


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in settings.Settings.model_fields.items() if not field.description] == []


def test_an_empty_path_is_none_and_never_the_folder_one_stands_in() -> None:
    loaded = settings.load({"SOHOA_RECORD_TYPES": "", "SOHOA_TOKEN_MODULE": "", "SOHOA_SIGN_POLICY": ""})
    assert (loaded.record_types, loaded.token_module, loaded.sign_policy) == (None, None, None)

"""An office's key in a file signs only where the settings say so; the development identity stays marked."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.signatures import signer
from signing import development
from signing.errors import ConfigurationRefused


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = development.create(tmp_path / "identity", unit="UBND xã Mẫu", at=datetime.now(UTC))
    for source, name in (
        (made.certificate, "seal.pem"),
        (made.key, "seal.key"),
        (made.root, "seal-chain.pem"),
    ):
        shutil.copy(source, made.folder / name)
    return tmp_path


def test_a_key_in_a_file_is_refused_with_what_to_do(home: Path) -> None:
    given = settings.load({"SOHOA_HOME": str(home), "SOHOA_SIGNER": "seal"})
    with pytest.raises(ConfigurationRefused, match="SOHOA_SIGNER=token") as caught:
        signer(given)
    assert "SOHOA_ALLOW_FILE_KEYS=1" in caught.value.vi


def test_it_signs_where_the_settings_allow_it(home: Path) -> None:
    allowed = {"SOHOA_HOME": str(home), "SOHOA_SIGNER": "seal", "SOHOA_ALLOW_FILE_KEYS": "1"}
    found = signer(settings.load(allowed))
    assert found is not None
    assert found.development


def test_the_development_identity_needs_no_leave_and_says_what_it_is(home: Path) -> None:
    found = signer(settings.load({"SOHOA_HOME": str(home), "SOHOA_SIGNER": "development"}))
    assert found is not None
    assert found.name.endswith("(THỬ NGHIỆM)")

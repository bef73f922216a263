"""What the house promises about itself: libraries and their reasons, set-up files, words."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from time_limits import finished

from pipeline.record import FieldState, PageState, RecordState
from pipeline.record_type import record_types

ROOT = Path(__file__).resolve().parent.parent
NAMED_BY_THE_OWNER = {
    "minio",
    "opencv-python",
    "pdfplumber",
    "pikepdf",
    "prefect",
    "pyhanko",
    "pytesseract",
}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def bare(requirement: str) -> str:
    """The distribution's name without bounds, extras and markers."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower()


def dependencies(*, of_development: bool = True) -> set[str]:
    told = project()
    groups = [told["project"]["dependencies"], *told["project"].get("optional-dependencies", {}).values()]
    groups += told["dependency-groups"].values() if of_development else []
    return {bare(requirement) for group in groups for requirement in group}


def locked() -> set[str]:
    return {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}


def package_groups() -> dict[str, list[str]]:
    """The groups of packages.apt, read as tools/apt.sh reads them."""
    groups: dict[str, list[str]] = {}
    inside: list[str] = []
    for line in (ROOT / "packages.apt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#: "):
            inside = groups.setdefault(line[3:].strip(), [])
        elif line and not line.startswith("#"):
            inside.append(line)
    return groups


def test_the_libraries_the_owner_named_are_there() -> None:
    assert dependencies(of_development=False) >= NAMED_BY_THE_OWNER
    assert "pytest" in {bare(r) for r in project()["dependency-groups"]["dev"]}


def test_only_one_distribution_brings_cv2() -> None:
    rivals = {"opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"}
    assert "opencv-python" in locked()
    assert locked() & rivals == set()


def test_every_dependency_is_locked_and_has_its_reason() -> None:
    records = "".join(path.read_text("utf-8") for path in (ROOT / "docs/decisions").glob("0*.md"))
    named = {name.lower() for name in re.findall(r"`([A-Za-z0-9._-]+)(?:[<>=].*?)?`", records)}
    assert dependencies() - named == set()
    assert dependencies() - locked() == set()


def test_decisions_are_numbered_without_gaps_and_answer_four_questions() -> None:
    paths = sorted((ROOT / "docs/decisions").glob("0*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for path in paths:
        heads = re.findall(r"^## (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
        assert heads == ["Context", "Decision", "Reason", "Consequences"], path.name


def test_packages_have_debian_names_and_stand_in_one_group_only() -> None:
    groups = package_groups()
    names = [name for group in groups.values() for name in group]
    assert {"run", "test", "browser", "java", "node", "postgres", "ceph", "bench", "training"} == set(groups)
    assert [name for name in names if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name)] == []
    assert len(names) == len(set(names))
    assert {"python3-venv", "tesseract-ocr-vie", "libgl1", "libglib2.0-0"} <= set(groups["run"])


def test_scripts_are_programs_and_name_only_groups_that_exist() -> None:
    for path in [ROOT / ".ci/run", *(ROOT / "tools").glob("*.sh")]:
        text = path.read_text(encoding="utf-8")
        assert os.access(path, os.X_OK), path.name
        assert "set -euo pipefail" in text, path.name
        for words in re.findall(r"tools/apt\.sh ([a-z ]+)", text):
            assert set(words.split()) <= set(package_groups()), path.name


def make(target: str, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    return finished(
        ["/usr/bin/env", "make", target],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_ci_ends_with_the_exit_code_of_what_failed(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/run").write_bytes((ROOT / ".ci/run").read_bytes())
    (tmp_path / ".ci/run").chmod(0o755)
    (tmp_path / "Makefile").write_text("tools:\n\ttouch tools-done\ntest:\n\texit 1\n", encoding="utf-8")
    assert finished([tmp_path / ".ci/run"], capture_output=True, check=False).returncode != 0
    (tmp_path / "Makefile").write_text("tools:\n\texit 1\ntest:\n\ttouch test-done\n", encoding="utf-8")
    assert finished([tmp_path / ".ci/run"], capture_output=True, check=False).returncode != 0
    assert (tmp_path / "tools-done").exists()
    assert not (tmp_path / "test-done").exists()


def test_an_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "with a space"
    (place / "tools").mkdir(parents=True)
    for name in ("Makefile", "packages.apt", "tools/setup.sh"):
        (place / name).write_bytes((ROOT / name).read_bytes())
    (place / "tools/apt.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    (place / "python3").write_text("#!/bin/sh\necho Python 3.9.2\nexit 1\n", encoding="utf-8")
    for name in ("tools/setup.sh", "tools/apt.sh", "python3"):
        (place / name).chmod(0o755)
    done = make("setup", place, f"{place}:{os.environ['PATH']}")
    assert done.returncode != 0
    assert "3.11" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not (place / ".venv").exists()


@pytest.mark.parametrize("states", [RecordState, PageState, FieldState])
def test_the_glossary_explains_every_state(states: type[StrEnum]) -> None:
    explained = set(
        re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
    )
    assert {state.value for state in states} - explained == set()


def test_the_glossary_names_every_record_type() -> None:
    named = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/glossary.md").read_text("utf-8")))
    assert set(record_types()) - named == set()


def test_help_lists_every_command_in_both_languages() -> None:
    told = make("help", ROOT, os.environ["PATH"]).stdout
    for target in ("demo", "test", "check", "setup", "lint", "types", "bench", "tools", "clean"):
        line = re.search(rf"^  make {target} +(.+) / (.+)$", told, flags=re.MULTILINE)
        assert line, target

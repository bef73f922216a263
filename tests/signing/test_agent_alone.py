"""What the agent may load: `signing` and its libraries, nothing of the office around it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from terminal import ROOT
from time_limits import finished

FORBIDDEN = (
    "typer",
    "rich",
    "fastapi",
    "prefect",
    "sqlalchemy",
    "pydantic",
    "pipeline",
    "desk",
    "ocr",
    "archive",
)
PROBE = f"""
import sys
class Forbids:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {FORBIDDEN!r}:
            raise ImportError("forbidden here: " + name)
sys.meta_path.insert(0, Forbids())
from signing.agent.command import main
main(["--help"])
"""
# Import names that differ from the distribution's.
NAMED = {
    "PIL": "pillow",
    "fontTools": "fonttools",
    "pkcs11": "python-pkcs11",
    "pyhanko_certvalidator": "pyhanko",
}


def test_the_agent_starts_without_the_rest_of_the_house() -> None:
    done = finished([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "mã PIN" in done.stdout or "PIN" in done.stdout


def imported() -> Iterator[str]:
    for path in (ROOT / "signing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


def test_the_base_of_the_distribution_is_exactly_what_signing_imports() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    base = {re.split(r"[\[<>=]", one)[0] for one in told["dependencies"]}
    wanted = {
        NAMED.get(name, name) for name in imported() if name not in sys.stdlib_module_names | {"signing"}
    }
    assert base == wanted
    assert told["optional-dependencies"]["agent"] == []


def test_the_contract_page_names_every_code_that_the_agent_knows() -> None:
    page = (ROOT / "docs/agent.md").read_text("utf-8")
    code = "".join(
        path.read_text("utf-8") for path in sorted(Path(ROOT / "tests/signing").glob("agent_*.py"))
    )
    used = set(re.findall(r'Problem\(\d+, "([a-z-]+)"', code)) | set(
        re.findall(r'refused\("([a-z-]+)"', code)
    )
    assert {one for one in used if f"`{one}`" not in page} == {"later"}

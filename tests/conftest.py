"""What several packages' tests share: one Prefect server on loopback for the whole session, the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from terminal import ROOT, Office, clean_environment

# Minutes each: begun first, so that no process works on one of them alone at the end.
LONGEST = (
    "tests/test_story.py",
    "tests/ocr/test_pool.py",
    "tests/pipeline/test_digitize.py",
    "tests/archive/test_crash.py",
    "tests/archive/test_search_syntax.py",
    "tests/archive/test_search.py",
    "tests/pipeline/test_received_pdf.py",
    "tests/desk/test_documents.py",
    "tests/desk/web/test_accessible.py",
    "tests/signing/test_agent.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first; everything else as it was collected."""
    rank = {str(ROOT / name): place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(str(item.path), len(LONGEST)))


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API URL of an embedded server, as `python -m flows host` gives it."""
    home = tmp_path_factory.mktemp("prefect-home")
    host = subprocess.Popen(
        [sys.executable, "-m", "flows", "host"],
        env={**clean_environment(), "SOHOA_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert host.stdout is not None
    url = ""
    for line in host.stdout:
        url = json.loads(line).get("api_url", url)
        if url:
            break
    yield url
    host.communicate()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, prefect_api: str) -> Office:
    """A new home with a development signer, in English."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **clean_environment(),
        "SOHOA_HOME": str(home),
        "SOHOA_UNIT": "UBND phường Thử Nghiệm",
        "SOHOA_ACTOR": "lan",
        "SOHOA_SIGNER": "development",
        "SOHOA_LANG": "en",
        "PREFECT_API_URL": prefect_api,
    }
    made = Office(home, environment)
    made.run("init")
    return made

"""What several packages' tests share: a Prefect server on loopback, a home and the command line over it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import run_folder
from hypothesis import HealthCheck, settings
from terminal import ROOT, Office, clean_environment, hosting

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
_FAILED = pytest.StashKey[bool]()

# A busy machine is no fault of the code under test; and a run that fails must fail again, on every machine. Who looks
# for what no run has found yet sets SOHOA_EXPLORE=1.
settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=os.environ.get("SOHOA_EXPLORE") != "1",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the whole run, and one thread for each process: the processes of pytest-xdist find it so."""
    if not hasattr(config, "workerinput"):
        run_folder.begin()
        # There are more processes than cores already; threads that wait for each other turn meanwhile.
        os.environ |= {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember whether what a test left behind may be wanted."""
    session.config.stash[_FAILED] = exitstatus != 0


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing of a run that passed is kept."""
    if not hasattr(config, "workerinput") and not config.stash.get(_FAILED, True):
        run_folder.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first; everything else as it was collected."""
    rank = {str(ROOT / name): place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(str(item.path), len(LONGEST)))


@pytest.fixture(scope="module")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API URL of an embedded server; ended with the module, since an idle one keeps a processor busy too."""
    with hosting(tmp_path_factory.mktemp("prefect-home")) as url:
        yield url


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

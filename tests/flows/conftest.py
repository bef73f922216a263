"""One Prefect server on loopback for all tests of the flows that this process runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from terminal import hosting


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API URL of an embedded server: starting one takes longer than most flows."""
    with hosting(tmp_path_factory.mktemp("prefect-home")) as url:
        yield url

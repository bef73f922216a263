"""A real database, a real folder store and invented records for the archive's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
from sqlalchemy import Engine

from archive.root import prepare_root
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore
from pipeline import database


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Of the chosen kind, or of both where a module asks for `databases.BOTH`."""
    opened = database.open_engine(databases.new_url(tmp_path, getattr(request, "param", None)))
    yield opened
    opened.dispose()


@pytest.fixture
def memory() -> MemoryStore:
    store = MemoryStore()
    prepare_root(store)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path / "store")
    prepare_root(store)
    return store

"""A real database, a real folder store and invented records for the archive's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_database import open_database
from hypothesis import settings
from sqlalchemy import Engine

from archive import schema
from archive.root import prepare_root
from archive.stores.folder import FolderStore
from archive.stores.memory import MemoryStore

# A busy machine is no fault of the code under test.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(tmp_path / "index.db")
    schema.upgrade(opened)
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

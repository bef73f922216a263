"""A real database, a real folder store and invented records for the archive's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
import sealed_trail
from sealed_trail import Trail
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


@pytest.fixture(scope="session")
def trail_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed trail; making it takes longer than copying it."""
    home = tmp_path_factory.mktemp("trail")
    sealed_trail.made(home)
    return home


@pytest.fixture
def trail(trail_once: Path, tmp_path: Path) -> Iterator[Trail]:
    trail = sealed_trail.opened(shutil.copytree(trail_once, tmp_path / "home"))
    yield trail
    trail.engine.dispose()

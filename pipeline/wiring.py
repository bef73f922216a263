"""Building the parts from the settings, in one place. Only composing functions take `Services` whole."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import schema as archive_schema
from archive.root import prepare_root
from archive.store import ObjectStore
from archive.stores.opening import open_store
from archive.stores.retrying import RetryingStore
from pipeline import database
from pipeline.ledger import Ledger
from pipeline.record_type import use_office_types
from pipeline.settings import SETTINGS_FILE, Settings
from pipeline.workspace import Workspace, write_whole

STORE_ATTEMPTS = 4

HOME_SETTINGS = """\
# Cấu hình của kho này; biến môi trường cùng tên được ưu tiên. Xem docs/settings.md.
# Settings of this home; the environment wins over them. See docs/settings.md.
# SOHOA_UNIT=UBND phường ...
# SOHOA_SIGNER=none
"""


@dataclass(frozen=True)
class Services:
    """The parts in use; `clock` is the only source of the present moment, `new_code` of 128 random bits."""

    settings: Settings
    ledger: Ledger
    store: ObjectStore
    workspace: Workspace
    clock: Callable[[], datetime]
    new_code: Callable[[], str]

    @property
    def identity_folder(self) -> Path:
        """Where the home keeps its development identity."""
        return self.settings.home / "identity"


def open_services(settings: Settings) -> Services:
    """Open everything that needs no programs; makes the home's folders and tables when they are missing."""
    use_office_types(settings.record_types)
    settings.home.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(settings.home / "workspace")
    workspace.prepare()
    engine = database.open_engine(settings.database)
    store = RetryingStore(open_store(settings.store, settings.store_keys_file), STORE_ATTEMPTS, time.sleep)
    if not database.exists(engine):
        # Only a new home makes its store: a disk that is not mounted must not look like an empty archive.
        store.prepare()
        prepare_root(store)
    database.upgrade(engine)
    archive_schema.upgrade(engine)
    return Services(
        settings=settings,
        ledger=Ledger(engine),
        store=store,
        workspace=workspace,
        clock=lambda: datetime.now(UTC),
        new_code=lambda: secrets.token_hex(16),
    )


def make_home(settings: Settings) -> Services:
    """What `sohoa init` does: the opened home, a settings file to fill in, a development identity."""
    # Here and not above: pyHanko takes a third of a second to load, and only a new home needs it.
    from signing import development

    services = open_services(settings)
    kept = settings.home / SETTINGS_FILE
    if not kept.exists():
        write_whole(kept, HOME_SETTINGS.encode())
    development.create(services.identity_folder, unit=settings.unit, at=services.clock())
    return services


def verapdf_program(settings: Settings) -> Path | None:
    """veraPDF where `make tools` put it for these settings, else from PATH; None where neither has it."""
    own = settings.tools_dir / "bin" / "verapdf"
    found = own if own.is_file() else shutil.which(own.name)
    return Path(found) if found else None

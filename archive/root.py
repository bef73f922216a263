"""The storage root: what makes a folder or bucket of objects explain itself without this software."""

from __future__ import annotations

import json
from importlib import resources

from archive import digest
from archive.errors import StoreUnavailable
from archive.layout import CONFIG, EXTENSION
from archive.store import ObjectStore

NAMASTE = "0=ocfl_1.1"
_EXPLANATIONS = ("DOC-TRUOC.md", "README.md")
SCHEMAS = ("batch-1", "catalogue-1", "dossier-1", "record-1", "tombstone-1", "volume-1")
_LAYOUT_TEXT = (
    "Each object lies in a folder named after its percent-encoded id, "
    "below two folders taken from the sha256 of the id."
)


def prepare_root(store: ObjectStore) -> None:
    """Makes `store` an OCFL 1.1 storage root: declaration, layout, and an explanation in two languages.

    Safe to repeat. ObjectExists when something else already stands under one of these keys.
    """
    store.prepare()
    for key, data in _files().items():
        # A later version of the software may explain better; what was written first stays.
        if key not in _explanations() or not store.exists(key):
            store.put_once(key, data, digest.of_bytes(data))


def explain_root(store: ObjectStore) -> None:
    """Adds the explanations and schemas that a root made by an earlier release lacks. StoreUnavailable as below."""
    require_root(store)
    for key, data in _explanations().items():
        if not store.exists(key):
            store.put_once(key, data, digest.of_bytes(data))


def require_root(store: ObjectStore) -> None:
    """StoreUnavailable unless `store` has been prepared: its disk may not be mounted."""
    if not store.exists(NAMASTE):
        raise StoreUnavailable(
            f"Không thấy kho lưu trữ tại {store.describe()}: ổ đĩa chưa gắn, hoặc chưa chạy `sohoa init`.",
            f"No archive at {store.describe()}: its disk is not mounted, or `sohoa init` has not been run.",
        )


def fixed_files() -> dict[str, bytes]:
    """What every store of this archive holds in its root, byte by byte: key -> bytes."""
    return {key: data for key, data in _files().items() if key not in _explanations()}


def _files() -> dict[str, bytes]:
    """Key -> bytes; the declaration comes last, so that it stands only over a finished root."""
    return {
        **_explanations(),
        f"extensions/{EXTENSION}/config.json": _pretty(CONFIG),
        "ocfl_layout.json": _pretty({"extension": EXTENSION, "description": _LAYOUT_TEXT}),
        NAMASTE: b"ocfl_1.1\n",
    }


def _explanations() -> dict[str, bytes]:
    """Texts for people, and the schemas of our JSON files: in the root itself, as OCFL 1.1 allows no other folder."""
    texts = resources.files("archive") / "explanations"
    return {
        **{name: (texts / name).read_bytes() for name in _EXPLANATIONS},
        **{f"schema-{name}.json": (texts / "schemas" / f"{name}.json").read_bytes() for name in SCHEMAS},
    }


def _pretty(plain: dict[str, object]) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

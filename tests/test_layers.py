"""The import rule of docs/design.md, checked by reading the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "ocr": set(),
    "signing": set(),
    "archive": set(),
    "pipeline": {"ocr", "signing", "archive"},
    "flows": {"pipeline"},
    "desk": {"pipeline", "archive", "signing"},
    "samples": set(),
    "training": {"ocr", "pipeline"},
}

# A library that one place alone may know, so that its oddities stay there.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "prefect": ("flows/",),
    "typer": ("desk/",),
    "fastapi": ("desk/web/",),
    "starlette": ("desk/web/",),
    "uvicorn": ("desk/web/serving.py",),
    "jinja2": ("desk/web/pages.py",),
    "babel": ("desk/web/language.py",),
    # Asking the login provider, and judging what it signed.
    "httpx": ("desk/web/oidc_fetch.py",),
    "joserfc": ("desk/web/id_token.py", "desk/web/oidc_provider.py"),
    "argon2": ("pipeline/accounts/password.py",),
    "pyhanko": ("signing/",),
    "pyhanko_certvalidator": ("signing/",),
    "pkcs11": ("signing/token_process.py",),
    # The second speaks the wire of S3 by itself: it must send what the client never would.
    "minio": ("archive/stores/s3.py", "archive/stores/s3_probe.py"),
    # SQLAlchemy loads it by name; nothing of ours speaks to it directly.
    "psycopg": (),
    "simplejpeg": ("ocr/jpeg_file.py",),
    "pi_heif": ("ocr/heif_file.py",),
    "openpyxl": ("pipeline/exchange/",),
    "bagit": ("pipeline/packages/bags.py",),
    "tesserocr": ("ocr/tesseract.py",),
    "pytesseract": ("ocr/tesseract_cli.py",),
    # For `make network` alone.
    "torch": ("training/network.py", "training/batches.py", "training/fit.py"),
}


def imports(source: str) -> Iterator[str]:
    """Top-level names of everything that `source` imports, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def offences(package: str, file: str, source: str) -> list[str]:
    """Sentences that name each forbidden import in one file."""
    found = []
    for name in set(imports(source)):
        if name in MAY_IMPORT and name != package and name not in MAY_IMPORT[package]:
            found.append(f"{file} imports {name}: {package} may import {sorted(MAY_IMPORT[package])}")
        if name in ONLY_IN and not file.startswith(ONLY_IN[name]) and package != "samples":
            found.append(f"{file} imports {name}, which belongs in {ONLY_IN[name]}")
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_downwards(package: str) -> None:
    found = [
        sentence
        for path in sorted((ROOT / package).rglob("*.py"))
        for sentence in offences(package, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_bad_import_is_seen() -> None:
    assert offences("ocr", "ocr/page.py", "def f():\n    from pipeline.ledger import Ledger")
    assert offences("desk", "desk/cli.py", "import prefect")


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "models", "base"}
    assert [p for package in MAY_IMPORT for p in (ROOT / package).rglob("*") if p.stem in empty] == []

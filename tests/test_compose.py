"""compose.yaml, read without Docker: it is YAML, its parts name each other rightly, its settings exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from archive.stores.opening import _BUCKET
from pipeline.settings import declared

ROOT = Path(__file__).resolve().parent.parent


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_every_setting_named_exists() -> None:
    named = {
        name
        for service in compose()["services"].values()
        for name in service.get("environment", {})
        if name.startswith("SOHOA_")
    }
    assert named
    assert named - set(declared()) == set()


def test_services_name_secrets_volumes_and_each_other_rightly() -> None:
    told = compose()
    services = told["services"]
    assert {"database", "s3", "serve", "desk"} == set(services)
    for name, service in services.items():
        assert set(service.get("secrets", ())) <= set(told["secrets"]), name
        assert {v.split(":")[0] for v in service.get("volumes", ())} <= set(told["volumes"]), name
        assert set(service.get("depends_on", {})) <= set(services), name
        assert "build" in service or re.fullmatch(r"[a-z/]+:v?[0-9][^:]*", service["image"]), name


def test_no_secret_stands_in_it() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if re.search(r"PASSWORD|SECRET|KEY", line) and not line.lstrip().startswith("#"):
            assert re.search(r"_FILE: /run/secrets/|secrets", line), line


def test_the_store_address_is_one() -> None:
    address = compose()["x-sohoa"]["environment"]["SOHOA_STORE_URL"]
    bucket = re.match(r"s3://([^?]+)\?endpoint=http://s3:7070&lock_days=7$", address)
    assert bucket
    assert _BUCKET.fullmatch(bucket[1])


def test_the_image_is_built_from_files_that_are_there() -> None:
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY ") and line != "COPY . .":
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name

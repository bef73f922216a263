"""S3 servers on loopback for the tests: each started once per test run, one bucket per test.

versitygw and MinIO are brought by `make tools`; without one its tests are skipped, or fail when
SOHOA_REQUIRE_TOOLS=1. Ceph has a make target of its own, `make test-ceph`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path

import ceph_gateway
from outside_tools import tool
from run_folder import disk

from archive.stores.s3 import S3Options, S3Store
from benchmarks.own_port import own_port

ACCESS_KEY = "sohoa-tests"
SECRET_KEY = "only-for-loopback-tests"
VERSITYGW = "versitygw"
MINIO = "minio"
CEPH = "ceph"
# In this order: versitygw starts faster and needs less. SOHOA_TEST_S3_SERVERS names others, comma separated.
SERVERS = tuple(os.environ.get("SOHOA_TEST_S3_SERVERS", f"{VERSITYGW},{MINIO}").split(","))
# So that MinIO can be asked to encrypt; a key of 32 bytes known to everybody, for invented data alone.
_KMS_KEY = "sohoa-tests:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
_PATIENCE = 120.0


def s3_store(server: str = VERSITYGW, **options: object) -> S3Store:
    """A store over a bucket that does not exist yet."""
    return S3Store(s3_options(server, **options))


def s3_options(server: str = VERSITYGW, **options: object) -> S3Options:
    """How to reach a bucket of its own on `server`."""
    require_server(server)
    given = {"secure": False, **options}
    return S3Options(f"test-{uuid.uuid4()}", endpoint(server), ACCESS_KEY, SECRET_KEY, **given)  # type: ignore[arg-type]


def require_server(server: str = VERSITYGW) -> None:
    """Skip the test, or fail it where every tool must be there, when the server's program is missing."""
    if f"SOHOA_TEST_S3_{server.upper()}" not in os.environ:
        tool("radosgw" if server == CEPH else server, ceph_gateway.BRING if server == CEPH else "make tools")


def endpoint(server: str = VERSITYGW) -> str:
    """Host and port of `server`, started once per test run.

    SOHOA_TEST_S3_VERSITYGW (or _MINIO) names one that runs already instead.
    """
    return os.environ.get(f"SOHOA_TEST_S3_{server.upper()}") or _started(server)


@cache
def _started(server: str) -> str:
    home = Path(tempfile.mkdtemp(prefix=f"sohoa-{server}-", dir=disk()))
    address = f"127.0.0.1:{own_port()}"
    if server == CEPH:
        cluster = ceph_gateway.start(home, address, own_port(), ACCESS_KEY, SECRET_KEY)
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        atexit.register(cluster.stop)
        _wait_for(cluster.daemons[-1], server, address)
        return address
    command, environment = _call(server, home, address)
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(_stop, process, home)
    _wait_for(process, server, address)
    return address


def _call(server: str, home: Path, address: str) -> tuple[list[str | Path], dict[str, str]]:
    """The command that starts a server, and what its environment must tell it."""
    data, versions = home / "data", home / "versions"
    data.mkdir()
    if server == MINIO:
        secrets = {
            "MINIO_ROOT_USER": ACCESS_KEY,
            "MINIO_ROOT_PASSWORD": SECRET_KEY,
            "MINIO_KMS_SECRET_KEY": _KMS_KEY,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            "HOME": str(home),
        }
        return [tool(MINIO), "server", "--quiet", "--address", address, data], secrets
    versions.mkdir()
    secrets = {"ROOT_ACCESS_KEY_ID": ACCESS_KEY, "ROOT_SECRET_ACCESS_KEY": SECRET_KEY}
    return [
        tool(VERSITYGW),
        "--keep-alive",
        "--port",
        address,
        "--quiet",
        "posix",
        "--versioning-dir",
        versions,
        data,
    ], secrets


def _wait_for(process: subprocess.Popen[bytes], server: str, address: str) -> None:
    """Until the server answers a request of S3: MinIO listens before it is ready."""
    client = S3Store(S3Options("no-such-bucket", address, ACCESS_KEY, SECRET_KEY, secure=False))
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{server} ended with {process.returncode}; does its folder lack xattrs?")
        if _answers(client):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{server} did not begin to answer")


def _answers(client: S3Store) -> bool:
    from archive.errors import ConfigurationRefused, StoreUnavailable

    try:
        client.exists("x")
    except ConfigurationRefused:
        return True
    except StoreUnavailable:
        return False
    return True


def _stop(process: subprocess.Popen[bytes], home: Path) -> None:
    process.terminate()
    process.wait(60)
    shutil.rmtree(home, ignore_errors=True)

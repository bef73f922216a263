"""Ceph's S3 gateway on loopback, with one monitor and one store in memory: the smallest cluster that keeps promises.

Started by tests/s3_server.py for `make test-ceph`. Nothing outlives the process that started it.
"""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outside_tools import tool

BRING = "tools/apt.sh ceph"
_PATIENCE = 120.0
_OFFICE = "client.rgw.tests"

_CONFIGURATION = """\
[global]
fsid = {cluster}
mon_host = [v2:127.0.0.1:{monitor_port}/0]
mon_initial_members = a
public_addr = 127.0.0.1
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = {home}/keyring
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
run_dir = {home}
admin_socket = {home}/$name.asok
log_file = {home}/$name.log
pid_file = {home}/$name.pid
mon_data = {home}/mon
osd_data = {home}/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
rgw_data = {home}/rgw
# Without tcp_nodelay each small call waits 40 ms for the other side's acknowledgement.
rgw_frontends = beast endpoint={address} tcp_nodelay=1
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
"""


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its daemons, in the order they were started."""

    daemons: tuple[subprocess.Popen[bytes], ...]

    def stop(self) -> None:
        """End the daemons, the gateway first; the store has nothing to write out."""
        for daemon in reversed(self.daemons):
            daemon.kill()
            daemon.wait(30)


def start(home: Path, address: str, monitor_port: int, access_key: str, secret_key: str) -> Cluster:
    """A cluster in the empty folder `home` whose gateway listens on `address`. RuntimeError when it will not."""
    for name in ("mon", "osd", "rgw"):
        (home / name).mkdir()
    cluster = str(uuid.uuid4())
    text = _CONFIGURATION.format(cluster=cluster, home=home, address=address, monitor_port=monitor_port)
    (home / "ceph.conf").write_text(text)
    daemons: list[subprocess.Popen[bytes]] = []
    try:
        daemons.append(_monitor(home, cluster, monitor_port))
        daemons.append(_store(home))
        daemons.append(_daemon(home, "radosgw", "-n", _OFFICE))
        user = ["user", "create", "--uid=tests", "--display-name=tests"]
        _run(home, "radosgw-admin", *user, f"--access-key={access_key}", f"--secret-key={secret_key}")
    except BaseException:
        Cluster(tuple(daemons)).stop()
        raise
    return Cluster(tuple(daemons))


def _monitor(home: Path, cluster: str, port: int) -> subprocess.Popen[bytes]:
    keyring, monmap = home / "keyring", home / "monmap"
    everything = ["--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *"]
    _run(
        home,
        "ceph-authtool",
        "--create-keyring",
        keyring,
        "--gen-key",
        "-n",
        "mon.",
        "--cap",
        "mon",
        "allow *",
    )
    for name in ("client.admin", _OFFICE):
        _run(home, "ceph-authtool", keyring, "--gen-key", "-n", name, *everything)
    where = f"[v2:127.0.0.1:{port}]"
    _run(home, "monmaptool", "--create", "--clobber", "--fsid", cluster, "--addv", "a", where, monmap)
    _run(home, "ceph-mon", "-i", "a", "--mkfs", "--monmap", monmap, "--keyring", keyring)
    return _daemon(home, "ceph-mon", "-i", "a")


def _store(home: Path) -> subprocess.Popen[bytes]:
    # The store comes up only under the very identity it was announced with.
    identity = str(uuid.uuid4())
    number = _run(home, "ceph", "osd", "new", identity).strip()
    key = home / "osd" / "keyring"
    _run(
        home, "ceph", "auth", "get-or-create", f"osd.{number}", "mon", "allow *", "osd", "allow *", "-o", key
    )
    with (home / "keyring").open("a") as keyring:
        keyring.write(key.read_text())
    _run(home, "ceph-osd", "-i", number, "--mkfs", "--osd-uuid", identity)
    daemon = _daemon(home, "ceph-osd", "-i", number)
    end = time.monotonic() + _PATIENCE
    while "1 up" not in _run(home, "ceph", "osd", "stat"):
        if daemon.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"ceph-osd did not come up; see {home}/osd.{number}.log")
        time.sleep(0.2)
    return daemon


def _daemon(home: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [tool(program, BRING), "-c", home / "ceph.conf", "-f", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())


def _run(home: Path, program: str, *arguments: str | Path) -> str:
    command: Sequence[str | Path] = [tool(program, BRING), "-c", home / "ceph.conf", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, env=_environment())
    if done.returncode:
        raise RuntimeError(f"{program} {arguments[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


def _environment() -> dict[str, str]:
    # `ceph` is a program of Debian's own Python, which must not find ours.
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }

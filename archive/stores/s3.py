"""A store in a bucket of any S3 server, through its plain operations; the only module that knows the client.

Whether a server also locks, encrypts or refuses overwriting is for a probe to find out (s3_probe.py): no promise
rests on it. Uploads cut off midway are no keys; let a lifecycle rule of the bucket abort them.
"""

from __future__ import annotations

import base64
import copy
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import urllib3
from minio import Minio
from minio.deleteobjects import DeleteObject
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.objectlockconfig import DAYS, ObjectLockConfig
from minio.retention import Retention
from minio.sse import SseS3

from archive import digest
from archive.errors import ArchiveError, ObjectMissing
from archive.store import COMPLIANCE, GOVERNANCE, Lock, Locked, ObjectStore, checked_key, checked_prefix
from archive.stores.answer_body import Body
from archive.stores.known_keys import KnownKeys, SeenKeys
from archive.stores.refusals import missing, other_bytes, source_changed, unavailable, under_lock
from archive.stores.s3_answers import NO_LOCKS, NOT_THERE, REFUSED, moment, refused, speaks_of_lock

# One PUT up to here, so that nearly every object arrives whole or not at all; parts of this size beyond.
PART = 64 << 20
_CONNECTIONS = 32
_TIMEOUT = urllib3.Timeout(connect=5, read=60)


@dataclass(frozen=True)
class S3Options:
    """Where the bucket is and who asks. `endpoint` is host and port; the secret shows in no text.

    `encrypt` asks the server to encrypt what it keeps (SSE-S3). `lock_days` is the default rule given to a bucket made
    here: GOVERNANCE for so long, so that nothing is unprotected between its arrival and its own lock; 0 for none.
    """

    bucket: str
    endpoint: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    secure: bool = True
    region: str = "us-east-1"
    encrypt: bool = False
    lock_days: int = 0
    part_bytes: int = PART


class S3Store:
    """Bytes in objects of one bucket. Holds one connection pool; make one store per process."""

    def __init__(self, options: S3Options) -> None:
        # Patience is RetryingStore's: two layers of it would multiply.
        pool = urllib3.PoolManager(maxsize=_CONNECTIONS, timeout=_TIMEOUT, retries=urllib3.Retry(0))
        self._place = f"s3://{options.bucket} ({options.endpoint})"
        self._bucket = options.bucket
        self._options = options
        self._sse = SseS3() if options.encrypt else None
        self._known: KnownKeys | None = None
        self._seen = SeenKeys()
        with self._faults(""):
            self._client = Minio(
                options.endpoint,
                access_key=options.access_key,
                secret_key=options.secret_key,
                secure=options.secure,
                region=options.region,
                http_client=pool,
            )

    def prepare(self) -> None:
        """See ObjectStore. A new bucket is made with object lock, which cannot be switched on later."""
        with self._faults(""):
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket, object_lock=True)
                if self._options.lock_days:
                    rule = ObjectLockConfig(GOVERNANCE, self._options.lock_days, DAYS)
                    self._client.set_object_lock_config(self._bucket, rule)

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """See ObjectStore."""
        checked_key(key)
        with self._faults(key):
            data = self._checked(key, source, sha256)
            free = self._known is not None and self._known.tell(key) is False
            held = None if free else self._held_digest(key)
            if held is None:
                self._put(key, data, sha256)
            elif held != sha256:
                raise other_bytes(key)

    def alone(self, prefix: str) -> ObjectStore:
        """See ObjectStore. One listing stands in for a question before each key."""
        writer = copy.copy(self)
        writer._known = KnownKeys(prefix, self.list(prefix))
        return writer

    def replace(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            self._put(key, data, digest.of_bytes(data))

    def get(self, key: str) -> bytes:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            response = self._client.get_object(self._bucket, key)
            try:
                return response.data
            finally:
                response.close()
                response.release_conn()

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            response = self._client.get_object(self._bucket, key)
        try:
            with io.BufferedReader(Body(response, self._place), digest.PIECE) as stream:
                yield cast(BinaryIO, stream)
        finally:
            # Without both the pool loses the connection.
            response.close()
            response.release_conn()

    def exists(self, key: str) -> bool:
        """See ObjectStore."""
        told = self._known.tell(key) if self._known else None
        if told is not None:
            return told
        asked = time.monotonic()
        if not self._seen.tell(key):
            try:
                self.size(key)
            except ObjectMissing:
                return False
            self._seen.saw(key, asked)
        return True

    def size(self, key: str) -> int:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            return self._client.stat_object(self._bucket, key).size or 0

    def list(self, prefix: str) -> Iterator[str]:
        """See ObjectStore."""
        checked_prefix(prefix)
        with self._faults(""):
            for found in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                if found.object_name is not None and not found.object_name.endswith("/"):
                    yield found.object_name

    def delete(self, key: str, *, bypass: bool = False) -> None:
        """See ObjectStore. Every version goes: deleting without a version only hides the bytes."""
        self._seen.forget()
        with self._faults(checked_key(key)):
            versions = self._client.list_objects(
                self._bucket, prefix=key, recursive=True, include_version=True
            )
            doomed = [DeleteObject(key, found.version_id) for found in versions if found.object_name == key]
            # Lazy: nothing is removed until the answers are read (minio-py#1256).
            left = list(self._client.remove_objects(self._bucket, doomed, bypass)) if doomed else []
            # A lock by the bucket's default rule does not show in what versitygw tells of the object.
            if left and (speaks_of_lock(str(left[0].message)) or self._is_under_lock(key)):
                raise under_lock(key)
            if left:
                raise refused(self._place, str(left[0].code))

    def lock(self, key: str, lock: Lock) -> bool:
        """See ObjectStore."""
        found = self.locked(key).lock
        if found and (found.until >= lock.until):
            return True
        mode = COMPLIANCE if found and found.mode == COMPLIANCE else lock.mode
        wanted = Retention(mode, lock.until)
        return self._locking(key, lambda: self._client.set_object_retention(self._bucket, key, wanted))

    def hold(self, key: str, on: bool) -> bool:
        """See ObjectStore."""
        client = self._client
        act = client.enable_object_legal_hold if on else client.disable_object_legal_hold
        return self._locking(checked_key(key), lambda: act(self._bucket, key))

    def locked(self, key: str) -> Locked:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            found = self._client.stat_object(self._bucket, key).metadata or {}
        # Not get_object_retention: some servers give times that the client cannot read (minio-py#1473).
        told = {name.lower(): value for name, value in found.items()}
        mode, until = told.get("x-amz-object-lock-mode"), told.get("x-amz-object-lock-retain-until-date")
        lock = Lock(str(mode), moment(str(until))) if mode and until else None
        return Locked(lock, told.get("x-amz-object-lock-legal-hold") == "ON")

    def _locking(self, key: str, act: Callable[[], None]) -> bool:
        """Does `act`; False when the server or this bucket has no locks."""
        with self._faults(key):
            try:
                act()
            except S3Error as fault:
                if fault.code in NO_LOCKS:
                    return False
                raise
        return True

    def _is_under_lock(self, key: str) -> bool:
        found = self.locked(key)
        return found.held or found.lock is not None

    def tidy(self, before: datetime) -> int:
        """See ObjectStore. Nothing lies beside the keys of a bucket that the client can see."""
        return 0

    @contextmanager
    def asking(self) -> Iterator[tuple[Minio, S3Options]]:
        """The client itself, for the probe alone; faults come out as the store's."""
        with self._faults(""):
            yield self._client, self._options

    def describe(self) -> str:
        """See ObjectStore."""
        return self._place

    def _checked(self, key: str, source: bytes | Path, sha256: str) -> bytes | Path:
        """`source`, proven to have its digest; in memory where it goes out in one request, so that it is read once."""
        try:
            if isinstance(source, Path) and source.stat().st_size <= self._options.part_bytes:
                source = source.read_bytes()
            found = digest.of_source(source)
        except OSError as fault:
            raise unavailable(str(source), fault.strerror or "?") from fault
        if found != sha256:
            raise source_changed(key)
        return source

    def _put(self, key: str, source: bytes | Path, sha256: str) -> None:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        metadata: dict[str, str | list[str] | tuple[str]] = {"x-amz-meta-sha256": sha256}
        part = self._options.part_bytes
        if size <= part:
            metadata["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(sha256)).decode()
            metadata["x-amz-sdk-checksum-algorithm"] = "SHA256"
        try:
            with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
                self._client.put_object(
                    self._bucket, key, stream, size, metadata=metadata, part_size=part, sse=self._sse
                )
        except BaseException:
            if self._known:
                self._known.doubt()
            raise
        if self._known:
            self._known.add(key)

    def _held_digest(self, key: str) -> str | None:
        try:
            with self._faults(key):
                found = self._client.stat_object(self._bucket, key).metadata or {}
            if noted := found.get("x-amz-meta-sha256"):
                return str(noted)
            # Put there by another program: only the bytes can tell.
            with self.open(key) as stream:
                return digest.of_stream(stream)
        except ObjectMissing:
            return None

    @contextmanager
    def _faults(self, key: str) -> Iterator[None]:
        try:
            yield
        except ArchiveError:
            raise
        except S3Error as fault:
            if fault.code in NOT_THERE:
                raise missing(key) from None
            self._seen.forget()
            if fault.code in REFUSED:
                raise refused(self._place, str(fault.code)) from fault
            raise unavailable(self._place, str(fault.code)) from fault
        except (ServerError, InvalidResponseError, urllib3.exceptions.HTTPError) as fault:
            self._seen.forget()
            raise unavailable(self._place, type(fault).__name__) from fault
        except ValueError as fault:
            # The client's word for an endpoint or bucket name that cannot be one.
            raise refused(self._place, str(fault)) from fault

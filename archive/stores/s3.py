"""A store in a bucket of any S3 server, through its plain operations; the only module that knows the client.

Whether a server also locks, encrypts or refuses overwriting is for a probe to find out: nothing here depends on
it. Uploads cut off midway are no keys; let a lifecycle rule of the bucket abort them.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError

from archive import digest
from archive.errors import ArchiveError, ConfigurationRefused, ObjectMissing
from archive.store import checked_key, checked_prefix
from archive.stores.refusals import missing, other_bytes, source_changed, unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from urllib3.response import BaseHTTPResponse

# One PUT up to here, so that nearly every object arrives whole or not at all; parts of this size beyond.
PART = 64 << 20
_CONNECTIONS = 32
_TIMEOUT = urllib3.Timeout(connect=5, read=60)
_NOT_THERE = frozenset({"NoSuchKey", "NoSuchObject", "NoSuchVersion"})
_REFUSED = frozenset(
    {
        "AccessDenied",
        "AllAccessDisabled",
        "AuthorizationHeaderMalformed",
        "InvalidAccessKeyId",
        "InvalidBucketName",
        "NoSuchBucket",
        "PermanentRedirect",
        "SignatureDoesNotMatch",
    }
)


@dataclass(frozen=True)
class S3Options:
    """Where the bucket is and who asks. `endpoint` is host and port; the secret shows in no text."""

    bucket: str
    endpoint: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    secure: bool = True
    region: str = "us-east-1"


class S3Store:
    """Bytes in objects of one bucket. Holds one connection pool; make one store per process."""

    def __init__(self, options: S3Options) -> None:
        # Patience is RetryingStore's: two layers of it would multiply.
        pool = urllib3.PoolManager(maxsize=_CONNECTIONS, timeout=_TIMEOUT, retries=urllib3.Retry(0))
        self._place = f"s3://{options.bucket} ({options.endpoint})"
        self._bucket = options.bucket
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

    def put_once(self, key: str, source: bytes | Path, sha256: str) -> None:
        """See ObjectStore."""
        checked_key(key)
        with self._faults(key):
            if _source_digest(source) != sha256:
                raise source_changed(key)
            held = self._held_digest(key)
            if held is None:
                self._put(key, source, sha256)
            elif held != sha256:
                raise other_bytes(key)

    def replace(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            self._put(key, data, digest.of_bytes(data))

    def get(self, key: str) -> bytes:
        """See ObjectStore."""
        with self.open(key) as stream:
            return stream.read()

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """See ObjectStore."""
        with self._faults(checked_key(key)):
            response = self._client.get_object(self._bucket, key)
        try:
            with io.BufferedReader(_Body(response, self._place), digest.PIECE) as stream:
                yield cast(BinaryIO, stream)
        finally:
            # Without both the pool loses the connection.
            response.close()
            response.release_conn()

    def exists(self, key: str) -> bool:
        """See ObjectStore."""
        try:
            self.size(key)
        except ObjectMissing:
            return False
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

    def delete(self, key: str) -> None:
        """See ObjectStore. Every version goes: deleting without a version only hides the bytes."""
        with self._faults(checked_key(key)):
            versions = self._client.list_objects(
                self._bucket, prefix=key, recursive=True, include_version=True
            )
            for found in [version for version in versions if version.object_name == key]:
                self._client.remove_object(self._bucket, key, version_id=found.version_id)

    def tidy(self, before: datetime) -> int:
        """See ObjectStore. Nothing lies beside the keys of a bucket that the client can see."""
        return 0

    def describe(self) -> str:
        """See ObjectStore."""
        return self._place

    def _put(self, key: str, source: bytes | Path, sha256: str) -> None:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        metadata: dict[str, str | list[str] | tuple[str]] = {"x-amz-meta-sha256": sha256}
        if size <= PART:
            metadata["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(sha256)).decode()
            metadata["x-amz-sdk-checksum-algorithm"] = "SHA256"
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
            self._client.put_object(self._bucket, key, stream, size, metadata=metadata, part_size=PART)

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
            if fault.code in _NOT_THERE:
                raise missing(key) from None
            if fault.code in _REFUSED:
                raise _refused(self._place, str(fault.code)) from fault
            raise unavailable(self._place, str(fault.code)) from fault
        except (ServerError, InvalidResponseError, urllib3.exceptions.HTTPError) as fault:
            raise unavailable(self._place, type(fault).__name__) from fault
        except ValueError as fault:
            # The client's word for an endpoint or bucket name that cannot be one.
            raise _refused(self._place, str(fault)) from fault


class _Body(io.RawIOBase):
    """The body of an answer; a connection that breaks off is the store's fault, not a short file."""

    def __init__(self, response: BaseHTTPResponse, place: str) -> None:
        self._response = response
        self._place = place

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """As io.RawIOBase; StoreUnavailable when the connection breaks off."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._response.read(len(view))
        except urllib3.exceptions.HTTPError as fault:
            raise unavailable(self._place, type(fault).__name__) from fault
        view[: len(data)] = data
        return len(data)


def _source_digest(source: bytes | Path) -> str:
    try:
        return digest.of_source(source)
    except OSError as fault:
        raise unavailable(str(source), fault.strerror or "?") from fault


def _refused(place: str, reason: str) -> ConfigurationRefused:
    return ConfigurationRefused(
        f"Kho {place} từ chối ({reason}). Hãy kiểm tra STORE_URL, tệp khóa và quyền trên bucket.",
        f"The store {place} refused ({reason}). Check STORE_URL, the keys file and the rights on the bucket.",
    )

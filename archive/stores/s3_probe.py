"""What an S3 server really enforces, found by trying it: some answer "done" to what they never do.

Writes a few small objects below `extensions/sohoa-probe/` of the bucket itself, since a lock is a bucket's affair, and
removes them; one COMPLIANCE lock of ten minutes keeps one of them until the next probe. Judges nothing: capability.py.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED
from minio.credentials.credentials import Credentials
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error
from minio.retention import Retention
from minio.signer import sign_v4_s3
from minio.sse import SseS3

from archive.store import COMPLIANCE, GOVERNANCE
from archive.stores import capability as named
from archive.stores.capability import ACCEPTED, ENFORCED, MISSING, UNKNOWN, Capability
from archive.stores.s3 import S3Options, S3Store

_FOLDER = "extensions/sohoa-probe"
_LOCK = timedelta(minutes=10)
_BODY = b"sohoa probe"


def probe(store: S3Store, at: datetime, token: str) -> list[Capability]:
    """Every capability of the server behind `store`, in the order of capability.py.

    `at` is now, `token` keeps two probes apart. StoreUnavailable, ConfigurationRefused when the server does not
    answer or the keys may not write.
    """
    with store.asking() as (client, options):
        tried = _Probe(client, options, at, f"{_FOLDER}/{token}")
        try:
            return list(tried.all())
        finally:
            tried.clean()


class _Probe:
    """One probe under way: the client, and the folder of its objects."""

    def __init__(self, client: Minio, options: S3Options, at: datetime, folder: str) -> None:
        self._client = client
        self._options = options
        self._bucket = options.bucket
        self._at = at
        self._folder = folder

    def all(self) -> Iterator[Capability]:
        """Each capability, tried one after the other."""
        yield self._versions()
        yield self._lockable()
        yield self._plain_removal()
        yield from self._locks()
        yield self._hold()
        yield self._bad_body()
        yield self._bad_md5()
        yield self._bad_sha256()
        yield self._condition()
        yield self._encryption()

    def clean(self) -> None:
        """Removes what this and earlier probes left, as far as locks and rights allow."""
        with suppress(MinioException):
            found = self._client.list_objects(
                self._bucket, prefix=_FOLDER + "/", recursive=True, include_version=True
            )
            doomed = [DeleteObject(str(one.object_name), one.version_id) for one in found]
            list(self._client.remove_objects(self._bucket, doomed, bypass_governance_mode=True))
            # What must stay is hidden, so that no listing of the archive shows it.
            kept = self._client.list_objects(self._bucket, prefix=_FOLDER + "/", recursive=True)
            for one in kept:
                self._client.remove_object(self._bucket, str(one.object_name))

    def _versions(self) -> Capability:
        switched_on = self._client.get_bucket_versioning(self._bucket).status == ENABLED
        first, second = self._put("versions"), self._put("versions")
        if not (switched_on and first and second and first != second):
            return Capability(named.VERSIONS, MISSING)
        return Capability(named.VERSIONS, ENFORCED)

    def _lockable(self) -> Capability:
        try:
            self._client.get_object_lock_config(self._bucket)
        except S3Error:
            return Capability(named.LOCK, MISSING)
        except ValueError:
            # minio 7.2 cannot read the answer of a bucket that has locks and no default rule.
            return Capability(named.LOCK, ENFORCED)
        return Capability(named.LOCK, ENFORCED)

    def _plain_removal(self) -> Capability:
        """Whether the account may remove versions at all; where it may not, a refused removal says less of locks."""
        version = self._put("free")
        return Capability(
            named.NO_REMOVAL, _refusal(lambda: self._client.remove_object(*self._at_key("free"), version))
        )

    def _locks(self) -> Iterator[Capability]:
        for mode, capability in ((GOVERNANCE, named.GOVERNANCE), (COMPLIANCE, named.COMPLIANCE)):
            version = self._put(mode.lower())
            if not self._lock(mode.lower(), version, mode, _LOCK):
                yield Capability(capability, MISSING)
                continue
            yield Capability(capability, _refusal(self._removal(mode.lower(), version)))
            if mode == COMPLIANCE:
                shorter = lambda: self._retain("compliance", version, COMPLIANCE, _LOCK / 2)  # noqa: B023, E731
                yield Capability(named.NO_SHORTENING, _refusal(shorter))

    def _hold(self) -> Capability:
        version = self._put("held")
        try:
            self._client.enable_object_legal_hold(*self._at_key("held"), version)
        except S3Error:
            return Capability(named.HOLD, MISSING)
        state = _refusal(self._removal("held", version))
        with suppress(S3Error):
            self._client.disable_object_legal_hold(*self._at_key("held"), version)
        return Capability(named.HOLD, state)

    def _bad_body(self) -> Capability:
        """A body other than the one whose digest was signed, as a line that flips bits would deliver it."""
        return Capability(
            named.BODY, self._raw_put("body", {"x-amz-content-sha256": _sha256(b"another body")})
        )

    def _bad_md5(self) -> Capability:
        other = base64.b64encode(hashlib.md5(b"another body", usedforsecurity=False).digest()).decode()
        return Capability(named.MD5, self._raw_put("md5", {"Content-MD5": other}))

    def _bad_sha256(self) -> Capability:
        other = base64.b64encode(hashlib.sha256(b"another body").digest()).decode()
        headers: dict[str, str | list[str] | tuple[str]] = {
            "x-amz-checksum-sha256": other,
            "x-amz-sdk-checksum-algorithm": "SHA256",
        }
        put = lambda: self._client.put_object(  # noqa: E731
            *self._at_key("sha256"), io.BytesIO(_BODY), len(_BODY), metadata=headers
        )
        return Capability(named.SHA256, _refusal(put))

    def _condition(self) -> Capability:
        self._put("once")
        return Capability(named.CONDITION, self._raw_put("once", {"If-None-Match": "*"}))

    def _encryption(self) -> Capability:
        try:
            self._client.put_object(*self._at_key("sse"), io.BytesIO(_BODY), len(_BODY), sse=SseS3())
            found = self._client.stat_object(*self._at_key("sse")).metadata or {}
        except S3Error:
            return Capability(named.ENCRYPTION, MISSING)
        said = {name.lower() for name in found}
        return Capability(named.ENCRYPTION, ENFORCED if "x-amz-server-side-encryption" in said else ACCEPTED)

    def _put(self, name: str) -> str | None:
        """A small object; the id of its version, if the server gives one."""
        return self._client.put_object(*self._at_key(name), io.BytesIO(_BODY), len(_BODY)).version_id

    def _lock(self, name: str, version: str | None, mode: str, term: timedelta) -> bool:
        with suppress(S3Error):
            self._retain(name, version, mode, term)
            return True
        return False

    def _retain(self, name: str, version: str | None, mode: str, term: timedelta) -> None:
        self._client.set_object_retention(*self._at_key(name), Retention(mode, self._at + term), version)

    def _removal(self, name: str, version: str | None) -> Callable[[], object]:
        return lambda: self._client.remove_object(*self._at_key(name), version)

    def _at_key(self, name: str) -> tuple[str, str]:
        return self._bucket, f"{self._folder}/{name}"

    def _raw_put(self, name: str, headers: dict[str, str]) -> str:
        """A PUT with headers that the client would not send, signed as S3 asks for."""
        given = self._options
        url = urlsplit(f"http{'s' * given.secure}://{given.endpoint}/{self._bucket}/{self._folder}/{name}")
        told = {
            "Host": given.endpoint,
            "x-amz-content-sha256": _sha256(_BODY),
            "x-amz-date": self._at.strftime("%Y%m%dT%H%M%SZ"),
            **headers,
        }
        signed = sign_v4_s3(
            method="PUT",
            url=url,
            region=given.region,
            headers=dict(told),
            credentials=Credentials(given.access_key, given.secret_key),
            content_sha256=told["x-amz-content-sha256"],
            date=self._at,
        )
        sent = {key: str(value) for key, value in signed.items()}
        answer = urllib3.request("PUT", url.geturl(), body=_BODY, headers=sent, retries=False, timeout=30.0)
        if answer.status in (401, 403):
            # A refusal of the signature or the rights says nothing about the body.
            told_code = answer.data.decode(errors="replace")
            if "SignatureDoesNotMatch" in told_code or "AccessDenied" in told_code:
                return UNKNOWN
        return ACCEPTED if answer.status < 300 else ENFORCED


def _refusal(act: Callable[[], object]) -> str:
    """ENFORCED when the server refuses `act`, ACCEPTED when it lets it pass."""
    try:
        act()
    except S3Error:
        return ENFORCED
    return ACCEPTED


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

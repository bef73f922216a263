"""One job of deferred signing as JSON: what is to be signed, by whom, until when, sealed with the server's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from signing.errors import JobRefused

VERSION = 1


@dataclass(frozen=True)
class Job:
    """Bytes are in base64, digests in hex, times in ISO 8601 with zone.

    `start` and `end` bound the gap in the prepared file that will hold the signature; `attributes` is the DER that
    the key signs; `prepared` is the SHA-256 of the prepared file with its empty gap.
    """

    version: int
    id: str
    expires: str
    field: str
    level: str
    certificate: str
    chain: tuple[str, ...]
    start: int
    end: int
    digest: str
    attributes: str
    prepared: str


def write_job(job: Job, secret: bytes) -> str:
    """The job with its HMAC-SHA-256 under `secret` (32 bytes or more, known to the server alone)."""
    return json.dumps({**asdict(job), "mac": _mac(job, secret)}, indent=1)


def read_job(text: str, secret: bytes | None = None) -> Job:
    """The job in `text`. With the secret also its HMAC is checked. Raises JobRefused."""
    try:
        held = json.loads(text)
        mac = held.pop("mac")
        held["chain"] = tuple(held["chain"])
        job = Job(**held)
        right = all(isinstance(getattr(job, one.name), _KINDS[str(one.type)]) for one in fields(job))
        expires = datetime.fromisoformat(job.expires)
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise altered() from cause
    if not right or job.version != VERSION or expires.tzinfo is None:
        raise altered()
    if secret is not None and not hmac.compare_digest(str(mac), _mac(job, secret)):
        raise altered()
    return job


def in_time(job: Job, at: datetime) -> None:
    """Return while the job is valid; JobRefused afterwards."""
    if at > datetime.fromisoformat(job.expires):
        raise JobRefused(
            f"Yêu cầu ký {job.id} đã hết hạn lúc {job.expires}. Tạo yêu cầu mới rồi ký.",
            f"Job {job.id} expired at {job.expires}. Make a new one, then sign.",
        )


def altered() -> JobRefused:
    """What is said of a job that is not as the server made it."""
    return JobRefused(
        "Yêu cầu ký đã bị sửa hoặc không đọc được. Lấy lại yêu cầu từ máy chủ rồi ký.",
        "The job was altered or cannot be read. Get it from the server again, then sign.",
    )


def sha256(data: bytes) -> str:
    """Hex."""
    return hashlib.sha256(data).hexdigest()


def text64(data: bytes) -> str:
    """Base64."""
    return base64.b64encode(data).decode("ascii")


def bytes64(text: str) -> bytes:
    """The bytes in base64. Raises JobRefused."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as cause:
        raise altered() from cause


_KINDS: dict[str, type] = {"int": int, "str": str, "tuple[str, ...]": tuple}


def _mac(job: Job, secret: bytes) -> str:
    canonical = json.dumps(asdict(job), sort_keys=True, separators=(",", ":"))
    return hmac.new(secret, canonical.encode(), "sha256").hexdigest()

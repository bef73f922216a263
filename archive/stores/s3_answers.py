"""What S3 servers answer, sorted by what it means for a store. Knows nothing of the client."""

from __future__ import annotations

import re
from datetime import datetime

from archive.errors import ConfigurationRefused

NOT_THERE = frozenset({"NoSuchKey", "NoSuchObject", "NoSuchVersion"})
REFUSED = frozenset(
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
# What servers answer about locks in a bucket that was made without them.
NO_LOCKS = frozenset(
    {
        "InvalidBucketObjectLockConfiguration",
        "InvalidRequest",
        "MethodNotAllowed",
        "NotImplemented",
        "ObjectLockConfigurationNotFoundError",
    }
)


def speaks_of_lock(message: str) -> bool:
    """Whether a refusal to delete is about a lock."""
    return "object lock" in message.lower() or "worm" in message.lower()


def moment(text: str) -> datetime:
    """A time as servers write it: fractions of up to nine digits are cut to what Python reads."""
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))


def refused(place: str, reason: str) -> ConfigurationRefused:
    """The server at `place` will not let us, for `reason`: a person must look."""
    return ConfigurationRefused(
        f"Kho {place} từ chối ({reason}). Hãy kiểm tra STORE_URL, tệp khóa và quyền trên bucket.",
        f"The store {place} refused ({reason}). Check STORE_URL, the keys file and the rights on the bucket.",
    )

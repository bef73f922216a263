"""Text and attributes as XML 1.0 takes them. Escapes; builds no documents."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# XML 1.0, 2.2: everything but these may stand in a document.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def content(text: str) -> str:
    """`text` between tags; what XML cannot hold becomes U+FFFD."""
    return escape(_ILLEGAL.sub("\ufffd", text))


def attributes(**values: object) -> str:
    """` name="value"` for each value that is not None, in the given order; numbers without idle zeros."""
    return "".join(
        f" {name}={quoteattr(_ILLEGAL.sub(chr(0xFFFD), _told(value)))}"
        for name, value in values.items()
        if value is not None
    )


def _told(value: object) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)

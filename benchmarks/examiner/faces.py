"""The typefaces of the set, and the Debian packages they come from."""

from __future__ import annotations

import subprocess
from functools import cache

# Libertine and EB Garamond are left out: their bold cuts lack letters, and a page would show less than its truth.
# The weight of a face is how often it stands; most Vietnamese papers are set in one or another cut of Times.
_PACKAGES = {
    "fonts-freefont-ttf": (("FreeSerif", 5), ("FreeSans", 2), ("FreeMono", 0)),
    "fonts-liberation2": (("Liberation Serif", 6), ("Liberation Sans", 1), ("Liberation Mono", 0)),
    "fonts-sil-charis": (("Charis SIL", 1),),
    "fonts-sil-gentiumplus": (("Gentium Plus", 1),),
    "fonts-roboto-unhinted": (("Roboto", 1),),
    "fonts-inter": (("Inter", 1),),
    "fonts-vollkorn": (("Vollkorn", 1),),
    "fonts-lato": (("Lato", 1),),
}
FACES = tuple(face for faces in _PACKAGES.values() for face, weight in faces for _ in range(weight))


@cache
def missing() -> tuple[str, ...]:
    """Debian packages whose faces this machine does not have."""
    told = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    here = {name for line in told.splitlines() for name in line.split(",")}
    return tuple(
        package for package, faces in _PACKAGES.items() if any(face not in here for face, _ in faces)
    )

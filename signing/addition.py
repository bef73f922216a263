"""Whether a revision adds a signature to a document and nothing else: asked before a key is used on a prepared file.

Difference analysis (difference.py) judges what came after a signature. What is written together with the first one is
covered by it, so nothing there would ever be called a change: this looks at exactly that step. It says nothing about
the signature itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification

from signing.difference import STRICT_POLICY

# Metadata may be written anew, as difference.py allows too: middleware states its name and the time there.
_OF_CATALOG = {"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata"}
_OF_FORM = {"/Fields", "/SigFlags", "/DR", "/DA", "/Q"}
_MOST_NODES = 100_000


def adds_only_signatures(file: bytes, length: int, until: int | None = None) -> bool:
    """True when the revisions after the first `length` bytes of `file` add signature fields and nothing else.

    `until` is the number of the last revision to look at, counted from 0 (default: the last of the file). Never
    raises: what cannot be read has not been shown to be harmless.
    """
    try:
        before = PdfFileReader(io.BytesIO(file[:length]), strict=True)
        after = PdfFileReader(io.BytesIO(file), strict=True)
        base = before.xrefs.total_revisions - 1
        last = after.xrefs.total_revisions - 1 if until is None else until
        if after.encrypted or after.xrefs.hybrid_xrefs_present or last <= base:
            return False
        old, new = after.get_historical_resolver(base), after.get_historical_resolver(last)
        if "/AcroForm" in old.root:
            return _allowed_by_policy(old, new)
        return _only_first_signature(after, old, new)
    except Exception:  # hostile files make the parser fail in ways nobody has listed
        return False


def page_count(file: bytes) -> int:
    """How many pages the newest revision shows; 0 when that cannot be read."""
    try:
        reader = PdfFileReader(io.BytesIO(file), strict=True)
        return len(pages_of(reader.get_historical_resolver(reader.xrefs.total_revisions - 1)))
    except Exception:  # as above
        return 0


def _allowed_by_policy(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    try:
        STRICT_POLICY.apply(old=old, new=new)
    except SuspiciousModification:
        return False
    return True


def _only_first_signature(reader: PdfFileReader, old: HistoricalResolver, new: HistoricalResolver) -> bool:
    steps = range(old.revision + 1, new.revision + 1)
    if any(reader.xrefs.refs_freed_in_revision(step) for step in steps):
        return False
    written = {_key(ref) for step in steps for ref in reader.xrefs.explicit_refs_in_revision(step)}
    known = {
        _key(ref) for step in range(old.revision + 1) for ref in reader.xrefs.explicit_refs_in_revision(step)
    }
    return _roots_agree(old, new) and written & known <= set(_explained(old, new))


def _roots_agree(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """The same catalog but for a form that holds signature fields alone."""
    form = new.root["/AcroForm"]
    fields = [field.get_object() for field in held(form, "/Fields")]
    return (
        _key(old.root_ref) == _key(new.root_ref)
        and _without(old.root, _OF_CATALOG) == _without(new.root, _OF_CATALOG)
        and set(form) <= _OF_FORM
        and bool(fields)
        and all(_is_signature(field) for field in fields)
    )


def _explained(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[tuple[int, int]]:
    """The objects of the old document that may have been written again; each was compared."""
    yield _key(new.root_ref)
    for trailer in (old.trailer_view, new.trailer_view):
        yield from _reference(trailer, "/Info")
    for root in (old.root, new.root):
        yield from _reference(root, "/Metadata")
    fields = {
        _key(one) for one in new.root["/AcroForm"]["/Fields"] if isinstance(one, generic.IndirectObject)
    }
    before, after = pages_of(old), pages_of(new)
    if [_key(ref) for ref in before] != [_key(ref) for ref in after]:
        return
    for one, other in zip(before, after, strict=True):
        page, later = old.get_object(one), new.get_object(other)
        if _without(page, {"/Annots"}) != _without(later, {"/Annots"}):
            continue
        had, has = list(held(page, "/Annots")), list(held(later, "/Annots"))
        more = has[len(had) :]
        if has[: len(had)] == had and all(_key(widget) in fields for widget in more):
            yield _key(other)
            yield from _reference(later, "/Annots")


def _is_signature(field: Any) -> bool:
    return bool(field.get("/FT") == "/Sig") and not {"/Kids", "/A", "/AA"} & set(field)


def pages_of(resolver: HistoricalResolver) -> list[Any]:
    """References to the pages, in order."""
    found: list[Any] = []
    waiting = [resolver.root.raw_get("/Pages")]
    for _ in range(_MOST_NODES):
        if not waiting:
            return found
        node = waiting.pop()
        inner = resolver.get_object(node.reference)
        if inner.get("/Type") == "/Pages":
            waiting.extend(reversed(list(_raw(inner["/Kids"]))))
        else:
            found.append(node.reference)
    raise ValueError("page tree without end")


def held(thing: Any, key: str) -> Any:
    """What stands under `key`, followed when it is a reference; nothing when it is not there."""
    if key not in thing:
        return ()
    return thing[key]


def _raw(array: Any) -> Iterator[Any]:
    for index in range(len(array)):
        yield array.raw_get(index)


def _reference(thing: Any, key: str) -> Iterator[tuple[int, int]]:
    value = thing.raw_get(key) if key in thing else None
    if isinstance(value, generic.IndirectObject):
        yield _key(value)


def _without(thing: Any, keys: set[str]) -> dict[str, Any]:
    return {key: thing.raw_get(key) for key in thing if key not in keys}


def _key(reference: Any) -> tuple[int, int]:
    return reference.idnum, reference.generation

"""What was done to a document after a signature, in names that people know. A description, never a verdict.

verify.py has already said that it must not be; this says what it is, so that a reader knows where to look. The signed
revision itself lies untouched in the file and can be taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.addition import held, pages_of
from signing.coverage import Coverage, coverage_of

OTHER = "OTHER"
_DEEPEST = 20_000
_ACTIONS = ("/OpenAction", "/AA", "/Names")


def changes_since(reader: PdfFileReader, revision: int) -> tuple[str, ...]:
    """Names of what differs between that revision and the newest, each with its page where it has one.

    PAGES-ADDED, PAGES-REMOVED, PAGE-CONTENT:n, ANNOTATION:n, ACTION, FORM, SIGNATURE-FIELD; OTHER when none fits.
    """
    try:
        old = reader.get_historical_resolver(revision)
        new = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
        later = range(revision + 1, reader.xrefs.total_revisions)
        written = {_key(ref) for step in later for ref in reader.xrefs.explicit_refs_in_revision(step)}
        return tuple(dict.fromkeys(_found(old, new, written))) or (OTHER,)
    except Exception:  # hostile files make the parser fail in ways nobody has listed
        return (OTHER,)


def signed_part(file: bytes, reader: PdfFileReader, field: str) -> bytes | None:
    """The bytes of the revision that the signature in `field` covers; None when there is no such signature."""
    for name, _, value in enumerate_sig_fields(reader, filled_status=True):
        if str(name) == field:
            covered = coverage_of(EmbeddedPdfSignature(reader, value, name), file)
            return file[: covered.end] if isinstance(covered, Coverage) else None
    return None


def _found(old: HistoricalResolver, new: HistoricalResolver, written: set[tuple[int, int]]) -> Iterator[str]:
    before, after = pages_of(old), pages_of(new)
    earlier, later = {_key(one) for one in before}, {_key(one) for one in after}
    if later - earlier:
        yield "PAGES-ADDED"
    if earlier - later:
        yield "PAGES-REMOVED"
    for number, page in enumerate(before, start=1):
        if _key(page) in later:
            yield from _of_page(old, new, page, number, written)
    if any(_raw(old.root, key) != _raw(new.root, key) for key in _ACTIONS):
        yield "ACTION"
    yield from _of_form(old, new, written)


def _of_page(
    old: HistoricalResolver, new: HistoricalResolver, page: Any, number: int, written: set[tuple[int, int]]
) -> Iterator[str]:
    one, other = old.get_object(page), new.get_object(page)
    if _raw_without(one) != _raw_without(other) or written & set(_reachable(new, other)):
        yield f"PAGE-CONTENT:{number}"
    known = len(held(one, "/Annots"))
    for widget in list(held(other, "/Annots"))[known:]:
        if widget.get_object().get("/FT") != "/Sig":
            yield f"ANNOTATION:{number}"


def _of_form(
    old: HistoricalResolver, new: HistoricalResolver, written: set[tuple[int, int]]
) -> Iterator[str]:
    before, after = _form(old), _form(new)
    if {key for key in after if key != "/Fields"} - set(before):
        yield "FORM"
    known = {_key(one) for one in held(before, "/Fields")}
    for reference in held(after, "/Fields"):
        field = reference.get_object()
        touched = _key(reference) in written
        if field.get("/FT") != "/Sig":
            if touched or _key(reference) not in known:
                yield "FORM"
        elif (touched or _value(field) in written) and _value_before(old, reference):
            yield "SIGNATURE-FIELD"


def _form(resolver: HistoricalResolver) -> Any:
    return held(resolver.root, "/AcroForm") or {}


def _value(field: Any) -> tuple[int, int] | None:
    value = field.raw_get("/V") if "/V" in field else None
    return _key(value) if isinstance(value, generic.IndirectObject) else None


def _value_before(old: HistoricalResolver, reference: Any) -> bool:
    """Whether the field was signed already in the old revision."""
    try:
        return "/V" in old.get_object(reference.reference)
    except Exception:  # it was not there at all
        return False


def _reachable(resolver: HistoricalResolver, page: Any) -> Iterator[tuple[int, int]]:
    """Every object that draws the page: contents, resources and what they name."""
    waiting = [page.raw_get(key) for key in page if key not in ("/Parent", "/Annots", "/StructParents")]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _DEEPEST:
        thing = waiting.pop()
        if isinstance(thing, generic.IndirectObject):
            if _key(thing) in seen:
                continue
            seen.add(_key(thing))
            yield _key(thing)
            thing = resolver.get_object(thing.reference)
        if isinstance(thing, generic.DictionaryObject):
            waiting.extend(thing.raw_get(key) for key in thing if key != "/Parent")
        elif isinstance(thing, list):
            waiting.extend(list.__iter__(thing))


def _raw(thing: Any, key: str) -> Any:
    return thing.raw_get(key) if key in thing else None


def _raw_without(page: Any) -> dict[str, Any]:
    return {key: page.raw_get(key) for key in page if key != "/Annots"}


def _key(reference: Any) -> tuple[int, int]:
    return reference.idnum, reference.generation

"""Fields that have a place on the page instead of a label: those of head, title, signature and list of recipients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.authority import decides_as
from pipeline.extract.date_lines import date_at_foot, is_uneven
from pipeline.extract.fields import Reading
from pipeline.extract.layout import Layout, Token
from pipeline.extract.letterhead import Letterhead, read_letterhead
from pipeline.extract.recipients import read_recipients
from pipeline.extract.signature import Signature, read_clerk, read_signature
from pipeline.normalize.offices import heads_body
from pipeline.record_type import Form, RecordType

_Tokens = tuple[Token, ...]


@dataclass(frozen=True)
class _Place:
    """What stands in a place, beside what, whether whole, and what makes it doubtful."""

    tokens: _Tokens
    anchor: _Tokens = ()
    whole: bool = False
    doubts: frozenset[str] = frozenset()


def placed(layouts: Sequence[Layout], record_type: RecordType, form: Form | None) -> list[Reading]:
    """The readings of the placed fields of a record, in the order of its type; last the field that the date in the head
    of its form is of.
    """
    sources = [(spec, spec.source) for spec in record_type.fields if spec.source != "label"]
    if form and form.dated and (dated := record_type.spec(form.dated)):
        sources.append((dated, "date_line"))
    if not sources or not layouts:
        return []
    places = _places(layouts, record_type)
    return [
        Reading(spec, place.tokens, place.anchor, place.doubts, whole=place.whole)
        for spec, place in ((spec, places[source]) for spec, source in sources)
        if place.tokens or place.anchor
    ]


def _places(layouts: Sequence[Layout], record_type: RecordType) -> Mapping[str, _Place]:
    head = read_letterhead(layouts[0], [title for form in record_type.forms for title in form.titles])
    signature = read_signature(layouts, official=record_type.general)
    clerk, recipients = read_clerk(layouts), read_recipients(layouts)
    if {token.box for token in clerk[1]} & {token.box for token in signature.name}:
        # An official for the register signs alone in the middle: what he is, is a position and no head of a clerk.
        clerk = (), ()
    return _of_head(head, head.date or date_at_foot(layouts)) | {
        "signer": _Place(signature.name, signature.anchor),
        "position": _Place(signature.position, whole=_stands_whole(signature, head, layouts[0])),
        "clerk": _Place(clerk[1], clerk[0]),
        "recipients": _Place(recipients[1], recipients[0]),
    }


def _of_head(head: Letterhead, date: _Tokens) -> dict[str, _Place]:
    return {
        "body": _Place(head.body, whole=head.body_whole),
        "date_line": _Place(date, doubts=frozenset({"pen"} if is_uneven(date) else ())),
        "kind": _Place(head.kind_tokens, doubts=frozenset(() if head.sure else {"title"})),
        "abstract": _Place(head.abstract, doubts=frozenset({"cut"} if head.cut else ())),
    }


def _stands_whole(signature: Signature, head: Letterhead, layout: Layout) -> bool:
    position, body = _said(signature.position), _said(head.body)
    return signature.whole or (
        signature.alone and (heads_body(position, body) or decides_as(layout, position, body))
    )


def _said(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)

"""The metadata packet of an archival PDF and its twin in the document information dictionary. Pure text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

PRODUCER = "Sohoa"


@dataclass(frozen=True)
class PdfMetadata:
    """What a PDF says of itself. `created` must know its time zone; `identifier` is the record's URN."""

    title: str
    author: str
    created: datetime
    identifier: str
    language: str = "vi"


def xmp_packet(meta: PdfMetadata) -> bytes:
    """The XMP packet of a PDF/A-2u file (ISO 16684-1, ISO 19005-2 6.6)."""
    at = meta.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title, author = escape(meta.title), escape(meta.author)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:identifier>{escape(meta.identifier)}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{escape(meta.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{at}</xmp:CreateDate>
<xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:MetadataDate>{at}</xmp:MetadataDate>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def document_information(meta: PdfMetadata) -> dict[str, str]:
    """Entries of the information dictionary; ISO 19005-2 6.6.3 asks that they equal the XMP ones."""
    at = meta.created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    return {
        "/Title": meta.title,
        "/Author": meta.author,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": at,
        "/ModDate": at,
    }

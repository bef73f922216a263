"""METS, EAD and PREMIS elements as E-ARK packages hold them. Builds trees; writes no files and reads none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

METS, XLINK, XSI = (
    *("http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"),
    "http://www.w3.org/2001/XMLSchema-instance",
)
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
EAD = "urn:isbn:1-931666-22-9"
PREMIS = "http://www.loc.gov/premis/v3"
for _prefix, _uri in (("mets", METS), ("xlink", XLINK), ("csip", CSIP), ("xsi", XSI)):
    ET.register_namespace(_prefix, _uri)
SOFTWARE = "Sohoa"


@dataclass(frozen=True)
class Stored:
    """One file of a package: its path from the METS that names it, and what METS tells of it."""

    path: str
    media_type: str
    size: int
    sha256: str
    created: str


def mets(tag: str, **attributes: str) -> ET.Element:
    """An element of METS; `csip_X` becomes an attribute of the CSIP extension, `xlink_x` one of XLink."""
    named = {}
    for key, value in attributes.items():
        prefix, _, rest = key.partition("_")
        space = {"csip": CSIP, "xlink": XLINK}.get(prefix)
        named[f"{{{space}}}{rest}" if space and rest else key] = value
    return ET.Element(f"{{{METS}}}{tag}", named)


def header(kind: str, created: str, unit: str, version: str) -> ET.Element:
    """`metsHdr` with the software and the office as agents."""
    made = mets("metsHdr", CREATEDATE=created, LASTMODDATE=created, csip_OAISPACKAGETYPE=kind)
    software = mets("agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    software.append(_text(mets("name"), SOFTWARE))
    software.append(_text(mets("note", csip_NOTETYPE="SOFTWARE VERSION"), version))
    office = mets("agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    office.append(_text(mets("name"), unit))
    # E-ARK SIP 2.2, SIP15: who hands it in.
    submitter = mets("agent", ROLE="CREATOR", TYPE="ORGANIZATION")
    submitter.append(_text(mets("name"), unit))
    made.extend([software, office, submitter])
    return made


def reference(id: str, stored: Stored, kind: str) -> ET.Element:
    """`mdRef` to a metadata file; `kind` is its MDTYPE."""
    return mets(
        "mdRef",
        ID=id,
        LOCTYPE="URL",
        xlink_type="simple",
        xlink_href=stored.path,
        MDTYPE=kind,
        **_facts(stored),
    )


def _facts(stored: Stored) -> dict[str, str]:
    return {
        "MIMETYPE": stored.media_type,
        "SIZE": str(stored.size),
        "CREATED": stored.created,
        "CHECKSUM": stored.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def file_element(id: str, stored: Stored) -> ET.Element:
    """`file` with its place."""
    made = mets("file", ID=id, **_facts(stored))
    made.append(mets("FLocat", LOCTYPE="URL", xlink_type="simple", xlink_href=stored.path))
    return made


def ead(level: str, unit_id: str, title: str, dates: str, fields: Mapping[str, str]) -> bytes:
    """An EAD 2002 finding aid: what EAD has an element for stands there, and every field of the circular in `odd`
    under its own key, so that nothing is lost in the mapping."""
    root = ET.Element("ead", {"xmlns": EAD})
    head = ET.SubElement(root, "eadheader")
    ET.SubElement(head, "eadid").text = unit_id
    described = ET.SubElement(ET.SubElement(head, "filedesc"), "titlestmt")
    ET.SubElement(described, "titleproper").text = title
    archdesc = ET.SubElement(root, "archdesc", {"level": level})
    did = ET.SubElement(archdesc, "did")
    ET.SubElement(did, "unitid").text = unit_id
    ET.SubElement(did, "unittitle").text = title
    if dates:
        ET.SubElement(did, "unitdate", {"normal": dates}).text = dates
    for key, value in fields.items():
        odd = ET.SubElement(archdesc, "odd", {"type": key})
        ET.SubElement(odd, "p").text = value
    return serial(root)


def premis(objects: Sequence[Stored], events: Sequence[tuple[str, str, str, str]]) -> bytes:
    """A PREMIS 3 record of files, and of events as (id, type, time, outcome)."""
    root = ET.Element("premis", {"xmlns": PREMIS, "version": "3.0", "xmlns:xsi": XSI})
    for one in objects:
        held = ET.SubElement(root, "object", {"xsi:type": "file"})
        _identified(held, "object", "path", one.path)
        traits = ET.SubElement(held, "objectCharacteristics")
        fixity = ET.SubElement(traits, "fixity")
        ET.SubElement(fixity, "messageDigestAlgorithm").text = "SHA-256"
        ET.SubElement(fixity, "messageDigest").text = one.sha256
        ET.SubElement(traits, "size").text = str(one.size)
        designation = ET.SubElement(ET.SubElement(traits, "format"), "formatDesignation")
        ET.SubElement(designation, "formatName").text = one.media_type
    for id, kind, time, outcome in events:
        event = ET.SubElement(root, "event")
        _identified(event, "event", "local", id)
        ET.SubElement(event, "eventType").text = kind
        ET.SubElement(event, "eventDateTime").text = time
        told = ET.SubElement(event, "eventOutcomeInformation")
        ET.SubElement(told, "eventOutcome").text = outcome
    return serial(root)


def serial(root: ET.Element) -> bytes:
    """The document, indented for people."""
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _identified(parent: ET.Element, what: str, kind: str, value: str) -> None:
    made = ET.SubElement(parent, f"{what}Identifier")
    ET.SubElement(made, f"{what}IdentifierType").text = kind
    ET.SubElement(made, f"{what}IdentifierValue").text = value


def _text(element: ET.Element, text: str) -> ET.Element:
    element.text = text
    return element

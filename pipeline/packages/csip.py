"""E-ARK packages (CSIP) as TT 05/2025/TT-BNV lays them out: AIP for digitised paper, SIP to another system, DIP.

One package is one file (hồ sơ) with its documents as PDF/A in `representations/rep1/data`; EAD always, PREMIS in the
AIP. Digests are upper-case SHA-256, as the circular writes them.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline.actors import Act
from pipeline.packages import xml_parts as xml
from pipeline.packages.leaving import Delivery, Leaving, content, leaving, made_beside, receipt
from pipeline.packages.tt05_fields import FileFacts, document_fields, file_fields
from pipeline.packages.xml_parts import Stored
from pipeline.premis import TERMS
from pipeline.retention import term_of
from pipeline.wiring import Services

_PDF, _XML, _TEXT = "application/pdf", "application/xml", "text/plain"
_REP = "representations/rep1"
_EXPLAINED = """\
Gói tài liệu lưu trữ theo TT 05/2025/TT-BNV và E-ARK CSIP. METS.xml kể mọi tệp; metadata/descriptive/EAD.xml mô tả hồ
sơ; representations/rep1/data chứa tài liệu PDF/A. Mỗi trường của thông tư nằm trong EAD dưới khóa của nó
(odd type="...").

An archival package after circular 05/2025 and E-ARK CSIP. METS.xml lists every file; metadata/descriptive/EAD.xml
describes the file; representations/rep1/data holds the documents. Each field of the circular stands in EAD (odd).
"""


class PackageKind(StrEnum):
    """What the package is for; the value is its OAIS package type."""

    SIP = "SIP"
    AIP = "AIP"
    DIP = "DIP"


@dataclass(frozen=True)
class Order:
    """What to pack: the kind, the file's facts, the code of the fonds (AIP), and who gets it."""

    kind: PackageKind
    facts: FileFacts
    fonds: str
    receiver: str


@dataclass(frozen=True)
class Packed:
    """One package: its folder, its OBJID, and how many documents and files are in it."""

    folder: Path
    objid: str
    documents: int
    files: int


def pack(services: Services, act: Act, records: Sequence[str], order: Order, out: Path) -> Packed:
    """One package of the records below `out`. Raises MoveRefused for a record that may not leave, WrongUse when the
    circular demands what nobody gave; then nothing is written."""
    going = leaving(services, act, records)
    with services.ledger.reading() as connection:
        terms = [term_of(connection, one.id, one.found.row.type).retention_class for one in going]
    described = file_fields(order.facts, going, terms)
    key = uuid.uuid4()
    objid = f"urn:{order.fonds}:uuid:{key}" if order.kind is PackageKind.AIP else f"uuid-{str(key).upper()}"
    # The circular writes ":" as "_" in the folder's name.
    target = out / objid.replace(":", "_")
    with made_beside(target) as folder:
        writer = _Writer(folder, act.time, order.kind, objid, act.by.unit)
        for ordinal, (one, term) in enumerate(zip(going, terms, strict=True), 1):
            fields = document_fields(order.facts, one, ordinal, term)
            writer.document(fields, content(services, one, "record.pdf"), one)
        writer.finish(order.facts, described)
        files = sum(1 for path in folder.rglob("*") if path.is_file())
    kind = f"csip-{order.kind.value.lower()}"
    receipt(services, act, Delivery(str(key), kind, target.name, order.receiver), going)
    return Packed(target, objid, len(going), files)


class _Writer:
    """The package being written: its folder, and what of it METS has to name."""

    def __init__(self, folder: Path, at: str, kind: PackageKind, objid: str, unit: str) -> None:
        self._folder, self._at, self._kind, self._objid, self._unit = folder, at, kind, objid, unit
        self._data: list[Stored] = []
        self._descriptive: list[Stored] = []
        self._events: list[tuple[str, str, str, str]] = []

    def document(self, fields: dict[str, str], pdf: bytes, one: Leaving) -> None:
        """One document with its description."""
        name = fields["docId"]
        self._data.append(self._put(f"{_REP}/data/{name}.pdf", pdf, _PDF, _REP))
        described = xml.ead(
            "item", fields["docCode"], fields["subject"], fields.get("issuedDate", ""), fields
        )
        place = f"{_REP}/metadata/descriptive/EAD_doc_{name}.xml"
        self._descriptive.append(self._put(place, described, _XML, _REP))
        for number, told in enumerate(one.told["premis"], 1):
            kind = TERMS.get(told["type"], told["type"])
            self._events.append((f"{one.id}:{number}", kind, told["time"], told["outcome"]))

    def finish(self, facts: FileFacts, described: dict[str, str]) -> None:
        """Everything that describes the documents, the METS of the package last."""
        aip = self._kind is PackageKind.AIP
        rep_premis = []
        if aip:
            made = xml.premis(self._data, self._events)
            place = f"{_REP}/metadata/preservation/PREMIS_rep1.xml"
            rep_premis = [self._put(place, made, _XML, _REP)]
        groups = {"Data": self._data}
        rep_mets = self._mets("rep1", self._descriptive, rep_premis, groups, None)
        rep = self._put(f"{_REP}/METS.xml", rep_mets, _XML, "")
        dates = "/".join(dict.fromkeys(described[k] for k in ("startDate", "endDate") if k in described))
        ead = self._put(
            "metadata/descriptive/EAD.xml",
            xml.ead("file", facts.code, facts.title, dates, described),
            _XML,
            "",
        )
        premis = []
        if aip:
            event = (self._objid, "information package creation", self._at, "success")
            premis = [self._put("metadata/preservation/PREMIS.xml", xml.premis([rep], [event]), _XML, "")]
        readme = self._put("documentation/DOC-TRUOC.txt", _EXPLAINED.encode(), _TEXT, "")
        mets = self._mets(self._objid, [ead], premis, {"Documentation": [readme]}, rep)
        (self._folder / "METS.xml").write_bytes(mets)

    def _put(self, place: str, data: bytes, media_type: str, base: str) -> Stored:
        path = self._folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest().upper()
        shown = place.removeprefix(base + "/") if base else place
        return Stored(shown, media_type, len(data), sha256, self._at)

    def _mets(
        self,
        objid: str,
        descriptive: Sequence[Stored],
        preservation: Sequence[Stored],
        groups: dict[str, list[Stored]],
        representation: Stored | None,
    ) -> bytes:
        # E-ARK SIP 2.2 names its profile with the version (requirement SIP2), CSIP its own without.
        profile = (
            "sip.dilcis.eu/profile/E-ARK-SIP-v2-2-0"
            if self._kind is PackageKind.SIP
            else ("csip.dilcis.eu/profile/E-ARK-CSIP")
        )
        root = xml.mets("mets", OBJID=objid, TYPE="Textual works – Print")
        root.set("PROFILE", f"https://eark{profile}.xml")
        root.set(f"{{{xml.CSIP}}}CONTENTINFORMATIONTYPE", "OTHER")
        root.set(f"{{{xml.CSIP}}}OTHERCONTENTINFORMATIONTYPE", "TT 05/2025/TT-BNV")
        root.append(xml.header(self._kind.value, self._at, self._unit, version("sohoa")))
        for number, one in enumerate(descriptive, 1):
            section = xml.mets("dmdSec", ID=f"dmd-{number}", CREATED=self._at, STATUS="CURRENT")
            section.append(xml.reference(f"dmd-{number}-ref", one, "EAD"))
            root.append(section)
        if preservation:
            root.append(_provenance(preservation))
        root.append(_file_section(groups, representation))
        root.append(_structure(objid, len(descriptive), len(preservation), groups, representation))
        return xml.serial(root)


def _provenance(preservation: Sequence[Stored]) -> ET.Element:
    section = xml.mets("amdSec")
    for number, one in enumerate(preservation, 1):
        event = xml.mets("digiprovMD", ID=f"amd-{number}", STATUS="CURRENT")
        event.append(xml.reference(f"amd-{number}-ref", one, "PREMIS"))
        section.append(event)
    return section


def _file_section(groups: dict[str, list[Stored]], representation: Stored | None) -> ET.Element:
    section = xml.mets("fileSec", ID="files")
    for name, stored in groups.items():
        group = xml.mets("fileGrp", ID=f"grp-{name}", USE=name)
        group.extend(xml.file_element(f"ID-{name}-{number}", one) for number, one in enumerate(stored, 1))
        section.append(group)
    if representation:
        group = xml.mets(
            "fileGrp", ID="grp-rep1", USE="Representations/rep1", csip_CONTENTINFORMATIONTYPE="OTHER"
        )
        group.set(f"{{{xml.CSIP}}}OTHERCONTENTINFORMATIONTYPE", "TT 05/2025/TT-BNV")
        group.append(xml.file_element("ID-rep1-mets", representation))
        section.append(group)
    return section


def _structure(
    objid: str,
    descriptive: int,
    preservation: int,
    groups: dict[str, list[Stored]],
    representation: Stored | None,
) -> ET.Element:
    structure = xml.mets("structMap", ID="structure", TYPE="PHYSICAL", LABEL="CSIP")
    whole = xml.mets("div", ID="div-whole", LABEL=objid)
    metadata = xml.mets("div", ID="div-metadata", LABEL="Metadata")
    metadata.set("DMDID", " ".join(f"dmd-{n}" for n in range(1, descriptive + 1)))
    if preservation:
        metadata.set("ADMID", " ".join(f"amd-{n}" for n in range(1, preservation + 1)))
    whole.append(metadata)
    for name in groups:
        div = xml.mets("div", ID=f"div-{name}", LABEL=name)
        div.append(xml.mets("fptr", FILEID=f"grp-{name}"))
        whole.append(div)
    if representation:
        div = xml.mets("div", ID="div-rep1", LABEL="Representations/rep1")
        pointer = xml.mets("mptr", LOCTYPE="URL", xlink_type="simple", xlink_href=representation.path)
        pointer.set(f"{{{xml.XLINK}}}title", "grp-rep1")
        div.append(pointer)
        whole.append(div)
    structure.append(whole)
    return structure

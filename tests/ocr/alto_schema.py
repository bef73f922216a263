"""What ALTO 4.4 allows, as far as we write it: for each element its attributes and the order of its children.

Written down from the schema of the ALTO board (alto-4-4.xsd, CC BY-SA), which is not copied here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ocr.alto import NAMESPACE

_PLACE = {"HPOS", "VPOS", "WIDTH", "HEIGHT"}
_BLOCK = _PLACE | {"ID", "TAGREFS", "PROCESSINGREFS", "ROTATION", "IDNEXT", "CS", "STYLEREFS"}
_FLOATS = _PLACE | {"WC", "PC", "ROTATION", "PHYSICAL_IMG_NR"}
_REQUIRED = {
    "Page": {"ID", "PHYSICAL_IMG_NR"},
    "String": {"CONTENT"},
    "TextBlock": {"ID"},
    "ComposedBlock": {"ID"},
    "LayoutTag": {"ID", "LABEL"},
    "Processing": {"ID"},
}
_ATTRIBUTES = {
    "alto": {"SCHEMAVERSION"},
    "Page": {
        "ID",
        "WIDTH",
        "HEIGHT",
        "PHYSICAL_IMG_NR",
        "PROCESSINGREFS",
        "QUALITY_DETAIL",
        "PC",
        "ROTATION",
        "LANG",
    },
    "PrintSpace": _PLACE | {"ID"},
    "ComposedBlock": _BLOCK | {"TYPE"},
    "TextBlock": _BLOCK | {"LANG"},
    "TextLine": _PLACE | {"ID", "BASELINE", "TAGREFS", "LANG"},
    "String": _PLACE | {"ID", "CONTENT", "WC", "TAGREFS"},
    "SP": _PLACE | {"ID"},
    "LayoutTag": {"ID", "LABEL", "TYPE", "DESCRIPTION"},
    "Processing": {"ID"},
}
# Children in order, as a pattern over their names.
_CHILDREN = {
    "alto": "(Description )?(Styles )?(Tags )?(ReadingOrder )?Layout ",
    "Description": "MeasurementUnit (sourceImageInformation )?(Processing )*",
    "sourceImageInformation": "(fileName )?",
    "Processing": (
        "(processingCategory )?(processingDateTime )?(processingAgency )?(processingStepDescription )*"
        "(processingStepSettings )?(processingSoftware )?"
    ),
    "processingSoftware": "(softwareCreator )?(softwareName )?(softwareVersion )?(applicationDescription )?",
    "Tags": "(LayoutTag )*",
    "Layout": "(Page )+",
    "Page": "(PrintSpace )?",
    "PrintSpace": "((TextBlock |ComposedBlock ))*",
    "ComposedBlock": "((TextBlock |ComposedBlock ))*",
    "TextBlock": "(TextLine )*",
    "TextLine": "(String (SP )?)+",
}
_CATEGORIES = {"contentGeneration", "contentModification", "preOperation", "postOperation", "other"}


def offences(document: bytes) -> list[str]:
    """Sentences that name what is against ALTO 4.4."""
    root, found, ids, references = ElementTree.fromstring(document), [], [], set()
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        children = "".join(child.tag.removeprefix(f"{{{NAMESPACE}}}") + " " for child in element)
        if not re.fullmatch(_CHILDREN.get(name, ""), children):
            found.append(f"{name} holds {children}")
        given = set(element.attrib)
        if given - _ATTRIBUTES.get(name, set()) or _REQUIRED.get(name, set()) - given:
            found.append(f"{name} has {sorted(given)}")
        for key in given & _FLOATS:
            float(element.attrib[key])
        found += [f"{name} {key}" for key in given & {"WC", "PC"} if not 0 <= float(element.attrib[key]) <= 1]
        ids += [element.attrib["ID"]] if "ID" in given else []
        for key in given & {"TAGREFS", "PROCESSINGREFS"}:
            references |= set(element.attrib[key].split())
        if name == "processingCategory" and element.text not in _CATEGORIES:
            found.append(f"category {element.text}")
    found += ["an ID twice"] if len(ids) != len(set(ids)) else []
    return found + [f"no element {missing}" for missing in sorted(references - set(ids))]

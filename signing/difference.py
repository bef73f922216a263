"""What may be appended to a signed document without breaking what was signed.

The judge is pyHanko's difference analysis. Allowed: further signatures, validation data (DSS), document
timestamps, metadata. Not allowed: filling in form fields, which pyHanko's own default accepts and which lets a
text field change its face after the signature ("shadow replace").
"""

from __future__ import annotations

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

_LTA = ModificationLevel.LTA_UPDATES

STRICT_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),  # type: ignore[no-untyped-call]
        DocInfoRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        XrefStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
        MetadataUpdateRule().as_qualified(_LTA),  # type: ignore[no-untyped-call]
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
        # The library also lets /NeedAppearances appear, which has viewers draw fields anew.
        ignored_acroform_keys={"/Fields", "/DR", "/DA", "/Q"},
    ),
)

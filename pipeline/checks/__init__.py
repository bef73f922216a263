"""Checks a record against itself: formats, calendars, and what one field says of another.

A failed check on an old paper is often the truth of the paper, so nothing is corrected here: a finding names
the field, the facts, and both readings. The codes:

R001 required field missing          R014 personal number: birth year differs
R002 number without its year         R015 value not in the list (ethnic group, nationality, sex)
R003 date not readable               R016 name of an unusual shape
R004 date in words differs           R017 parent too young or too old
R005 one date before the other       R018 parent not older than the child
R006 age over the limit              R019 younger than the law asks at marriage
R007 registered late                 R020 figure must be above zero
R008 year of the number differs      R021 total smaller than its part
R009 book of a later year            R022 density does not follow from the areas
R010 value not readable              R023 floor area ratio does not follow from the areas
R011 personal number: shape          R024 storeys and areas do not fit
R012 personal number: province       R025 unit did not exist on that day
R013 personal number: sex differs    R026 who recognises whom stands the other way round
R027 personal number too early       R036 middle name unusual for the sex
R028 owner of the value uncertain    R037 identity paper not yet in being
R029 symbol does not fit             R038 two persons share a value
R030 proposal from a list            R039 date not whole
R031 proposal: letters as figures    R040 province of the number differs
R032 proposal: D for Đ               R050 same key as another record
R033 date of the lunar calendar      R051 same person, other facts
R034 year of two figures             R052 same event once more
R035 family name of neither parent   R053 date after the day of scanning
R041 letters may be hidden            R042 a comma may be lost
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.checks.conflict import Conflict, Values
from pipeline.checks.rules import RULES
from pipeline.checks.shapes import shape_conflicts
from pipeline.findings import Finding, catalogue
from pipeline.record import Field
from pipeline.record_type import RecordType

# Of what is seen on the page only, whose value it is and what a seal covers; a person answers by deciding the field.
SEEN_ON_PAGE = frozenset({"R028", "R041"})
# Codes that a check answers for: a recheck takes away only these.
CODES = frozenset(code for code in catalogue() if re.fullmatch(r"R\d{3}", code)) - SEEN_ON_PAGE


def check(record_type: RecordType, fields: Sequence[Field]) -> tuple[Finding, ...]:
    """Findings about the fields of one record; empty when nothing speaks against it."""
    return tuple(conflict.finding for conflict in conflicts(record_type, fields))


def conflicts(record_type: RecordType, fields: Sequence[Field]) -> tuple[Conflict, ...]:
    """As `check`, with every field that each finding puts in doubt."""
    values = Values({field.key: field for field in fields}, record_type)
    found = shape_conflicts(values)
    for spec in record_type.checks:
        # Rules that look at other records are in `across`.
        if rule := RULES.get(spec.rule):
            found += rule(values, spec.fields, spec.limit)
    return tuple(dict.fromkeys(found))

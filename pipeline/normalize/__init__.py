"""Normal forms of what stands on paper: dates, names, numbers, places, identifiers, fixed word lists.

Every function is pure and total: it returns the normal form or a `Refused`, and reading a normal form again
gives the same form. Nothing here knows of records, pages or confidence.
"""

"""The window lane: a paper that a clerk scans at the counter is used in its dossier at once and checked later.

What the clerk says of the paper stands in the docket of its batch. `draft` makes one record of it, `use` puts it into
the dossier, `settle` brings it to signature and store; then review checks it as it checks every record.
"""

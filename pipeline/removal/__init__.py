"""Removing records for good: disposal at the end of their term, and expunge of what was captured wrongly.

Two persons, a reason, minutes; a tombstone with digests stays. proposal.py decides, execution.py does.
"""

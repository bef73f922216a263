"""Registers of civil status: volumes, their pages, the entries on them, and what their numbers say of gaps."""

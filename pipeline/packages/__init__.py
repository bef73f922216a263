"""Packages that leave the archive: bags, E-ARK packages of TT 05/2025, evidence packs, handovers.

Only reviewed and archived records leave; each package is written beside and renamed, and leaves a receipt and an event.
"""

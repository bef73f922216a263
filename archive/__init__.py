"""Bytes in once, found again, proven unchanged.

Gets named files and a flat description and gives back proof. Has never heard of a birth certificate.
"""

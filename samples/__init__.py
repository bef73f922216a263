"""Synthetic scans with known truth, and broken files named by the code they must yield."""

"""Synthetic Vietnamese administrative papers with known truth, and broken files named by the code they must yield.

Draws pages, degrades them and writes down what stands on them. Knows nothing of the software that reads them.
"""

"""The proof: figures for speed, memory and accuracy, each with the command that repeats it.

Peers are measured on the same pages in the same run. Nothing in the product imports this package.
"""

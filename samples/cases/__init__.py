"""What papers say, with many wordings of each label: one module per kind of paper. Layout is `samples/compose.py`'s."""

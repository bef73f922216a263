"""One module per kind of paper; each offers functions from (rng, style) to a finished Paper."""

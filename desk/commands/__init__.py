"""One module per command group; each offers `app`, which cli.py finds by its name."""

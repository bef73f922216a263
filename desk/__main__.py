"""`python -m desk`: the same as the command `sohoa`."""

from desk.cli import main

main()

"""`python -m desk` is `sohoa`, for where the entry point is not on PATH."""

from __future__ import annotations

from desk.cli import main

if __name__ == "__main__":
    main()

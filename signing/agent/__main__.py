"""`python -m signing.agent`, the same as `sohoa-agent`."""

import sys

from signing.agent.command import main

if __name__ == "__main__":
    sys.exit(main())

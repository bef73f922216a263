"""PDF in, signed PDF or verdict out. Knows nothing of records, batches or the archive."""

import logging

# What pyHanko has to say reaches people as a verdict; without a handler Python would print it to stderr.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

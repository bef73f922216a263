"""Fax and LZW data decoded strictly: libtiff skips coded rows it cannot read and reports success.

All it does is write a line to the process's error channel, so that is listened to while a page is decoded. Knows
no files; see ocr/image_file.py and ocr/decode.py, where it is used around the decoding.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from ocr.faults import PageUnreadable, damaged

# Fax machines lose a row here and there and start anew with the next; group 4 and LZW lose the rest of a strip.
_ROWS_PER_LOST_ROW = 100
_COMPLAINT = re.compile(
    r"Fax3Decode|Fax4Decode|LZWDecode|code word|not yet in table|Uncompressed data|Bad EOFB"
)
_FORGIVABLE = re.compile(r"Fax3Decode|Bad EOFB")
_CHANNEL = 2
_one_at_a_time = Lock()


@contextmanager
def strictly(number: int, rows: int) -> Iterator[None]:
    """Raises PageUnreadable at its end when libtiff skipped coded data of page `number`, which has `rows` rows.

    What others write to the error channel meanwhile is passed on.
    """
    told: list[str] = []
    with _one_at_a_time, _listening(told):
        yield
    lost = [line for line in told if not _FORGIVABLE.search(line)]
    if lost or len(told) > rows / _ROWS_PER_LOST_ROW:
        raise PageUnreadable(damaged(number, f"TIFF: {(lost or told)[0].split(':')[-1].strip()}"))


@contextmanager
def _listening(told: list[str]) -> Iterator[None]:
    try:
        own = os.dup(_CHANNEL)
    except OSError:
        # A service may run without the channel; then there is nothing to hear.
        yield
        return
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), _CHANNEL)
        try:
            yield
        finally:
            os.dup2(own, _CHANNEL)
            held.seek(0)
            for line in held:
                text = line.decode("utf-8", errors="replace")
                if _COMPLAINT.search(text):
                    told.append(text)
                else:
                    os.write(own, line)
            os.close(own)

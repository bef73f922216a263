"""An office below the invented government: what the tests of the higher levels sign with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.government import Government, now
from signing.evidence import Evidence
from signing.pades import SignedFile, SignOptions, sign
from signing.timestamp import Timestamper, TimestampOptions
from signing.trust import Trust, load_trust
from signing.verdict import Level

ONCE = TimestampOptions(seconds_per_attempt=60, attempts=1)


@dataclass(frozen=True)
class Bureau:
    """A document, a batch's evidence and the timestamp server."""

    government: Government
    document: Path
    evidence: Evidence
    timestamper: Timestamper

    @property
    def offline(self) -> Trust:
        """The root alone: no list, no network."""
        return load_trust(self.government.trust(offline=True))

    def at(self, moment: datetime, folder: Path) -> Trust:
        """Offline at `moment`, with the list that the root publishes then for its timestamp servers."""
        lists = self.government.list_of("root", moment, folder / f"root-{moment:%Y%m%d}.crl")
        return load_trust(self.government.trust(lists, offline=True))

    def sign(
        self, source: Path, target: Path, level: Level, who: str = "official", field: str = "Signature1"
    ) -> SignedFile:
        """`source` signed into `target`."""
        return sign(
            source,
            target,
            self.government.identity(who),
            at=now(),
            trust=self.government.trust(),
            options=SignOptions(field, level=level),
            timestamper=self.timestamper,
            evidence=self.evidence,
        )

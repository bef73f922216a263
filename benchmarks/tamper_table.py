"""Every tampered file and how it is judged: `python -m benchmarks.tamper_table`; `make tamper-table` runs it.

One signed and one sealed file of the invented government; each is changed in every way below, and the table says how
many variants of a kind there are and what was said of them. Ends with 1 when any of them passes.
"""

# The library's writer carries few types.
# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import io
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from benchmarks.government import Government, now, running
from benchmarks.sign_samples import write_pdfa
from signing.evidence import Evidence
from signing.pades import SignOptions, sign
from signing.timestamp import Timestamper
from signing.trust import Trust, load_trust
from signing.verdict import Level, Verdict
from signing.verify import judge

FLIPS = 150
Change = Callable[[IncrementalPdfFileWriter], None]


def page_content(writer: IncrementalPdfFileWriter) -> None:
    """Another picture on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 800 re f"))
    writer.update_container(page)


def page_added(writer: IncrementalPdfFileWriter) -> None:
    """One page more."""
    pages = writer.root["/Pages"]
    box = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 595, 842))
    page = {"/Type": pdf_name("/Page"), "/Parent": writer.root.raw_get("/Pages"), "/MediaBox": box}
    made = generic.DictionaryObject({pdf_name(key): value for key, value in page.items()})
    pages["/Kids"].append(writer.add_object(made))
    pages[pdf_name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """A square over the page."""
    page = writer.root["/Pages"]["/Kids"][1]
    box = generic.ArrayObject(generic.NumberObject(n) for n in (50, 50, 300, 300))
    square = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Square"), "/Rect": box}
    made = generic.DictionaryObject({pdf_name(key): value for key, value in square.items()})
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(made)])
    writer.update_container(page)


def javascript(writer: IncrementalPdfFileWriter) -> None:
    """A script at opening."""
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def text_field(writer: IncrementalPdfFileWriter) -> None:
    """A form field with a name in it."""
    field = {"/FT": pdf_name("/Tx"), "/T": generic.pdf_string("HoTen"), "/V": generic.pdf_string("Giả")}
    form = writer.root["/AcroForm"]
    made = generic.DictionaryObject({pdf_name(key): value for key, value in field.items()})
    form["/Fields"].append(writer.add_object(made))
    writer.update_container(form)
    writer.update_container(form["/Fields"])


def evidence_dropped(writer: IncrementalPdfFileWriter) -> None:
    """The store of evidence emptied."""
    writer.root[pdf_name("/DSS")] = generic.DictionaryObject()
    writer.update_root()


UPDATES: tuple[Change, ...] = (page_content, page_added, annotation, javascript, text_field, evidence_dropped)


def updated(file: bytes, change: Change) -> bytes:
    """The file with an incremental update."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(file)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def variants(file: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """The kind and the bytes of every variant."""
    gaps = [(int(a), int(b)) for a, b in re.findall(rb"/ByteRange \[ ?0 (\d+) (\d+) \d+", file)]
    covered = [n for n in range(len(file)) if not any(a <= n < b for a, b in gaps)]
    for place in chance.sample(covered, FLIPS):
        flipped = bytearray(file)
        flipped[place] ^= chance.randrange(1, 256)
        yield "one byte flipped", bytes(flipped)
    yield from (("cut short", file[: -chance.randrange(1, 3000)]) for _ in range(20))
    yield from (("bytes after the end", file + chance.randbytes(n)) for n in (1, 2, 20, 400))
    for _, end in gaps:
        yield "junk in the padding", file[: end - 5] + b"beef>" + file[end:]
        yield "byte range widened", file[:end] + b"  " + file[end:]
    for change in UPDATES:
        yield f"update: {change.__name__}", updated(file, change)
    yield "two updates", updated(updated(file, page_content), javascript)


def signed_files(government: Government, folder: Path) -> dict[str, bytes]:
    """One file at B-B and one at B-LTA, of two pages."""
    source, evidence = write_pdfa(folder / "source.pdf", 2), Evidence(government.trust())
    made = {}
    for level in (Level.B_B, Level.B_LTA):
        sign(
            source,
            folder / f"{level}.pdf",
            government.identity("official"),
            at=now(),
            trust=government.trust(),
            options=SignOptions(level=level),
            timestamper=Timestamper(government.tsa()),
            evidence=evidence,
        )
        made[level.value] = (folder / f"{level}.pdf").read_bytes()
    return made


def judged(files: dict[str, bytes], trust: Trust) -> dict[str, Counter[str]]:
    """How many variants of a kind got which verdict."""
    found: dict[str, Counter[str]] = {}
    for name, file in files.items():
        assert judge(file, trust, at=now()).verdict is Verdict.PASSED
        for kind, content in variants(file, random.Random(5)):
            verdict = judge(content, trust, at=now()).verdict.value
            found.setdefault(f"{name} {kind}", Counter())[verdict] += 1
    return found


def main() -> int:
    """Print the table; 1 when a tampered file passes."""
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "servers") as government:
        files = signed_files(government, Path(name))
        lists = [government.list_of(one, now(), Path(name) / f"{one}.crl") for one in ("root", "interm")]
        found = judged(files, load_trust(government.trust(*lists, offline=True)))
    total = sum(found.values(), Counter[str]())
    for kind, counts in found.items():
        told = ", ".join(f"{verdict} {count}" for verdict, count in counts.most_common())
        print(f"{kind:34} {sum(counts.values()):4}  {told}")
    print(f"{'all':34} {sum(total.values()):4}  " + ", ".join(f"{v} {n}" for v, n in total.most_common()))
    return 1 if total[Verdict.PASSED.value] else 0


if __name__ == "__main__":
    sys.exit(main())

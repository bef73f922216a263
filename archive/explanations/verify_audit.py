"""Kiểm tra nhật ký đã niêm phong, không cần phần mềm Sohoa: chỉ cần Python 3.

Checks the sealed audit trail without the Sohoa software; needs nothing but Python 3.

    python3 -I verify_audit.py THU_MUC_KHO        kiểm tra mọi đoạn / every segment below a store's folder
    python3 -I verify_audit.py proof TEP.json     kiểm tra một bằng chứng / one proof, or a list of them

Mã thoát / exit code: 0 nguyên vẹn / intact, 4 sai khác / differs, 1 gọi sai / wrong use.
Chữ ký trên anchor.json kiểm tra bằng OpenSSL / check the signature over anchor.json with OpenSSL:

    openssl cms -verify -binary -inform DER -in anchor.p7s -content anchor.json -CAfile ROOT.pem \\
        -purpose any -out /dev/null
    openssl ts -verify -data anchor.json -in anchor.tsr -token_in -CAfile TSA-ROOT.pem
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

PREFIX = "urn:sohoa:audit:"
START = "0" * 64


def sha256(data: bytes) -> str:
    """Hexadecimal sha256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def chained(before: str, line: str) -> str:
    """Hash of an event's line behind the hash `before`: 0x00, the hash, the line in UTF-8."""
    return sha256(b"\x00" + bytes.fromhex(before) + line.encode("utf-8"))


def node(left: str, right: str) -> str:
    """Hash over two nodes of the Merkle tree (RFC 6962)."""
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def root(leaves: list[str]) -> str:
    """Merkle root over leaf hashes (RFC 6962, section 2.1)."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node(root(leaves[:half]), root(leaves[half:]))


def climbed(leaf: str, index: int, count: int, path: list[str]) -> str | None:
    """Root that an audit path leads to, or None (RFC 9162, section 2.1.3.2)."""
    found, last = leaf, count - 1
    if not 0 <= index < count:
        return None
    for other in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            found = node(other, found)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            found = node(found, other)
        index, last = index // 2, last // 2
    return found if last == 0 else None


def segments(folder: str) -> list[tuple[int, Path]]:
    """(number, folder) of every segment below `folder`, by number."""
    found = []
    for path in Path(folder).rglob("urn%3asohoa%3aaudit%3a*"):
        name = unquote(path.name)
        if path.is_dir() and name.startswith(PREFIX):
            found.append((int(name[len(PREFIX) :]), path))
    return sorted(found)


def files(folder: Path) -> dict[str, bytes]:
    """Logical name -> bytes of the newest version of an OCFL object, digests checked."""
    inventory = json.loads((folder / "inventory.json").read_text(encoding="utf-8"))
    held: dict[str, bytes] = {}
    for digest, names in inventory["versions"][inventory["head"]]["state"].items():
        data = (folder / inventory["manifest"][digest][0]).read_bytes()
        if sha256(data) != digest:
            raise ValueError(f"{names[0]}: digest")
        for name in names:
            held[name] = data
    return held


def judged(number: int, folder: Path, previous: str) -> tuple[list[tuple[str, str]], Any]:
    """What is wrong with one segment as (code, detail), and its anchor: digest and content, or None."""
    wrong: list[tuple[str, str]] = []
    try:
        held = files(folder)
        anchor, events = held["anchor.json"], held["events.jsonl"]
        told = json.loads(anchor)
    except (OSError, ValueError, KeyError, IndexError) as fault:
        return [("SEGMENT_CHANGED", str(fault))], None
    if told["number"] != number or (previous and told["previous_anchor_sha256"] != previous):
        wrong.append(("ANCHOR_ORDER", ""))
    before, hashes = told["prev_hash"], []
    for seq, line in enumerate(events.decode("utf-8").splitlines(), start=told["first_seq"]):
        if json.loads(line).get("seq") != seq and not wrong:
            wrong.append(("EVENT_CHANGED", f"event {seq}"))
        before = chained(before, line)
        hashes.append(before)
    if (
        sha256(events) != told["events_sha256"]
        or len(hashes) != told["last_seq"] - told["first_seq"] + 1
        or before != told["head_hash"]
        or root(hashes) != told["merkle_root"]
    ):
        wrong.append(("SEGMENT_CHANGED", ""))
    if told["signer"] is not None and "anchor.p7s" not in held:
        wrong.append(("SIGNATURE_GONE", ""))
    return wrong, (sha256(anchor), told)


def check_folder(folder: str) -> int:
    """Print every fault below `folder`; the exit code. `previous` is empty behind a segment that is gone."""
    known = segments(folder)
    broken, previous, expected, last_seq, head = False, START, 1, 0, START
    for number, path in known:
        for gone in range(expected, number):
            print(f"{gone}: SEGMENT_GONE")
            broken, previous = True, ""
        wrong, anchor = judged(number, path, previous)
        if anchor is None:
            previous = ""
        else:
            digest, told = anchor
            if previous and (told["first_seq"] != last_seq + 1 or told["prev_hash"] != head):
                wrong.append(("ANCHOR_ORDER", "chain"))
            previous, last_seq, head = digest, told["last_seq"], told["head_hash"]
            print(line_for(number, told))
        for code, detail in wrong:
            print(f"{number}: {code} {detail}")
            broken = True
        expected = number + 1
    if not known:
        print("Không có đoạn nhật ký nào / no segments here")
        return 1
    state = "SAI KHÁC / DIFFERS" if broken else "NGUYÊN VẸN / INTACT"
    print(f"{state}: {len(known)} đoạn / segments, {last_seq} sự kiện / events, {head}")
    print("Chữ ký và dấu thời gian: xem đầu tệp này / signatures and timestamps: see the head of this file")
    return 4 if broken else 0


def line_for(number: int, told: dict[str, Any]) -> str:
    """One segment in a line: from where to where, when, by whom, and whether that was only for trying out."""
    by = told["signer"] or "không ký / unsigned"
    trial = " [THỬ NGHIỆM / DEVELOPMENT]" if told["development"] else ""
    return f"{number}: {told['first_seq']}-{told['last_seq']} {told['sealed_at']} {by}{trial}"


def check_proof(path: str) -> int:
    """Check a proof file; the exit code."""
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    broken = False
    for proof in given if isinstance(given, list) else [given]:
        anchor = json.loads(proof["anchor"])
        leaf = chained(proof["prev_hash"], proof["line"])
        sound = (
            leaf == proof["hash"]
            and climbed(leaf, proof["index"], proof["count"], proof["path"]) == anchor["merkle_root"]
            and proof["count"] == anchor["last_seq"] - anchor["first_seq"] + 1
            and json.loads(proof["line"]) == proof["event"]
            and proof["event"]["seq"] == proof["seq"] == anchor["first_seq"] + proof["index"]
            and sha256(proof["anchor"].encode("utf-8")) == proof["anchor_sha256"]
        )
        broken = broken or not sound
        state = "NGUYÊN VẸN / INTACT" if sound else "SAI KHÁC / DIFFERS"
        print(f"{state}: {proof['seq']} {proof['event']['type']} {proof['event']['at']}")
    return 4 if broken else 0


def main(arguments: list[str]) -> int:
    """Exit code for a command line."""
    if len(arguments) == 2 and arguments[0] == "proof":
        return check_proof(arguments[1])
    if len(arguments) == 1 and Path(arguments[0]).is_dir():
        return check_folder(arguments[0])
    print(__doc__)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Where a printed label ends: at its colon, past the words that say whose it is. Finds no labels by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.extract.labels import Hit
from pipeline.extract.layout import WIDE_GAP, Row

# "người yêu cầu đăng ký:" has four words.
_MOST_OF_OWNER = 4
# Labels that nobody listed have as many words, mostly, in front of their colon.
_MOST_OF_LABEL = 7
_FIRMS = frozenset({"cong", "doanh", "xi"})
_NOW = frozenset({"hiennay", "hientai", "khaisinh", "khaitu", "kethon", "giamho"})


def labelled(row: Row) -> bool:
    """Whether the row begins as a label does that nobody listed: "Đăng ký ngày: ...", never as a value runs on."""
    for token in row.tokens[:_MOST_OF_LABEL]:
        if any(c.isdigit() for c in token.text) or token.is_leader:
            return False
        if token.text.endswith(":"):
            return row.tokens[0].text[:1].isupper()
    return False


def with_owner(row: Row, hit: Hit) -> tuple[Hit, str]:
    """The label up to its colon, and the letters of what stands between the known part and the colon."""
    if hit.colon:
        return hit, ""
    for offset, token in enumerate(row.tokens[hit.end : hit.end + _MOST_OF_OWNER]):
        apart = token.x0 - row.tokens[hit.end + offset - 1].x1
        if token.is_leader or apart > WIDE_GAP * row.unit:
            break
        # A name never is in small letters: "tên mẹ; Trương Thanh Hương" is a label up to its sign.
        if token.text.endswith(":") or (token.text.endswith(";") and token.text.islower()):
            end = hit.end + offset + 1
            owner = "".join(t.letters for t in row.tokens[hit.end : end])
            return (replace(hit, end=end, colon=True), owner) if owner else (hit, "")
    return hit, ""


def with_head(row: Row, hit: Hit, heads: Collection[str]) -> tuple[Hit, str]:
    """The label with the head of a section behind it in small letters, and the letters of that: "Họ và tên người mẹ"
    over or in front of a name, where no colon tells. `heads` are the letters of the heads of sections.
    """
    best = hit, ""
    if hit.colon:
        return best
    for offset, token in enumerate(row.tokens[hit.end : hit.end + _MOST_OF_OWNER]):
        apart = token.x0 - row.tokens[hit.end + offset - 1].x1
        if not token.text.islower() or apart > WIDE_GAP * row.unit:
            break
        end = hit.end + offset + 1
        owner = "".join(t.letters for t in row.tokens[hit.end : end])
        goes_on = any(t.text[:1].islower() for t in row.tokens[end : end + 1])
        if owner in heads and not goes_on:
            best = replace(hit, end=end), owner
    return best


def with_now(row: Row, hit: Hit) -> Hit:
    """The label with "hiện nay", "khai sinh" or the like behind it, which say when or of what: small letters before a
    capital are no beginning of a value.
    """
    words = row.tokens[hit.end : hit.end + 3]
    small = "".join(t.letters for t in words[:2] if t.text.islower())
    if hit.colon or small not in _NOW or (len(words) > 2 and words[2].text[:1].islower()):
        return hit
    return replace(hit, end=hit.end + 2)


def in_organisation(row: Row, before: Hit, hit: Hit) -> bool:
    """Whether a label would stand in the name of a firm behind another label."""
    words = row.tokens[before.end : before.end + 1]
    near = row.tokens[hit.start].x0 - row.tokens[hit.start - 1].x1 <= row.unit
    return before.colon and near and bool(words) and words[0].letters in _FIRMS

"""Takes what a pen, a seal or a rule left among the words of a value out again. Finds no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.find import Find
from pipeline.extract.layout import Token
from pipeline.normalize.names import usual_name


def without_label(find: Find) -> Find:
    """The find without stray signs in its value and at its ends, and without the rest of a remark in its label."""
    held = _past_remark(find.tokens)
    past = _past_label(find, held)
    stripped = [replace(t, text=t.text.strip(_STROKES).lstrip(_DOTS)) for t in held[past:]]
    tokens = [t for t in stripped if t.letters or (t.text in _SIGNS and t.confidence > 0.5)]
    while tokens and not tokens[0].letters and tokens[0].text not in {"+", "-", "±"}:
        tokens.pop(0)
    doubts = find.doubts | ({"label"} if past else set())
    while tokens and _is_stroke(tokens[-1]):
        # What a pen stroke gave is cut off, but a word that was read that badly would look the same.
        doubts |= {"stroke"} if tokens.pop().letters else set()
    if find.kind in {"name", "party"} and _figure_behind(tokens):
        # The measure of a drawing, or a number stamped beside the name.
        tokens.pop()
        doubts |= {"stroke"}
    return replace(find, tokens=tokens, doubts=doubts)


def _figure_behind(tokens: Sequence[Token]) -> bool:
    """Whether figures stand behind a name that is whole without them; firms have numbers."""
    return len(tokens) > 2 and tokens[-1].text.isdigit() and usual_name(" ".join(t.text for t in tokens[:-1]))


def _past_label(find: Find, tokens: Sequence[Token]) -> int:
    """How many words at the start are the rest of a label that has no sign behind it: small letters up to a colon
    ("Chủ trì tết kế:"), or in front of a name ("Họ tên người cha Châu Hữu Khuê").
    """
    small = next((at for at, token in enumerate(tokens) if not token.text.islower()), len(tokens))
    if find.colon or find.target.sentence:
        return 0
    closed = next(
        (
            at + 1
            for at, token in enumerate(tokens[:small][:3])
            if token.text.endswith(":") and token.letters.isalpha()
        ),
        0,
    )
    if closed or not find.is_name:
        return closed
    return small if 0 < small < len(tokens) and all(t.letters in _PEOPLE for t in tokens[:small]) else 0


_PEOPLE = frozenset({"nguoi", "cha", "me", "con", "vo", "chong", "nuoi", "chet"})


def _past_remark(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands behind "(CCCD/CMND/Hộ chiếu):", of which a narrow cell put the end into the next line."""
    if tokens and (tokens[0].text.startswith("(") or tokens[0].letters.startswith(_PAPERS)):
        for at, token in enumerate(tokens[:_MOST_OF_REMARK]):
            if token.text.endswith("):"):
                return tokens[at + 1 :]
            if ")" in token.text:
                break
    return tokens


_MOST_OF_REMARK = 9
# The remark names all papers that may serve; its first bracket is easily lost.
_PAPERS = ("cccdcmnd", "cmndcccd", "cmndhochieu", "cccdhochieu")
_SIGNS = {"-", "–", "/", "&", "+", "±", "(", ")", "%", ",", ".", ";", ":"}
# Dots of a line before a value read so; behind it they may be a comma.
_DOTS = "„‚"
_STROKES = "`'’‘“”\"^~|_‹›«»*#\\{}[]"


def _is_stroke(token: Token) -> bool:
    if not token.letters:
        return token.text not in {")", "%"}
    return token.confidence < 0.25 and len(token.letters) <= 2 and not token.letters.isdigit()

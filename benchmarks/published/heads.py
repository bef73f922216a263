"""The head of a document: body, number, motto, place and date, in the ways of state, party and youth union."""

from __future__ import annotations

import html
from datetime import date
from random import Random

from benchmarks.published.bodies import Issuer
from benchmarks.published.ink import Gap
from benchmarks.third_hand.facts import Fact, Sheet, plain

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_FREEDOM = ("Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc")
_RIGHT = {"party": "ĐẢNG CỘNG SẢN VIỆT NAM", "youth": "ĐOÀN TNCS HỒ CHÍ MINH"}
_NO_NUMBER = Fact(None, "")


def head(sheet: Sheet, body: Issuer, sign: str, when: date, gaps: Gap, under: str = "") -> str:
    """The two columns of a head; `sign` is the number without its figures, `under` stands below it."""
    sheet.note("issuing_body", plain(body.body.replace("\n", " ")))
    rows = (
        (_names(sheet.rng, body), _motto(sheet.rng, body)),
        (_number(sheet, body, sign, gaps) + under, _dated(sheet, body, when, gaps)),
    )
    lines = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f'<table class="head">{lines}</table>'


def _rule(width: int) -> str:
    return f'<div class="rule" style="width:{width}%"></div>'


def _names(rng: Random, body: Issuer) -> str:
    over = html.escape(body.over).replace("\n", "<br>")
    own = html.escape(body.body).replace("\n", "<br>")
    above = f"{over}<br>" if over else ""
    # Below a party body stands a star, not a rule.
    end = _rule(rng.randint(25, 55)) if body.head == "state" else '<div class="under">*</div>'
    if body.head == "youth":
        end = '<div class="under">***</div>'
    return f"{above}<b>{own}</b>{end}"


def _motto(rng: Random, body: Issuer) -> str:
    if body.head != "state":
        return f"<b><u>{_RIGHT[body.head]}</u></b>"
    freedom = f'<span style="font-size:106%"><b>{rng.choice(_FREEDOM)}</b></span>'
    under = rng.choice((f"<u>{freedom}</u>", freedom + _rule(rng.randint(50, 66)), freedom + _rule(58)))
    return f"<b>{rng.choice(_MOTTO)}</b><br>{under}"


def _number(sheet: Sheet, body: Issuer, sign: str, gaps: Gap) -> str:
    rng, glue = sheet.rng, "/" if body.head == "state" else "-"
    figures = str(rng.randint(2, 5200) if body.head == "state" else rng.randint(2, 940))
    figures = figures.zfill(2) if rng.random() < 0.8 else figures
    start = rng.choice(("Số: ", "Số: ", "Số:", "Số : ") if glue == "/" else ("Số ", "Số: ", "Số "))
    whole = plain(f"{gaps.note(figures)}{glue}{sign}")
    sheet.note("number", _NO_NUMBER if gaps.manner == "empty" else whole)
    return f"{start}{gaps.shown(rng, figures)}{glue}{html.escape(sign)}"


def _dated(sheet: Sheet, body: Issuer, when: date, gaps: Gap) -> str:
    rng = sheet.rng
    # Who types or writes the day later often writes the month too.
    day = f"{when.day:02d}"
    month = f"{when.month:02d}" if when.month < 3 else f"{when.month}"
    month_gap = gaps if gaps.manner != "empty" and rng.random() < 0.3 else Gap("printed")
    words = (gaps.note(day), month_gap.note(month))
    written = f"ngày {words[0]} tháng {words[1]} năm {when.year}"
    sheet.note("issue_date", _NO_NUMBER if gaps.manner == "empty" else Fact(when.isoformat(), written))
    tight = gaps.manner == "typed" and rng.random() < 0.35
    space, after = ("" if tight else " "), ("" if tight and month_gap.manner != "printed" else " ")
    line = (
        f"{html.escape(body.place)}, ngày {gaps.shown(rng, day)}{space}tháng{space}"
        f"{month_gap.shown(rng, month)}{after}năm {when.year}"
    )
    return f"<i>{line}</i>"

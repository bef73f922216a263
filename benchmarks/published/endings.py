"""The end of a document: recipients, who signs and for whom, the seal over it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.published import subjects
from benchmarks.published.bodies import Issuer
from benchmarks.published.ink import initials, signature, signed_by_machine
from benchmarks.published.seals import seal
from benchmarks.third_hand.facts import Sheet, plain


@dataclass(frozen=True)
class Signer:
    """The lines over a signature, and the name under it with a rank before it."""

    lines: tuple[str, ...]
    rank: str
    name: str


def signer(rng: Random, body: Issuer) -> Signer:
    """Who signs for `body` today."""
    start = (body.collective,) if body.collective else ()
    for_chief, by_order = ("K/T ", "T/L ") if body.head == "party" else ("KT. ", "TL. ")
    deputies = (*start, f"{for_chief}{body.chief}", body.deputy)
    ways: list[tuple[str, ...]] = [(*start, body.chief), (*start, body.chief), deputies, deputies]
    if body.head != "state":
        ways = [(*start, body.chief), (*start, body.deputy)]
    for title in body.staff:
        ways.append((f"{by_order}{body.chief}", title))
        ways.append((f"{by_order}{body.chief}", f"KT. {title}", f"PHÓ {title}"))
    if body.staff and rng.random() < 0.3:
        ways.append((f"TUQ. {body.chief}", body.staff[0]))
    if rng.random() < 0.15:
        ways = [(*start, f"Q. {body.chief}"), (*start, f"{body.deputy} PHỤ TRÁCH")]
    lines = rng.choice(ways)
    if rng.random() < 0.15:
        lines = tuple(line for line in lines if line != body.collective)
    return Signer(lines, rng.choice(body.ranks), subjects.person(rng))


def ending(sheet: Sheet, body: Issuer, when: date) -> str:
    """Recipients at the left, who signs at the right."""
    rng, signs = sheet.rng, signer(sheet.rng, body)
    noted(sheet, signs)
    cells = f'<td class="to" style="width:{rng.choice((44, 48, 50, 52))}%">{_recipients(sheet)}</td>'
    cells += f'<td class="sign">{block(rng, body, signs, when)}</td>'
    return f'<table class="end"><tr>{cells}</tr></table>'


def joint_ending(sheet: Sheet, bodies: tuple[Issuer, Issuer], when: date) -> str:
    """Two bodies sign side by side; the one in charge, whose signer is noted, at the right."""
    rng, pair = sheet.rng, (signer(sheet.rng, bodies[0]), signer(sheet.rng, bodies[1]))
    noted(sheet, pair[1])
    cells = "".join(
        f'<td class="sign" style="width:50%">{block(rng, body, signs, when)}</td>'
        for body, signs in zip(bodies, pair, strict=True)
    )
    to = f'<div class="to" style="margin-top:10px">{_recipients(sheet)}</div>'
    return f'<table class="end"><tr>{cells}</tr></table>{to}'


def noted(sheet: Sheet, signs: Signer) -> None:
    """`signs` stands on the paper; a rank is no part of the name."""
    sheet.note("signer_position", plain(" ".join(signs.lines)))
    sheet.note("signer_name", plain(signs.name))


def _recipients(sheet: Sheet) -> str:
    rng, names = sheet.rng, subjects.recipients(sheet.rng)
    dash = rng.choice(("- ", "- ", "- ", "-", "– "))
    items = [f"{dash}{name}" for name in names]
    items = [item + ";" for item in items[:-1]] + [items[-1].removesuffix(".") + "."]
    sheet.note("recipients", plain(" ".join(items)))
    title = rng.choice(("Nơi nhận:", "Nơi nhận:", "Nơi nhận:", "Nơi gửi:"))
    title = rng.choice((f"<b><i>{title}</i></b>", f"<b><i><u>{title}</u></i></b>"))
    return (
        f"{title}<br>" + "<br>".join(map(html.escape, items)) + (initials(rng) if rng.random() < 0.3 else "")
    )


def block(rng: Random, body: Issuer, signs: Signer, when: date) -> str:
    """One signature block: lines, ink, seal, name."""
    lines = "<br>".join(
        f'<span style="white-space:nowrap">{html.escape(line)}</span>' for line in signs.lines
    )
    beside = initials(rng) if rng.random() < 0.15 else ""
    manner = rng.choices(("wet", "machine", "typed", "unsealed"), (74, 12, 8, 6))[0]
    height = rng.choice((84, 96, 104, 116))
    if manner == "typed":
        inside = f'<div style="padding-top:{height // 3}px"><i>{rng.choice(("(Đã ký)", "Đã ký", "(đã ký)"))}</i></div>'
    else:
        inside = _marks(rng, body, manner, when, height)
    name = f"<b>{html.escape(signs.rank + signs.name)}</b>"
    ink = f'<div style="position:relative;height:{height}px">{inside}</div>'
    return f"<b>{lines}</b>{beside}{ink}{name}"


def _marks(rng: Random, body: Issuer, manner: str, when: date, height: int) -> str:
    """Ink and seal inside the gap, lying over the lines above and the name below as they fall."""
    left, top = rng.randint(0, 72), rng.randint(-36, height - 106)
    marks = [signature(rng, left + rng.randint(50, 110), rng.randint(-4, height - 62))]
    if manner != "unsealed":
        marks.append(seal(rng, *_cut(body), left, top))
        if rng.random() < 0.4:
            marks.reverse()
    if manner == "machine":
        clock = f"{rng.randint(7, 17):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
        stamp = f"{when.day:02d}{rng.choice('./')}{when.month:02d}/{when.year} {clock}".replace(".", "/")
        by = body.body.replace("\n", " ")
        marks.append(
            signed_by_machine(rng, by, stamp, left + rng.randint(60, 130), top + rng.randint(20, 80))
        )
    return "".join(marks)


def _cut(body: Issuer) -> tuple[str, tuple[str, ...]]:
    own = body.body.replace("\n", " ")
    if body.emblem:
        return own, ()
    words, lines = own.replace(" -", "").split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 13:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return (body.over or body.place.upper()).replace("\n", " "), tuple(lines[:4])


def copied(rng: Random, body: Issuer) -> str:
    """The block of an office that certified a copy, below all else; its facts are not the document's."""
    own = html.escape(body.body.replace("\n", " "))
    day = f"ngày {rng.randint(10, 28)} tháng {rng.randint(4, 12)} năm {rng.randint(2024, 2026)}"
    title = rng.choice(("SAO Y BẢN CHÍNH", "SAO Y", "SAO LỤC"))
    left = (
        f"<b>{own}</b><br>Số: {rng.randint(10, 900)}/{rng.choice(('SY', 'SL'))}-{body.sign}<br><b>{title}</b>"
    )
    right = (
        f"<i>{html.escape(body.place)}, {day}</i><br>{block(rng, body, signer(rng, body), date(2025, 1, 2))}"
    )
    cells = f'<td class="sign" style="width:46%">{left}</td><td class="sign">{right}</td>'
    return f'<hr style="margin-top:40px"><table class="end" style="font-size:88%"><tr>{cells}</tr></table>'

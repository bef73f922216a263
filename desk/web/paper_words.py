"""What a paper of the counter is, in words: original, certified copy or photocopy."""

from __future__ import annotations

from desk.web.language import Tongue, msg

FORMS = {
    "original": msg("bản chính"),
    "certified_copy": msg("bản sao chứng thực"),
    "photocopy": msg("bản chụp"),
}


def form_word(form: str, tongue: Tongue) -> str:
    """Original, certified copy or photocopy, in words."""
    return tongue(FORMS[form]) if form in FORMS else ""

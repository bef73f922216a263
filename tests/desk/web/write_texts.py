"""usage: python tests/desk/web/write_texts.py [FILE]: puts `desk/web/locale/en.po` in order and says what is missing.

FILE holds new texts, one a line: Vietnamese, a tab, English. Texts that no page uses any more are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from test_texts import ROOT, texts

from desk.web.language import catalogue

HEAD = """# English texts of the web desk, by the Vietnamese ones.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def main(arguments: list[str]) -> int:
    """Returns how many texts have no English yet."""
    known = dict(catalogue("en"))
    for line in Path(arguments[0]).read_text(encoding="utf-8").splitlines() if arguments else ():
        vi, _, en = line.partition("\t")
        known[vi] = en
    used: dict[str, str] = {}
    for text, file in texts():
        used.setdefault(text, file)
    parts, last = [HEAD], ""
    for text, file in used.items():
        if known.get(text):
            parts.append(
                f"{'' if file == last else f'# {file}{chr(10)}'}msgid {quoted(text)}\nmsgstr {quoted(known[text])}\n"
            )
            last = file
        else:
            sys.stdout.write(text + "\n")
    (ROOT / "locale" / "en.po").write_text("\n".join(parts), encoding="utf-8")
    return sum(1 for text in used if not known.get(text))


def quoted(text: str) -> str:
    """As it stands in a PO file."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))

"""A template uses what its page declares, and nothing else."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta, nodes

from desk.web.pages import EVERYWHERE, environment

CONTEXTS = Path(__file__).resolve().parents[3] / "desk" / "web" / "contexts"


def pages() -> list[Any]:
    """Every class of a page."""
    found = []
    for path in sorted(CONTEXTS.glob("[a-z]*.py")):
        module = import_module(f"desk.web.contexts.{path.stem}")
        found += [one for one in vars(module).values() if is_dataclass(one) and hasattr(one, "template")]
    return list(dict.fromkeys(found))


def names_in(template: str) -> set[str]:
    """What a template and those it extends need from outside."""
    env = environment()
    assert env.loader is not None
    tree = env.parse(env.loader.get_source(env, template)[0])
    # What blocks use of an import at the top counts as undeclared here; the macros are looked into below.
    imported = {
        name if isinstance(name, str) else name[1]
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    names = meta.find_undeclared_variables(tree) - imported
    for other in meta.find_referenced_templates(tree):
        if other and other not in {"frame.html", "door.html"}:
            names |= names_in(other)
    return names


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_a_template_uses_only_its_page(page: Any) -> None:
    assert page.__dataclass_params__.frozen
    assert names_in(page.template) <= {field.name for field in fields(page)} | EVERYWHERE


@pytest.mark.parametrize("frame", ["frame.html", "door.html"])
def test_the_frame_uses_only_what_is_everywhere(frame: str) -> None:
    assert names_in(frame) <= EVERYWHERE | {"self"}

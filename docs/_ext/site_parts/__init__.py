"""What the pages take from the code itself: its names, commands, keys and methods, and pictures of what it makes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from site_parts import commands, gallery, keys, methods, names, notebooks, tables

FROM_DOCSTRINGS = ("reference/api", "reference/python")


def _short_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Node) -> nodes.Node | None:
    """A name in single backticks of a docstring: a link where one object alone ends in it, else just the name.

    Pages written by hand have no such leave, so a mistyped reference there is a warning.
    """
    if node.get("reftype") != "obj" or not str(node.get("refdoc", "")).startswith(FROM_DOCSTRINGS):
        return None
    domain = env.domains["py"]
    target = str(node["reftarget"])
    ends = [entry for entry in domain.get_objects() if entry[0].endswith(f".{target}") and entry[2] != "module"]
    if len(ends) == 1:
        return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", ends[0][0], node, content)
    return content


# Pages that stand at the top of the repository, and where the site has them.
PLACES = {
    "CODE_OF_CONDUCT.md": "project/conduct.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "countries/CODEBOOK.md": "reference/codebook.md",
}


def _included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Links of an included file: what they name in the repository stands elsewhere on the site, or is no page."""

    def placed(found: re.Match[str]) -> str:
        words, link = found.groups()
        target = (Path(app.srcdir) / path.parent / link).resolve()
        top = Path(app.srcdir).parent
        if not target.is_relative_to(top) or not target.exists():
            return found.group()
        inside = target.relative_to(top).as_posix()
        page = PLACES.get(inside) or (inside.removeprefix("docs/") if inside.startswith("docs/") else None)
        return words if page is None else f"[{words}](/{page})"

    content[0] = re.sub(r"\[([^\]]+)\]\((?!https?:|#)([^)\s#]+)\)", placed, content[0])


def _formula(writer: Any, node: nodes.math | nodes.math_block) -> None:
    """A formula as MathML, which browsers show by themselves: no script, and no network."""
    display = "block" if isinstance(node, nodes.math_block) else "inline"
    writer.body.append(convert(node.astext(), display=display))
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("config-inited", lambda app, _: names.write(Path(app.srcdir)), priority=400)
    app.connect("config-inited", lambda app, _: notebooks.copy(Path(app.srcdir)), priority=400)
    app.connect("missing-reference", _short_name)
    app.connect("include-read", _included)
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.add_directive("commands", commands.Commands)
    app.add_directive("yaml-keys", keys.Keys)
    app.add_directive("methods", methods.Methods)
    app.add_directive("table-columns", tables.Columns)
    gallery.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

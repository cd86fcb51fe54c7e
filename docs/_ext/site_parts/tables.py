"""Every column of the tables that are handed out, from their pandera models."""

from __future__ import annotations

import inspect

import pandera.pandas as pa
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from site_parts.commands import cell
from strategyscore import schemas


def page() -> str:
    """A section for each model, as Markdown."""
    text: list[str] = []
    for name, model in sorted(vars(schemas).items()):
        if name.startswith("_") or not inspect.isclass(model) or not issubclass(model, pa.DataFrameModel):
            continue
        if model is pa.DataFrameModel:
            continue
        schema = model.to_schema()
        says = (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ")
        text += [f"## {name}", "", says, "", "| Column | Type | Meaning |", "| --- | --- | --- |"]
        index = schema.index
        levels = getattr(index, "indexes", [index] if index is not None else [])
        text += [f"| (index) `{one.name or ''}` | {one.dtype} | {cell(one.description or '')} |" for one in levels]
        text += [
            f"| `{column}` | {cell(str(one.dtype))} | {cell(one.description or '')} |"
            for column, one in schema.columns.items()
        ]
        text += [""]
    return "\n".join(text) + "\n"


class Columns(SphinxDirective):
    """``{table-columns}``: a section for each table."""

    def run(self) -> list[nodes.Node]:
        """Called by Sphinx."""
        return self.parse_text_to_nodes(page(), allow_section_headings=True)

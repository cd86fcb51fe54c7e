"""`strategyscore schema`: what editors check files by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.errors import plain_errors
from strategyscore.cli.options import SchemaName
from strategyscore.cli.output import write_text
from strategyscore.cli.terminal import say


def schema(
    document: Annotated[SchemaName, typer.Argument(help="Which file the schema is for.")] = SchemaName.PROFILE,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write the schema to this file instead of printing it."),
    ] = None,
) -> None:
    """Print the JSON Schema of a profile or a rubric, for editors that check and complete YAML.

    **Examples**

    - `strategyscore schema`
    - `strategyscore schema rubric --out rubric.schema.json`
    """
    import json

    from strategyscore.documents.schema.published import json_schema

    text = json.dumps(json_schema(document.value), ensure_ascii=False, indent=2)
    with plain_errors():
        if out is None:
            say(text)
        else:
            write_text(out, text + "\n")

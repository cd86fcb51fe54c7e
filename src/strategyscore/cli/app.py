"""The command line: each command stands in a file of its own under `commands`."""

from __future__ import annotations

from typing import Annotated

import typer

from strategyscore.cli.commands.audit import audit
from strategyscore.cli.commands.changes import changes
from strategyscore.cli.commands.chart import chart
from strategyscore.cli.commands.check import check
from strategyscore.cli.commands.compare import compare
from strategyscore.cli.commands.explain import explain
from strategyscore.cli.commands.explore import explore
from strategyscore.cli.commands.list import listing
from strategyscore.cli.commands.new import new
from strategyscore.cli.commands.report import report
from strategyscore.cli.commands.schema import schema
from strategyscore.cli.commands.score import score
from strategyscore.cli.commands.sensitivity import sensitivity
from strategyscore.cli.commands.sources import sources
from strategyscore.cli.commands.table import table
from strategyscore.cli.commands.uncertainty import uncertainty
from strategyscore.cli.terminal import say

app = typer.Typer(
    name="strategyscore",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

GREETING = """\
strategyscore scores national AI strategies from rubrics and evidence that a person can read. Three commands to try:

  strategyscore score                    ranks the bundled countries.
  strategyscore explain RUS sovereignty  shows what a score is made of, down to the evidence.
  strategyscore report --open            writes tables, charts and a page, and opens the page in the browser.

strategyscore --help lists all commands, and --help after a command explains it.\
"""


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.", is_eager=True)] = False,
) -> None:
    """Scores national AI strategies from rubrics and evidence that a person can read.

    Each command explains itself with `--help`. Commands end with 0 if all is fine, with 1 if a document has a problem,
    and with 2 if the command was wrong.
    """
    if version:
        from strategyscore.version import __version__

        say(__version__)
    elif context.invoked_subcommand is None:
        say(GREETING)


for command in (
    check,
    score,
    report,
    explore,
    explain,
    compare,
    changes,
    uncertainty,
    sensitivity,
    chart,
    table,
    audit,
    sources,
):
    app.command()(command)
app.add_typer(new, name="new")
app.command()(schema)
app.add_typer(listing, name="list")

"""What a person sees in the terminal: tables, notes, bars and steps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from strategyscore.text.words import plain, printable


def print_rows(heads: Sequence[str], rows: Iterable[Sequence[str]], words: Container[str] = ("country",)) -> None:
    """Print a table; columns named in `words` are set to the left."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in heads:
        shown.add_column(Text(name), justify="left" if name in words else "right")
    for cells in rows:
        shown.add_row(*(Text(plain(cell)) for cell in cells))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(shown)


def say(text: object, *, err: bool = False) -> None:
    """Print text of one or many lines; whatever the terminal would obey in it is left out."""
    typer.echo("\n".join(map(printable, str(text).split("\n"))), err=err)


def note(sentence: str) -> None:
    """Print a sentence on stderr, so that it never mixes with data."""
    say(sentence, err=True)


def show_page(page: Path, *, opened: bool) -> None:
    """Print where a page is: its address where a person sees it, or its file for a program; and open it if asked."""
    address = page.resolve().as_uri()
    say(address if opened or sys.stdout.isatty() else page)
    if not opened:
        return
    import webbrowser

    if not webbrowser.open(address):
        note("No browser could be opened; open the address in one yourself.")


@contextmanager
def draw_bar(draws: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on stderr, where a person watches; it is told how many draws are done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("draws"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("draws", total=draws)
        yield lambda done: shown.update(task, completed=done)


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show steps on stderr, where a person watches; it is told the name of each as it begins."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("start", total=steps)
        begun = iter(range(10 * steps))

        def tell(step: str) -> None:
            shown.update(task, description=step, completed=next(begun))

        yield tell

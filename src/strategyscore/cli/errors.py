"""How a command ends when something is wrong: a line on stderr and an exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

import typer

from strategyscore.cli.terminal import say
from strategyscore.errors import DocumentError

PROBLEMS = 1  # in the documents, or in what was read and written
WRONG_USAGE = 2


@contextmanager
def plain_errors() -> Iterator[None]:
    """Let problems of documents end with 1 and wrong names with 2, each as a line on stderr."""
    from strategyscore.errors import ScoringError, UnknownName

    try:
        yield
    except (DocumentError, ScoringError, ModuleNotFoundError) as error:
        stop(str(error), PROBLEMS)
    except UnknownName as error:
        wrong_usage(str(error))
    except BrokenPipeError:
        raise  # who reads the output went away; nothing is wrong
    except OSError as error:
        what = error.filename or "the output cannot be written"
        stop(f"Error: {what}: {error.strerror or error}", PROBLEMS)


@contextmanager
def wrong_values() -> Iterator[None]:
    """Let a value that the library refuses end with 2; its message says which.

    Only for calls whose values come from the command line, since a fault of the program may be a ValueError too.
    """
    from strategyscore.errors import ScoringError

    try:
        yield
    except (DocumentError, ScoringError):
        raise
    except ValueError as error:
        wrong_usage(str(error))


def refuse(what: str, options: Mapping[str, object]) -> None:
    """End with 2 where an option was typed that does nothing.

    Parameters
    ----------
    what : str
        What the options do nothing for, such as ``tornado``.
    options : mapping of str to object
        What was typed of each, by its name without dashes; None, or an empty list, where it was not.
    """
    typed = [f"--{name}" for name, value in options.items() if value is not None and value != []]
    if typed:
        them = "it" if len(typed) == 1 else "them"
        wrong_usage(f"{what} takes no {' or '.join(typed)}; remove {them}")


def wrong_usage(message: str) -> NoReturn:
    """End with 2: what is wrong, and what to do."""
    stop(f"Error: {message}", WRONG_USAGE)


def stop(message: str, code: int) -> NoReturn:
    """End with a line on stderr."""
    say(message, err=True)
    raise typer.Exit(code)

"""The command line in this process, for the tests of it: built once, and with few profiles to read."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from strategyscore.cli.app import app
from strategyscore.documents.bundled import bundled

_build = functools.cache(typer.main.get_command)


def run(*arguments: str) -> Result:
    """What a command leaves; the commands are built from their functions once, as in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", _build)
        return CliRunner().invoke(app, list(arguments))


def profiles(folder: Path, *names: str) -> str:
    """A folder with some of the bundled profiles, which are read sooner than all of them."""
    for name in names:
        shutil.copy(bundled("countries") / f"{name}.yaml", folder)
    return str(folder)

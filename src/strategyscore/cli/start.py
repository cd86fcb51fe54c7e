"""The console script: how the process begins, and how it ends when something outside of it goes wrong.

Nothing is imported here before it is needed, so that Ctrl-C ends a command in good order from its first moment.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn

from strategyscore.text.clock import VARIABLE, unreadable

STOPPED = 130  # by Ctrl-C
_ENDED_BY_A_SIGNAL = 128  # plus the signal's number, as shells have it


def main() -> NoReturn:
    """Run a command, and end the process with its exit code."""
    try:
        code = _run()
    except KeyboardInterrupt:  # before `_run` listens
        code = _told("Stopped.", STOPPED)
    except _Ended as end:
        message = "Stopped." if end.number == signal.SIGINT else "Ended from outside."
        code = _told(message, _ENDED_BY_A_SIGNAL + end.number)
    _end(code)


class _Ended(BaseException):
    """The process was asked to end; what is open is closed on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def _run() -> int:
    # SIGINT too: where a KeyboardInterrupt comes up within `exec` of a text, as dataclasses do on import, `python -m`
    # ends by the signal in the end, however it was caught
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # there is no SIGHUP on Windows, and under nohup it is to be ignored
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _end_in_order)
    for stream in (sys.stdout, sys.stderr):
        # letters that the terminal or file cannot take become a question mark; no stream where it was closed
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    os.environ["MPLBACKEND"] = "agg"  # no window is opened, whatever the user's own charts do
    if why := unreadable():  # numpy and matplotlib would end with a traceback
        del os.environ[VARIABLE]
        _told(f"Note: {why}", 0)
    gc.set_threshold(50_000, 20, 100)  # a command makes many objects, keeps most, and ends: a fifteenth of its time
    from strategyscore.cli.app import app

    try:
        return int(app(standalone_mode=True) or 0)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        return _told(f"Error: the output cannot be written: {error.strerror}", 1)


def _end_in_order(number: int, _frame: Any) -> NoReturn:
    raise _Ended(number)


def _told(message: str, code: int) -> int:
    with suppress(OSError):
        print(message, file=sys.stderr)
    return code


def _end(code: int) -> NoReturn:
    """End; what is still to be written out goes now, while an error of the disk can still be told."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader went away; nothing is wrong
    except OSError as error:
        code = _told(f"Error: the output cannot be written: {error.strerror}", 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)

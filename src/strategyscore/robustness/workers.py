"""Who computes: this machine's cores where nothing else is asked for, each on one thread of linear algebra.

The products of a block are too small to gain from threads within them, and a product's last bits may depend on how many
there are. So blocks run side by side instead, and within one the linear algebra is held to one thread.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

_lock = threading.Lock()
_holders = 0
_limit: Any = None


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Hold the linear algebra of this process to one thread; what was set before returns with the last to leave."""
    global _holders, _limit
    with _lock:
        if not _holders:
            _limit = _controller().limit(limits=1, user_api="blas")
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if not _holders:
                _limit.restore_original_limits()
                _limit = None


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# Countries times criteria from which on threads help; below, they wait for each other longer than they compute.
WORTH_THREADS = 10_000


@contextmanager
def the_executor(executor: Executor | None, cells: int) -> Iterator[Executor]:
    """The executor that was asked for, which stays open, or threads of one's own.

    Parameters
    ----------
    executor : Executor or None
    cells : int
        Countries times criteria: threads on every core where they are many, else one.
    """
    with one_thread_each():
        if executor is not None:
            yield executor
            return
        with ThreadPoolExecutor(cores() if cells >= WORTH_THREADS else 1) as own:
            yield own

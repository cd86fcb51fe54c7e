"""Work shared out to other processes, none of which outlives this one.

Processes are spawned, not forked: a fork copies whatever lock another thread happens to hold, and there is none on
Windows. They ignore Ctrl-C, which this process answers for all, and end by themselves when this one is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from strategyscore.charts.style import own_styles, use_style

M = TypeVar("M")
J = TypeVar("J")
R = TypeVar("R")

_sent: Any = None  # in a worker: where what the jobs are done with comes from
_material: Any = None  # and what came


class Crew:
    """This process, and others that begin to load the charts at once, while there is still something to compute.

    Parameters
    ----------
    workers : int
        How many processes, this one among them.
    """

    def __init__(self, workers: int) -> None:
        self._others = workers - 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        if self._others > 0:
            spawned = multiprocessing.get_context("spawn")
            self._queue = spawned.Queue()
            arguments = (self._queue, own_styles())
            self._pool = ProcessPoolExecutor(self._others, spawned, initializer=_begin, initargs=arguments)
            with _undisturbed():
                for _ in range(self._others):
                    self._pool.submit(_load)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._queue.close()
            self._queue.cancel_join_thread()
            self._pool.shutdown(cancel_futures=True)

    def share_out(self, work: Callable[[M, J], R], jobs: Sequence[J], material: M) -> Iterator[tuple[J, R]]:
        """Do jobs in all processes, each yielded as soon as it is done.

        What a worker cannot do, because it was killed or knows less than this process, is done here.

        Parameters
        ----------
        work : callable
            Of a module, so that it can be named to another process.
        jobs : sequence
        material : object
            What all jobs are done with; sent to each worker once.
        """
        if self._pool is None:
            for job in jobs:
                yield job, work(material, job)
            return
        # pickled here and now: the queue would do it in a thread, while this one changes what is pickled, and a worker
        # would wait for ever for what could not be
        try:
            sent = pickle.dumps(material)
        except Exception:
            for job in jobs:
                yield job, work(material, job)
            return
        for _ in range(self._others):
            self._queue.put(sent)
        elsewhere: list[tuple[J, Future[R]]] = []
        for job, future in reversed([(job, self._submitted(work, job)) for job in jobs]):
            if future.cancel():  # from the end, which the workers reach last
                yield job, work(material, job)
            else:
                elsewhere.append((job, future))
        for job, future in reversed(elsewhere):
            try:
                done = future.result()
            except Exception:
                done = work(material, job)
            yield job, done

    def _submitted(self, work: Callable[[M, J], R], job: J) -> Future[R]:
        assert self._pool is not None
        try:
            return self._pool.submit(_do, work, job)
        except BrokenProcessPool:  # a worker died before there was anything to do
            return Future()


def _begin(queue: Any, styles: list[Any]) -> None:
    """What a worker does first."""
    global _sent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    use_style(*styles)
    _sent = queue


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _load() -> None:
    import strategyscore.report.pictures  # noqa: F401


def _do(work: Callable[[Any, J], R], job: J) -> R:
    global _material
    if _material is None:
        _material = pickle.loads(_sent.get())
    return work(_material, job)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes that neither hear Ctrl-C while they begin, nor run the user's script, of which they need nothing.

    Without a guard in it a script would begin anew in each of them.
    """
    script = vars(sys.modules["__main__"])
    names: dict[str, Any] = {name: script[name] for name in ("__file__", "__spec__") if name in script}
    script.pop("__file__", None)
    script["__spec__"] = None
    first = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if first else None
    try:
        yield
    finally:
        if first:
            signal.signal(signal.SIGINT, before)
        script.update(names)

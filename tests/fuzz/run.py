"""The long run: ``python -m tests.fuzz.run [TARGET ...] --runs 200000 [--guided]``.

With ``--guided`` coverage of the package decides which inputs are kept and changed further (atheris); without, the
seeds alone are changed. An input that raises, or takes more than ten seconds or one gigabyte, is a finding: it is
written beside the seeds, and the run goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent / "seeds"
SECONDS = 10
KILOBYTES = 1 << 20


class TooSlow(BaseException):
    """An input that took more than its time."""


def seeds_of(name: str) -> list[bytes]:
    """The seeds of a target, in the order of their names."""
    return [path.read_bytes() for path in sorted((SEEDS / name).iterdir())]


def _alarm(*_: Any) -> None:
    raise TooSlow(f"more than {SECONDS} s")


class Tally:
    """What came of the inputs."""

    def __init__(self, name: str, target: Any, folder: Path) -> None:
        self.name, self.target, self.folder = name, target, folder
        self.runs = self.findings = 0
        self.slowest = 0.0
        self.known: set[str] = set()

    def one(self, data: bytes) -> None:
        """Try an input."""
        self.runs += 1
        begun = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            self.target(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self.found(data, error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.slowest = max(self.slowest, time.perf_counter() - begun)

    def found(self, data: bytes, error: BaseException) -> None:
        """Write an input that does what none should; one of each kind."""
        self.findings += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        if kind in self.known:
            return
        self.known.add(kind)
        path = self.folder / f"{self.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        print(f"{self.name}: {kind}: {str(error)[:200]!r}: {path}", flush=True)

    def __str__(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        over = " OVER BUDGET" if peak > KILOBYTES else ""
        return (
            f"{self.name}: {self.runs:,} inputs, {self.findings} findings of {len(self.known)} kinds, "
            f"slowest {self.slowest:.2f} s, peak {peak // 1024} MiB{over}"
        )


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--runs", type=int, default=10_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for each target, at most")
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris, one target at a time")
    parser.add_argument("--found", type=Path, default=Path("out/fuzz"), help="where findings are written")
    return parser.parse_args()


def _blind(tally: Tally, asked: argparse.Namespace) -> None:
    from .mutate import mutated

    chance = random.Random(asked.seed)
    seeds = seeds_of(tally.name)
    until = time.monotonic() + asked.seconds
    for _ in range(asked.runs):
        if time.monotonic() > until:
            break
        tally.one(mutated(chance.choice(seeds), seeds, chance))
        if tally.runs % 10_000 == 0:
            print(tally, flush=True)


def _guided(tally: Tally, asked: argparse.Namespace, atheris: Any) -> None:
    from .mutate import mutated

    seeds = seeds_of(tally.name)
    chance = random.Random(asked.seed)

    def change(data: bytes, size: int, seed: int) -> bytes:
        if chance.random() < 0.2:
            return bytes(atheris.Mutate(data, size))
        return mutated(data or chance.choice(seeds), seeds, chance)[:size]

    def one(data: bytes) -> None:
        tally.one(data)
        if tally.runs % 10_000 == 0 or tally.runs >= asked.runs:
            print(tally, flush=True)

    corpus = asked.found / f"corpus-{tally.name}"
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        sys.argv[0],
        str(corpus),
        str(SEEDS / tally.name),
        f"-runs={asked.runs}",
        "-max_len=16384",
        "-timeout=60",
    ]
    if asked.seconds < float("inf"):
        options.append(f"-max_total_time={int(asked.seconds)}")
    atheris.Setup(options, one, custom_mutator=change, internal_libfuzzer=True)
    atheris.Fuzz()


def main() -> None:
    """Run, and tell what came of it."""
    asked = _parsed()
    asked.found.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGALRM, _alarm)
    if asked.guided:
        import atheris

        with atheris.instrument_imports(include=["strategyscore"]):
            from .targets import TARGETS
    else:
        from .targets import TARGETS
    for name in asked.targets or TARGETS:
        tally = Tally(name, TARGETS[name], asked.found)
        if asked.guided:
            _guided(tally, asked, atheris)
        else:
            _blind(tally, asked)
            print(tally, flush=True)


if __name__ == "__main__":
    main()

"""Times whole processes: wall time, CPU time and peak memory, several commands in turn."""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Optional, Sequence, Union

# What ru_maxrss counts in: bytes on macOS, KiB elsewhere.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Command:
    """One process to run: what, where, with which input, and which exit codes count as success."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    stdin: Optional[Path] = None
    accepted: frozenset[int] = frozenset({0})
    error_log: Optional[re.Pattern[bytes]] = None


@dataclass(frozen=True)
class Sample:
    """One run: seconds of wall time, seconds of user plus system time, bytes of peak memory."""

    wall: float
    cpu: float
    rss: int


@dataclass(frozen=True)
class Failure:
    """A run that gave no time worth having, and why."""

    reason: str


@dataclass
class Series:
    """All runs of one command."""

    samples: list[Sample] = field(default_factory=list)
    failure: Optional[Failure] = None

    @property
    def ok(self) -> bool:
        """Whether every run succeeded."""
        return self.failure is None and bool(self.samples)

    def median(self, measure: str) -> float:
        """The median of `wall`, `cpu` or `rss`."""
        return statistics.median(getattr(sample, measure) for sample in self.samples)

    @property
    def spread(self) -> float:
        """Half the range of the wall times, as a share of their median."""
        walls = [sample.wall for sample in self.samples]
        return (max(walls) - min(walls)) / 2 / statistics.median(walls)


class _Overtime(Exception):
    """The time allowed for a run is over."""


def _ring(_signal: int, _frame: object) -> None:
    """End the wait for a child."""
    raise _Overtime


def run_once(
    command: Command, scratch: Path, timeout: float, keep: Optional[Path] = None
) -> Union[Sample, Failure]:
    """Run a command once; its output goes to files that are deleted again, or to `keep`."""
    out, err = keep or scratch / "output", scratch / "errors"
    try:
        with open(command.stdin or os.devnull, "rb") as source, open(out, "wb") as output, open(
            err, "wb"
        ) as errors:
            start = time.perf_counter()
            try:
                child = subprocess.Popen(
                    command.argv, stdin=source, stdout=output, stderr=errors,
                    cwd=command.cwd, env=dict(command.env), start_new_session=True,
                )
            except OSError as error:
                return Failure(f"did not start: {error.strerror}")
            late = False
            previous = signal.signal(signal.SIGALRM, _ring)
            try:
                signal.setitimer(signal.ITIMER_REAL, timeout)
                _, status, usage = os.wait4(child.pid, 0)
                wall = time.perf_counter() - start
            except BaseException as error:
                signal.setitimer(signal.ITIMER_REAL, 0)
                os.killpg(child.pid, signal.SIGKILL)
                _, status, usage = os.wait4(child.pid, 0)
                if not isinstance(error, _Overtime):
                    raise
                late = True
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, previous)
            child.returncode = os.waitstatus_to_exitcode(status)
        if late:
            return Failure(f"stopped after {timeout:.0f} s")
        if child.returncode < 0:
            return Failure(f"crashed: {signal.Signals(-child.returncode).name}")
        if child.returncode not in command.accepted:
            return Failure(f"failed: exit {child.returncode}")
        if command.error_log and command.error_log.search(err.read_bytes()):
            return Failure(f"logged an error: exit {child.returncode}")
        return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_UNIT)
    finally:
        for file in {out, err} - {keep}:
            file.unlink(missing_ok=True)


def run_in_turn(
    commands: Mapping[str, Command], runs: int, scratch: Path, timeout: float
) -> dict[str, Series]:
    """Run all commands in turn (A B C, A B C, …), so that drift hits all alike."""
    series = {name: Series() for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if series[name].failure:
                continue
            result = run_once(command, scratch, timeout)
            if isinstance(result, Failure):
                series[name].failure = result
            else:
                series[name].samples.append(result)
    return series

"""The rows of the table: each prepares its input, runs all tools on it, and cleans up."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Optional

import fixtures
from findings import lacking, oracle
from measure import Command, Sample, Series, run_in_turn
from tools import Tool, clean_environment, ripgrep

# A string that hardly any file holds: what the plainest search has to look for.
LITERAL = "sk-or-v1-"

# Short processes are run this many times as often, since their times scatter more.
SHORT = 3


@dataclass
class Row:
    """One piece of work, the times of each tool, and those of the lower bounds."""

    key: str
    title: str
    series: dict[str, Series]
    bounds: dict[str, Series] = field(default_factory=dict)
    pack_bytes: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class Bench:
    """What every row needs: the tools, the scratch folder, and how often and how long to run."""

    tools: list[Tool]
    repositories: list[Path]
    scratch: Path
    runs: int
    timeout: float
    times_only: bool = False
    clones: dict[Path, Path] = field(default_factory=dict)

    def clone(self, repository: Path) -> Path:
        """The clean clone of a repository, made once."""
        if repository not in self.clones:
            into = self.scratch / f"{len(self.clones) + 1}-{fixtures.name_of(repository)}"
            self.clones[repository] = fixtures.clone(repository, into)
        return self.clones[repository]

    def row(
        self, key: str, title: str, path: Path, stdin: Optional[Path] = None, runs: int = 0,
        bounds: Optional[dict[str, Command]] = None, pack_bytes: int = 0,
    ) -> Row:
        """Run all tools and the lower bounds in turn on one input."""
        names = [tool.name for tool in self.tools]
        commands = {tool.name: tool.command(key, path, stdin) for tool in self.tools}
        series = run_in_turn(
            {**commands, **(bounds or {})}, runs or self.runs, self.scratch, self.timeout
        )
        return Row(
            key=key, title=title, pack_bytes=pack_bytes,
            series={name: series[name] for name in names},
            bounds={name: series[name] for name in bounds or {}},
        )

    def warm_up(self) -> None:
        """One scan of ten bytes by each tool, so that one-time caches of rules are written."""
        tiny = fixtures.tiny_input(self.scratch / "warm-up")
        commands = {tool.name: tool.command("stdin", self.scratch, tiny) for tool in self.tools}
        run_in_turn(commands, 1, self.scratch, self.timeout)


def _bound(argv: list[str], cwd: Path, accepted: frozenset[int] = frozenset({0})) -> Command:
    """A process that does the least of what a scanner must do."""
    return Command(argv=argv, env=clean_environment(), cwd=cwd, accepted=accepted)


def _history(bench: Bench) -> Iterator[Row]:
    """The history of each repository."""
    for repository in bench.repositories:
        clone = bench.clone(repository)
        row = bench.row(
            "history", f"history of {fixtures.name_of(repository)}", clone,
            pack_bytes=fixtures.pack_bytes(clone),
        )
        if not bench.times_only:
            for tool in bench.tools:
                if tool.name == "kunci":
                    row.notes += oracle(tool, clone, bench.scratch, bench.timeout)[1]
            row.notes += lacking(bench.tools, clone, bench.scratch, bench.timeout)
        yield row


def _folder(bench: Bench) -> Iterator[Row]:
    """The files of each repository, outside git."""
    for repository in bench.repositories:
        clone = bench.clone(repository)
        tree = fixtures.work_tree(clone, clone.with_name(f"{clone.name}-files"))
        bounds = {}
        if rg := ripgrep():
            argv = [rg, "-c", "--no-ignore", "--hidden", LITERAL, str(tree)]
            bounds["rg -c LITERAL"] = _bound(argv, tree, frozenset({0, 1}))
        title = f"folder: files of {fixtures.name_of(repository)}"
        yield bench.row("folder", title, tree, bounds=bounds)
        shutil.rmtree(tree)


def _staged(bench: Bench) -> Iterator[Row]:
    """What a pre-commit hook does, in a generated repository."""
    repository = fixtures.staged_repository(bench.scratch / "staged")
    bounds = {"git diff --cached": _bound(["git", "diff", "--cached"], repository)}
    title = f"staged, one changed line of {fixtures.STAGED_FILES:,} files"
    yield bench.row("staged", title, repository, runs=bench.runs * SHORT, bounds=bounds)
    shutil.rmtree(repository)


def _stdin(bench: Bench) -> Iterator[Row]:
    """What it costs to start."""
    tiny = fixtures.tiny_input(bench.scratch / "tiny")
    bounds = {"true": _bound([shutil.which("true") or "true"], bench.scratch)}
    yield bench.row(
        "stdin", "standard input, 10 bytes", bench.scratch, stdin=tiny,
        runs=bench.runs * SHORT, bounds=bounds,
    )


def _large(bench: Bench) -> Iterator[Row]:
    """Memory and time on one big file."""
    file = fixtures.large_file(bench.scratch / "large.txt")
    try:
        yield bench.row("large", "one file of 2 GB", file, runs=1)
    finally:
        os.unlink(file)


def _growth(bench: Bench) -> Iterator[Row]:
    """Whether kunci's time grows with what is new, or with what is stored again and again."""
    alone = Bench(
        [tool for tool in bench.tools if tool.name == "kunci"], [], bench.scratch, bench.runs,
        bench.timeout,
    )
    for commits in (1_000, 2_000):
        repository = fixtures.growing_history(bench.scratch / f"growth-{commits}", commits)
        row = alone.row("history", f"growth: {commits:,} commits of one line each", repository)
        row.key = f"growth-{commits}"
        yield row
        shutil.rmtree(repository)


def _edits(bench: Bench) -> Iterator[Row]:
    """Whether kunci's time depends on the size of a file that is edited line by line."""
    alone = Bench(
        [tool for tool in bench.tools if tool.name == "kunci"], [], bench.scratch, bench.runs,
        bench.timeout,
    )
    for name, size in (("10 kB", 10_000), ("1 MB", 1_000_000)):
        repository = bench.scratch / f"edits-{size}"
        fixtures.edited_history(repository, fixtures.EDITS, size)
        row = alone.row(
            "history", f"edits: {fixtures.EDITS:,} commits of one line each, file of {name}",
            repository, pack_bytes=fixtures.pack_bytes(repository),
        )
        row.key = f"edits-{size}"
        # Each version has to be rebuilt once, however little of it is new.
        rebuilt = fixtures.EDITS * size
        copying = Sample(fixtures.copying_time(size, fixtures.EDITS), 0, 0)
        row.bounds[f"copy {rebuilt / 1e9:.1f} GB"] = Series([copying])
        yield row
        shutil.rmtree(repository)


# Every kind of row by its name, and whether it runs when none is named.
KINDS: dict[str, tuple[Callable[[Bench], Iterator[Row]], bool]] = {
    "history": (_history, True),
    "folder": (_folder, True),
    "staged": (_staged, True),
    "stdin": (_stdin, True),
    "growth": (_growth, True),
    "edits": (_edits, False),
    "large": (_large, False),
}

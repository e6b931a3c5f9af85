"""The rows of `Fixtures/surroundings`: repositories in hostile surroundings, and what is expected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

from tools import PACKAGE

FOLDER = PACKAGE / "Fixtures" / "surroundings"

FILES = ("settings", "variables", "places", "contents")

# What a row means by `=> usual`, as far as the peers have such commands.
USUAL = ((2, "kunci scan"), (1, "kunci staged"), (1, "kunci history"))

# A command that every tool has: kunci's scan, staged or history, of one path at most.
ASKED = re.compile(r"(?:kunci|\"\$KUNCI\") (scan|staged|history)( [^-\s]\S*)?$")


@dataclass(frozen=True)
class Question:
    """A command, and how many keys are to be found; None where none can be, and it must say so."""

    work: str
    command: str
    keys: Optional[int]


@dataclass
class Row:
    """A repository, and what is asked of each tool there."""

    name: str
    script: str = ""
    questions: list[Question] = field(default_factory=list)


def prologue() -> str:
    """What comes before each script."""
    return (FOLDER / "prologue.sh").read_text()


def read() -> Iterator[Row]:
    """All rows, in order."""
    for file in FILES:
        yield from _rows(FOLDER / f"{file}.txt")


def _rows(file: Path) -> Iterator[Row]:
    """The rows of a file; see its README."""
    row: Optional[Row] = None
    for line in file.read_text().splitlines():
        if name := re.fullmatch(r"\[([^\[\]]+)\]", line):
            if row:
                yield row
            row = Row(name[1])
        elif row and line.startswith("=> "):
            row.questions += _questions(line[3:])
        elif row and not line.startswith("#"):
            row.script += line + "\n"
    if row:
        yield row


def _questions(line: str) -> Iterator[Question]:
    """The questions of a line, without those that only kunci has a command for."""
    if usual := re.fullmatch(r"usual(?:: (.+))?", line):
        wanted = [(str(keys), f"{usual[1] or ''} {command}") for keys, command in USUAL]
    else:
        parts = re.fullmatch(r'(\d+|incomplete|trap)(?: "[^"]+")?: (.+)', line)
        wanted = [(parts[1], parts[2])] if parts else []
    for keys, command in wanted:
        asked = ASKED.search(command)
        if asked and keys not in ("0", "trap"):
            yield Question(asked[1], command, None if keys == "incomplete" else int(keys))

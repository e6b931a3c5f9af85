"""What a history scan finds, held against git's own reading and against the peers."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path
from typing import Any, Iterable, Union

from leaks import Leak, leaks_of, missing
from measure import Failure, run_once
from tools import PEERS, Tool


def _report(
    kunci: Tool, path: Path, scratch: Path, timeout: float, options: tuple[str, ...]
) -> Union[dict[str, Any], Failure]:
    """The JSON report of a history; secrets stay redacted in it."""
    command = kunci.command("history", path, options=("--format", "json", *options))
    # An incomplete repository is to be compared as well.
    command = dataclasses.replace(command, accepted=frozenset({0, 1, 2}))
    file = scratch / "history.json"
    try:
        result = run_once(command, scratch, timeout, keep=file)
        return result if isinstance(result, Failure) else json.loads(file.read_text())
    except ValueError:
        return Failure("its report could not be read")
    finally:
        file.unlink(missing_ok=True)


def _parts(report: dict[str, Any]) -> Iterable[str]:
    """Whatever a report says, piece by piece: findings without places, places, gaps."""
    for found in report["findings"]:
        name = f"{found['ruleID']} {found['fingerprint'][:12]}"
        places = found.pop("locations")
        yield f"{name}: {json.dumps(found, sort_keys=True)}"
        for place in places:
            commit = (place.get("commit") or {}).get("id", "-")[:12]
            where = f"{place['path']}:{place['line']}:{place['column']}, commit {commit}"
            yield f"{name} at {where}: {json.dumps(place, sort_keys=True)}"
    for error in report["scan"]["errors"]:
        yield f"error: {error['path']}: {error['message']}"
    for skipped in report["scan"]["skipped"]:
        yield f"skipped: {skipped['path']}: {skipped['reason']}"


def oracle(
    kunci: Tool, path: Path, scratch: Path, timeout: float, limit: int = 20
) -> tuple[bool, list[str]]:
    """Whether kunci finds in a history what it finds with git reading each object whole."""
    native = _report(kunci, path, scratch, timeout, ())
    through_git = _report(kunci, path, scratch, timeout, ("--through-git",))
    for name, report in (("kunci", native), ("kunci --through-git", through_git)):
        if isinstance(report, Failure):
            return False, [f"{name}: {report.reason}"]
    ours, theirs = Counter(_parts(native)), Counter(_parts(through_git))
    if ours == theirs:
        count = len(native["findings"])
        places = sum(1 for part in ours if " at " in part.split(": ")[0])
        return True, [f"equal to `--through-git`: {count} findings, {places} places"]
    lines = ["**not equal** to `--through-git`:"]
    for title, rest in (("only native", ours - theirs), ("only through git", theirs - ours)):
        parts = sorted(rest.elements())
        lines += [f"{title}: {part[:300]}" for part in parts[:limit]]
        if len(parts) > limit:
            lines.append(f"{title}: … and {len(parts) - limit} more")
    return False, lines


def provider_leaks(
    tools: list[Tool], work: str, path: Path, scratch: Path, timeout: float,
    skip: Iterable[str] = (),
) -> tuple[dict[str, list[Leak]], dict[str, int], dict[str, Failure]]:
    """What each peer's provider rules find and all that kunci finds; totals; who failed."""
    found: dict[str, list[Leak]] = {}
    totals: dict[str, int] = {}
    failures: dict[str, Failure] = {}
    for tool in tools:
        result = leaks_of(tool, work, path, scratch, timeout, unsure=True)
        if isinstance(result, Failure):
            failures[tool.name] = result
            continue
        kept = [leak for leak in result if not leak.generic and leak.rule not in skip]
        totals[tool.name] = len(result)
        found[tool.name] = kept if tool.name in PEERS else result
    return found, totals, failures


def lacking(
    tools: list[Tool], path: Path, scratch: Path, timeout: float
) -> list[str]:
    """Every secret that a peer's provider rule finds in a history and kunci does not."""
    found, _, failures = provider_leaks(tools, "history", path, scratch, timeout)
    lines = [f"{name}: {failure.reason}" for name, failure in failures.items()]
    if "kunci" not in found:
        return lines
    ours = found.pop("kunci")
    for name, leaks in found.items():
        rest = sorted(missing(leaks, ours), key=lambda leak: (leak.rule, leak.path, leak.commit))
        title = f"found by provider rules of {name}, not by kunci: {len(rest)} of {len(leaks)}"
        lines += [title, *(f"    {leak.describe()}" for leak in rest)]
    return lines

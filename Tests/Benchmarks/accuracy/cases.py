"""Makes files that hold one generated key each."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, replace
from os.path import commonprefix
from pathlib import Path
from typing import Callable, Iterator, Mapping

import surroundings
from surroundings import Key
from tools import PACKAGE

# Rules for documents of a certain structure, and for places where only a secret can stand: their keys
# alone look like any others. Whether they are found there, `swift test` checks, and `--kinds` counts.
DOCUMENTS = {
    "android-signing-password", "aspnet-machine-key", "bitcoin-mnemonic-secret",
    "bitcoin-private-key-alone", "command-curl-password", "command-database-password",
    "command-login-password", "command-option-password", "command-stdin-password",
    "connection-call-password", "connection-dsn-password", "connection-oracle-password",
    "connection-string-password", "docker-registry-auth", "ethereum-private-key-alone",
    "gitlab-session", "google-app-password", "google-app-password-alone",
    "google-oauth-client-secret-legacy", "google-service-account-key", "http-basic-credentials",
    "http-bearer-token", "json-web-key-secret", "laravel-app-key", "netrc-password",
    "npm-registry-credentials", "npm-registry-token", "nuget-source-password",
    "postgresql-pgpass-password", "private-key-alone", "sidekiq-credentials",
    "terraform-state-password", "wordpress-salt-secret",
}


Surroundings = Mapping[str, tuple[str, Callable[[Key], bytes]]]


@dataclass(frozen=True)
class Case:
    """A file with one key in it."""

    rule: str
    provider: str
    surrounding: str
    secret: str
    path: str


def generate(kunci: Path, folder: Path, seeds: int, more: Surroundings | None = None) -> list[Case]:
    """Write every rule's keys into every surrounding, and into more; each file has a key of its own."""
    more = more or {}
    count = surroundings.COUNT + len(more)
    cases: list[Case] = []
    marked = _marked(kunci)
    for number in range(seeds * count):
        seed, place = divmod(number, count)
        for rule, provider, key in _keys(kunci, 1 + number):
            key = replace(key, is_marked=rule in marked)
            fitting = [*surroundings.surroundings(key).items(), *more.items()]
            if place >= len(fitting):
                continue
            title, (name, text) = fitting[place]
            path = Path(f"{rule}-{seed}-{place}") / name
            (folder / path).parent.mkdir()
            (folder / path).write_bytes(text(key))
            cases.append(Case(rule, provider, title, key.secret, str(path)))
    return cases


def _marked(kunci: Path) -> set[str]:
    """The rules whose keys all begin alike, and need no name that they are assigned to."""
    texts = [path.read_text() for path in (PACKAGE / "Rules").glob("*.toml")]
    assigned = {
        found[1] for text in texts for rule in text.split("[[rules]]")
        if (found := re.search(r'^id = "(.*)"', rule, re.M)) and "\nassigned_to" in rule
    }
    keys: dict[str, list[str]] = {}
    for seed in range(1, 9):
        for rule, _, key in _keys(kunci, seed):
            keys.setdefault(rule, []).append(key.secret)
    return {
        rule for rule, secrets in keys.items()
        if rule not in assigned and sum(map(str.isalnum, commonprefix(secrets))) >= 2
        and "://" not in secrets[0]
    }


def _keys(kunci: Path, seed: int) -> Iterator[tuple[str, str, Key]]:
    """A key of each rule, one that is reported by default."""
    printed = subprocess.run(
        [kunci, "rules", "examples", PACKAGE / "Rules", "--seed", str(seed)],
        capture_output=True, text=True, check=True,
    )
    seen: set[str] = set()
    for line in printed.stdout.splitlines():
        example = json.loads(line)
        if example["ruleID"] in seen or example["confidence"] == "low":
            continue
        seen.add(example["ruleID"])
        if example["ruleID"] not in DOCUMENTS:
            yield example["ruleID"], example["provider"], Key(_whole(example), _name(example))


def _whole(example: dict) -> str:
    """The key, or the URL or connection string that it is a part of and that tells what it is."""
    start = example["text"].index(example["secret"])
    end = start + len(example["secret"])
    before = re.search(r"[^\s\"'`<>(]*$", example["text"][:start])[0]
    after = re.match(r"[^\s\"'`<>)]*", example["text"][end:])[0]
    if "://" in before or ";" in before:
        return re.sub(r"^[A-Z_]+=", "", before) + example["secret"] + after
    return example["secret"]


def _name(example: dict) -> str:
    """What the example calls its key; else the provider's name."""
    before = example["text"].split(example["secret"])[0]
    found = re.search(r"([A-Za-z][A-Za-z0-9_.-]*)[\"'\]]{0,2}\s*(?:=>|:=|[:=(,])?\s*[\"'`(]*$", before)
    words = example["context"]
    if found and (not words or any(word in found[1].lower() for word in words)):
        return found[1]
    return f"{words[0] if words else example['provider']}_key"

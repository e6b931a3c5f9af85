"""The version of kunci, from the one place where the program has it."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Commands" / "Version.swift"


def version() -> str:
    """What `kunci version` prints behind the name."""
    found = re.findall(r'^ *package static let text = "([^"]*)"$', SOURCE.read_text("utf-8"), re.M)
    if len(found) != 1:
        raise ValueError(f"{SOURCE}: there is no one version to be found")
    # Of PEP 440 the forms that are also those of semantic versions, but for a dash.
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", found[0]):
        raise ValueError(f"{SOURCE}: {found[0]} is not of the form 1.2.3, 1.2.3a4, 1.2.3b4 or 1.2.3rc4")
    return found[0]


if __name__ == "__main__":
    print(version())

"""Writes the Homebrew formula of a release.

    formula.py URL SHA256SUMS >kunci.rb

URL is the folder that the release's archives are downloaded from, SHA256SUMS their sums as
`sha256sum` writes them.
"""

import pathlib
import re
import sys

from version import version

TEMPLATE = pathlib.Path(__file__).with_name("kunci.rb.in")


def formula(url: str, sums: str) -> str:
    """The template with version, addresses and sums filled in.

    Raises ValueError where an archive has no sum.
    """
    known = {}
    for line in sums.splitlines():
        found = re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)", line)
        if not found:
            raise ValueError(f"this is no line of sha256sum: {line}")
        known[found[2]] = found[1]

    def fill(found: re.Match) -> str:
        kind, platform = found[1], found[2]
        if kind == "version":
            return version()
        archive = f"kunci-{version()}-{platform}.tar.gz"
        if archive not in known:
            raise ValueError(f"there is no sum of {archive}")
        return known[archive] if kind == "sha256" else f"{url.rstrip('/')}/{archive}"

    return re.sub(r"@(version|url|sha256)(?::([a-z0-9_-]+))?@", fill, TEMPLATE.read_text("utf-8"))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: formula.py URL SHA256SUMS")
    try:
        print(formula(sys.argv[1], pathlib.Path(sys.argv[2]).read_text("utf-8")), end="")
    except (OSError, ValueError) as error:
        sys.exit(f"formula.py: {error}")

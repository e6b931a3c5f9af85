"""Writes what a program is made of, as SPDX 2.3 in JSON.

    sbom.py PROGRAM >kunci.spdx.json

kunci has no packages. What else is in its program is the Swift runtime of the compiler and, where it
is linked statically, zlib and the system's libraries for C and C++. To be run on the machine that
built PROGRAM, as it asks there for versions; what nobody there knows is left out.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse
import uuid

import executable
from timestamp import timestamp
from version import version

# What a static program is linked with besides Swift: its name, the library that the linker takes,
# its licence.
STATIC_LIBRARIES = [
    ("zlib", "libz.a", "Zlib"),
    ("glibc", "libc.a", "LGPL-2.1-or-later"),
    ("libstdc++", "libstdc++.a", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libgcc", "libgcc.a", "GPL-3.0-or-later WITH GCC-exception-3.1"),
]
SWIFT_LICENCE = "Apache-2.0 WITH Swift-exception"


def answer(*command: str) -> str:
    """What a program writes; empty where it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def package(name: str, licence: str, **more: object) -> dict:
    """A package of the document; `more` holds what is known besides."""
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]", "-", name),
        "name": name,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        **more,
    }


def debian_package(library: str) -> dict:
    """Version and package of a static library, as Debian and its likes know it."""
    path = answer("clang", f"-print-file-name={library}")
    if not path.startswith("/"):
        return {}
    # dpkg knows a file by the path that it was installed under, which may be a link by now.
    paths = [str(pathlib.Path(path).resolve()), path]
    owner = next(filter(None, (answer("dpkg-query", "-S", each) for each in paths)), "")
    name = owner.split(": ")[0].split(":")[0]
    if not name:
        return {}
    known = answer("dpkg-query", "-W", "-f", "${Version} ${Architecture}\n", name).split()
    if len(known) < 2:
        return {}
    system = re.search(r'^ID="?([a-z]+)', pathlib.Path("/etc/os-release").read_text("utf-8"), re.M)
    parts = [system[1] if system else "debian", name, known[0], known[1]]
    kind, name, release, architecture = (urllib.parse.quote(part, safe="") for part in parts)
    locator = f"pkg:deb/{kind}/{name}@{release}?arch={architecture}"
    reference = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": locator,
    }
    return {"versionInfo": known[0], "externalRefs": [reference]}


def parts(program: executable.Executable) -> list[tuple[str, dict]]:
    """What is in the program or made it, each with its relationship to the program."""
    found = re.search(r"Swift version (\S+)", answer("swift", "--version"))
    swift = {"versionInfo": found[1]} if found else {}
    compiler = package("swift-compiler", SWIFT_LICENCE, primaryPackagePurpose="APPLICATION", **swift)
    result = [("BUILD_TOOL_OF", compiler)]
    if program.system == "linux":
        runtime = package("swift-runtime", SWIFT_LICENCE, primaryPackagePurpose="LIBRARY", **swift)
        result.append(("STATIC_LINK", runtime))
        for name, library, licence in STATIC_LIBRARIES:
            facts = debian_package(library)
            result.append(("STATIC_LINK", package(name, licence, primaryPackagePurpose="LIBRARY", **facts)))
    for library in program.libraries:
        name = pathlib.PurePosixPath(library).name
        facts = {"comment": f"Part of macOS: {library}", "primaryPackagePurpose": "LIBRARY"}
        result.append(("DYNAMIC_LINK", package(name, "NOASSERTION", **facts)))
    return result


def document(program: executable.Executable) -> dict:
    digest = hashlib.sha256(program.content).hexdigest()
    name = f"kunci-{version()}-{program.platform}"
    kunci = package(
        "kunci",
        "NOASSERTION",
        versionInfo=version(),
        packageFileName="kunci",
        primaryPackagePurpose="APPLICATION",
        checksums=[{"algorithm": "SHA256", "checksumValue": digest}],
    )
    others = parts(program)
    relationships = [("SPDXRef-DOCUMENT", "DESCRIBES", kunci["SPDXID"])]
    for kind, other in others:
        ends = [kunci["SPDXID"], other["SPDXID"]]
        first, last = reversed(ends) if kind == "BUILD_TOOL_OF" else ends
        relationships.append((first, kind, last))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        # The form that the standard has for those without a place of their own; the same for the
        # same program.
        "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(timestamp())),
            "creators": [f"Tool: kunci-sbom-{version()}"],
        },
        "packages": [kunci] + [other for _, other in others],
        "relationships": [
            {"spdxElementId": first, "relationshipType": kind, "relatedSpdxElement": last}
            for first, kind, last in relationships
        ],
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: sbom.py PROGRAM")
    try:
        print(json.dumps(document(executable.read(sys.argv[1])), indent=2))
    except (executable.Unfit, OSError, ValueError) as error:
        sys.exit(f"sbom.py: {sys.argv[1]}: {error}")

#!/usr/bin/env python3
"""Makes a wheel that carries kunci itself: pip puts the program into a folder of the PATH.

    build.py [--for PLATFORM] PROGRAM FOLDER

PROGRAM is a release's program, stripped; on Linux it is linked statically. There is no Python in the
wheel, so the installed program starts as fast as any. The same program, version and
SOURCE_DATE_EPOCH give the same bytes with the same zlib. It prints the path of the wheel.

The format is that of PEP 427, the tags those of PEP 425, 600 and 656. The wheel is not called
`kunci`: that name belongs to another project on PyPI, which pip would take for a newer version.
"""

import argparse
import base64
import hashlib
import pathlib
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import executable  # noqa: E402
from timestamp import timestamp  # noqa: E402
from version import version  # noqa: E402

NAME = "kunci-scanner"


def tags(program: executable.Executable) -> list[str]:
    """The platforms that the program runs on.

    A static program needs no C library, neither the GNU one of at least 2.17 (PEP 600; the second
    name is the one that older installers know) nor musl of at least 1.1 (PEP 656).
    """
    machine = program.machine
    if program.system == "linux":
        return [f"{name}_{machine}" for name in ("manylinux_2_17", "manylinux2014", "musllinux_1_1")]
    # Of macOS 11 and newer the tags name no minor version.
    major, _ = program.oldest_system
    return [f"macosx_{major}_0_{machine}"]


def metadata() -> str:
    return f"""\
Metadata-Version: 2.1
Name: {NAME}
Version: {version()}
Summary: Finds leaked keys in files and in git history.
Keywords: secrets,security,git,pre-commit
Classifier: Environment :: Console
Classifier: Topic :: Security
Description-Content-Type: text/plain

kunci finds leaked keys in files and in git history, before somebody else does. This wheel holds
the program alone: no Python code, and nothing that it depends on but git.
"""


def wheel_facts(platforms: list[str]) -> str:
    lines = ["Wheel-Version: 1.0", "Generator: kunci/.github/wheel", "Root-Is-Purelib: false"]
    return "\n".join(lines + [f"Tag: py3-none-{platform}" for platform in platforms]) + "\n"


def record(files: dict[str, bytes], itself: str) -> str:
    """The list of all files with their hashes and sizes, but for its own."""
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}")
    return "\n".join(lines + [f"{itself},,"]) + "\n"


def build(program: executable.Executable, folder: pathlib.Path) -> pathlib.Path:
    """Writes the wheel and returns its path."""
    stem = f"{NAME.replace('-', '_')}-{version()}"
    platforms = tags(program)
    script = f"{stem}.data/scripts/kunci"
    files = {
        script: program.content,
        f"{stem}.dist-info/METADATA": metadata().encode(),
        f"{stem}.dist-info/WHEEL": wheel_facts(platforms).encode(),
    }
    itself = f"{stem}.dist-info/RECORD"
    files[itself] = record(files, itself).encode()
    moment = time.gmtime(timestamp())[:6]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-py3-none-{'.'.join(platforms)}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3  # Unix, whose permissions the attributes hold
            entry.external_attr = (0o100755 if name == script else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes a wheel that carries kunci itself.")
    parser.add_argument("program", metavar="PROGRAM")
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--for", dest="platform", help="what PROGRAM must be for, such as linux-x86_64")
    arguments = parser.parse_args()
    try:
        program = executable.read(arguments.program)
        if arguments.platform not in (None, program.platform):
            raise executable.Unfit(f"wrong architecture: it is for {program.platform}, not {arguments.platform}")
        print(build(program, arguments.folder))
    except (executable.Unfit, OSError, ValueError) as error:
        reason = error if isinstance(error, (OSError, ValueError)) else f"{arguments.program}: {error}"
        print(f"build.py: {reason}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

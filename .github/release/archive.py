"""Packs files into a .tar.gz whose bytes follow from theirs alone.

    archive.py ARCHIVE FOLDER

FOLDER is what the archive holds, under its own name. Owners, times and order are always the same, and
of permissions only whether a file can be executed is kept.
"""

import gzip
import os
import pathlib
import sys
import tarfile

from timestamp import timestamp


def entry(path: pathlib.Path, name: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.mtime = timestamp()
    info.size = path.stat().st_size
    info.mode = 0o755 if os.access(path, os.X_OK) else 0o644
    return info


def pack(archive: pathlib.Path, folder: pathlib.Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with (
        archive.open("wb") as output,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=output, mtime=timestamp()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path in files:
            name = path.relative_to(folder.parent).as_posix()
            with path.open("rb") as content:
                tar.addfile(entry(path, name), content)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: archive.py ARCHIVE FOLDER")
    pack(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))

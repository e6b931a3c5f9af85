"""What an executable is made for, read from its own headers: ELF of Linux, Mach-O of macOS."""

import dataclasses
import os
import pathlib
import struct
import sys

# elf(5), e_machine; <mach/machine.h>, cputype.
ELF_MACHINES = {62: "x86_64", 183: "aarch64"}
MACHO_MACHINES = {0x0100_0007: "x86_64", 0x0100_000C: "arm64"}


class Unfit(Exception):
    """Says why a file is no program that can be shipped."""


@dataclasses.dataclass(frozen=True)
class Executable:
    """A program that needs nothing but the system that it is made for."""

    path: pathlib.Path
    content: bytes
    system: str
    """`linux` or `macos`."""
    machine: str
    """As the system calls it: `x86_64`, on Linux `aarch64`, on macOS `arm64`."""
    oldest_system: tuple[int, int] | None
    """The oldest macOS that runs it; none for Linux."""
    libraries: tuple[str, ...]
    """Libraries of the system that it loads; none on Linux, where it is linked statically."""

    @property
    def platform(self) -> str:
        """Such as `linux-x86_64`: how files of a release name it."""
        return f"{self.system}-{self.machine}"


def read(path: str) -> Executable:
    """Reads a program, and makes sure that it can be shipped.

    Raises Unfit with the reason where it cannot, and OSError where it cannot be read.
    """
    content = pathlib.Path(path).read_bytes()
    if not os.access(path, os.X_OK):
        raise Unfit("it is not executable: chmod +x")
    try:
        if content[:4] == b"\x7fELF":
            return _elf(pathlib.Path(path), content)
        if content[:4] == b"\xcf\xfa\xed\xfe":
            return _macho(pathlib.Path(path), content)
    except struct.error:
        raise Unfit("it is cut off") from None
    raise Unfit("it is neither an ELF nor a 64-bit Mach-O program")


def _elf(path: pathlib.Path, content: bytes) -> Executable:
    if content[4:6] != b"\x02\x01":
        raise Unfit("wrong architecture: it is not 64-bit little-endian")
    kind, machine = struct.unpack_from("<HH", content, 16)
    if machine not in ELF_MACHINES:
        known = " or ".join(ELF_MACHINES.values())
        raise Unfit(f"wrong architecture: ELF machine {machine} is not {known}")
    if kind not in (2, 3):
        raise Unfit("it is no program: its ELF type is neither EXEC nor DYN")
    (segments, sections) = struct.unpack_from("<QQ", content, 32)
    size, count, section_size, section_count = struct.unpack_from("<HHHH", content, 54)
    for index in range(count):
        segment, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", content, segments + index * size)
        if segment == 3:  # PT_INTERP
            loader = content[offset : offset + length].rstrip(b"\0").decode("utf-8", "replace")
            raise Unfit(f"it is not linked statically: it wants {loader}")
        if segment == 2 and _needs_libraries(content, offset, length):  # PT_DYNAMIC
            raise Unfit("it is not linked statically: it wants shared libraries")
    for index in range(section_count):
        if struct.unpack_from("<I", content, sections + index * section_size + 4)[0] == 2:  # SHT_SYMTAB
            raise Unfit("it is not stripped: it has a symbol table")
    return Executable(path, content, "linux", ELF_MACHINES[machine], None, ())


def _needs_libraries(content: bytes, offset: int, length: int) -> bool:
    """Whether a dynamic section names a library, as that of a static program with PIE does not."""
    tags = (struct.unpack_from("<q", content, entry)[0] for entry in range(offset, offset + length, 16))
    return 1 in tags  # DT_NEEDED


def _macho(path: pathlib.Path, content: bytes) -> Executable:
    machine, _, kind, count = struct.unpack_from("<IIII", content, 4)
    if machine not in MACHO_MACHINES:
        known = " or ".join(MACHO_MACHINES.values())
        raise Unfit(f"wrong architecture: Mach-O CPU type {machine:#x} is not {known}")
    if kind != 2:
        raise Unfit("it is no program: its Mach-O type is not EXECUTE")
    oldest, libraries, offset = None, [], 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", content, offset)
        if command == 0x32:  # LC_BUILD_VERSION
            platform, least = struct.unpack_from("<II", content, offset + 8)
            if platform != 1:
                raise Unfit(f"it is for Apple's platform {platform}, not for macOS")
            oldest = (least >> 16, least >> 8 & 0xFF)
        elif command & 0x7FFF_FFFF in (0x0C, 0x18, 0x1F):  # LC_LOAD_DYLIB, also weak or re-exported
            name = struct.unpack_from("<I", content, offset + 8)[0]
            library = content[offset + name : offset + size].rstrip(b"\0").decode("utf-8", "replace")
            if not library.startswith(("/usr/lib/", "/System/")):
                raise Unfit(f"it wants a library that is not the system's: {library}")
            libraries.append(library)
        if size < 8:
            raise Unfit("it is damaged: a load command without a size")
        offset += size
    if oldest is None:
        raise Unfit("it does not say which macOS it is for")
    return Executable(path, content, "macos", MACHO_MACHINES[machine], oldest, tuple(libraries))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: executable.py PROGRAM")
    try:
        print(read(sys.argv[1]).platform)
    except (Unfit, OSError) as error:
        sys.exit(f"executable.py: {sys.argv[1]}: {error}")

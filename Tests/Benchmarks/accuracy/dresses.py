"""What stands around the lines of a private key, where somebody quotes, prints or logs it."""

from __future__ import annotations

import base64
import html
import json
import random
from typing import Callable
from urllib.parse import quote

Dress = Callable[[list[str], random.Random], str]

INDENTS = (0, 2, 4, 6, 8, 12, 16)


def _each(before: str, after: str = "", joint: str = "\n") -> Dress:
    return lambda lines, _: joint.join(before + line + after for line in lines) + "\n"


def _numbered(form: Callable[[int, str], str]) -> Dress:
    return lambda lines, _: "\n".join(form(1 + n, line) for n, line in enumerate(lines)) + "\n"


def _timed(form: Callable[[str, str], str]) -> Dress:
    def text(lines: list[str], dice: random.Random) -> str:
        day = f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T11:{dice.randint(10, 59)}"
        stamps = (f"{day}:{10 + n // 9:02}.{dice.randrange(10 ** 9):09}Z" for n in range(len(lines)))
        return "\n".join(form(stamp, line) for stamp, line in zip(stamps, lines)) + "\n"
    return text


def _joined(joint: str, before: str = "PRIVATE_KEY=\"", after: str = "\"\n") -> Dress:
    return lambda lines, _: before + joint.join(lines) + after


def _whole(spell: Callable[[str], str]) -> Dress:
    return lambda lines, _: spell("\n".join(lines) + "\n")


def _hunk(lines: list[str], dice: random.Random) -> str:
    return "@@ -1,9 +1,9 @@\n" + "".join(
        ("+" if dice.random() < 0.5 else " ") + line + "\n" for line in lines)


# Those that the issue names.
DRESSES: dict[str, Dress] = {
    "plain": _each(""),
    "carriage returns": _each("", "\r"),
    "tabs": _each("\t\t"),
    "added lines of a diff": _each("+"),
    "removed lines of a diff": _each("-"),
    "context of a diff": _each(" "),
    "hunk of a diff": _hunk,
    "blanks": _joined(" "),
    "nothing": _joined(""),
    "escaped": _joined("\\n"),
    "escaped twice": _joined("\\\\n"),
    "escaped carriage returns": _joined("\\r\\n"),
    "<br>": _joined("<br>", "<p>", "</p>\n"),
    "<br/> and line ends": _joined("<br/>\n", "<p>", "</p>\n"),
    "bars": _joined("|"),
    "line numbers": _numbered(lambda n, line: f"{n:6}\t{line}"),
    "line numbers with colons": _numbered(lambda n, line: f"{n}: {line}"),
    "line numbers with bars": _numbered(lambda n, line: f"{n:4} | {line}"),
    "grep -n": _numbered(lambda n, line: f"config/server.key:{n}:{line}"),
    "grep -rn": _numbered(
        lambda n, line: f"./deploy/production/certificates/servers/frontend/server.key:{n}:{line}"),
    "docker compose logs": _each("web_1  | "),
    "docker logs -t": _timed(lambda stamp, line: f"{stamp} {line}"),
    "log": _timed(lambda stamp, line: f"[{stamp}] INFO  config: {line}"),
    "JSON array": lambda lines, _: json.dumps({"key": lines}, indent=2) + "\n",
    "JSON array in a line": lambda lines, _: json.dumps(lines) + "\n",
    "JSON with escaped slashes": lambda lines, _:
        json.dumps({"key": "\n".join(lines)}).replace("/", "\\/") + "\n",
    "// comment": _each("// "),
    "tight // comment": _each("//"),
    "# comment": _each("# "),
    "-- comment": _each("-- "),
    "REM comment": _each("REM "),
    "* comment": _each(" * "),
    ".append": _each('  pem.append("', '\\n");'),
    "echo >>": _each('echo "', '" >> /etc/ssl/private/server.key'),
    "+": _each('  "', '\\n" +'),
    "+ first": _each('  + "', '\\n"'),
    ".": _each("  . '", "' . \"\\n\""),
    "&": _each('  "', '" & vbCrLf & _'),
    "adjacent literals": _each('  "', '\\n"'),
    "%0A": _whole(lambda text: "key=" + quote(text, safe="") + "&state=1\n"),
    "%0A and +": _whole(lambda text: "key=" + quote(text, safe=" ").replace(" ", "+") + "\n"),
    "&#10;": lambda lines, _: '<key value="' + "&#10;".join(lines) + '"/>\n',
    "entities": lambda lines, _: '<key value="' + "&#xA;".join(
        line.replace("+", "&#43;").replace("/", "&#x2F;").replace("=", "&#61;")
        for line in lines) + '"/>\n',
    "continued lines": _each("", "\\n\\"),
}

# Written before the reader was tried on any, and not looked at while it was made.
UNSEEN: dict[str, Dress] = {
    "json-file log of docker": _timed(
        lambda stamp, line: json.dumps({"log": line + "\n", "stream": "stdout", "time": stamp})),
    "log of a container runtime": _timed(lambda stamp, line: f"{stamp} stdout F {line}"),
    "syslog": _numbered(
        lambda n, line: f"Nov 29 11:06:{10 + n % 50} web-{n % 3} nginx[{4000 + n}]: {line}"),
    "make": _each("\t@echo '", "' >> key.pem"),
    "Add-Content": _each('Add-Content -Path C:\\keys\\server.key -Value "', '"'),
    "C macro": _each('  "', '\\r\\n" \\'),
    "quoted mail": _each("> > "),
    "elements of XML": _each("    <line>", "</line>"),
    "|| of SQL": _each("  '", "' || chr(10) ||"),
    "AppleScript": _each('"', '" & return & ¬'),
    "Rust": _each('    "', '\\n",'),
    "batch": _each("set KEY=%KEY%", ""),
    "CSV": _numbered(lambda n, line: f'{n},"{line}",2024'),
    "Markdown table": _each("| `", "` |"),
    "colours": _each("\x1b[32m+\x1b[m\x1b[32m", "\x1b[m"),
    "heredoc of Terraform": lambda lines, _:
        "  key = <<-EOT\n" + "".join(f"    {line}\n" for line in lines) + "  EOT\n",
    "unicode escapes": _whole(
        lambda text: json.dumps(text).replace("+", "\\u002B").replace("=", "\\u003D")),
    "git blame": _numbered(
        lambda n, line: f"4f2a91c{n % 10} (Jo Doe 2024-05-0{n % 9 + 1} 10:22:13 +0200 {n:3}) {line}"),
    "hexadecimal line numbers": _numbered(lambda n, line: f"{n * 65:08x}  {line}"),
    "setter": _numbered(lambda n, line: f'  lines[{n}] = "{line}";'),
    "LaTeX": _each("\\texttt{", "}\\\\"),
    "INI continuation": _each("\t", " \\"),
    "Perl": _each("  q(", ") . qq(\\n) ."),
    "ConvertTo-Json": _whole(lambda text: json.dumps(json.dumps({"k": text.replace("\n", "\r\n")}))),
}


def indented(text: str, indent: int) -> str:
    """The text inside a document, as values of Helm and ConfigMaps have it."""
    if indent == 0:
        return text
    lines = "".join(" " * indent + line + "\n" for line in text.rstrip("\n").split("\n"))
    return "data:\n" + " " * max(0, indent - 2) + "server.key: |\n" + lines


# Keys that are genuine in form; their numbers are random.


def _value(tag: int, content: bytes) -> bytes:
    count = len(content)
    length = bytes([count]) if count < 128 else (
        bytes([0x81, count]) if count < 256 else bytes([0x82]) + count.to_bytes(2, "big"))
    return bytes([tag]) + length + content


def _rsa(bits: int, dice: random.Random) -> bytes:
    def number(size: int) -> bytes:
        return _value(2, b"\0" + bytes([0x80 | dice.randrange(128)]) + dice.randbytes(size // 8 - 1))
    parts = number(bits) + _value(2, b"\1\0\1") + number(bits)
    return _value(0x30, _value(2, b"\0") + parts + b"".join(number(bits // 2) for _ in range(5)))


def _dsa(dice: random.Random) -> bytes:
    sizes = (1024, 160, 1024, 1024, 160)
    numbers = (_value(2, b"\0" + bytes([0x80]) + dice.randbytes(size // 8 - 1)) for size in sizes)
    return _value(0x30, _value(2, b"\0") + b"".join(numbers))


def _pkcs8(bits: int, dice: random.Random) -> bytes:
    algorithm = _value(6, bytes.fromhex("2a864886f70d010101")) + b"\5\0"
    return _value(0x30, _value(2, b"\0") + _value(0x30, algorithm) + _value(4, _rsa(bits, dice)))


def _sec1(size: int, dice: random.Random) -> bytes:
    curve = _value(0xA0, _value(6, bytes.fromhex("2a8648ce3d030107")))
    point = _value(0xA1, _value(3, b"\0\4" + dice.randbytes(2 * size)))
    return _value(0x30, _value(2, b"\1") + _value(4, dice.randbytes(size)) + curve + point)


def _ed25519(dice: random.Random) -> bytes:
    algorithm = _value(0x30, _value(6, b"\x2b\x65\x70"))
    return _value(0x30, _value(2, b"\0") + algorithm + _value(4, _value(4, dice.randbytes(32))))


def _openssh(dice: random.Random) -> bytes:
    def text(content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + content
    point, kind = dice.randbytes(32), text(b"ssh-ed25519")
    secret = dice.randbytes(4) * 2 + kind + text(point) + text(dice.randbytes(32) + point)
    secret += text(b"me@" + bytes(dice.choices(b"abcdefghij", k=dice.randint(3, 12))))
    secret += bytes(range(1, 1 + -len(secret) % 8))
    none = text(b"none")
    return (b"openssh-key-v1\0" + none + none + text(b"") + b"\0\0\0\1"
            + text(kind + text(point)) + text(secret))


KINDS: dict[str, tuple[str, int, Callable[[random.Random], bytes]]] = {
    "RSA 2048": ("RSA PRIVATE KEY", 64, lambda dice: _rsa(2048, dice)),
    "RSA 4096": ("RSA PRIVATE KEY", 64, lambda dice: _rsa(4096, dice)),
    "PKCS #8 2048": ("PRIVATE KEY", 64, lambda dice: _pkcs8(2048, dice)),
    "Ed25519": ("PRIVATE KEY", 64, _ed25519),
    "SEC 1 P-256": ("EC PRIVATE KEY", 64, lambda dice: _sec1(32, dice)),
    "SEC 1 P-521": ("EC PRIVATE KEY", 64, lambda dice: _sec1(66, dice)),
    "DSA": ("DSA PRIVATE KEY", 64, _dsa),
    "OpenSSH": ("OPENSSH PRIVATE KEY", 70, _openssh),
    "encrypted PKCS #8": ("ENCRYPTED PRIVATE KEY", 64, lambda dice: _value(
        0x30, _value(0x30, _value(6, bytes.fromhex("2a864886f70d01050d")) + dice.randbytes(70))
        + _value(4, dice.randbytes(1232)))),
}


# Keys that do not say how long they are.
OTHERS = ("RSA under a passphrase", "PGP", "PuTTY")


def lines_of(kind: str, dice: random.Random) -> list[str]:
    """A key of a kind, from header to footer."""
    if kind == "PuTTY":
        point = base64.b64encode(dice.randbytes(51)).decode()
        return ["PuTTY-User-Key-File-3: ssh-ed25519", "Encryption: none", "Comment: me@host",
                "Public-Lines: 2", point[:64], point[64:], "Private-Lines: 1",
                base64.b64encode(dice.randbytes(35)).decode(),
                f"Private-MAC: {dice.randbytes(32).hex()}"]
    if kind == "PGP":
        name, width, head = "PGP PRIVATE KEY BLOCK", 64, ["Version: GnuPG v2", ""]
        body = base64.b64encode(b"\x95\3\x98" + dice.randbytes(920)).decode()
        tail = ["=" + base64.b64encode(dice.randbytes(3)).decode()]
    elif kind in OTHERS:
        name, width, tail = "RSA PRIVATE KEY", 64, []
        head = ["Proc-Type: 4,ENCRYPTED", f"DEK-Info: AES-128-CBC,{dice.randbytes(16).hex().upper()}", ""]
        body = base64.b64encode(dice.randbytes(1200)).decode()
    else:
        name, width, make = KINDS[kind]
        body, head, tail = base64.b64encode(make(dice)).decode(), [], []
    dashes = "-" * 5
    return ([f"{dashes}BEGIN {name}{dashes}"] + head
            + [body[start:start + width] for start in range(0, len(body), width)]
            + tail + [f"{dashes}END {name}{dashes}"])

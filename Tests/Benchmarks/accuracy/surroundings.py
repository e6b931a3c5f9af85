"""Where keys stand: the text of a file around one key, as developers write it."""

from __future__ import annotations

import base64
import json
import quopri
import re
from dataclasses import dataclass
from typing import Callable, Mapping
from urllib.parse import quote

from binaries import BINARY


@dataclass(frozen=True)
class Key:
    """A key, and what the variable that holds it is called."""

    secret: str
    name: str
    # Whether keys of its kind begin alike, so that they are known without their name.
    is_marked: bool = True

    @property
    def upper(self) -> str:
        """The name as environment variables have it."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", self.name)
        return words.strip("_").upper()

    @property
    def lower(self) -> str:
        """The name as Python has it."""
        return self.upper.lower()

    @property
    def camel(self) -> str:
        """The name as JavaScript has it."""
        first, *others = self.lower.split("_")
        return first + "".join(word.capitalize() for word in others)

    @property
    def is_one_line(self) -> bool:
        return "\n" not in self.secret

    @property
    def escaped(self) -> str:
        """The key inside a string literal."""
        return json.dumps(self.secret)[1:-1]


def _plain(template: str) -> Callable[[Key], bytes]:
    def text(key: Key) -> bytes:
        words = {"KEY": key.secret, "ESCAPED": key.escaped, "UPPER": key.upper,
                 "LOWER": key.lower, "CAMEL": key.camel}
        return re.sub(r"\{([A-Z]+)\}", lambda found: words[found[1]], template).encode()
    return text


def _indented(key: Key) -> bytes:
    lines = "".join(f"  {line}\n" for line in key.secret.splitlines())
    return f"{key.lower}: |\n{lines}replicas: 2\n".encode()


def _nested_json(key: Key) -> bytes:
    return json.dumps({"request": json.dumps({key.camel: key.secret}), "retries": 3}).encode()


def _manifest(key: Key) -> bytes:
    value = base64.b64encode(key.secret.encode()).decode()
    return f"apiVersion: v1\nkind: Secret\ndata:\n  {key.upper}: {value}\n".encode()


def _base64_file(key: Key) -> bytes:
    text = f"PORT=8080\n{key.upper}={key.secret}\n".encode()
    return b"config: " + base64.b64encode(text) + b"\n"


def _query(key: Key) -> bytes:
    return f"location = /cb?{key.lower}={quote(key.secret, safe='')}&state=1\n".encode()


def _wide(encoding: str) -> Callable[[Key], bytes]:
    return lambda key: f"\ufeff$env:{key.upper} = \"{key.secret}\"\r\n".encode(encoding)


def _halves(joint: str, before: str = "{} = \"", after: str = "\"\n") -> Callable[[Key], bytes]:
    def text(key: Key) -> bytes:
        middle = len(key.secret) // 2
        name = before.replace("{}", key.lower)
        return (name + key.secret[:middle] + joint.replace("{}", key.lower) + key.secret[middle:]
                + after).encode()
    return text


def _mail(key: Key) -> bytes:
    text = f"Hello,\n\nhere is what you asked for last week, please keep it: {key.upper}={key.secret}\n"
    return b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(text.encode())


FIELDS = (b"From: Ada <ada@example.com>\nTo: dev@example.com\nSubject: what you asked for\n"
          b"MIME-Version: 1.0\n")


def _letter(key: Key) -> bytes:
    return (f"Hello,\n\nhere is what you asked for last week \u2013 please keep it:\n\n"
            f"{key.upper}={key.secret}\n\nBye = Ada\n").encode()


def _quoted_part(text: bytes) -> bytes:
    return (b"Content-Type: text/plain; charset=utf-8\n"
            b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(text))


def _base64_part(text: bytes, media: bytes = b"text/plain; charset=utf-8") -> bytes:
    return (b"Content-Type: " + media + b"\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(text))


def _multipart(boundary: bytes, *parts: bytes) -> bytes:
    line = b"--" + boundary
    return (b"Content-Type: multipart/mixed; boundary=\"" + boundary + b"\"\n\n"
            + b"".join(line + b"\n" + part + b"\n" for part in parts) + line + b"--\n")


def _attached(key: Key) -> bytes:
    return FIELDS + _multipart(
        b"b1", _quoted_part(b"See what is attached.\n"),
        _base64_part(_letter(key), b"application/octet-stream; name=\".env\""))


def _forwarded(key: Key) -> bytes:
    inner = FIELDS + _multipart(b"inner", _quoted_part(_letter(key)), _base64_part(b"<p>Bye</p>\n"))
    return FIELDS + _multipart(
        b"outer", _quoted_part("as you see \u2026\n".encode()),
        b"Content-Type: message/rfc822\n\n" + inner)


def _in_base64_twice(key: Key) -> bytes:
    inner = FIELDS + _base64_part(_letter(key))
    return FIELDS + _multipart(b"outer", _base64_part(inner, b"application/octet-stream"))


def _mailbox(key: Key) -> bytes:
    start = b"From ada@example.com Mon Nov 30 09:00:00 2026\n"
    return (start + FIELDS + _base64_part(b"Nothing to see here.\n") + b"\n"
            + start + FIELDS + _quoted_part(_letter(key)))


def _command(key: Key) -> bytes:
    command = base64.b64encode(f"$env:{key.upper} = '{key.secret}'; ./run".encode("utf-16-le"))
    return b"powershell -NoProfile -enc " + command + b"\r\n"


def _digits(key: Key) -> bytes:
    return f"{key.lower} = bytes.fromhex('{key.secret.encode().hex()}').decode()\n".encode()


def _twice(key: Key) -> bytes:
    inner = f"https://app.example.com/cb?{key.lower}={quote(key.secret)}"
    outer = "https://login.example.com/?to=" + quote(inner, safe="")
    return f"GET /?next={quote(outer, safe='')}\n".encode()


# File name and text; the first ones serve for keys of several lines, too.
EVERY_KEY: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    ".env": (".env", _plain("PORT=8080\n{UPPER}={KEY}\nDEBUG=false\n")),
    ".env, quoted": ("local.env", _plain('export {UPPER}="{KEY}"\n')),
    "JSON": ("config.json", _plain('{\n  "port": 8080,\n  "{CAMEL}": "{ESCAPED}"\n}\n')),
    "JSON in JSON": ("request.json", _nested_json),
    "YAML block": ("values.yaml", _indented),
    "Kubernetes secret (base64)": ("secret.yaml", _manifest),
    ".env in base64": ("user-data.yml", _base64_file),
    "UTF-16LE": ("profile.ps1", _wide("utf-16-le")),
    "UTF-16BE": ("export.txt", _wide("utf-16-be")),
}

ONE_LINE: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    "YAML": ("app.yaml", _plain("app:\n  {LOWER}: {KEY}\n")),
    "YAML, quoted": ("ci.yml", _plain("env:\n  {UPPER}: '{KEY}'\n")),
    "TOML": ("app.toml", _plain('[service]\n{LOWER} = "{KEY}"\n')),
    "INI": ("app.ini", _plain("[service]\n{LOWER} = {KEY}\n")),
    "properties": ("app.properties", _plain("service.{CAMEL}={KEY}\n")),
    "Python": ("app.py", _plain('import os\n\n{UPPER} = "{KEY}"\n')),
    "Python, argument": ("call.py", _plain("client = Client({LOWER}='{KEY}', timeout=3)\n")),
    "Python, default": ("get.py", _plain('k = os.environ.get("{UPPER}", "{KEY}")\n')),
    "JavaScript": ("app.js", _plain("const {CAMEL} = '{KEY}';\n")),
    "TypeScript, member": ("app.ts", _plain("export default {\n  {CAMEL}: `{KEY}`,\n};\n")),
    "Swift": ("App.swift", _plain('let {CAMEL}: String = "{KEY}"\n')),
    "Go": ("main.go", _plain('\t{CAMEL} := "{KEY}"\n')),
    "Java": ("App.java", _plain('  private static final String {UPPER} = "{KEY}";\n')),
    "C#": ("App.cs", _plain('    public string {CAMEL} { get; } = "{KEY}";\n')),
    "PHP": ("app.php", _plain("<?php define('{UPPER}', '{KEY}');\n")),
    "Ruby": ("app.rb", _plain("config.{LOWER} = '{KEY}'\n")),
    "Rust": ("main.rs", _plain('const {UPPER}: &str = "{KEY}";\n')),
    "C": ("app.h", _plain('#define {UPPER} "{KEY}"\n')),
    "shell": ("run.sh", _plain("#!/bin/sh\n{UPPER}={KEY} ./run --fast\n")),
    "PowerShell": ("run.ps1", _plain('$env:{UPPER} = "{KEY}"\r\n')),
    "batch": ("run.cmd", _plain("set {UPPER}={KEY}\r\n")),
    "Dockerfile": ("Dockerfile", _plain("FROM alpine\nENV {UPPER}={KEY}\n")),
    "Compose": ("compose.yml", _plain("    environment:\n      - {UPPER}={KEY}\n")),
    "Terraform": ("main.tf", _plain('variable "{LOWER}" {\n  default = "{KEY}"\n}\n')),
    "XML element": ("app.xml", _plain("<config><{CAMEL}>{KEY}</{CAMEL}></config>\n")),
    "XML attribute": ("App.config", _plain('<add key="{CAMEL}" value="{KEY}" />\n')),
    "property list": ("Info.plist", _plain("<key>{CAMEL}</key>\n<string>{KEY}</string>\n")),
    "notebook": ("run.ipynb", _plain(
        '{"cells": [{"source": ["{LOWER} = \\"{KEY}\\"\\n", "run()"]}]}\n')),
    "curl": ("README.md", _plain(
        "```\ncurl https://api.example.com/v1 -H \"X-{UPPER}: {KEY}\"\n```\n")),
    "Markdown": ("notes.md", _plain("The {LOWER} is `{KEY}`. Keep it.\n")),
    "log": ("app.log", _plain("2024-05-01T10:00:00Z INFO using {LOWER}={KEY}, retry=3\n")),
    "URL query": ("get.http", _plain("GET /v1/items?{LOWER}={KEY}&page=2 HTTP/1.1\n")),
    "URL query, encoded": ("nginx.conf", _query),
    "CSV": ("accounts.csv", _plain("name,{LOWER},plan\nada,{KEY},pro\n")),
    "SQL": ("seed.sql", _plain("INSERT INTO settings VALUES ('{LOWER}', '{KEY}');\n")),
    "HTML": ("index.html", _plain('<div data-{CAMEL}="{KEY}"></div>\n')),
    "comment": ("old.c", _plain("/* {LOWER}: {KEY} */\n")),
    "message": ("mail.txt", _plain("here is our {LOWER}: {KEY}. thanks!\n")),
    "diff": ("fix.patch", _plain("@@ -1 +1 @@\n-{UPPER}=\n+{UPPER}={KEY}\n")),
    "split literal": ("split.js", lambda key: (
        f"const {key.camel} = '{key.secret[:len(key.secret) // 2]}' +\n"
        f"  '{key.secret[len(key.secret) // 2:]}';\n").encode()),
    "split by ||": ("split.sql", _halves("' || '", "SELECT '{}', '", "';\n")),
    "split by <>": ("split.exs", _halves("\" <> \"")),
    "split by <<": ("split.cc", _halves("\"\n    << \"", "{} << \"")),
    "split by .concat": ("concat.js", _halves("\".concat(\"", after="\");\n")),
    "split by +=": ("append.py", _halves("\"\n{} += \"")),
    "split by .=": ("append.php", _halves("';\n${} .= '", "${} = '", "';\n")),
    "quoted-printable": ("mail.eml", _mail),
    "-EncodedCommand": ("run.cmd", _command),
    "hexadecimal digits": ("hex.py", _digits),
    "URL in a URL in a URL": ("access.log", _twice),
}


# What may stand before a value.
DEFAULTS: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    "shell default": ("entrypoint.sh", _plain('export {UPPER}="${{UPPER}:-{KEY}}"\n')),
    "shell default, assigned": ("run.sh", _plain(': ${{UPPER}:={KEY}}\n')),
    "shell default, of an argument": ("login.sh", _plain("{UPPER}=${1:-{KEY}}\n./run\n")),
    "shell default, without colon": ("up.sh", _plain("export {UPPER}=${{UPPER}-{KEY}}\n")),
    "Compose default": ("docker-compose.yml", _plain(
        "services:\n  app:\n    environment:\n      {UPPER}: ${{UPPER}:-{KEY}}\n")),
}

# What may stand before a key that is known by its beginning.
BESIDE: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    "option -p": ("job.sh", _plain("# {LOWER}\ntool -p{KEY} --all\n")),
    "dashes": ("notes.txt", _plain("{LOWER} --{KEY}\n")),
    "after key_": ("names.txt", _plain("{LOWER}\nkey_{KEY}\n")),
    "after token-": ("list.txt", _plain("{LOWER}\ntoken-{KEY} is old\n")),
    "HTML comment": ("page.html", _plain("<p>{LOWER}</p>\n<!--{KEY}-->\n")),
    "removed line": ("old.diff", _plain("# {LOWER}\n@@ -1 +0,0 @@\n-{KEY}\n")),
    "emphasis": ("old.md", _plain("the {LOWER} __{KEY}__ and\n")),
    "escaped for Markdown": ("export.md", lambda key: (
        f"the {key.lower} {key.secret.replace('_', chr(92) + '_')} is old\n").encode()),
}


# Mails whose parts are encoded for their transfer.
MAILS: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    "mail, quoted-printable": ("quoted.eml", lambda key: FIELDS + _quoted_part(_letter(key))),
    "mail, quoted-printable, CRLF": ("crlf.eml", lambda key: (
        FIELDS + _quoted_part(_letter(key))).replace(b"\n", b"\r\n")),
    "mail, base64": ("base64.eml", lambda key: FIELDS + _base64_part(_letter(key))),
    "mail, base64, CRLF": ("crlf64.eml", lambda key: (
        FIELDS + _base64_part(_letter(key))).replace(b"\n", b"\r\n")),
    "mail, attachment": ("attached.eml", _attached),
    "mail, forwarded": ("forwarded.eml", _forwarded),
    "mail in a mail, base64": ("nested.eml", _in_base64_twice),
    "mailbox": ("old.mbox", _mailbox),
}


def surroundings(key: Key) -> Mapping[str, tuple[str, Callable[[Key], bytes]]]:
    """Those that a key fits into."""
    if not key.is_one_line:
        return EVERY_KEY
    return {**EVERY_KEY, **ONE_LINE, **DEFAULTS, **(BESIDE | BINARY if key.is_marked else {})}


COUNT = sum(map(len, (EVERY_KEY, ONE_LINE, DEFAULTS, BESIDE, BINARY)))

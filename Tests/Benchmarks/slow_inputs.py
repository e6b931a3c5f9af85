"""Inputs of which almost every line is work: many findings, many encodings, many words of rules.

Every kind is made of pieces that depend on the seed alone, so a longer input begins with a shorter
one, and time should grow as length does. The keys are random: none has ever been in use.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import random
import string
from typing import Callable, Iterator

ALPHANUMERIC = string.ascii_letters + string.digits
BASE32 = string.ascii_uppercase + "234567"
WORDS = (
    "aws azure google github gitlab slack stripe openai anthropic twilio sendgrid datadog heroku "
    "cloudflare digitalocean npm pypi docker discord telegram mailgun shopify square paypal okta "
    "auth0 firebase supabase vercel netlify sentry algolia mapbox dropbox facebook twitter linkedin "
    "api_key apikey token secret password passwd pwd credential credentials client_secret "
    "access_token private_key secret_key auth bearer authorization login key connection_string"
).split()
PLAIN = (
    "the of and value to is in for that with as on be are this from by not an or it at which if "
    "request response handler config default option returns when user service client field type"
).split()


class Dice(random.Random):
    """Random pieces of text."""

    def text(self, length: int, alphabet: str = ALPHANUMERIC) -> str:
        """Characters of an alphabet."""
        return "".join(self.choices(alphabet, k=length))

    def aws(self) -> str:
        """In the form of an id of an access key."""
        return "AKIA" + self.text(16, BASE32)

    def jwt(self) -> str:
        """In the form of a signed web token."""
        parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": self.text(10, string.digits), "iat": 1})
        encoded = [base64url(json.dumps(part).encode()) for part in parts]
        return ".".join([*encoded, self.text(43)])

    def pem(self) -> str:
        """In the form of a private key; what is in it is none."""
        body = base64.b64encode(b"\x30\x82\x04\xa4\x02\x01\x00" + self.randbytes(1185)).decode()
        lines = [body[start : start + 64] for start in range(0, len(body), 64)]
        kind = "RSA PRIVATE KEY"
        return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])

    def prose(self, count: int) -> str:
        """Words, of which every third is one that rules look for."""
        return " ".join(
            self.choice(WORDS if self.random() < 1 / 3 else PLAIN) for _ in range(count)
        )


def base64url(data: bytes) -> str:
    """In base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _assigned(dice: Dice) -> str:
    return f'api_key = "{dice.text(40)}"\n'


def _notebook(dice: Dice) -> str:
    lines = [f'os.environ["OPENAI_API_KEY"] = "{dice.text(48)}"\n', f"print({dice.text(8)!r})\n"]
    return json.dumps({"cell_type": "code", "outputs": [], "source": lines}, indent=1) + ",\n"


def _nested_json(dice: Dice) -> str:
    text = json.dumps({"user": dice.text(8), "api_key": dice.text(40)})
    for _ in range(3):
        text = json.dumps({"event": text})
    return text + "\n"


def _quoted_printable(dice: Dice) -> str:
    line = f"password=3D{dice.text(20)}&token=3D{dice.text(24)}&api_key=3D{dice.text(40)}"
    return line[:72] + "=\n" + line[72:] + "\n"


def _split(dice: Dice) -> str:
    key = dice.text(40)
    return "key = " + " + ".join(f'"{key[at : at + 4]}"' for at in range(0, 40, 4)) + ";\n"


def _each(pattern: str) -> Callable[[Dice], str]:
    """Every character of an assignment in an encoding of its own."""
    return lambda dice: "".join(
        pattern.format(code=ord(letter)) for letter in _assigned(dice).rstrip()
    ) + "\n"


def _nested_base64(dice: Dice) -> str:
    data = _assigned(dice).encode()
    for _ in range(3):
        data = base64.b64encode(data)
    return data.decode() + "\n"


KINDS: dict[str, Callable[[Dice], "str | bytes"]] = {
    # Many findings.
    "ids of AWS": lambda dice: dice.aws() + "\n",
    "one id of AWS again and again": lambda dice: "AKIA" + Dice(7).text(16, BASE32) + "\n",
    "ids of AWS in one line": lambda dice: f'"{dice.aws()}",',
    "passwords": lambda dice: f'password = "{dice.text(16)}"\n',
    "web tokens": lambda dice: dice.jwt() + "\n",
    "web tokens in one line": lambda dice: f'"{dice.jwt()}",',
    "X_API_KEY=": lambda dice: f"X_API_KEY={dice.text(32)}\n",
    ".env": lambda dice: f"{dice.choice(WORDS).upper()}_SECRET_KEY={dice.text(40)}\n",
    "URLs with passwords": lambda dice: (
        f"postgres://app:{dice.text(20)}@db{dice.randrange(9)}.example.net:5432/main\n"),
    "hexadecimal keys": lambda dice: f'secret_key: "{dice.text(64, "0123456789abcdef")}"\n',
    "private keys": lambda dice: dice.pem(),
    "headers of private keys": lambda dice: "-----BEGIN RSA PRIVATE KEY-----\n",
    "notebooks": _notebook,
    "basic authorization": lambda dice: "Authorization: Basic " + base64.b64encode(
        f"admin:{dice.text(18)}".encode()).decode() + "\n",
    # Accepted ones.
    "kunci:ignore": lambda dice: f'key = "{dice.aws()}"  # kunci:ignore\n',
    "kunci:ignore above": lambda dice: f'# kunci:ignore\nkey = "{dice.aws()}"\n',
    "kunci:ignore in one line": lambda dice: f'"{dice.aws()}", /* kunci:ignore */ ',
    "secretlint-disable": lambda dice: (
        f"// secretlint-disable\n{dice.aws()}\n// secretlint-enable\n"),
    "kunci:ignore in UTF-16": lambda dice: (
        f'key = "{dice.aws()}"  # kunci:ignore\n'.encode("utf-16-le")),
    # Encodings.
    "assignments in UTF-16": lambda dice: _assigned(dice).encode("utf-16-le"),
    "assignments in UTF-32": lambda dice: _assigned(dice).encode("utf-32-le"),
    "%252525": lambda dice: "%" + "25" * 8,
    "%25 behind %": lambda dice: "%25" * 8,
    "&amp;amp;": lambda dice: "&" + "amp;" * 8,
    "percent encoding": _each("%{code:02x}"),
    "Unicode escapes": _each("\\u{code:04x}"),
    "HTML entities": _each("&#{code};"),
    "octal escapes": _each("\\{code:03o}"),
    "JSON in JSON": _nested_json,
    "joined strings": _split,
    "quoted-printable": _quoted_printable,
    "base64": lambda dice: base64.b64encode(_assigned(dice).encode()).decode() + "\n",
    "base64 of base64": _nested_base64,
    "base64 without end": lambda dice: base64.b64encode(_assigned(dice).encode()[:30]).decode(),
    "base64, wrapped": lambda dice: base64.encodebytes(_assigned(dice).encode()[:57]).decode(),
    "random base64, wrapped": lambda dice: base64.encodebytes(dice.randbytes(57)).decode(),
    "base64 of UTF-16": lambda dice: (
        base64.b64encode(_assigned(dice).encode("utf-16-le")).decode() + "\n"),
    "gzip in base64": lambda dice: base64.b64encode(
        gzip.compress(_assigned(dice).encode(), mtime=0)).decode() + "\n",
    "hexadecimal text": lambda dice: _assigned(dice).encode().hex() + "\n",
    # Beginnings of something, again and again.
    "eyJeyJ": lambda dice: "eyJ" * 8,
    "sk-sk-": lambda dice: "sk-" * 8,
    "AKIAAKIA": lambda dice: "AKIA" * 8,
    "password=password=": lambda dice: "password=" * 4,
    "backslashes": lambda dice: "\\" * 32,
    "quotes": lambda dice: "\"'" * 16,
    "equals signs": lambda dice: "=" * 32,
    "plus signs": lambda dice: '"+' * 16,
    "zeros": lambda dice: b"\0" * 32,
    "letters": lambda dice: "A" * 32,
    "slashes": lambda dice: "://" * 8,
    # Words and nothing behind them.
    "words of rules": lambda dice: dice.prose(12) + "\n",
    "settings without secrets": lambda dice: (
        f"{dice.choice(WORDS)}_{dice.choice(WORDS)}: {dice.choice(PLAIN)}\n"),
    "code without secrets": lambda dice: (
        f"    {dice.choice(WORDS)} = {dice.choice(PLAIN)}({dice.choice(WORDS)}, "
        f"{dice.choice(WORDS)}_{dice.choice(PLAIN)})  # {dice.prose(5)}\n"),
}


def pieces(kind: str, seed: int) -> Iterator[bytes]:
    """The pieces of a kind, without end."""
    dice = Dice(f"{kind} {seed}")
    make = KINDS[kind]
    for _ in itertools.count():
        piece = make(dice)
        yield piece if isinstance(piece, bytes) else piece.encode()


def generate(kind: str, size: int, seed: int = 1) -> bytes:
    """An input of a kind, of whole pieces and at least this size."""
    made = bytearray()
    for piece in pieces(kind, seed):
        made += piece
        if len(made) >= size:
            return bytes(made)
    return bytes(made)

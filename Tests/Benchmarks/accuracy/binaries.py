"""Binary files around one key, as programs store their settings."""

from __future__ import annotations

import importlib._bootstrap_external as bootstrap
import os
import pickle
import plistlib
import re
import sqlite3
import struct
import tempfile
from typing import Callable, Mapping, Protocol


class Key(Protocol):
    """What is needed of a key."""

    secret: str

    @property
    def upper(self) -> str: ...

    @property
    def lower(self) -> str: ...


# What stands before and after the key.
def _fields(key: Key) -> list[tuple[str, str]]:
    return [("provider", key.lower.split("_")[0]), (key.lower, key.secret), ("plan", "team"),
            ("created", "2024-05-01")]


def _sqlite(columns: str, options: str = "", index: bool = False) -> Callable[[Key], bytes]:
    """A database with a table of some of: provider, number, key, plan."""
    def content(key: Key) -> bytes:
        values = {"provider": key.lower.split("_")[0], "number": 7, "key": key.secret,
                  "plan": "team", "created": "2024-05-01", "note": None}
        names = columns.split()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.db")
            connection = sqlite3.connect(path)
            connection.execute(f"CREATE TABLE {key.lower}_settings ({', '.join(names)} {options})")
            marks = ", ".join("?" * len(names))
            for row in ({**values, "key": None, "provider": "none"}, values,
                        {**values, "key": "", "provider": "other"}):
                connection.execute(f"INSERT INTO {key.lower}_settings VALUES ({marks})",
                                   [row[name] for name in names])
            if index:
                connection.execute(f"CREATE INDEX i ON {key.lower}_settings (key, plan)")
            connection.commit()
            connection.close()
            with open(path, "rb") as file:
                return file.read()
    return content


def _bytecode(source: str) -> Callable[[Key], bytes]:
    def content(key: Key) -> bytes:
        words = {"UPPER": key.upper, "LOWER": key.lower, "KEY": repr(key.secret)}
        text = re.sub(r"UPPER|LOWER|KEY", lambda found: words[found[0]], source)
        code = compile(text, "settings.py", "exec")
        return bytes(bootstrap._code_to_timestamp_pyc(code, 1_700_000_000, len(text)))
    return content


def _pickled(protocol: int) -> Callable[[Key], bytes]:
    return lambda key: pickle.dumps(dict(_fields(key)), protocol=protocol)


def _property_list(key: Key) -> bytes:
    return plistlib.dumps(dict(_fields(key)), fmt=plistlib.FMT_BINARY, sort_keys=False)


def _packed(text: str) -> bytes:
    size = len(text)
    if size < 32:
        return bytes([0xA0 | size]) + text.encode()
    return (b"\xd9" + bytes([size]) if size < 256 else b"\xda" + struct.pack(">H", size)) \
        + text.encode()


def _message_pack(key: Key) -> bytes:
    fields = _fields(key)
    return bytes([0x80 | len(fields)]) + b"".join(_packed(n) + _packed(v) for n, v in fields)


def _varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])


def _protocol_buffer(first: int) -> Callable[[Key], bytes]:
    """A message whose fields are numbered from `first` on."""
    def content(key: Key) -> bytes:
        return b"".join(
            _varint((first + i) << 3 | 2) + _varint(len(value)) + value.encode()
            for i, (_, value) in enumerate(_fields(key)))
    return content


def _class_file(key: Key) -> bytes:
    texts = ["com/example/Settings", key.upper, "Ljava/lang/String;", "ConstantValue", key.secret,
             "java/lang/Object", "SourceFile"]
    pool = b"".join(b"\x01" + struct.pack(">H", len(t)) + t.encode() for t in texts)
    tail = b"\x07\x00\x01\x08\x00\x05\x07\x00\x06"
    return struct.pack(">IHHH", 0xCAFEBABE, 0, 61, len(texts) + 4) + pool + tail + b"\x00\x21" * 8


BINARY: Mapping[str, tuple[str, Callable[[Key], bytes]]] = {
    "SQLite, key last": ("a.db", _sqlite("provider key")),
    "SQLite, after text": ("b.db", _sqlite("created provider key plan")),
    "SQLite, after number": ("c.db", _sqlite("provider number key created note")),
    "SQLite, key first": ("d.db", _sqlite("key provider number plan")),
    "SQLite, indexed": ("e.db", _sqlite("provider key plan", index=True)),
    "Python bytecode": ("settings.pyc", _bytecode("import os\nUPPER = KEY\nDEBUG = 'no'\n")),
    "Python bytecode, call": ("call.pyc", _bytecode(
        "def client():\n    return Client('LOWER', KEY, 'https://x.example')\n")),
    "pickle 2": ("two.pickle", _pickled(2)),
    "pickle 4": ("four.pickle", _pickled(4)),
    "binary property list": ("a.plist", _property_list),
    "MessagePack": ("a.msgpack", _message_pack),
    "protocol buffer": ("a.pb", _protocol_buffer(1)),
    "protocol buffer, later fields": ("b.pb", _protocol_buffer(9)),
    "Java class": ("Settings.class", _class_file),
}

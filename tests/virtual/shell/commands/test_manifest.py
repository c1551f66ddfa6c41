from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.shell.commands.manifest import Manifest, read_manifest

NONE = 0xFFFFFFFF


def axml(attributes, element="manifest"):
    """A binary manifest with one element; texts as strings, numbers as integers."""
    strings = [element]
    for key, value in attributes:
        strings += [key] + ([value] if isinstance(value, str) else [])
    raw, offsets = b"", []
    for text in strings:
        offsets.append(len(raw))
        raw += struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
    raw += bytes(-len(raw) % 4)
    size = 28 + 4 * len(strings) + len(raw)
    pool = struct.pack("<HHIIIIII", 1, 28, size, len(strings), 0, 0, 28 + 4 * len(strings), 0)
    pool += struct.pack(f"<{len(strings)}I", *offsets) + raw
    rows = b""
    for key, value in attributes:
        if isinstance(value, str):
            rows += struct.pack(
                "<IIIHBBI", NONE, strings.index(key), strings.index(value), 8, 0, 3, strings.index(value)
            )
        else:
            rows += struct.pack("<IIIHBBI", NONE, strings.index(key), NONE, 8, 0, 16, value)
    body = struct.pack("<IIHHHHHH", NONE, 0, 20, 20, len(attributes), 0, 0, 0) + rows
    start = struct.pack("<HHIII", 0x0102, 16, 16 + len(body), 1, NONE) + body
    return struct.pack("<HHI", 3, 8, 8 + len(pool) + len(start)) + pool + start


def apk(manifest):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("AndroidManifest.xml", manifest)
    return buffer.getvalue()


GOOD = apk(axml([("package", "org.example.app"), ("versionName", "1.2"), ("versionCode", 7)]))


def test_the_attributes_of_the_manifest_are_read():
    assert read_manifest(GOOD) == Manifest("org.example.app", "1.2", 7)


def test_an_apk_is_installed_and_listed(box):
    box.device.files.write("/data/local/tmp/a.apk", GOOD, 2000)

    assert box.out("pm install -r -t /data/local/tmp/a.apk") == "Success\n"
    assert "package:org.example.app uid:" in box.out("pm list packages -3 -U")
    assert "versionName=1.2" in box.out("dumpsys package org.example.app")
    size = len(GOOD)
    assert box.sh(f"cmd package install -S {size}", GOOD).out == "Success\n"


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_one_is_an_error_and_nothing_else(place, value):
    damaged = bytearray(axml([("package", "org.example.app")]))
    damaged[place % len(damaged)] = value
    with contextlib.suppress(ValueError):
        assert isinstance(read_manifest(apk(bytes(damaged))), Manifest)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", apk(b""), apk(axml([("package", "a")], "other"))],
    ids=["nothing", "two bytes", "empty manifest", "another root"],
)
def test_what_has_no_manifest_is_refused(content):
    with pytest.raises((ValueError, zipfile.BadZipFile)):
        read_manifest(content)

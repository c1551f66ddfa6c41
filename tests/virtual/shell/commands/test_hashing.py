from __future__ import annotations

import hashlib


def test_digests_are_those_of_the_bytes(box):
    box.out("printf abc > /sdcard/x")
    for name in ("md5", "sha256"):
        digest = hashlib.new(name, b"abc").hexdigest()
        assert box.out(f"{name}sum /sdcard/x") == f"{digest}  /sdcard/x\n"
        assert box.out(f"printf abc | {name}sum") == f"{digest}  -\n"
    assert box.out("md5sum -b /sdcard/x") == hashlib.md5(b"abc").hexdigest() + "\n"
    assert box.refused("md5sum /none").out == ""


def test_base64_wraps_its_lines(box):
    box.out("printf %060d 0 > /sdcard/x")
    assert box.out("base64 /sdcard/x") == "MDAw" * 19 + "\n" + "MDAw\n"
    assert "No such file" in box.refused("base64 /none").err

from __future__ import annotations

import hashlib


def test_digests_are_those_of_the_bytes(box):
    box.out("printf abc > /sdcard/x")
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, b"abc").hexdigest()
        assert box.out(f"{name}sum /sdcard/x") == f"{digest}  /sdcard/x\n"
        assert box.out(f"printf abc | {name}sum") == f"{digest}  -\n"
    assert box.out("md5sum -b /sdcard/x") == hashlib.md5(b"abc").hexdigest() + "\n"
    assert box.refused("md5sum /none").out == ""


def test_base64_goes_there_and_back(box):
    assert box.out("printf abc | base64") == "YWJj\n"
    assert box.out("printf YWJj | base64 -d") == "abc"
    assert box.out("printf abcdef | base64 -w 4") == "YWJj\nZGVm\n"
    box.refused("printf 'Y' | base64 -d")

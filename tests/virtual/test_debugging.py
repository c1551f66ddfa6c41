"""Unmodified adb and a phone that does not know its key; a person at the phone answers, without adb."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.virtual import debugging

ALLOW, CANCEL, ALWAYS = "android:id/button1", "android:id/button2", "android:id/alwaysUse"


def _bench():
    if "bench" not in sys.modules:
        spec = importlib.util.spec_from_file_location("bench", Path(__file__).parent / "bench.py")
        sys.modules["bench"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["bench"]


bench = _bench()


@pytest.fixture(params=["wheel", "debian"])
def adb(request):
    """An adb binary; Debian's is another implementation of the keys."""
    if request.param == "wheel":
        return bench.ADB
    found = shutil.which("adb", path="/usr/bin:/bin")
    return Path(found) if found else pytest.skip("wanted Debian's adb in /usr/bin, found none")


@pytest.fixture
def servers(tmp_path):
    """Starts adb servers, each with a key of its own."""
    made = []

    def start(name, **options):
        made.append(bench.Bench(tmp_path / f"home-{len(made)}", name, **options))
        return made[-1]

    yield start
    for each in made:
        each.close()


@pytest.fixture
def phone(tmp_path):
    """A handset with its own system windows."""
    made = []

    def start():
        made.append(bench.Handset(tmp_path / "phone", address="127.0.1.65", more=()))
        return made[-1]

    yield start
    for each in made:
        each.close()


def state(server, handset, wanted):
    """Its state, once it is the wanted one."""
    for _ in range(200):
        rows = dict(line.split("\t") for line in server.adb("devices").stdout.splitlines() if "\t" in line)
        if rows.get(handset.address) == wanted:
            break
        time.sleep(0.02)
    return rows.get(handset.address)


def asked(handset):
    """The texts of the dialog, once it is there."""
    for _ in range(200):
        screen = handset.tap("no such view")["screen"]
        if "Allow USB debugging?" in screen:
            return screen
        time.sleep(0.02)
    raise AssertionError(screen)


def test_an_unknown_key_is_allowed_on_the_screen_and_known_again_after_a_restart(adb, servers, phone):
    server, handset = servers("stranger", adb=adb), phone()
    said = server.adb("connect", handset.address)
    assert "failed to authenticate" in said.stdout + said.stderr
    assert state(server, handset, "unauthorized") == "unauthorized"
    raw = debugging.decode(bench.key("stranger").with_suffix(".pub").read_text())
    assert any(debugging.fingerprint(raw) in text for text in asked(handset))
    assert handset.tap(ALWAYS) == {"tapped": ALWAYS}
    assert handset.tap(ALLOW) == {"tapped": ALLOW}
    assert state(server, handset, "device") == "device"
    assert server.adb("-s", handset.address, "shell", "getprop ro.claims.virtual").stdout == "1\n"
    assert "Allow USB debugging?" not in handset.tap("no such view")["screen"]
    handset.close()

    again = phone()
    assert "connected to" in servers("stranger", adb=adb).adb("connect", again.address).stdout


def test_allowed_without_the_tick_the_key_is_forgotten_at_a_restart(servers, phone):
    server, handset = servers("stranger"), phone()
    server.adb("connect", handset.address)
    asked(handset)
    handset.tap("Allow")
    assert state(server, handset, "device") == "device"
    handset.close()

    again = phone()
    assert "connected to" not in servers("stranger").adb("connect", again.address).stdout


def test_a_refused_computer_stays_unauthorized_and_reaches_nothing(servers, phone):
    server, handset = servers("stranger"), phone()
    server.adb("connect", handset.address)
    asked(handset)
    handset.tap(CANCEL)
    time.sleep(0.3)
    assert state(server, handset, "unauthorized") == "unauthorized"
    assert "unauthorized" in server.adb("-s", handset.address, "shell", "id").stderr
    assert "Allow USB debugging?" not in handset.tap("no such view")["screen"]


def test_the_question_goes_when_its_computer_does(servers, phone):
    server, handset = servers("stranger"), phone()
    server.adb("connect", handset.address)
    asked(handset)
    server.adb("disconnect", handset.address)
    for _ in range(100):
        if "Allow USB debugging?" not in (screen := handset.tap("no such view")["screen"]):
            break
        time.sleep(0.02)
    assert "Allow USB debugging?" not in screen


def test_a_key_of_adb_vendor_keys_opens_the_phone_without_a_question(servers, phone):
    server, handset = servers("stranger", ADB_VENDOR_KEYS=str(bench.key("known"))), phone()
    assert "connected to" in server.adb("connect", handset.address).stdout


def test_a_line_that_is_no_command_is_answered(phone):
    handset = phone()
    for line in ('{"tap', '["tap"]', "{}"):
        handset.process.stdin.write(line + "\n")
        handset.process.stdin.flush()
        assert "wanted" in handset.process.stdout.readline()


@pytest.mark.parametrize("text", ["", "nonsense", "QUJD me@here", "A" * 699])
def test_a_text_that_is_no_key_is_refused(text):
    with pytest.raises(debugging.BadKey, match="wanted a public key"):
        debugging.decode(text)


def test_a_key_file_that_is_none_keeps_the_handset_from_starting(tmp_path):
    (tmp_path / "bad.pub").write_text("nonsense")
    for name in ("ca.pem", "zone.json"):
        (tmp_path / name).write_bytes(bench.certificate() if name == "ca.pem" else b"{}")
    words = [
        f"--{name}={value}"
        for name, value in {
            "state": tmp_path / "s",
            "firmware": "as-updated-2020-05",
            "zone": tmp_path / "zone.json",
            "cloud-ca": tmp_path / "ca.pem",
            "address": "127.0.1.66",
            "authorised-key": tmp_path / "bad.pub",
        }.items()
    ]
    done = subprocess.run(
        [sys.executable, "-m", "harness.virtual.handset", *words],
        env={**os.environ, "PYTHONPATH": str(bench.ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 3
    assert "wanted a public key" in done.stderr

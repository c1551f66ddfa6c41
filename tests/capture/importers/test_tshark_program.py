"""tshark is found, asked what it knows, and called without anything of the user's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.capture.importers import tshark_program
from harness.capture.importers.tshark_program import FIELDS, Program
from harness.model.errors import SetupError

needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")


def fake(folder: Path, script: str) -> str:
    path = folder / "tshark"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(folder)


@needs_tshark
def test_the_version_is_told() -> None:
    assert "TShark" in (tshark_program.available() or "")


@needs_tshark
@pytest.mark.slow
def test_what_is_above_tcp_is_switched_off_and_what_carries_ip_is_not() -> None:
    program = tshark_program.find()

    assert {"http", "http2", "dns", "quic", "mqtt", "websocket"} <= set(program.switched_off)
    assert not {"tls", "vxlan", "gtp", "l2tp", "gre"} & set(program.switched_off)
    assert len(program.fields) == len(FIELDS)


def test_no_tshark_is_no_version_and_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert tshark_program.available() is None
    with pytest.raises(SetupError, match="install"):
        tshark_program.find()


@pytest.mark.parametrize(
    ("script", "word"), [("echo TShark 1.0", "found TShark 1.0"), ("exit 3", "wanted an answer")]
)
def test_one_that_is_too_old_or_broken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, word: str
) -> None:
    monkeypatch.setenv("PATH", fake(tmp_path, script))

    with pytest.raises(SetupError, match=word):
        tshark_program.find()


def test_the_environment_is_an_empty_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRESHARK_CONFIG_DIR", "/somewhere")
    monkeypatch.setenv("SSLKEYLOGFILE", "/somewhere")
    program = Program(
        "/bin/tshark", "TShark", ("frame.number",), ("dns", "http"), (("ip.defragment", "TRUE"),)
    )

    environment = program.settle(tmp_path)

    assert environment["HOME"] == environment["XDG_CONFIG_HOME"] == str(tmp_path)
    assert "SSLKEYLOGFILE" not in environment
    profile = Path(environment["WIRESHARK_CONFIG_DIR"])
    assert (profile / "disabled_protos").read_text() == "dns\nhttp\n"


def test_the_command_states_its_preferences(tmp_path: Path) -> None:
    preferences = (("ip.defragment", "TRUE"), ("tcp.reassemble_out_of_order", "TRUE"))
    program = Program("/bin/tshark", "TShark", ("frame.number",), (), preferences)

    command = program.command(tmp_path / "keys")
    plain = program.command(None, secrets=False)

    assert command[:4] == ["/bin/tshark", "-n", "-r", "-"]
    assert f"tls.keylog_file:{tmp_path / 'keys'}" in command
    assert {"ip.defragment:TRUE", "tcp.reassemble_out_of_order:TRUE"} <= set(command)
    assert {"ip.defragment:TRUE", "tcp.reassemble_out_of_order:FALSE"} <= set(plain)

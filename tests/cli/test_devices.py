"""`claims devices`: a handset that cannot be reached is a row with the reason, not the end of the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import harness.cli.devices as module
from harness.cli.main import exit_code

DEVICES = """schema: claims/devices/v1
devices:
  - name: gone
    adb: {serial: "127.0.0.1:9", bench_address: 127.0.0.1, canary_domain: example.org}
  - name: broken
    virtual: {firmware: as-never-shipped}
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    path = tmp_path / "devices.yaml"
    path.write_text(DEVICES)
    return path


def test_every_handset_has_its_row_also_where_none_can_be_reached(bench: Path, capsys) -> None:
    assert exit_code(["devices", "--json", "--devices", str(bench)]) not in {1, 2}
    listed = json.loads(capsys.readouterr().out)
    gone, broken = listed["devices"]

    assert listed["schema"] == "claims/devices/v1"
    assert (gone["name"], gone["adb"], gone["kind"]) == ("gone", "127.0.0.1:9", "")
    assert "127.0.0.1:9" in gone["state"]
    assert broken["name"] == "broken"
    assert "as-never-shipped" in broken["state"]
    assert "ready" not in {gone["state"], broken["state"]}


def test_a_file_that_does_not_read_is_3(tmp_path: Path, capsys) -> None:
    assert exit_code(["devices", "--devices", str(tmp_path / "none.yaml")]) == 3
    assert "none.yaml" in capsys.readouterr().err


def test_a_recorder_with_a_known_hole_is_named(bench: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(module, "hole", lambda: "it is old")
    exit_code(["devices", "--devices", str(bench)])
    assert "The recorder: it is old: it listens to this machine alone" in capsys.readouterr().out

    monkeypatch.setattr(module, "hole", lambda: None)
    exit_code(["devices", "--devices", str(bench)])
    assert "recorder" not in capsys.readouterr().out


def test_people_read_why_each_handset_is_not_ready(bench: Path, capsys) -> None:
    assert exit_code(["devices", "--devices", str(bench)]) == 3
    out = " ".join(capsys.readouterr().out.split())

    assert "gone" in out
    assert "127.0.0.1:9" in out
    assert "as-never-shipped" in out

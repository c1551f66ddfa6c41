"""`claims devices`: a handset that cannot be reached is a row with the reason, not the end of the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.bench.child import Child
from harness.bench.stand import VirtualBench
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


def test_people_read_why_each_handset_is_not_ready(bench: Path, capsys) -> None:
    assert exit_code(["devices", "--devices", str(bench)]) == 3
    out = " ".join(capsys.readouterr().out.split())

    assert "gone" in out
    assert "127.0.0.1:9" in out
    assert "as-never-shipped" in out


def test_a_phone_that_does_not_know_the_bench_says_what_to_tap(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("harness.device.adb_client.AUTHORISE_SECONDS", 0.5)
    virtual = VirtualBench(tmp_path)
    cloud = virtual.cloud().ready
    arguments = ["--state", str(tmp_path / "phone"), "--firmware", "as-updated-2020-05"]
    arguments += ["--zone", cloud["zone"], "--cloud-ca", cloud["ca"], "--address", "127.0.1.67"]
    phone = Child("harness.virtual.handset", arguments, tmp_path / "phone.log")
    try:
        text = DEVICES.replace("127.0.0.1:9", str(phone.ready["adb"]))
        (tmp_path / "devices.yaml").write_text(text)
        assert exit_code(["devices", "--json", "--devices", str(tmp_path / "devices.yaml")]) == 3
    finally:
        phone.stop()
        virtual.close()
    out, err = capsys.readouterr()
    state = json.loads(out)["devices"][0]["state"]
    assert "found it unauthorized; unlock it, allow USB debugging for this computer" in state
    assert err == f"on {phone.ready['adb']}: allow USB debugging for this computer (tick 'always')\n"

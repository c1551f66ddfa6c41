"""`claims restore` as far as it goes without a phone; undoing itself: tests/device."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.main import exit_code

DEVICES = """schema: claims/devices/v1
devices:
  - name: rehearsal
    virtual: {firmware: as-updated-2020-05}
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    path = tmp_path / "devices.yaml"
    path.write_text(DEVICES)
    return path


@pytest.mark.parametrize("device", [[], ["--device", "rehearsal"]])
def test_a_virtual_handset_lives_only_in_its_run(bench: Path, capsys, device: list[str]) -> None:
    assert exit_code(["restore", "--devices", str(bench), *device]) == 3
    assert "--serial HOST:PORT" in capsys.readouterr().err


def test_an_unknown_handset_is_refused(bench: Path, capsys) -> None:
    assert exit_code(["restore", "--devices", str(bench), "--device", "dekc"]) == 3
    assert "'dekc'" in capsys.readouterr().err


def test_a_phone_that_is_not_there_was_not_put_back(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert exit_code(["restore", "--serial", "127.0.0.1:9"]) == 3
    out, err = capsys.readouterr()
    assert "nothing was left" not in out
    assert "127.0.0.1:9" in err

"""A recorder with a known hole listens to this machine alone, unless somebody agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.capture import client
from harness.capture.client import Recorder
from harness.capture.old_proxy import admit, hole
from harness.model.errors import SetupError

OLD, FIXED = "11.0.2", "12.1.2"


@pytest.mark.parametrize("installed", ["11.0.2", "12.1.1", "9.0", "10.4.2.dev0"])
def test_a_version_before_the_fix_has_the_hole_and_says_which_it_is(installed: str) -> None:
    assert installed in str(hole(installed))


@pytest.mark.parametrize("installed", ["12.1.2", "12.2.3", "13.0.0"])
def test_a_fixed_version_has_none(installed: str) -> None:
    assert hole(installed) is None


@pytest.mark.parametrize("listen", ["192.0.2.10:0", "0.0.0.0:8080", "[::]:0", "bench.example.org:0"])
def test_an_old_recorder_does_not_listen_to_a_network(listen: str) -> None:
    with pytest.raises(SetupError, match=r"11\.0\.2.*--accept-old-recorder"):
        admit(listen, accept_old=False, installed=OLD)
    admit(listen, accept_old=True, installed=OLD)
    admit(listen, accept_old=False, installed=FIXED)


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "127.0.1.7:0", "[::1]:0", "localhost:0"])
def test_an_old_recorder_listens_to_this_machine(listen: str) -> None:
    admit(listen, accept_old=False, installed=OLD)


def test_the_recorder_is_not_started_where_it_may_not_listen(tmp_path: Path, monkeypatch) -> None:
    def refuse(listen: str, *, accept_old: bool) -> None:
        raise SetupError(f"{listen} {accept_old}")

    monkeypatch.setattr(client, "admit", refuse)
    with pytest.raises(SetupError, match=r"192\.0\.2\.10:0 True"):
        Recorder.start(
            tmp_path, tmp_path / "sequence", tmp_path / "ca", listen="192.0.2.10:0", accept_old=True
        )
    assert list(tmp_path.iterdir()) == []

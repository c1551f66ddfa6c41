from pathlib import Path

from harness.device.state_home import state_home


def test_it_follows_the_variable_and_else_the_specification(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_home() == Path("/state/claims")
    monkeypatch.setenv("XDG_STATE_HOME", "")
    assert state_home() == Path.home() / ".local" / "state" / "claims"

"""Path nonces and spikes: through shell and app, each with its planted value."""

from __future__ import annotations

from harness.bench.arms import ArmRecorder
from harness.model.lines import ControlKind
from harness.model.planted import ControlBy, End, PlantedKind
from tests.bench.stage import Stage, key


def test_every_control_goes_through_shell_and_app(stage: Stage) -> None:
    ArmRecorder(stage.tools).record(key(), stage.browser)
    controls = stage.run.controls()
    planted = {value.id: value for value in stage.run.planted()}
    nonces = [(item.at, item.by) for item in controls if item.control is ControlKind.NONCE]
    spikes = [item for item in controls if item.control is ControlKind.SPIKE]

    assert nonces == [
        (End.START, ControlBy.SHELL),
        (End.START, ControlBy.APP),
        (End.END, ControlBy.APP),
        (End.END, ControlBy.SHELL),
    ]
    assert len(spikes) == sum(value.kind is PlantedKind.SPIKE for value in planted.values()) > 8
    assert all(item.planted in planted for item in controls)
    assert "submit Send spikes" in stage.browser.done


def test_a_nonce_of_the_shell_says_which_tool_sent_it(stage: Stage) -> None:
    stage.tools.controls.shell_nonce("a", End.START)
    (sent,) = stage.run.controls()

    assert (sent.arm, sent.at, sent.by) == ("a", End.START, ControlBy.SHELL)
    assert sent.way

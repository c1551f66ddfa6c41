"""Whatever was begun is ended, newest first, and what fails meanwhile is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.ending import Ending
from harness.model.errors import MeasurementLost, SetupError
from harness.model.lines import Fault, Noted
from harness.store.folder import RunFolder
from harness.store.run import StoredRun


def fails(error: Exception):
    def end() -> None:
        raise error

    return end


def test_what_fails_while_ending_is_a_fault_and_ends_nothing_else(tmp_path: Path) -> None:
    ended: list[str] = []
    ending, folder = Ending(), RunFolder(tmp_path / "run")
    ending.folder(folder)
    ending.add("first", lambda: ended.append("first"))
    ending.add("restore", fails(SetupError("the proxy is still set")))
    ending.add("disk", fails(OSError("no space")))
    ending.add("recorder", fails(MeasurementLost("it was gone already")))
    ending.add("last", lambda: ended.append("last"))
    ending.close()
    (folder.data / "exchanges.jsonl").touch()
    said = [line.detail for line in StoredRun(folder.path).timeline if isinstance(line, Fault)]

    assert ended == ["last", "first"]
    assert said == ["recorder: it was gone already", "disk: no space", "restore: the proxy is still set"]


def test_an_error_of_the_program_is_not_hidden_and_ends_nothing_else() -> None:
    ended: list[str] = []
    ending = Ending()
    ending.add("first", lambda: ended.append("first"))
    ending.add("bug", fails(KeyError("bug")))

    with pytest.raises(KeyError):
        ending.close()
    assert ended == ["first"]


def test_a_folder_that_is_not_there_or_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    ending = Ending()
    ending.note(Noted(place="x", text="nowhere to write"))

    class Full:
        def write(self, _: object) -> int:
            raise OSError("no space")

        def close(self) -> None:
            return

    ending.folder(Full())  # type: ignore[arg-type]
    ending.add("restore", fails(SetupError("still set")))
    ending.close()

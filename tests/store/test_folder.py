from __future__ import annotations

import json

import pytest

from harness.model.documents import SeedDocument
from harness.model.errors import SetupError
from harness.model.lines import (
    ChannelReading,
    ChannelState,
    CounterSample,
    DialogAnswered,
    IdentifierRead,
    Noted,
    PlantedLine,
    Precondition,
    SocketsSeen,
)
from harness.model.planted import End, PlantedId, PlantedKind
from harness.store.adapters import BENCH_FILES
from harness.store.completeness import missing_lines
from harness.store.folder import RunFolder
from harness.store.lines import read_lines

LINES = (
    Noted(place="run", text="x"),
    PlantedLine(id=PlantedId("a"), kind=PlantedKind.CANARY, value="v", part="path"),
    IdentifierRead(name="imei", value=None, route="", why_not="no SIM", registry_prefix=0),
    DialogAnswered(session="s", text="Welcome", answer="Agree"),
    Precondition(arm="a", condition="mode", signal="screen", wanted="on", found="on"),
    SocketsSeen(phone_ms=1, opened=(("tcp", "::1", 1, "::1", 2, 3, "01"),), closed=()),
    CounterSample(place="run", at=End.START, source="s", marks=("a", "b"), uids={}, interfaces={}),
    ChannelReading(place="a", at=End.END, channel="sms", state=ChannelState.OFF, read=""),
)


def test_a_folder_is_a_bag_from_the_first_byte(tmp_path):
    folder = RunFolder(tmp_path / "run")
    assert (tmp_path / "run" / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    assert {path.stem for path in folder.data.glob("*.jsonl")} == {file.name for file in BENCH_FILES}
    folder.close()
    assert not folder.sequence_path.exists()


def test_a_line_goes_to_the_file_of_its_type_and_one_number_orders_all(tmp_path):
    folder = RunFolder(tmp_path / "run")
    assert [folder.write(line) for line in LINES * 2] == list(range(1, 2 * len(LINES) + 1))
    folder.close()
    (folder.data / "exchanges.jsonl").touch()
    assert missing_lines(folder.data, [file.name for file in BENCH_FILES]) == ()
    for at, file in enumerate(BENCH_FILES):
        read = list(read_lines(folder.data, file))
        assert [(type(line), line.sequence) for line in read] == [
            (type(LINES[at]), at + 1),
            (type(LINES[at]), at + 1 + len(LINES)),
        ]


def test_whole_files_are_there_or_not(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.document(SeedDocument(seed="ä"))
    path = folder.blob("screens/0001.jpg", b"\xff")
    folder.text("features/incognito/x.feature", "Feature: x")
    content = json.loads((folder.data / "seed.json").read_text("utf-8"))
    assert content == {"seed": "ä", "schema": "claims/seed/v1"}
    assert path.read_bytes() == b"\xff"
    assert (folder.data / "features" / "incognito" / "x.feature").exists()
    assert not list(folder.data.rglob("*.part"))
    folder.close()


def test_a_run_is_never_written_twice(tmp_path):
    RunFolder(tmp_path / "run").close()
    with pytest.raises(SetupError, match="choose another run id"):
        RunFolder(tmp_path / "run")

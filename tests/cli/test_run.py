"""`claims run` before anything is started: the plan, and what is refused.  Whole runs: tests/chain."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from harness.bench.config import AdbHandset, DeviceEntry, VirtualHandset
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Tables
from harness.cli.main import exit_code
from harness.cli.run import _code, _origin, _with, errors_of, states
from harness.model.judgement import Origin, Outcome
from harness.report.verdict import Verdict

ROOT = Path(__file__).parents[2]
LEDGER = Tables.load(features_folder()).ledger
DEVICES = """schema: claims/devices/v1
devices:
  - name: desk
    virtual: {firmware: as-updated-2020-05}
  - name: shelf
    virtual: {firmware: as-reported-2020-04}
"""

ABSENT = """schema: claims/devices/v1
devices:
  - name: gone
    adb: {serial: "127.0.0.1:9", bench_address: 127.0.0.1, canary_domain: example.org}
"""


@pytest.fixture
def bench(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a bench, to call `claims` in."""
    (tmp_path / "devices.yaml").write_text(DEVICES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(capsys) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("option", ["--reports", "--keep"])
@pytest.mark.parametrize("folder", ["/proc/nowhere", "devices.yaml", "devices.yaml/below"])
def test_a_folder_that_cannot_be_written_is_refused_in_one_line(
    bench: Path, capsys, option: str, folder: str
) -> None:
    assert exit_code(["run", "--reports", "out", option, folder]) == 3
    (line,) = capsys.readouterr().err.splitlines()

    assert line.startswith("claims: wanted a folder to write in")
    assert option in line
    assert "unforeseen" not in line


def test_a_firmware_that_does_not_exist_is_refused_before_anything_is_started(bench: Path, capsys) -> None:
    (bench / "devices.yaml").write_text(DEVICES.replace("as-updated-2020-05", "as-dreamt-of"))

    assert exit_code(["run"]) == 3
    out, err = capsys.readouterr()
    assert "as-dreamt-of" in err
    assert "as-updated-2020-05" in err
    assert out == ""
    assert [path.name for path in bench.iterdir()] == ["devices.yaml"]


def test_a_plan_starts_and_writes_nothing(bench: Path, capsys) -> None:
    exit_code(["run", "--plan"])
    capsys.readouterr()

    assert [path.name for path in bench.iterdir()] == ["devices.yaml"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--device", "dekc"], "dekc"),
        (["--claims", "INC-99"], "INC-99"),
        (["--claims", "INC-02 and INC-03"], "at least one claim"),
        (["--claims", "INC-02 and"], "none where one must stand"),
        (["--devices", "none.yaml"], "none.yaml"),
        (["--grade", "evident"], "evident"),
    ],
)
@pytest.mark.parametrize("plan", [["--plan"], []])
def test_what_cannot_be_run_is_3_before_anything_is_started(
    bench: Path, capsys, arguments: list[str], named: str, plan: list[str]
) -> None:
    assert exit_code(["run", *plan, *arguments]) == 3
    out, err = capsys.readouterr()

    assert out == ""
    assert named in err
    assert len(err.splitlines()) == 1
    assert [path.name for path in bench.iterdir()] == ["devices.yaml"]


def test_a_mistake_in_the_devices_is_named_with_its_line(bench: Path, capsys) -> None:
    (bench / "devices.yaml").write_text(DEVICES.replace("name: shelf", "name: desk"))

    assert exit_code(["run"]) == 3
    assert "devices.yaml:5" in capsys.readouterr().err


def test_more_behaviours_go_to_virtual_handsets_only(tmp_path: Path) -> None:
    virtual = DeviceEntry(name="v", virtual=VirtualHandset(firmware="f", behaviours=[str(tmp_path)]))
    phone = DeviceEntry(
        name="p", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
    )
    more = _with(virtual, [tmp_path / "a", tmp_path / "b"])

    assert more.virtual is not None
    assert more.virtual.behaviours == [str(tmp_path), str(tmp_path / "a"), str(tmp_path / "b")]
    assert _with(virtual, []) == virtual
    assert _with(phone, [tmp_path]) == phone


def test_a_folder_of_behaviours_that_is_not_there_is_refused(bench: Path, capsys) -> None:
    assert exit_code(["run", "--plan", "--behaviours", str(bench / "nowhere")]) == 3
    assert "nowhere" in capsys.readouterr().err


def handset(name: str, error: str | None = None) -> SimpleNamespace:
    stand = SimpleNamespace(name=name, simulated=False)
    return SimpleNamespace(job=SimpleNamespace(stand=stand), error=error, judgements=())


def test_why_a_handset_was_not_judged_is_said_once_and_names_it() -> None:
    handsets = [handset("desk", "desk: wanted root, found none"), handset("shelf", "it is offline")]

    assert errors_of(handsets) == "desk: wanted root, found none; shelf: it is offline"


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_line_of_progress_fits_the_terminal_and_names_the_handset(width: int) -> None:
    console = Console(width=width, force_terminal=True, color_system=None, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(states([("may", "3/16 arms · [b]:smile: " + "word " * 60), ("gone", "done")]))
    lines = capture.get().splitlines()

    assert [line.split()[0] for line in lines] == ["may", "gone"]
    assert len(lines[0]) == width
    assert lines[0].startswith("may   3/16 arms · [b]:smile:")
    assert lines[0].endswith("…")


def test_a_phone_that_was_not_judged_is_no_rehearsal() -> None:
    assert _origin(handset("desk", "offline")) is Origin.MEASUREMENT


def test_an_absent_phone_leaves_one_line_a_summary_with_its_error_and_nothing_else(
    bench: Path, capsys
) -> None:
    (bench / "devices.yaml").write_text(ABSENT)

    assert exit_code(["run", "--json", "--claims", "INC-03"]) == 3
    out, err = capsys.readouterr()
    summary = json.loads(out)

    assert [item["handset"] for item in summary["errors"]] == ["gone"]
    assert "127.0.0.1:9" in summary["errors"][0]["error"]
    assert (summary["runs"], summary["exit_code"]) == ([], 3)
    assert err.count("wanted a phone") == 1
    assert "what it says" not in err
    left = {path.name for path in (bench / "reports").iterdir()}
    assert left == {f"{summary['invocation']}.{ending}" for ending in ("json", "junit.xml")}


@pytest.mark.parametrize(
    ("outcomes", "errors", "code"),
    [
        ([Outcome.HOLDS], [None], 0),
        ([Outcome.HOLDS], [None, "the phone is offline"], 2),
        ([Outcome.VIOLATED], [None, "the phone is offline"], 1),
        ([Outcome.HOLDS, Outcome.UNPROVEN], [None], 2),
        ([Outcome.NOT_APPLICABLE], [None], 2),
        ([], ["the phone is offline"], 3),
    ],
)
def test_a_handset_that_was_not_judged_never_lets_the_run_hold(
    outcomes: list[Outcome], errors: list[str | None], code: int
) -> None:
    handsets = [SimpleNamespace(error=error) for error in errors]

    assert _code(handsets, [Verdict(outcome, "why") for outcome in outcomes]) == code

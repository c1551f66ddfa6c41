"""`claims run` before anything is started: the plan, and what is refused.  Whole runs: tests/chain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.bench.config import AdbHandset, DeviceEntry, VirtualHandset
from harness.cli.main import exit_code
from harness.cli.run import _joined, _with
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables

ROOT = Path(__file__).parents[2]
LEDGER = Tables.load(built_in()).ledger
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
    assert exit_code(["run", *([] if option == "--reports" else ["--reports", "out"]), option, folder]) == 3
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
        (["--claims", "INC-02 and INC-03"], "at least one proposition"),
        (["--claims", "INC-02 and"], "joined by and, or, not"),
        (["--devices", "none.yaml"], "none.yaml"),
        (["--grade", "evident"], "Did you mean 'evidence'?"),
        (["--grade", "evidence", "--grade", "screening"], "'--grade' is given 2 times"),
        (["--device", "dekc"], "Did you mean 'desk'?"),
        (["--claims", "INC-02.serch"], "Did you mean 'INC-02.search'?"),
        (["--behaviours", "/dev/null/none"], "none at /dev/null/none"),
        (["--fail-on", "always"], "'always' is not one of"),
        (["surplus"], "behind `--`, found 'surplus'"),
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
    own = str(tmp_path)
    virtual = DeviceEntry(name="v", virtual=VirtualHandset(firmware="f", behaviours=[own]))
    phone = DeviceEntry(
        name="p", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
    )
    more = _with(virtual, [tmp_path / "a", tmp_path / "b"])

    assert more.virtual is not None
    assert more.virtual.behaviours == [own, str(tmp_path / "a"), str(tmp_path / "b")]
    assert _with(virtual, []) == virtual
    assert _with(phone, [tmp_path]) == phone


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
    written = {path.name for path in (bench / "reports").iterdir()}
    assert written == {f"{summary['invocation']}{suffix}" for suffix in (".json", ".junit.xml")}


def test_a_plan_for_machines_is_json(bench: Path, capsys) -> None:
    assert exit_code(["run", "--plan", "--json", "--claims", "INC-03"]) == 0
    out, err = capsys.readouterr()
    planned = json.loads(out)

    assert err == ""
    assert (planned["schema"], planned["grade"]) == ("claims/planned/v2", "screening")
    desk, shelf = planned["handsets"]
    assert (desk["handset"], shelf["handset"]) == ("desk", "shelf")
    known = {arm for session in desk["sessions"] for arm in session["arms"]}
    assert known
    assert {part["proposition"] for part in desk["parts"]} == {
        item.id for item in LEDGER.claim("INC-03").propositions
    }
    assert all(part["arms"] and set(part["arms"]) <= known for part in desk["parts"])
    assert all(not part["arms"] and "claim speaks of versions" in part["why_not"] for part in shelf["parts"])
    assert planned["changes"]
    assert desk["seconds"] > 0


def test_what_any_of_several_expressions_selects_is_selected() -> None:
    assert _joined([]) is None
    assert _joined(["INC-02 and presence", "INC-03"]) == "(INC-02 and presence) or (INC-03)"


def test_no_expression_of_several_is_forgotten(bench: Path, capsys) -> None:
    assert exit_code(["run", "--plan", "--claims", "INC-02", "--claims", "INC-03"]) == 0
    out = capsys.readouterr().out

    assert "INC-02  " in out
    assert "INC-03  " in out

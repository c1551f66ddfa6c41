"""`claims run` before anything is started: the plan, and what is refused.  Whole runs: tests/chain."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.bench.config import AdbHandset, DeviceEntry, VirtualHandset
from harness.bench.tables import Tables, features_folder
from harness.cli.main import exit_code
from harness.cli.run import _code, _with
from harness.model.claim import Grade
from harness.model.judgement import Outcome
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


@pytest.fixture
def bench(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a bench, to call `claims` in."""
    (tmp_path / "devices.yaml").write_text(DEVICES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(capsys) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("grade", list(Grade))
def test_the_plan_names_every_proposition_of_what_is_selected_and_nothing_else(
    bench: Path, capsys, grade: Grade
) -> None:
    assert exit_code(["run", "--plan", "--claims", "INC-03", "--grade", grade.value]) == 0
    out = words(capsys).replace(" ", "")
    claim = LEDGER.claim("INC-03")

    assert claim.title.replace(" ", "") in out
    for proposition in claim.propositions:
        assert proposition.text.replace(" ", "") in out
    assert not any(other.id in out for other in LEDGER.claims if other.id != "INC-03")
    assert grade.value in out


def test_the_plan_names_handsets_and_everything_that_is_changed(bench: Path, capsys) -> None:
    assert exit_code(["run", "--plan", "--device", "shelf"]) == 0
    out = words(capsys)

    assert "shelf" in out
    assert "desk" not in out
    for change in (
        "proxy",
        "CA",
        "mobile data",
        "Bluetooth",
        "IPv6",
        "USB",
        "com.xiaomi.xmsf",
        "cleared",
    ):
        assert change in out
    for claim in LEDGER.claims:
        assert (claim.id in out) == bool(claim.propositions)


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
    virtual = DeviceEntry(name="v", virtual=VirtualHandset(firmware="f", behaviours=["own"]))
    phone = DeviceEntry(
        name="p", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
    )
    more = _with(virtual, [tmp_path / "a", tmp_path / "b"])

    assert more.virtual is not None
    assert more.virtual.behaviours == ["own", str(tmp_path / "a"), str(tmp_path / "b")]
    assert _with(virtual, []) == virtual
    assert _with(phone, [tmp_path]) == phone


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

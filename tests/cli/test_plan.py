"""`claims run --plan`: every arm once, who needs it, what is changed, how long it takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.bench.config import AdbHandset, DeviceEntry, VirtualHandset
from harness.cli.main import exit_code
from harness.cli.plan import DevicePlan, plan_of, ranges
from harness.model.claim import Grade
from harness.ruling.pack import built_in
from harness.ruling.tables import Study

STUDY = Study.load(built_in())
LEDGER = STUDY.tables.ledger
VIRTUAL = DeviceEntry(name="v", virtual=VirtualHandset(firmware="as-updated-2020-05", time_scale=60))
PHONE = DeviceEntry(
    name="p", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
)
DEVICES = """schema: claims/devices/v1
devices:
  - name: desk
    virtual: {firmware: as-updated-2020-05}
  - name: shelf
    virtual: {firmware: as-reported-2020-04}
  - name: phone
    adb: {serial: "127.0.0.1:9", bench_address: 127.0.0.1, canary_domain: example.org}
"""


@pytest.fixture
def bench(tmp_path: Path, monkeypatch) -> Path:
    (tmp_path / "devices.yaml").write_text(DEVICES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def planned(claim: str, grade: Grade = Grade.SCREENING, device: DeviceEntry = VIRTUAL) -> DevicePlan:
    (found,) = plan_of(STUDY, [item.id for item in LEDGER.claim(claim).propositions], [device], grade)
    return found


def plan(capsys, *arguments: str) -> list[str]:
    assert exit_code(["run", "--plan", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("grade", list(Grade))
def test_every_arm_stands_once_in_the_order_of_recording(bench: Path, capsys, grade: Grade) -> None:
    lines = plan(capsys, "--device", "desk", "--claims", "INC-03", "--grade", grade.value)
    numbers = [int(line.split()[1]) for line in lines if re.match(r"  arm +\d", line)]
    arms = planned("INC-03", grade).plan.arms

    assert numbers == list(range(1, len(arms) + 1))
    assert len(set(lines)) >= len(arms) > 0
    assert f"Plan of a {grade.value} run" in lines[0]


def test_a_proposition_names_its_arms_by_number(bench: Path, capsys) -> None:
    lines = plan(capsys, "--device", "desk", "--claims", "INC-03")
    found = planned("INC-03").plan

    for proposition in LEDGER.claim("INC-03").propositions:
        mine = {key for part in found.parts if part.proposition == proposition.id for key in part.arms}
        needed = [number for number, key in enumerate(found.arms, 1) if key in mine]
        assert f"    {proposition.id} (arms {ranges(needed)}): {proposition.text}" in lines
    assert not any(other.id in line for line in lines for other in LEDGER.claims if other.id != "INC-03")


def test_the_versions_of_the_firmware_decide_what_is_planned(bench: Path, capsys) -> None:
    old = "\n".join(plan(capsys, "--device", "shelf", "--claims", "INC-03"))
    unknown = "\n".join(plan(capsys, "--device", "phone", "--claims", "INC-03"))

    assert "Mi Browser 12.1.3-g" in old
    assert old.count("(does not apply)") == 2
    assert old.count("not applicable: Mi Browser is 12.1.3-g; the claim speaks of versions from 12.1.4") == 2
    assert "0 arms, 0 acts" in old
    assert "app versions are not known" in unknown
    assert "does not apply" not in unknown
    assert "not applicable" not in unknown


def test_everything_that_is_changed_is_named(bench: Path, capsys) -> None:
    lines = plan(capsys, "--device", "shelf")
    out = "\n".join(lines)

    assert "desk" not in out
    for change in (
        "proxy",
        "CA",
        "mobile data",
        "Bluetooth",
        "IPv6",
        "USB",
        "com.xiaomi.xmsf",
        "data of the apps cleared",
    ):
        assert change in out
    assert all((claim.id in out) == bool(claim.propositions) for claim in LEDGER.claims)
    assert any(re.fullmatch(r"  \d+ arms, \d+ acts, about \d+ (s|min)", line) for line in lines)


def test_a_firmware_that_does_not_exist_has_no_plan(bench: Path, capsys) -> None:
    (bench / "devices.yaml").write_text(DEVICES.replace("as-reported-2020-04", "as-dreamt-of"))

    assert exit_code(["run", "--plan"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "as-dreamt-of" in err


def test_a_phone_takes_its_windows_and_a_virtual_handset_a_fraction_of_them() -> None:
    phone = planned("INC-02", device=PHONE)
    per_app = max(
        sum(session.window_s for session in phone.plan.sessions if session.package == app.package)
        for app in LEDGER.apps
    )

    assert per_app < phone.seconds < 2 * per_app + 3600
    assert per_app / 60 < DevicePlan(VIRTUAL, {}, phone.plan).seconds < 600


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([3], "3"), ([1, 2, 3, 5, 7, 8], "1-3, 5, 7-8"), ([2, 1, 2], "1-2")]
)
def test_neighbours_are_said_as_a_range(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text

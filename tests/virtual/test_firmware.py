from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.virtual import firmware
from harness.virtual.apps.discovery import packages
from harness.virtual.inventory import Package

PACKAGES = packages()
ROOT = Path(__file__).parents[2]

NAMES = sorted(path.stem for path in firmware.SHIPPED.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_firmware_loads_under_its_own_name(name):
    assert firmware.load(name, installed=PACKAGES).name == name


def test_the_updated_phone_differs_in_its_browsers_alone():
    old, new = (
        firmware.load(name, installed=PACKAGES) for name in ("as-reported-2020-04", "as-updated-2020-05")
    )
    versions = [{row.name: row.version for row in each.packages} for each in (old, new)]

    changed = {name for name in versions[0] if versions[0][name] != versions[1][name]}
    assert changed == {"com.mi.globalbrowser", "com.mi.globalbrowser.mini"}
    assert versions[1]["com.mi.globalbrowser"].startswith("12.1.4")
    assert versions[1]["com.mi.globalbrowser.mini"] == "3.4.3"
    assert old.properties == new.properties


def test_an_unknown_key_is_refused(tmp_path):
    (tmp_path / "x.toml").write_text('extends = "as-promised"\nname = "x"\ncolour = "red"\n')

    with pytest.raises(ValueError, match="colour"):
        firmware.load(str(tmp_path / "x.toml"), installed=PACKAGES)


def test_a_firmware_cannot_extend_itself(tmp_path):
    (tmp_path / "x.toml").write_text('extends = "x.toml"\n')

    with pytest.raises(ValueError, match="extends itself"):
        firmware.load(str(tmp_path / "x.toml"), installed=PACKAGES)


def test_every_uid_has_one_owner_or_a_shared_user():
    rows = firmware.load("as-reported-2020-04", installed=PACKAGES).packages

    alone = [row.uid for row in rows if not row.shared_user]
    assert len(alone) == len(set(alone))


def test_a_firmware_can_be_without_a_package_of_its_parent(tmp_path):
    file = tmp_path / "one.toml"
    file.write_text('extends = "as-updated-2020-05"\nwithout = ["com.mi.globalbrowser.mini"]\n')
    names = {package.name for package in firmware.load(str(file), installed=PACKAGES).packages}
    assert "com.mi.globalbrowser" in names
    assert "com.mi.globalbrowser.mini" not in names


def test_a_package_that_is_not_there_cannot_be_left_out(tmp_path):
    file = tmp_path / "one.toml"
    file.write_text('extends = "as-updated-2020-05"\nwithout = ["com.example.none"]\n')
    with pytest.raises(ValueError, match="named com"):
        firmware.load(str(file), installed=PACKAGES)


def test_an_app_is_installed_as_it_declares_itself_where_the_firmware_says_nothing_else(tmp_path):
    own = Package("a.b", "1", 1, 10999, "other", system=False, path="/data/app/a.b/base.apk")
    rows = firmware.load("as-promised", installed=[*PACKAGES, own]).packages
    assert next(row for row in rows if row.name == "a.b").uid == 10999
    file = tmp_path / "one.toml"
    file.write_text('extends = "as-promised"\nname = "one"\n[[packages]]\nname = "a.b"\nversion = "2"\n')
    rows = firmware.load(str(file), installed=[*PACKAGES, own]).packages
    assert next((row.version, row.uid) for row in rows if row.name == "a.b") == ("2", 10999)


def test_a_folder_adds_firmwares_and_takes_the_place_of_shipped_ones(tmp_path):
    (tmp_path / "mine.toml").write_text('extends = "as-promised"\nname = "mine"\n')
    other = 'extends = "as-updated-2020-05"\nname = "other"\ntitle = "t"\n'
    (tmp_path / "as-promised.toml").write_text(other)
    found = firmware.load("mine", [tmp_path], PACKAGES)
    assert (found.name, found.title) == ("mine", "t")
    with pytest.raises(ValueError, match=r"there are .*as-promised, .*mine"):
        firmware.load("nothing", [tmp_path], PACKAGES)
    with pytest.raises(ValueError, match="folder of firmwares"):
        firmware.load("mine", [tmp_path / "none"], PACKAGES)


def test_whoever_plans_asks_by_command_line(tmp_path):
    def ask(*words):
        command = [sys.executable, "-m", "harness.virtual.firmware", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    told = json.loads(ask("as-updated-2020-05").stdout)
    assert told["name"] == "as-updated-2020-05"
    assert told["packages"]["com.mi.globalbrowser"] == "12.1.4-g"
    assert "com.miui.player" in told["packages"]
    refused = ask("as-dreamt-of", "--firmwares", str(tmp_path))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("wanted a firmware")


def test_a_behaviour_that_is_a_file_is_found_beside_the_firmware_that_names_it(tmp_path):
    path = tmp_path / "base.toml"
    path.write_text('extends = "as-promised"\nname = "base"\nbehaviours = ["sensors-config", "mine.toml"]\n')
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "over.toml").write_text('extends = "../base.toml"\nname = "over"\n')

    for found in (
        firmware.load(str(path), installed=PACKAGES),
        firmware.load(str(tmp_path / "more" / "over.toml"), installed=PACKAGES),
    ):
        ids = [Path(name).resolve() if name.endswith(".toml") else name for name in found.behaviours]
        assert ids == ["sensors-config", tmp_path / "mine.toml"]

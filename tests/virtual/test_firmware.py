from __future__ import annotations

import pytest

from harness.virtual import firmware

NAMES = sorted(path.stem for path in firmware.SHIPPED.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_firmware_loads_under_its_own_name(name):
    assert firmware.load(name).name == name


def test_the_updated_phone_differs_in_its_browsers_alone():
    old, new = (firmware.load(name) for name in ("as-reported-2020-04", "as-updated-2020-05"))
    versions = [{row.name: row.version for row in each.packages} for each in (old, new)]

    changed = {name for name in versions[0] if versions[0][name] != versions[1][name]}
    assert changed == {"com.mi.globalbrowser", "com.mi.globalbrowser.mini"}
    assert versions[1]["com.mi.globalbrowser"].startswith("12.1.4")
    assert versions[1]["com.mi.globalbrowser.mini"] == "3.4.3"
    assert old.properties == new.properties


def test_an_unknown_key_is_refused(tmp_path):
    (tmp_path / "x.toml").write_text('extends = "as-promised"\nname = "x"\ncolour = "red"\n')

    with pytest.raises(ValueError, match="colour"):
        firmware.load(str(tmp_path / "x.toml"))


def test_a_firmware_cannot_extend_itself(tmp_path):
    (tmp_path / "x.toml").write_text('extends = "x.toml"\n')

    with pytest.raises(ValueError, match="extends itself"):
        firmware.load(str(tmp_path / "x.toml"))


def test_every_uid_has_one_owner_or_a_shared_user():
    rows = firmware.load("as-reported-2020-04").packages

    alone = [row.uid for row in rows if not row.shared_user]
    assert len(alone) == len(set(alone))


def test_a_firmware_can_be_without_a_package_of_its_parent(tmp_path):
    file = tmp_path / "one.toml"
    file.write_text('extends = "as-updated-2020-05"\nwithout = ["com.mi.globalbrowser.mini"]\n')
    names = {package.name for package in firmware.load(str(file)).packages}
    assert "com.mi.globalbrowser" in names
    assert "com.mi.globalbrowser.mini" not in names


def test_a_package_that_is_not_there_cannot_be_left_out(tmp_path):
    file = tmp_path / "one.toml"
    file.write_text('extends = "as-updated-2020-05"\nwithout = ["com.example.none"]\n')
    with pytest.raises(ValueError, match="named com"):
        firmware.load(str(file))

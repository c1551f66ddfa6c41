"""What a firmware's file says of its apps is what the virtual handset has installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.firmware import SHIPPED, app_versions
from harness.model.errors import SetupError
from harness.virtual.firmware import load


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.toml")))
def test_every_shipped_firmware_reads_as_the_handset_reads_it(name: str) -> None:
    assert app_versions(name) == {package.name: package.version for package in load(name).packages}


def test_a_firmware_of_ones_own_reads_with_what_it_takes_away(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'extends = "as-updated-2020-05"\nname = "own"\ntitle = "t"\nwithout = ["com.mi.globalbrowser"]\n'
    )

    assert app_versions(str(path)) == {package.name: package.version for package in load(str(path)).packages}
    assert "com.mi.globalbrowser" not in app_versions(str(path))


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SetupError, match=r"no 'as-dreamt-of'; there are .*as-reported-2020-04"):
        app_versions("as-dreamt-of")


@pytest.mark.parametrize(
    "text", ["name =", 'extends = "own.toml"', "packages = 1", "[[packages]]\nversion = '1'"]
)
def test_a_file_that_is_no_firmware_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_text(text)

    with pytest.raises(SetupError, match=r"own\.toml: wanted a firmware"):
        app_versions(str(tmp_path / "own.toml"))

from __future__ import annotations

import pytest

from harness.virtual.apps.discovery import discover, packages, vocabulary

OWN = """
from harness.virtual.application import Application, InstalledApp
from harness.virtual.inventory import Package

APPS = (
    InstalledApp(
        Package("{name}", "1", 1, {uid}, "other", False, "/data/app/a/base.apk", (".Main",), label="Own"),
        lambda phone, network, reporter: Application(),
        triggers=frozenset({{"sneeze"}}),
        facts=frozenset({{"loudness"}}),
    ),
)
"""


def test_every_app_has_a_package_and_a_uid_of_its_own_or_a_shared_one():
    rows = packages()
    alone = [row.uid for row in rows if not row.shared_user]

    assert len({row.name for row in rows}) == len(rows) >= 10
    assert len(set(alone)) == len(alone)


def test_one_file_in_a_folder_is_an_app_with_its_triggers_and_facts(tmp_path):
    (tmp_path / "own.py").write_text(OWN.format(name="a.own", uid=10990))
    installed = discover([tmp_path])

    assert "a.own" in {item.package.name for item in installed}
    assert {"sneeze", "visit"} <= vocabulary(installed).triggers
    assert "loudness" in vocabulary(installed).facts
    assert "sneeze" not in vocabulary(discover()).triggers


def test_a_later_file_takes_the_place_of_an_app(tmp_path):
    (tmp_path / "own.py").write_text(OWN.format(name="com.miui.home", uid=10991))

    (found,) = [item for item in discover([tmp_path]) if item.package.name == "com.miui.home"]

    assert found.package.uid == 10991


@pytest.mark.parametrize("text", ["x = 1", "APPS = ()", "APPS = (1,)", "import nothing_of_the_kind", "def"])
def test_a_file_that_is_no_app_is_refused_by_name(tmp_path, text):
    (tmp_path / "own.py").write_text(text)

    with pytest.raises(ValueError, match=r"own\.py: wanted"):
        discover([tmp_path])


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError, match="nowhere"):
        discover([tmp_path / "nowhere"])

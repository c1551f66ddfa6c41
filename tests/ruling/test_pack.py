"""Where the claims of a vendor lie: a folder, an installed package, or the suite's own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from harness.model.errors import SetupError
from harness.ruling.pack import BUILT_IN, GROUP, Pack, built_in, find_pack, read_text
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Tables, formats_of

LUMORA = Path(__file__).parents[1] / "packs" / "lumora"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A pack to be changed."""
    return Path(shutil.copytree(LUMORA, tmp_path / "copy"))


@pytest.mark.parametrize("name", [None, BUILT_IN])
def test_without_a_name_it_is_the_suites_own(name: str | None) -> None:
    found = find_pack(name)

    assert found == built_in()
    assert (found.features, found.root, found.place, found.hosts) == (features_folder(), None, None, ())
    assert found.modules("vendors") == ()


def test_a_folder_is_found_again_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LUMORA.parent)
    found = find_pack("lumora")
    monkeypatch.chdir("/")

    assert found.place == str(LUMORA)
    assert find_pack(found.place) == found
    assert found.hosts == (LUMORA / "virtual" / "hosts.toml",)
    assert list(found.texts()) == ["notes/usage_reports.feature"]


def test_what_is_neither_a_folder_nor_installed_is_refused_with_what_there_is() -> None:
    with pytest.raises(SetupError, match=r"wanted a folder, or a pack of built-in.*found 'nowhere'; give"):
        find_pack("nowhere")


def test_a_folder_without_a_ledger_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"features/ledger\.yaml: wanted the ledger of a pack, found none"):
        find_pack(str(tmp_path))


def installed(site: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution that says it has a pack there."""
    about = site / "some_claims-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: some-claims\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\nsome = {target}\n")
    monkeypatch.syspath_prepend(str(site))


def test_an_installed_pack_has_the_name_of_its_entry_point(copy: Path, monkeypatch) -> None:
    (copy / "__init__.py").touch()
    shutil.move(copy, copy.parent / "installed_pack")
    installed(copy.parent, "installed_pack", monkeypatch)
    found = find_pack("some")

    assert (found.name, found.place, found.root) == ("some", "some", copy.parent / "installed_pack")
    assert find_pack(found.place) == found
    sys.modules.pop("installed_pack")


def test_an_installed_pack_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch) -> None:
    installed(tmp_path, "no_such_module_anywhere", monkeypatch)

    with pytest.raises(SetupError, match="wanted the installed pack some, found ModuleNotFoundError"):
        find_pack("some")


def test_a_pack_without_acts_of_its_own_has_the_suites(copy: Path) -> None:
    (copy / "features" / "acts.yaml").unlink()
    pack = find_pack(str(copy))

    assert pack.table("acts.yaml") == features_folder() / "acts.yaml"
    assert pack.table("destinations.yaml") == copy / "features" / "destinations.yaml"
    with pytest.raises(SetupError, match=r"wanted a part of .*acts\.yaml, found 'note-text'"):
        Tables.load(pack)


def test_a_pack_without_features_is_refused(copy: Path) -> None:
    shutil.rmtree(copy / "features" / "notes")
    with pytest.raises(SetupError, match="wanted feature files, found none"):
        find_pack(str(copy)).texts()


@pytest.mark.parametrize(
    "text", ["import nothing_like_that", "def (", "1 / 0", "FORMAT = unknown", "raise SystemExit(0)"]
)
def test_a_module_that_cannot_be_loaded_is_named(copy: Path, text: str) -> None:
    (copy / "vendors" / "broken.py").write_text(text)
    with pytest.raises(SetupError, match=r"broken\.py: wanted a module of the pack, found \w+(Error|Exit)"):
        formats_of(find_pack(str(copy)))


@pytest.mark.parametrize("name", ["lost.feature", "notes/deep/lost.feature"])
def test_a_feature_outside_a_topics_folder_is_refused(copy: Path, name: str) -> None:
    path = copy / "features" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("Feature: Lost\n", "utf-8")
    with pytest.raises(SetupError, match=f"{name}: wanted a feature in a folder of its topic"):
        find_pack(str(copy)).texts()


def test_a_module_without_a_format_is_named(copy: Path) -> None:
    (copy / "vendors" / "helper.py").write_text("FORMAT = 'lumolog'\n")
    with pytest.raises(SetupError, match=r"helper\.py: wanted a vendor format .*found none"):
        formats_of(find_pack(str(copy)))


def test_a_format_that_is_there_already_is_refused(copy: Path) -> None:
    shutil.copy(copy / "vendors" / "lumolog.py", copy / "vendors" / "again.py")
    with pytest.raises(SetupError, match=r"copy: .*lumolog"):
        formats_of(find_pack(str(copy)))


def test_the_ruleset_changes_with_a_packs_format_and_not_with_its_apps(copy: Path) -> None:
    pack = find_pack(str(copy))
    tables = Tables.load(pack)
    before = tables.ruleset(pack)
    (copy / "apps" / "notes.py").write_text("APP = None\n")
    assert tables.ruleset(pack) == before
    with (copy / "vendors" / "lumolog.py").open("a") as file:
        file.write("# more\n")
    after = tables.ruleset(pack)

    assert {name for name in before if before[name] != after[name]} == {"formats"}


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"one: 1\ntwo: \xff\xfe\n")
    with pytest.raises(SetupError, match=r"a\.yaml:2: wanted UTF-8 text"):
        read_text(tmp_path / "a.yaml")
    with pytest.raises(SetupError, match=r"b\.yaml: wanted a file of the pack, found No such file"):
        read_text(tmp_path / "b.yaml")


def test_a_pack_has_only_the_folders_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    pack = Pack("some", tmp_path / "features", tmp_path)

    assert pack.folder("apps") == tmp_path / "apps"
    assert pack.folder("vendors") is None
    assert pack.digest("vendors") == pack.digest("apps") == built_in().digest("vendors")

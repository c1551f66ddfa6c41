"""The suite's tables as shipped, as copied into a run, and the version of everything that judges."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import harness
from harness.model.errors import SetupError
from harness.ruling.pack import Pack, built_in
from harness.ruling.shipped import features_folder
from harness.ruling.tables import JUDGING, LIBRARIES, Tables

NAMES = ("ledger.yaml", "acts.yaml", "destinations.yaml")


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.load(built_in())


@pytest.fixture
def features(tmp_path: Path) -> Path:
    """A copy of the shipped tables, to be changed."""
    for name in NAMES:
        shutil.copy(features_folder() / name, tmp_path / name)
    return tmp_path


def load(features: Path) -> Tables:
    return Tables.load(Pack("copy", features))


def ruleset(tables: Tables) -> dict[str, str]:
    return tables.ruleset(built_in())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_shipped_files_load() -> None:
    tables = Tables.load(built_in())

    assert {"INC-02", "INC-03", "INC-04"} <= {claim.id for claim in tables.ledger.claims}


def test_what_is_copied_into_a_run_loads_back_equal(tables: Tables) -> None:
    back = Tables.of(tables.ledger.canonical, tables.acts.canonical, tables.destinations.canonical)

    assert back.ledger.claims == tables.ledger.claims
    assert back.ledger.apps == tables.ledger.apps
    assert replace(back.acts, name=tables.acts.name) == tables.acts
    assert replace(back.destinations, name=tables.destinations.name) == tables.destinations
    assert ruleset(back) == ruleset(tables)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_table_is_named(tables: Tables, features: Path, name: str) -> None:
    (features / name).unlink()

    if name == "acts.yaml":  # the suite's own is taken
        assert load(features).acts == tables.acts
        return
    with pytest.raises(SetupError, match=f"{name}: wanted a file of the pack, found No such file"):
        load(features)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_does_not_read_is_named_with_its_line(features: Path, name: str) -> None:
    (features / name).write_text("schema: [\n", "utf-8")

    with pytest.raises(SetupError, match=rf"{name.removesuffix('.yaml')}.*:\d+"):
        load(features)


def test_the_three_tables_are_checked_against_each_other(features: Path) -> None:
    edit(features / "ledger.yaml", "parts: [host, path,", "parts: [hos, path,")

    with pytest.raises(SetupError, match=r"ledger.yaml:\d+: wanted a part of .*acts.yaml, found 'hos'"):
        load(features)


@pytest.mark.parametrize(
    ("name", "word", "other"),
    [
        ("ledger", "title: ", "title: Still "),
        ("acts", "host name of the page", "name of the page's host"),
        ("destinations", "general: general knowledge", "general: common knowledge"),
    ],
)
def test_the_version_changes_with_a_word_of_a_table(
    tables: Tables, features: Path, name: str, word: str, other: str
) -> None:
    edit(features / f"{name}.yaml", word, other)
    before, after = ruleset(tables), ruleset(load(features))

    assert {key for key in before if before[key] != after[key]} == {name}


def test_a_comment_in_a_table_changes_nothing(tables: Tables, features: Path) -> None:
    for name in NAMES:
        (features / name).write_text("# read twice\n" + (features / name).read_text("utf-8"), "utf-8")

    assert ruleset(load(features)) == ruleset(tables)


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packages, looked at in place of the real ones."""
    copy = tmp_path / "harness"
    packages = dict.fromkeys(name.partition("/")[0] for name in JUDGING)
    for package in packages:
        shutil.copytree(
            Path(harness.__file__).parent / package, copy / package, ignore=shutil.ignore_patterns("*.pyc")
        )
    monkeypatch.setattr(harness, "__file__", str(copy / "__init__.py"))
    return copy


@pytest.mark.parametrize("package", JUDGING)
def test_the_version_changes_with_the_code_that_judges(tables: Tables, code: Path, package: str) -> None:
    before = ruleset(tables)
    path = max((code / package).rglob("*.py"), default=code / package)
    path.write_bytes(path.read_bytes() + b"# more\n")
    changed = ruleset(tables)

    assert before["code"] != changed["code"]
    assert {**changed, "code": ""} == {**before, "code": ""}
    if path != code / package:
        path.rename(path.with_name("renamed.py"))
        assert changed["code"] != ruleset(tables)["code"] != before["code"]


def test_the_version_does_not_change_with_code_that_only_reports(tables: Tables, code: Path) -> None:
    before = ruleset(tables)
    (code / "report" / "more.py").write_text("MORE = 1\n")
    (code / "judge" / "notes.txt").write_text("no code")

    assert ruleset(tables) == before


def test_the_version_names_every_library_that_decodes_and_searches(tables: Tables) -> None:
    found = ruleset(tables)

    assert set(LIBRARIES) < set(found)
    assert {name for name in LIBRARIES if found[name] == "absent"} < {"hyperscan", "ahocorasick-rs"}


def test_a_host_is_classified_by_the_tables_and_the_canary_domain(tables: Tables) -> None:
    def controller(host: str) -> str:
        return str(
            tables.classify(host, acts=("visit",), canary_domain="claims.test", services=()).controller.value
        )

    assert controller("sa.api.intl.miui.com") == "vendor"
    assert controller("x.claims.test") == controller("nonce.claims.test")
    assert controller("x.claims.test") != controller("x.claims.example") != "vendor"

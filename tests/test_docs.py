"""What the pages state as a fact that code, tables and locks have, too: figures, names, links, sections."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from harness.bench.config import VirtualHandset
from harness.cli.entry import INTERRUPTED, NO_VERDICT
from harness.cli.main import COMMANDS
from harness.cli.outcome import SENTENCES, FailOn
from harness.device.adb_client import AUTHORISE_SECONDS
from harness.device.state_home import state_home
from harness.model.arm import ArmKind
from harness.model.judgement import Outcome
from harness.model.proposition import Proposition
from harness.report.allure_html import NAMED, PACKAGE
from harness.ruling.pack import GROUP, built_in
from harness.ruling.tables import Study
from tests.bench.decode_hostile import HOSTILE
from tests.pages import PAGES, blocks, inline, prose, rows, section, text
from tests.test_locks import VERSIONS, requirements
from tests.test_structure import ROOT, modules, relative

README = "README.md"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
STUDY = Study.load(built_in())
LEDGER = STUDY.tables.ledger
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def one(pattern: str, source: str) -> tuple[str, ...]:
    """The groups of the only place where a page says this; runs of blanks count as one."""
    found = list(re.finditer(pattern, " ".join(source.split())))
    assert len(found) == 1, f"{len(found)} times: {pattern}"
    return found[0].groups()


# ---------------------------------------------------------------------------------------------------- figures


def test_the_claims_and_apps_are_counted() -> None:
    known, tested, apps = one(r"Of (\d+) known claims (\d+) are tested today, on (\w+) apps", text(README))

    assert int(known) == len(LEDGER.claims)
    assert int(tested) == sum(bool(claim.propositions) for claim in LEDGER.claims)
    assert NUMBERS.index(apps) == len(LEDGER.apps)
    assert {app.package for app in LEDGER.apps} == {
        scope.package for claim in LEDGER.claims for item in claim.propositions for scope in item.apps
    }


def test_the_versions_are_those_that_are_asked_for() -> None:
    pythons = one(r"Python (3\.\d+), (3\.\d+) or (3\.\d+)", section(README, "Two commands"))
    environment = (ROOT / ".ci" / "environment").read_text()
    node = json.loads((ROOT / "package.json").read_text())

    assert pythons == VERSIONS
    assert f"python{pythons[2]} python{pythons[1]} python{pythons[0]}" in environment
    assert PYPROJECT["project"]["requires-python"] == f">={pythons[0]},<3.{int(pythons[2][2:]) + 1}"
    assert one(r"Node (\d+) or newer", text(README)) == one(r"versions\.node\) < (\d+)\)", environment)
    assert f"`npm install {PACKAGE}`" in text(README)
    assert node["devDependencies"] == {"allure": PACKAGE.partition("@")[2]}
    assert f"`{NAMED}`" in text(README)


def test_the_recorders_are_those_of_the_lock() -> None:
    new, old = one(
        r"records what the phone sends, TLS included: (\S+) on Python .* held at (\S+), whose", text(README)
    )
    locked = [name for name in requirements("requirements.lock") if name.startswith("mitmproxy==")]

    assert [re.sub(r"\s*;.*", "", name) for name in locked] == [f"mitmproxy=={old}", f"mitmproxy=={new}.1"]
    assert one(r"pytest below (\S+):", text(README)) == one(r"pytest<(\S+)", _lines("requirements.in"))


def _lines(name: str) -> str:
    return "\n".join(line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#"))


def test_the_table_of_dependencies_has_what_is_required_and_no_other() -> None:
    required = {
        re.split(r"[<>=;\s\[]", line)[0].lower()
        for name in ("requirements.in", "requirements-dev.in")
        for line in _lines(name).splitlines()
    }
    listed = {
        re.sub(r"^\*for tests:\* ", "", name.strip()).lower()
        for library, _ in rows(section(README, "Dependencies"))
        for name in library.split(",")
    }

    assert {name for name in listed if not name.startswith("npm ")} == required


def test_what_the_defaults_are_called() -> None:
    defaults = {field.name: field.default for field in Proposition.__dataclass_fields__.values()}
    scale = VirtualHandset(firmware="any").time_scale

    assert one(r"time scale \| .*? \((\d+) unless", text(README))[0] == f"{scale:g}"
    assert NUMBERS[defaults["repeats"].evidence] == one(r"has more acts, (\w+) repeats", text(README))[0]
    assert defaults["repeats"].screening == 1
    assert defaults["window_s"].screening < defaults["window_s"].evidence
    assert "allow USB debugging within a minute" in text(README)
    assert AUTHORISE_SECONDS == 60


def test_the_exit_codes_are_all_there() -> None:
    codes = [int(code) for code, _ in rows(section(README, "How to read the three outcomes"))]

    assert codes == [*SENTENCES, NO_VERDICT, INTERRUPTED]
    for choice in (FailOn.VIOLATED, FailOn.NEVER):
        assert f"--fail-on {choice.value}`" in text(README)


def test_every_command_and_outcome_is_explained() -> None:
    listed = {
        word
        for cell, _ in rows(section(README, "Two commands"))
        for word in re.findall(r"claims ([a-z]+)", cell)
    }
    outcomes = section(README, "How to read the three outcomes")

    assert listed == set(COMMANDS)
    assert all(outcome.value.replace("-", " ") in outcomes for outcome in Outcome)
    assert all(
        f"*{kind.value}*" in section(README, "The words on this page")
        for kind in ArmKind
        if kind is not ArmKind.SHAM
    )


def test_the_hostile_messages_are_counted() -> None:
    assert one(r"All (\d+) hostile messages", text("docs/figures.md"))[0] == str(len(HOSTILE))


# ------------------------------------------------------------------------------------------- names and places


def test_the_layout_is_that_of_the_folders_in_the_order_of_the_layers() -> None:
    listed = [cell.strip("`").rstrip("/") for cell, _ in rows(section(README, "Layout"))]
    packages = {f"harness/{path.parent.name}" for path in (ROOT / "harness").glob("*/__init__.py")}
    (layers,) = [item for item in PYPROJECT["tool"]["importlinter"]["contracts"] if item["type"] == "layers"]
    order = [
        {f"harness/{name.strip()}" for name in layer.split("|")} & packages
        for layer in layers["layers"][::-1]
    ]
    flat = [name for layer in order for name in sorted(layer, key=listed.index)]

    assert set(listed) == packages | {"features", "steps"}
    assert len(listed) == len(set(listed))
    assert [name for name in listed if name in flat] == flat
    assert all((ROOT / name).is_dir() for name in listed)


def test_a_package_is_called_pure_where_purity_is_checked() -> None:
    (pure,) = [
        item["source_modules"]
        for item in PYPROJECT["tool"]["importlinter"]["contracts"]
        if item["name"].startswith("Judging is pure")
    ]
    called = [cell.strip("`") for cell, what in rows(section(README, "Layout")) if what.endswith("*Pure*")]

    assert sorted(called) == sorted(name.replace(".", "/") for name in pure)


PLACE = re.compile(r"^(?:features|steps|harness|tests|docs|\.ci)/[\w<>./*-]*")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    """`<word>` and `*` stand for any; those of a pack are looked for in the pack of the tests, too."""
    named = {place for words in inline(page) for place in PLACE.findall(words)}
    pack = ROOT / "tests" / "packs" / "lumora"
    missing = [
        place
        for place in sorted(named)
        if not any(
            next(folder.glob(re.sub(r"<[^>]*>", "*", place).rstrip("/.")), None) for folder in (ROOT, pack)
        )
    ]

    assert missing == []


def test_a_newcomer_finds_every_place() -> None:
    places = [
        cell
        for _, place, proof in rows(section(README, "Where a newcomer adds ..."))
        for cell in (place, proof)
    ]

    assert len(places) == 18
    assert {
        "harness/judge/rules.py",
        "harness/apps/<app>.py",
        "features/ledger.yaml",
    } <= {item for cell in places for item in re.findall(r"`([^`]+)`", cell)}


def test_the_folders_of_a_pack_are_those_of_the_made_up_one() -> None:
    cells = rows(section(README, "Packs"))
    named = {item.partition("/")[0] for cell, _ in cells for item in re.findall(r"`([^`]+)`", cell)}
    lumora = ROOT / "tests" / "packs" / "lumora"

    assert named == {path.name for path in lumora.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert f"`{GROUP}`" in section(README, "Packs")


def test_the_bench_of_the_page_is_where_the_code_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    kept = state_home().relative_to(Path.home()).as_posix()
    library = importlib.metadata.distribution("uiautomator2")
    core = next(file for file in library.files or () if file.as_posix() == "uiautomator2/core.py")

    assert f"`~/{kept}` (`$XDG_STATE_HOME`)" in text(README)
    assert one(r"`(/data/local/tmp/\S+)`", text(README))[0] in Path(str(core.locate())).read_text()


def test_every_schema_that_is_named_is_written_by_the_code() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in modules("harness"))
    named = {
        item
        for page in ("README.md", "reports/README.md", "CHANGELOG.md")
        for words in inline(page)
        for item in re.findall(r"claims/[a-z]+/v\d+", words)
    }

    assert {item for item in named if f'"{item}"' not in sources} == set()


def test_the_scenario_of_the_page_is_one_of_the_features() -> None:
    (shown,) = [block for block in blocks(README) if block[0].startswith("Feature: ")]
    lines = [line for line in shown if line.strip()]
    files = [path.read_text("utf-8").splitlines() for path in (ROOT / "features").rglob("*.feature")]
    (file,) = [found for found in files if lines[0] in found]
    rest = iter(file)

    assert [line for line in lines if line not in rest] == [], "not in this order, or not in these words"
    start = file.index(next(line for line in lines if line.strip().startswith("Scenario:")))
    whole = [line for line in file[start:] if line.strip()]
    end = next(number for number, line in enumerate(whole) if line.strip().startswith("Then "))
    assert lines[-end - 1 :] == whole[: end + 1], "a part of the scenario was left out"


def test_the_phone_of_the_page_is_the_one_of_devices_yaml() -> None:
    (shown,) = [block for block in blocks(README) if block[0].startswith("- name: my-redmi")]
    lines = (ROOT / "devices.yaml").read_text("utf-8").splitlines()
    phone = lines[lines.index("# - name: my-redmi") :]
    commented = "\n".join(line[2:] for line in phone[: phone.index("#")])

    assert yaml.safe_load("\n".join(shown))[0]["adb"] == yaml.safe_load(commented)[0]["adb"]


# ----------------------------------------------------------------------------------------- links and sections


def anchors(page: str) -> set[str]:
    """The ids that a heading gets on a code host: small letters, blanks as hyphens, other signs away."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        place, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", place):
            continue
        target = (ROOT / page).parent / place if place else ROOT / page
        name = target.resolve().relative_to(ROOT).as_posix()
        if not target.exists() or (anchor and anchor not in anchors(name)):
            dead.append(link)

    assert dead == []


SOURCE = re.compile(
    r"(?P<source>[Mm]ethod|facts(?:/[a-z]+)?|RFC \d+|X\.690|WHATWG \w+|W3C \w+|HTML Standard|id3\.org)"
    r"|§ ?(?P<section>\d+(?:\.\d+)*)"
)
BETWEEN = 80
"""Characters between a source and a section of it, or between two sections of the same."""


def cited(words: str) -> Iterator[tuple[str, str]]:
    """(source, section) of every `§` in a text; one without a source is of the method."""
    source, end = "method", 0
    for found in SOURCE.finditer(words):
        if found["source"]:
            source = found["source"].lower()
        else:
            yield source if found.start() - end <= BETWEEN else "method", found["section"]
        end = found.end()


def citations() -> Iterator[tuple[str, str, str]]:
    """(file, source, section) of every section that code and tables cite."""
    paths = [*modules("harness"), *modules("steps")]
    for suffix in ("yaml", "toml", "feature"):
        paths += [*(ROOT / "features").rglob(f"*.{suffix}"), *(ROOT / "harness").rglob(f"*.{suffix}")]
    for path in (*paths, ROOT / "devices.yaml", ROOT / README):
        for source, number in cited(re.sub(r"\n\s*#?\s*", " ", path.read_text("utf-8"))):
            yield relative(path), source, number


def test_every_cited_section_of_the_method_is_there() -> None:
    sections = set(re.findall(r"^## (\d+) ", text("docs/method.md"), re.MULTILINE))
    used = [(path, number) for path, source, number in citations() if source == "method"]

    assert sections == {str(number) for number in range(15)}
    assert [f"{path}: §{number}" for path, number in used if number not in sections] == []
    # 0 says what is built; 13 measures the suite itself, which nothing does yet.
    assert sections - {number for _, number in used} == {"0", "13"}


def test_every_cited_fact_has_its_source() -> None:
    listed = {number.strip() for row in rows(text("docs/facts.md")) for number in row[0].split(",")}
    used = [
        (path, " ".join((*source.split("/")[1:], number)))
        for path, source, number in citations()
        if source.startswith("facts")
    ]

    assert {"3.1", "tools 8"} <= {fact for _, fact in used}
    assert [item for item in used if item[1] not in listed and item[1].partition(".")[0] not in listed] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("as method §3 and §8 say", [("method", "3"), ("method", "8")]),
        ("(RFC 9110 §7.1, §10.1.3)", [("rfc 9110", "7.1"), ("rfc 9110", "10.1.3")]),
        (f"RFC 9110 {'x' * 90} (§4)", [("method", "4")]),
        ("facts/tools §8", [("facts/tools", "8")]),
    ],
)
def test_a_section_belongs_to_the_source_before_it(words: str, found: list[tuple[str, str]]) -> None:
    assert list(cited(words)) == found


CITED = re.compile(r"README, ([A-Z][\w ]+)\)|\b(design)(?:,|\.md| \()", re.IGNORECASE)


def test_every_page_that_code_cites_is_there() -> None:
    headings = set(re.findall(r"^#+ (.+)$", prose(README), re.MULTILINE))
    cited_pages = [
        (relative(path), next(filter(None, found.groups())))
        for path in (*modules("harness"), *modules("steps"))
        for found in CITED.finditer(" ".join(path.read_text("utf-8").split()))
    ]

    assert {name for _, name in cited_pages} >= {"Path of the data", "How to read the three outcomes"}
    assert [item for item in cited_pages if item[1] not in headings] == []


def test_what_is_not_built_names_a_section_each() -> None:
    numbers = [int(row[0]) for row in rows(section("docs/method.md", "0 What of this is built"))]

    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 15))

"""Every command that the pages name is run as it stands there, or it is said why it is not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.bench.config import DeviceEntry, load_devices
from harness.bench.stand import VirtualBench
from harness.cli.main import COMMANDS, exit_code
from harness.evidence.seal import digest_of
from harness.ruling.finish import finish_folder
from harness.ruling.judgements import from_json
from harness.ruling.pack import built_in
from harness.ruling.tables import Study
from tests.pages import MANUAL, blocks, inline, rows, section
from tests.test_structure import ROOT

SAMPLE = ROOT / "tests" / "samples" / "judge" / "everything-reported-in-clear"
RUN_S, PYTEST_S, QUICK_S = 400, 900, 90
SWITCH = ("--device", "as-updated-2020-05", "--claims", "INC-03.switch")
"""The shortest thing that there is to measure; the other part of its claim stays unproven."""


@dataclass(frozen=True, slots=True)
class Called:
    """How a command of the pages is run: its words for a shell, its exit code, what it says.

    Words in capitals are stand-ins of `stand_ins`.  `also` are arguments that the page leaves to the reader.
    """

    says: str = ""
    code: int = 0
    also: tuple[str, ...] = ()
    slow: bool = False


@dataclass(frozen=True, slots=True)
class NotCalled:
    """Why a command of the pages is not run here."""

    why: str


NAME = NotCalled("the name of a command that stands here with its arguments elsewhere")
TABLE: Mapping[str, Called | NotCalled] = {
    "claims": NAME,
    "claims ...": NotCalled("stands for every command of the page"),
    "claims --help": Called("Verifies what a phone maker claims"),
    "claims COMMAND --help": Called("Usage: claims "),
    "claims --install-completion": Called("completion installed"),
    "claims init": Called("devices.yaml names virtual handsets", code=0),
    "claims list": Called(r"\d+ of \d+ claims are tested"),
    "claims list [ID]": Called("INC-02.search No search term"),
    "claims devices": NotCalled("as .venv/bin/claims devices"),
    ".venv/bin/claims": Called("claims .*mitmproxy", also=("--version",)),
    ".venv/bin/claims devices": Called("as-updated-2020-05 +ready.* my-redmi +wanted"),
    ".venv/bin/claims run --device my-redmi --plan": Called("Nothing is started and nothing is changed"),
    "claims run --plan": Called("The handsets are measured side by side: about"),
    "claims run --grade evidence": Called("Plan of a evidence run", also=("--plan",)),
    "claims run": NotCalled("with arguments below, and by tests/chain"),
    "claims run --keep DIR": Called("its seal +SHA-256 ([0-9a-f]{64})", code=2, also=SWITCH, slow=True),
    "claims restore": Called("nothing was left to undo", also=("--serial", "ADDRESS")),
    "claims judge RUN": Called(r"0 of \d+ judgements changed since the seal", code=1),
    "claims verify RUN": Called("as sealed: .*SHA-256 of the manifest: [0-9a-f]{64}"),
    "claims show RUN EXCHANGE": Called("POST|GET"),
    "claims decode FILE": Called("[1-9][0-9]* messages, 0 sightings"),
    "claims decode FILE --find VALUE": Called(
        "[1-9][0-9]* messages, 0 sightings.*not found: .*, looked for in"
    ),
    "claims decode": NAME,
    "cd RUN && sha256sum --check --quiet manifest-sha256.txt && sha256sum manifest-sha256.txt": Called(
        "[0-9a-f]{64} +manifest-sha256.txt"
    ),
    ".venv/bin/python -m pytest steps -k search": Called(
        "evidence of as-updated-2020-05", code=1, also=("--device", "as-updated-2020-05"), slow=True
    ),
    "python -m pytest steps": Called(r"\d+ tests collected", also=("--collect-only", "-q")),
    "python -m harness.capture.recorder": Called("usage", also=("--help",)),
    "make": Called("make run +judge the phones"),
    "make run": NotCalled("tests/test_locks.py runs its recipe, tests/chain what that calls"),
    "make test": NotCalled("this test is a part of it"),
    "make lock": NotCalled("resolves the dependencies anew, from a network"),
    "make schemas": NotCalled(
        "writes into the checkout; tests/store/test_schemas.py compares what it writes"
    ),
    "make bench": NotCalled("figures, in minutes"),
    "make bench-large": NotCalled("figures, in an hour"),
    "pip install .": NotCalled("tests/test_install.py installs the wheel into an empty environment"),
    "npm install allure@3.18.0": NotCalled(
        "loads from a network; its version is that of package.json (test_docs)"
    ),
}
APART = {"claims init", "claims COMMAND --help", "claims --install-completion", "claims run --keep DIR"}
"""Those with a test of their own."""
CALLED = {text: how for text, how in TABLE.items() if isinstance(how, Called)}
COMMAND = re.compile(r"(?:\.venv/bin/)?(?:claims|make|python|pip|npm|pytest|cd)(?: .+)?")
OPTION = re.compile(r"--?[a-z].*")

PYTEST = ("-m", "-x", "--lf", "-n")
"""Options on the pages that are pytest's."""

PARTS = {
    "--network": "harness.capture.recorder",
    "--pass-quic": "harness.capture.recorder",
    "--resolver": "harness.capture.recorder",
    "--gateway": "harness.virtual.handset",
}
"""First words of options on the pages that are those of a process of the suite, by its module."""
OTHERS = (*PYTEST, *PARTS)


def commands() -> set[str]:
    """Every command in a block of code or within a sentence, without its remark."""
    lines = (
        re.split(r" +# ", line)[0].strip() for page in MANUAL for block in blocks(page) for line in block
    )
    words = (text for page in MANUAL for text in inline(page))
    return {text for text in (*lines, *words) if COMMAND.fullmatch(text)}


def options() -> list[str]:
    """Every option that stands by itself, with the value beside it."""
    return sorted({text for page in MANUAL for text in inline(page) if OPTION.fullmatch(text)})


def environment(home: Path | None = None) -> dict[str, str]:
    """What a reader's shell has: this interpreter's folder first, and no pytest around it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{own['PATH']}"
    return {**own, "PATH": path, "PYTHONPATH": str(ROOT), **({"HOME": str(home)} if home else {})}


def shell(line: str, folder: Path, seconds: float = QUICK_S, home: Path | None = None) -> tuple[int, str]:
    """Exit code and output of a line of a shell."""
    done = subprocess.run(
        ["bash", "-c", f"{line}\nexit $?"],
        cwd=folder,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
    return done.returncode, " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's folder: `claims init`, then the phone that README adds; `.venv` as `make run` makes it."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    for name in ("steps", "features", "harness", "Makefile"):
        (folder / name).symlink_to(ROOT / name)
    assert shell("claims init", folder)[0] == 0
    (phone,) = [block for block in blocks("README.md") if block[0].startswith("- name: my-redmi")]
    with (folder / "devices.yaml").open("a") as file:
        file.write(textwrap.indent("\n".join(phone), "  ") + "\n")
    return folder


@pytest.fixture(scope="module")
def stand_ins(bench: Path) -> Iterator[dict[str, str]]:
    """What the words in capitals stand for: a sealed run, a witness of it, a recording, a running handset."""
    run = Path(shutil.copytree(SAMPLE, bench / "reports" / "run"))
    finish_folder(run)
    found = from_json((run / "data" / "judgements.json").read_bytes())
    witness = next(item for judgement in found for item in judgement.witnesses)
    virtual = VirtualBench(bench / "virtual")
    try:
        entry = DeviceEntry.model_validate({"name": "desk", "virtual": {"firmware": "as-updated-2020-05"}})
        yield {
            "RUN": "reports/run",
            "EXCHANGE": witness.exchange,
            "FILE": str(ROOT / "tests/samples/har/quizduel.har"),
            "VALUE": "nobody-wrote-this",
            "[ID]": "INC-02",
            "DIR": "kept",
            "ADDRESS": virtual.handset(entry, 31).address,
        }
    finally:
        virtual.close()


def line_of(text: str, how: Called, stand_ins: Mapping[str, str]) -> str:
    words = " ".join((text, *how.also))
    for name, value in stand_ins.items():
        words = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", lambda _, value=value: value, words)
    return words


def test_every_command_of_the_pages_is_in_the_table_and_no_other() -> None:
    found = commands()

    assert found - TABLE.keys() == set(), "wanted in TABLE: how it is run, or why not"
    assert TABLE.keys() - found == set(), "on no page any more"
    assert all(how.why for how in TABLE.values() if isinstance(how, NotCalled))


# Forty processes: a minute that `make test` does not have.
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=[pytest.mark.timeout(PYTEST_S + 60)] if how.slow else [])
        for text, how in CALLED.items()
        if text not in APART
    ],
)
def test_a_command_does_what_the_page_says(text: str, bench: Path, stand_ins: dict[str, str]) -> None:
    how = CALLED[text]
    code, said = shell(line_of(text, how, stand_ins), bench, PYTEST_S if how.slow else QUICK_S)

    assert code == how.code, said
    assert re.search(how.says, said), said


@pytest.mark.slow
@pytest.mark.timeout(RUN_S + 120)
def test_a_run_leaves_what_the_page_lists(bench: Path, stand_ins: dict[str, str]) -> None:
    text = "claims run --keep DIR"
    code, said = shell(line_of(text, CALLED[text], stand_ins), bench, RUN_S)
    assert code == CALLED[text].code, said
    seal = re.search(CALLED[text].says, said)
    assert seal, said
    (summary,) = (bench / "reports").glob("*.json")
    (run,) = json.loads(summary.read_bytes())["runs"]
    listed = [cell.strip("`") for cell, _ in rows(section("README.md", "What a result looks like"))]

    assert listed[0] == "reports/<invocation>.html"
    for path in listed[1:] if "no Node or no allure for it" in said else listed:
        name = path.replace("<invocation>", summary.stem).replace("<run id>", run["run"])
        assert (bench / name).exists(), name
    assert any((bench / "kept").iterdir())
    for command, words in (("verify", seal[1]), ("judge", r"0 of \d+ judgements? changed since the seal")):
        assert re.search(words, shell(f"claims {command} reports/{run['run']}", bench)[1])


def test_init_begins_in_an_empty_folder(tmp_path: Path) -> None:
    code, said = shell("claims init", tmp_path)

    assert (code, [path.name for path in tmp_path.iterdir()]) == (0, ["devices.yaml"])
    assert CALLED["claims init"].says in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"{CALLED['claims COMMAND --help'].says}{command}")


def test_the_shell_is_taught(tmp_path: Path) -> None:
    code, said = shell("claims --install-completion", tmp_path, home=tmp_path)

    assert (code, CALLED["claims --install-completion"].says in said) == (0, True), said
    assert "claims" in (tmp_path / ".bashrc").read_text()


def test_the_phone_of_the_page_is_one_of_the_bench(bench: Path) -> None:
    (phone,) = [item for item in load_devices(bench / "devices.yaml") if item.name == "my-redmi"]

    assert phone.adb is not None


def test_the_digest_by_hand_is_that_of_verify_and_of_the_run(bench: Path, stand_ins: dict[str, str]) -> None:
    digest = digest_of(bench / "reports" / "run")
    by_hand = next(text for text in TABLE if text.startswith("cd RUN"))

    assert digest == hashlib.sha256((bench / "reports/run/manifest-sha256.txt").read_bytes()).hexdigest()
    for text in (by_hand, "claims verify RUN"):
        assert digest in shell(line_of(text, CALLED[text], stand_ins), bench)[1]


LUMORA = str(ROOT / "tests" / "packs" / "lumora")
GIVEN: Mapping[str, tuple[str, ...]] = {
    "--claims": ("--claims", "INC-02.search"),
    "--claims EXPR": ("--claims", "incognito and not presence"),
    "--device": ("--device", "as-updated-2020-05"),
    "--devices": ("--devices", "devices.yaml"),
    "--grade": ("--grade", "evidence"),
    "--pack": ("--pack", LUMORA, "--devices", f"{LUMORA}/devices.yaml"),
    "--pack DIR": ("--pack", LUMORA, "--devices", f"{LUMORA}/devices.yaml"),
    "--behaviours DIR": ("--behaviours", str(ROOT / "harness/virtual/behaviours")),
    "--plan": (),
}
"""What an option of the pages is given; the others stand there whole."""


@pytest.mark.parametrize("option", [text for text in options() if not text.startswith(OTHERS)])
def test_an_option_of_the_pages_is_taken_by_run(
    option: str, bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bench)

    assert exit_code(["run", "--plan", "--json", *GIVEN.get(option, option.split())]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "claims/planned/v2"


@pytest.mark.parametrize("option", [text for text in options() if text.startswith(tuple(PARTS))])
def test_an_option_of_a_process_is_one_that_it_has(option: str) -> None:
    module = PARTS[option.split(maxsplit=1)[0]]
    told = subprocess.run(
        [sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout

    assert all(word in told for word in option.split() if word.startswith("--"))


def test_the_options_of_pytest_mean_to_the_steps_what_they_mean_elsewhere(bench: Path) -> None:
    named = [text for text in options() if text.startswith(PYTEST)]
    words = " ".join(("python -m pytest steps --collect-only -q -o cache_dir=cache", *named))
    code, said = shell(words, bench)
    wanted = sum(item.proposition.startswith("INC-02.") for item in Study.load(built_in()).scenarios)

    assert named == ["--lf", "-m INC-02", "-n 2", "-x"]
    assert code == 0, said
    assert said.count("[as-updated-2020-05-mi-browser]") == wanted, said

"""What a newcomer adds, really added to a throw-away copy and counted by git.

A rule is counted where it lives (`tests/judge`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chain.suite import ROOT, call
from tests.packs.conftest import LUMORA

BEACON = ROOT / "tests" / "decode" / "made_up"
# Each test starts the suite of a whole copy several times: half a minute that `make test` does not have.
pytestmark = pytest.mark.slow


class Checkout:
    """A folder under git: `changed` are the files that differ from its beginning."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git("init", "-q")
        (folder / ".git" / "info" / "exclude").write_text("__pycache__/\n")
        self._git("add", "-A")
        who = ("-c", "user.name=newcomer", "-c", "user.email=newcomer@example.org")
        self._git(*who, "commit", "-q", "-m", "Begin")

    def _git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def add(self, name: str, text: str) -> None:
        """Write a file that was not there, or append to one that was."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    def changed(self) -> dict[str, str]:
        """File → `A` for a new one, `M` for another."""
        self._git("add", "-A")
        rows = (line.split("\t") for line in self._git("diff", "--cached", "--name-status").splitlines())
        return {name: letter for letter, name in rows}

    def added_and_removed(self, name: str) -> tuple[int, int]:
        """Lines of a file."""
        added, removed, _ = self._git("diff", "--cached", "--numstat", "--", name).split()
        return int(added), int(removed)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """This Python with the suite of this folder."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "XDG_STATE_HOME": str(self.folder.parent / "state"),
        }
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped") / "claims"
    for name in ("harness", "features", "steps"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("devices.yaml", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def checkout(shipped: Path, tmp_path: Path) -> Checkout:
    return Checkout(Path(shutil.copytree(shipped, tmp_path / "claims")))


CLAIM = """
  - id: NEW-01
    topic: listening
    title: File names of songs stay on the phone
    paraphrase: How the file of a song is called does not leave the phone while the program is off.
    scope: the music player
    source:
      url: https://www.example.org/statement
      date: "2026-11-22"
      author: a newcomer
      grade: full
    severity: minor
    observable: [net]
    propositions:
      - id: NEW-01.file-name
        text: With the User Experience Program off, no file name of a played song leaves the phone.
        kind: absence
        rule: content-absence
        apps:
          - {app: music-player, breadth: narrow}
        parts: [file-name]
"""


def feature() -> str:
    """A scenario of the music player, asked for less."""
    text = (ROOT / "features" / "consent" / "songs_played.feature").read_text("utf-8")
    for old, new in (
        ("@CON-02", "@NEW-01"),
        ("Nothing of a played song leaves", "No file name leaves"),
        ("no title and no file name", "no file name"),
        ("CON-02.songs", "NEW-01.file-name"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_a_claim_about_a_known_app_is_an_entry_and_a_feature(checkout):
    checkout.add("features/ledger.yaml", CLAIM)
    checkout.add("features/listening/file_names.feature", feature())
    listed = checkout.python("-m", "harness", "list", "NEW-01")
    planned = checkout.python("-m", "harness", "run", "--plan", "--claims", "listening")
    collected = checkout.python(
        "-m", "pytest", "steps", "-c", "steps/pytest.ini", "--collect-only", "-q", "-m", "NEW-01"
    )

    assert checkout.changed() == {"features/ledger.yaml": "M", "features/listening/file_names.feature": "A"}
    assert listed.returncode == 0, listed.stderr
    assert "File names of songs stay on the phone" in listed.stdout
    assert "scenario: No file name leaves (listening/file_names.feature:" in listed.stdout
    assert planned.returncode == 0, planned.stderr
    assert "NEW-01.file-name (arms 1-3)" in planned.stdout
    assert "::test_no_file_name_leaves[as-updated-2020-05-music-player]" in collected.stdout


def test_a_claim_whose_feature_says_other_words_is_refused_with_its_line(checkout):
    text = feature().replace("no file name of a", "no name of a")
    checkout.add("features/ledger.yaml", CLAIM)
    checkout.add("features/listening/file_names.feature", text)
    listed = checkout.python("-m", "harness", "list")
    (line,) = [number for number, said in enumerate(text.splitlines(), 1) if "no name of a" in said]

    assert listed.returncode == 3
    assert f"file_names.feature:{line}: " in listed.stderr


PLAYER = (
    "harness/apps/music_player.py",
    "features/consent/songs_played.feature",
    "harness/virtual/apps/music.py",
    "harness/virtual/behaviours/songs-as-reported.toml",
)


def without_the_player(ledger: str) -> str:
    """The ledger as before the music player and the claim about it: less an app and a proposition."""
    before, app, after = ledger.partition("  com.miui.player: {name: music-player, title: Music}\n")
    assert app
    known, begun, rest = (before + after).partition("    propositions:\n      # An app without pages")
    assert begun
    return known + "    untested:" + rest.partition("    untested:")[2]


def test_an_app_with_an_act_and_a_claim_is_five_files(shipped, tmp_path):
    folder = Path(shutil.copytree(shipped, tmp_path / "claims"))
    for name in PLAYER:
        (folder / name).unlink()
    ledger = folder / "features" / "ledger.yaml"
    ledger.write_text(without_the_player(ledger.read_text("utf-8")), "utf-8")
    checkout = Checkout(folder)
    plan = ("-m", "harness", "run", "--plan", "--claims", "consent")
    before, known = checkout.python("-m", "harness", "list"), checkout.python(*plan)

    for name in (*PLAYER, "features/ledger.yaml"):
        shutil.copy(ROOT / name, folder / name)
    after, planned = checkout.python("-m", "harness", "list", "CON-02"), checkout.python(*plan)

    assert before.returncode == 0, before.stderr
    assert "songs" not in before.stdout
    assert "CON-02.songs" not in known.stdout
    assert checkout.changed() == {**dict.fromkeys(PLAYER, "A"), "features/ledger.yaml": "M"}
    assert "scenario: Nothing of a played song leaves" in after.stdout
    assert planned.returncode == 0, planned.stderr
    assert "CON-02.songs (arms 1-3)" in planned.stdout


def test_a_vendor_format_is_a_module_and_its_samples(tmp_path):
    checkout = Checkout(Path(shutil.copytree(LUMORA, tmp_path / "pack")))
    shutil.copy(BEACON / "beacon.py", checkout.folder / "vendors")
    samples = checkout.folder / "samples"
    samples.mkdir()
    for sample in ("upload.bin", "upload.json"):
        shutil.copy(BEACON / sample, samples / f"beacon-{sample}")
    body = samples / "beacon-upload.bin"
    read = call(tmp_path, "decode", body, "--pack", checkout.folder)
    without = call(tmp_path, "decode", body)

    assert checkout.changed() == dict.fromkeys(
        ("samples/beacon-upload.bin", "samples/beacon-upload.json", "vendors/beacon.py"), "A"
    )
    assert read.returncode == 0, read.stderr
    assert "turned(beacon)" in read.stdout
    assert "turned(beacon)" not in without.stdout


FORMAT = '''"""One line for each run, for people who pipe."""

from __future__ import annotations

from harness.report.context import Context, Written
from harness.report.whole_file import write_whole

NAME = "lines"
WHAT = "one line for each run"


def write(context: Context) -> tuple[Written, ...]:
    """Write the file."""
    path = context.reports / f"{context.invocation}.txt"
    write_whole(path, "".join(f"{run.handset}\\\\n" for run in context.runs) or "nothing was judged\\\\n")
    return (Written(NAME, path),)
'''.replace("\\\\n", "\\n")
WRITES = """
import sys
from pathlib import Path
from harness.report.context import Context
from harness.report.registry import FORMATS
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables

ledger = Tables.load(built_in()).ledger
(form,) = [item for item in FORMATS if item.NAME == "lines"]
context = Context("one", "", "", 3, Path(sys.argv[1]), (), None, ledger, (), (), {})
for written in form.write(context):
    print(written.name, written.path.read_text("utf-8"))
"""


def test_a_report_format_is_a_module_and_a_line(checkout, tmp_path):
    registry = checkout.folder / "harness" / "report" / "registry.py"
    checkout.add("harness/report/plain_lines.py", FORMAT)
    text = registry.read_text("utf-8")
    registry.write_text(
        text.replace(
            "import allure_html, allure_results, junit, summary",
            "import allure_html, allure_results, junit, plain_lines, summary",
        ).replace("    junit,\n", "    junit,\n    plain_lines,\n")
    )
    written = checkout.python("-c", WRITES, str(tmp_path))

    assert checkout.changed() == {"harness/report/plain_lines.py": "A", "harness/report/registry.py": "M"}
    assert checkout.added_and_removed("harness/report/registry.py") == (2, 1), "the line, and its import"
    assert written.stdout == "lines nothing was judged\n\n", written.stderr

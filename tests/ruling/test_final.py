"""The final judgement rests on the stored run and the rules, and on nothing around them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.decode import BUILT_IN
from harness.model.destination import ActRole
from harness.model.errors import EvidenceError, SetupError
from harness.model.judgement import Judgement, Outcome
from harness.report.verdict import exit_code
from harness.report.verdicts import verdicts_of
from harness.ruling.final import judge_stored, judged_scenarios, pack_of, reading_of, stored_tables
from harness.ruling.judgements import to_json
from harness.ruling.pack import built_in
from harness.ruling.tables import JUDGING
from harness.store.run import StoredRun
from tests.judge.honest import MI, MINT, UIDS, honest, tables

ROOT = Path(__file__).parents[2]
JUDGE = """
import sys
from pathlib import Path

from harness.ruling.final import judge_stored
from harness.ruling.judgements import to_json

sys.stdout.write(to_json(judge_stored(Path(sys.argv[1]))))
"""
IMPORTED = """
names = [name.split(".") for name in sys.modules]
print(*sorted({name[1] for name in names if name[0] == "harness" and len(name) > 1}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest().write(tmp_path_factory.mktemp("final") / "run")


@pytest.fixture(scope="module")
def judged(run: Path) -> tuple[Judgement, ...]:
    return judge_stored(run)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_judging_is_independent_of_the_environment(
    run: Path, judged: tuple[Judgement, ...], tmp_path: Path
) -> None:
    """Place, time zone, language, order of hashing, a proxy: all of no account."""
    before = contents(run)
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HTTP_PROXY": "http://x:1"}
    command = [sys.executable, "-c", JUDGE, str(run)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **elsewhere}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    assert done.stdout.decode() == to_json(judged), done.stderr.decode()
    assert contents(run) == before


def test_every_proposition_of_the_selected_claims_is_judged_for_every_app(
    judged: tuple[Judgement, ...],
) -> None:
    found = {(item.proposition, item.app): item.outcome for item in judged}
    propositions = tables().ledger.claim("INC-03").propositions

    assert set(found) == {(item.id, app.package) for item in propositions for app in item.apps}
    assert found["INC-03.switch", MI] is Outcome.HOLDS
    assert found["INC-03.switch", MINT] is Outcome.NOT_APPLICABLE


def test_the_runs_own_tables_are_used_where_no_others_are_given(
    run: Path, judged: tuple[Judgement, ...]
) -> None:
    assert judged == judge_stored(run, tables())
    assert stored_tables(StoredRun(run)).ledger.digest == tables().ledger.digest


def test_a_judgement_names_the_scenario_that_came_to_it(run: Path, judged: tuple[Judgement, ...]) -> None:
    told = {
        (line["proposition"], line["app"]): line["scenario"]
        for line in honest().find("timeline", what="scenario-judged")
    }
    named = {(item.proposition, item.app): item.scenario for item in judged}

    assert told
    assert judged_scenarios(StoredRun(run)) == told.keys()
    assert told.items() <= named.items()


def test_the_address_of_a_news_item_makes_its_host_an_addressed_page(tmp_path: Path) -> None:
    desk = honest()
    arm = desk.find("timeline", what="arm-opened")[0]["arm"]
    desk.plant("observed", "HTTPS://Daily.example:8443/a?b", "feed-address", arm, act="news", number=1)
    desk.plant("observed", "plain.example/story", "feed-address", arm, act="news", number=2)
    for host in ("daily.example", "plain.example", "other.example"):
        conn = desk.connect(UIDS[MI], host, tls=False)
        desk.send(conn, host, "/", b"x", scheme="http")
        desk.close(conn)
    reading = reading_of(StoredRun(desk.write(tmp_path / "run")), tables(), BUILT_IN)
    roles = {item.destination.host: item.destination.act_role for item in reading.cleartext}

    assert roles["daily.example"] is roles["plain.example"] is ActRole.ADDRESSED_PAGE
    assert roles["other.example"] is ActRole.NONE


@pytest.mark.parametrize(
    "name", ["run.json", "plan.json", "ledger.json", "timeline.jsonl", "exchanges.jsonl"]
)
def test_a_run_without_one_of_its_files_is_no_evidence(tmp_path: Path, name: str) -> None:
    folder = honest().write(tmp_path / "run")
    (folder / "data" / name).unlink()

    with pytest.raises(EvidenceError, match=name):
        judge_stored(folder)


@pytest.mark.parametrize("parts", [None, "INC-03", [{"proposition": "INC-03.silent"}]])
def test_a_plan_without_a_list_of_parts_is_no_evidence(tmp_path: Path, parts: object) -> None:
    desk = honest()
    desk.documents["plan.json"]["parts"] = parts

    with pytest.raises(EvidenceError, match=r"plan\.json"):
        judge_stored(desk.write(tmp_path / "run"))


def test_a_plan_without_parts_gives_no_judgement(tmp_path: Path) -> None:
    desk = honest()
    desk.documents["plan.json"]["parts"] = []

    assert judge_stored(desk.write(tmp_path / "run")) == ()
    assert exit_code(verdicts_of((), tables().ledger).values()) == 3


def test_judging_again_imports_what_the_ruleset_names_and_nothing_that_measures(run: Path) -> None:
    """A run is judged where no phone, proxy or bench can be, by code that its ruleset knows."""
    done = subprocess.run(
        [sys.executable, "-c", JUDGE + IMPORTED, str(run)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = done.stderr.split()

    assert imported
    assert set(imported) == {name for name in JUDGING if "/" not in name}
    assert not {"apps", "bench", "capture", "device"} & set(imported)


def test_a_run_is_not_read_with_the_pack_of_another_vendor(run: Path) -> None:
    stored = StoredRun(run)

    assert pack_of(stored, None) == built_in()
    with pytest.raises(SetupError, match="wanted the pack of Xiaomi, whose run it is, found that of Lumora"):
        pack_of(stored, str(ROOT / "tests" / "packs" / "lumora"))

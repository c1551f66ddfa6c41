"""Another vendor's claims are a pack, not a fork: its ledger, features, app, format, phones and hosts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.ruling.pack import find_pack
from harness.ruling.tables import Study, formats_of
from tests.chain.suite import ROOT, call, claims, lines
from tests.packs.conftest import LUMORA

NOTES, HOST = "com.lumora.notes", "collect.lumora.example"
pytestmark = pytest.mark.timeout(400)


def test_no_line_of_the_suite_names_the_made_up_vendor():
    command = ["git", "grep", "-il", "lumo", "--", "harness", "features", "steps", "*.yaml", "*.toml"]
    named = subprocess.run([*command, ":!tests"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (named.returncode, named.stdout, named.stderr) == (1, "", "")


def test_nothing_of_the_built_in_claims_is_in_it():
    study = Study.load(find_pack(str(LUMORA)))

    assert [claim.id for claim in study.tables.ledger.claims] == ["LUM-01", "LUM-02"]
    assert {app.name for app in study.tables.ledger.apps} == {"notes"}
    assert [act.id for act in study.tables.acts.acts] == ["write-note"]


def test_a_note_that_left_is_a_witness_read_through_the_packs_own_format(lumora):
    found = lumora.judgement("leaking", "LUM-01.text", NOTES)
    planted = {line["id"]: line for line in lumora.lines("leaking", "planted")}

    assert found["outcome"] == "violated"
    assert len(found["witnesses"]) == 3
    for witness in found["witnesses"]:
        # The engine reads letters from their end too, without the pack.
        (value,) = (one for one in witness["values"] if "from its end" in one["path"])
        note = planted[value["planted"]]
        assert (witness["destination"], witness["app_by"], witness["controller"]) == (
            HOST,
            "socket",
            "vendor",
        )
        assert value["path"][:5] == ["body", "form:log", "from its end", "base64", "gzip"]
        assert (value["path"][5:], value["form"]) == (["json:events[0].note"], "plain")
        assert (note["value"], note["part"], note["arm"]) == (value["value"], "note-text", witness["arm"])
    assert {witness["arm"] for witness in found["witnesses"]} == {
        "notes/restrictive/as-shipped/usage-reports=off/write-note3/r1"
    }


def test_the_phone_that_keeps_its_word_does_not_violate_although_it_reports_where_it_may(lumora):
    found = lumora.judgement("honest", "LUM-01.text", NOTES)

    assert (found["outcome"], found["witnesses"]) == ("unproven", [])
    assert "act-unseen" in found["reasons"], "an app without pages shows nothing of itself"
    assert found["permissive_uploads"] >= 1
    assert [gap for gap in found["coverage"]["gaps_in_scope"] if HOST in gap] == []
    assert [place for place in found["coverage"]["residue"] if HOST in place] == []


def test_what_the_cloud_received_is_what_the_phones_say_they_sent(lumora):
    """Three notes with reports on from either phone, three more from the leaking one."""

    def digests(file: str) -> list[str]:
        return [line["digest"] for line in lines(lumora.truth / file) if line.get("host") == HOST]

    honest, leaking = digests("honest/emissions.jsonl"), digests("leaking/emissions.jsonl")
    assert (len(honest), len(leaking)) == (3, 6)
    assert sorted(digests("cloud/arrivals.jsonl")) == sorted(honest + leaking)


def test_its_run_is_judged_again_with_it_and_with_no_other(lumora):
    run = lumora.stored("leaking")
    again = call(lumora.state, "judge", run, "--pack", LUMORA)
    without = call(lumora.state, "judge", run)

    assert again.returncode == 1, again.stderr
    assert "0 of 1 judgement changed since the seal." in again.stdout
    assert "Other than when it was measured" not in again.stdout
    assert without.returncode == 3
    assert "wanted the pack of Lumora, whose run it is, found that of Xiaomi; give --pack" in without.stderr


def test_its_witness_is_shown_layer_by_layer(lumora):
    witness = lumora.judgement("leaking", "LUM-01.text", NOTES)["witnesses"][0]
    shown = call(lumora.state, "show", lumora.stored("leaking"), witness["exchange"], "--pack", LUMORA)

    assert shown.returncode == 0, shown.stderr
    assert "from its end" in shown.stdout
    assert witness["value"] in shown.stdout


def test_its_claims_are_listed_and_planned(tmp_path):
    listed = call(tmp_path, "list", "--pack", LUMORA)
    planned = call(tmp_path, "run", "--plan", "--pack", LUMORA, "--devices", LUMORA / "devices.yaml")

    assert (listed.returncode, planned.returncode) == (0, 0), listed.stderr + planned.stderr
    assert "What you write stays with" in listed.stdout
    assert "INC-0" not in listed.stdout
    assert "3 arms, 6 acts" in planned.stdout


def test_its_phones_stand_on_the_bench_and_its_scenarios_are_pytests(tmp_path):
    file = LUMORA / "devices.yaml"
    shown = call(tmp_path, "devices", "--pack", LUMORA, "--devices", file)
    words = ["-m", "pytest", "steps", "-c", "steps/pytest.ini", "--collect-only", "-q"]
    collected = subprocess.run(
        [sys.executable, *words, "--pack", str(LUMORA), "--devices", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert shown.stdout.count("ready") == 2
    assert "Lumora One" in shown.stdout
    assert "::test_no_text_of_a_note_leaves[leaking-notes]" in collected.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The pack as an installed package: a folder of modules and data, and a distribution that names it."""
    shutil.copytree(LUMORA, tmp_path / "claims_of_lumora")
    (tmp_path / "claims_of_lumora" / "__init__.py").touch()
    about = tmp_path / "claims_of_lumora-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: claims-of-lumora\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[claims.packs]\nmade-up = claims_of_lumora\n")
    return tmp_path


def called(site: Path, *words: object) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(site), str(ROOT)))
    return subprocess.run(
        claims(*words),
        cwd=site,
        env={**os.environ, "PYTHONPATH": path, "XDG_STATE_HOME": str(site / "state")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_installed_pack_is_found_by_its_name_from_any_folder(site):
    file = site / "claims_of_lumora" / "devices.yaml"
    listed = called(site, "list", "--pack", "made-up")
    planned = called(site, "run", "--plan", "--pack", "made-up", "--devices", file)
    other = called(site, "list", "--pack", "madeup")

    assert (listed.returncode, planned.returncode) == (0, 0), listed.stderr + planned.stderr
    assert "LUM-01" in listed.stdout
    assert "3 arms, 6 acts" in planned.stdout
    assert other.returncode == 3
    assert "wanted a folder, or a pack of built-in, made-up, found 'madeup'" in other.stderr


def test_its_format_stands_beside_the_built_in_ones():
    names = [form.name for form in formats_of(find_pack(str(LUMORA))).formats]

    assert names[-1] == "lumolog"
    assert len(names) > 1

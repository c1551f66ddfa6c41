from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.model.errors import HarnessError
from harness.model.judgement import Judgement, Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import PACKAGE, generator, write_html
from harness.report.allure_page import Untested, remote_loads
from harness.report.allure_results import finalise

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def allure() -> Path:
    found = generator([ROOT])
    if found is None:
        pytest.skip("npm allure is not installed (Node is needed)")
    return found


@pytest.fixture
def results(tmp_path: Path, violated: Judgement) -> Path:
    folder = tmp_path / "results [1]"
    folder.mkdir()
    result = {
        "uuid": "u1",
        "historyId": "h1",
        "name": "A visit in incognito mode",
        "status": "passed",
        "start": 1,
        "stop": 2,
        "labels": [{"name": "claims_scenario", "value": violated.scenario}],
        "parameters": [
            {"name": "handset", "value": "<img src=https://evil.test/y>"},
            {"name": "_pytest_bdd_example", "value": "{'browser': 'Mi Browser'}"},
        ],
        "steps": [{"name": "Then it is judged", "status": "passed", "start": 1, "stop": 2}],
        "fullName": "steps.test_claims#test_a_visit",
    }
    (folder / "u1-result.json").write_text(json.dumps(result))
    other = {"name": "_pytest_bdd_example", "value": "{'browser': 'Mint Browser'}"}
    second = result | {"uuid": "u2", "name": "A visit with Mint", "parameters": [other]}
    (folder / "u2-result.json").write_text(json.dumps(second))
    finalise(folder, [violated])
    write_environment(folder, Environment("i", "r", "april", "Xiaomi/dipper:9", Origin.REHEARSAL, {}))
    return folder


def test_the_report_is_one_file_that_loads_nothing(allure: Path, results: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "report.html"
    write_html([results], output, allure, Origin.REHEARSAL, "one run")
    page = output.read_text("utf-8")

    assert remote_loads(page) == ()
    assert "googletagmanager" not in page
    assert [entry.name for entry in output.parent.iterdir()] == ["report.html"]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_shows_the_scenario(allure: Path, results: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    second = tmp_path / "second"
    shutil.copytree(results, second, ignore=shutil.ignore_patterns("*-result.json"))
    write_environment(second, Environment("i", "r", "may", "Xiaomi/ginkgo:9", Origin.REHEARSAL, {}))
    untested = [Untested("CON-01", "With consent", "Not yet")]
    write_html([results, second], output, allure, Origin.REHEARSAL, "one run", untested)
    picture = tmp_path / "shot.png"
    command = [
        str(CHROMIUM),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * 127.0.0.1:9",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=1200,900",
        "--virtual-time-budget=15000",
    ]
    dom = subprocess.run(
        [*command, "--dump-dom", output.as_uri()], capture_output=True, timeout=90, check=True
    )
    subprocess.run(
        [*command, f"--screenshot={picture}", output.as_uri()], capture_output=True, timeout=90, check=True
    )
    shown = dom.stdout.decode()

    assert "A visit in incognito mode" in shown
    assert "A visit with Mint" in shown
    assert "Retried tests" not in shown
    assert "april.firmware" in shown
    assert "may.firmware" in shown
    assert "CON-01" in shown
    assert '<img src="https://evil.test' not in shown
    assert picture.stat().st_size > 20_000


def test_a_generator_that_fails_is_an_error_with_its_words(results: Path, tmp_path: Path) -> None:
    broken = tmp_path / "allure"
    broken.write_text("#!/bin/sh\necho no such plugin >&2\nexit 4\n")
    broken.chmod(0o755)

    with pytest.raises(HarnessError, match="ended with 4: no such plugin"):
        write_html([results], tmp_path / "r.html", broken, Origin.REHEARSAL, "t")
    with pytest.raises(HarnessError, match="did not finish"):
        write_html([results], tmp_path / "r.html", tmp_path / "none", Origin.REHEARSAL, "t")
    with pytest.raises(HarnessError, match="at least one folder"):
        write_html([], tmp_path / "r.html", broken, Origin.REHEARSAL, "t")
    assert not (tmp_path / "r.html").exists()


def test_a_page_that_still_loads_something_is_not_written(results: Path, tmp_path: Path) -> None:
    sly = tmp_path / "allure"
    sly.write_text(
        '#!/bin/sh\nmkdir report\necho "<html><head></head><img src=http://x.test/>" > report/index.html\n'
    )
    sly.chmod(0o755)

    with pytest.raises(HarnessError, match="loads nothing"):
        write_html([results], tmp_path / "r.html", sly, Origin.REHEARSAL, "t")
    assert not (tmp_path / "r.html").exists()


def test_the_generator_is_found_in_the_first_folder_that_has_it_or_where_it_is_named(tmp_path: Path) -> None:
    places = [tmp_path / name / "node_modules" / ".bin" / "allure" for name in ("one", "two")]
    for place in places:
        place.parent.mkdir(parents=True)
        place.write_text("")
    folders = [tmp_path / name for name in ("none", "two", "one")]
    if shutil.which("node"):
        assert generator(folders) == places[1]
        assert generator(folders, str(places[0])) == places[0]
    with pytest.raises(HarnessError, match="found nothing at /nowhere; correct CLAIMS_ALLURE"):
        generator(folders, "/nowhere")


def test_the_package_that_users_are_told_of_is_the_pinned_one() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]

    assert f"allure@{pinned['allure']}" == PACKAGE


def test_without_node_there_is_no_generator(tmp_path: Path) -> None:
    assert generator([tmp_path]) is None

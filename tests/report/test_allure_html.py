from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.model.errors import HarnessError
from harness.model.judgement import Judgement, Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import closed, generator, remote_loads, write_html
from harness.report.allure_results import finalise

ROOT = Path(__file__).parents[2]
ANALYTICS = """<!DOCTYPE html><html><head lang="en"><title>t</title></head><body class="x">
<script async src="https://www.googletagmanager.com/gtag/js?id=G-X"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  gtag('js', new Date());
</script><script>window.keep = 1</script><a href="https://example.org/source">source</a></body></html>"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def allure() -> Path:
    found = generator(ROOT)
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
        "parameters": [{"name": "handset", "value": "<img src=https://evil.test/y>"}],
    }
    (folder / "u1-result.json").write_text(json.dumps(result))
    finalise(folder, [violated])
    write_environment(folder, Environment("i", "r", "april", "Xiaomi/dipper:9", Origin.REHEARSAL, {}))
    return folder


def test_the_analytics_script_is_cut_out_and_nothing_else() -> None:
    page = closed(ANALYTICS, Origin.MEASUREMENT)

    assert "googletagmanager" not in page
    assert "dataLayer" not in page
    assert "window.keep = 1" in page
    assert "https://example.org/source" in page
    assert remote_loads(page) == ()


def test_the_page_forbids_every_remote_load() -> None:
    page = closed(ANALYTICS, Origin.MEASUREMENT)

    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "http" not in page.split('content="', 1)[1].split('"', 1)[0]


def test_a_rehearsal_carries_its_banner() -> None:
    assert "REHEARSAL" in closed(ANALYTICS, Origin.REHEARSAL)
    assert "REHEARSAL" not in closed(ANALYTICS, Origin.MEASUREMENT)


@pytest.mark.parametrize(
    "element",
    [
        "<script src=//evil.test/x.js>",
        "<img src='http://evil.test/p'>",
        '<link rel=stylesheet href="https://evil.test/s">',
        "<img srcset=https://evil.test/2x>",
        "<iframe src=https://evil.test>",
    ],
)
def test_a_remote_load_is_found(element: str) -> None:
    assert len(remote_loads(ANALYTICS.split("<script", 1)[0] + element)) == 1


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
    write_html([results], output, allure, Origin.REHEARSAL, "one run")
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
    assert "Violated: the phone does what the claim denies" in shown or "failed" in shown
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


def test_without_node_there_is_no_generator(tmp_path: Path) -> None:
    assert generator(tmp_path) is None

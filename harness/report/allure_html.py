"""One HTML file from Allure results, complete in itself: nothing in it loads anything from anywhere.

The generator is npm `allure`, pinned by package-lock.json; without Node there is no HTML, and the
caller says so.  What it makes is closed (`allure_page`), and a file that still loads something is refused.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.model.errors import HarnessError
from harness.model.judgement import Origin
from harness.report import allure_results
from harness.report.allure_environment import BANNER, CATEGORIES, combine
from harness.report.allure_final import PROVISIONAL_LABEL
from harness.report.allure_page import ClaimVerdict, closed, remote_loads
from harness.report.allure_scenario import CLAIM_LABEL, PROPOSITION_LABEL, RUN_LABEL, SCENARIO_LABEL
from harness.report.attachments import embed_once
from harness.report.context import Context, Written
from harness.report.safe_text import one_line
from harness.report.untested import Untested, untested
from harness.report.whole_file import write_whole

NAME = "html"
WHAT = "the page for people: Allure in one file"
TIMEOUT_S = 300
PACKAGE = "allure@3.18.0"
"""What npm installs, as package.json pins it."""
NOT_INSTALLED = f"none: no Node or no allure for it; `npm install {PACKAGE}` here, in a checkout `make run`"
NAMED = "CLAIMS_ALLURE"
"""The environment variable that names the generator."""
HIDDEN_LABELS = (
    SCENARIO_LABEL,
    CLAIM_LABEL,
    PROPOSITION_LABEL,
    RUN_LABEL,
    PROVISIONAL_LABEL,
    "host",
    "thread",
    "framework",
    "language",
    "package",
    "parentSuite",
    "suite",
    "subSuite",
)
"""Labels that tie results to judgements, tell of the program, or say what the page says elsewhere."""


def generator(folders: Sequence[Path], named: str | None = None) -> Path | None:
    """The generator, or None where it or Node is not there.

    `named` is its path, where somebody said it; else it is looked for where npm puts it in each of `folders`.
    Raises HarnessError where nothing is at `named`.
    """
    if named and not Path(named).exists():
        raise HarnessError(
            f"wanted the generator of the HTML report, found nothing at {named}; correct {NAMED}"
        )
    places = [Path(named)] if named else [folder / "node_modules" / ".bin" / "allure" for folder in folders]
    found = [place for place in places if place.exists()]
    return found[0] if found and shutil.which("node") else None


def write(context: Context) -> tuple[Written, ...]:
    """Make the page of all results, where there are any and the generator is installed."""
    results = [item.path for item in context.written if item.name == allure_results.NAME and item.path]
    if not results:
        return ()
    allure = generator(context.generators, context.generator)
    if allure is None:
        return (Written(NAME, None, missing=NOT_INSTALLED),)
    path = context.reports / f"{context.invocation}.html"
    listed = untested(context.ledger, {run.handset: run.judgements for run in context.runs})
    titles = {str(claim.id): claim.title for claim in context.ledger.claims}
    verdicts = [
        ClaimVerdict(claim, titles[claim], run.handset, found)
        for claim in titles
        for run in context.runs
        if (found := run.verdicts.get(claim)) is not None
    ]
    write_html(results, path, allure, context.origin, f"Claims {context.invocation}", listed, verdicts)
    return (Written(NAME, path),)


def write_html(
    results: Sequence[Path],
    output: Path,
    allure: Path,
    origin: Origin,
    title: str,
    listed: Sequence[Untested] = (),
    verdicts: Sequence[ClaimVerdict] = (),
) -> None:
    """Makes one HTML file of several result folders, with the verdicts and what was not tested.

    Raises HarnessError where the generator fails or its file would load something remote.
    """
    with tempfile.TemporaryDirectory(prefix="claims-html-") as name:
        folder = Path(name)
        _generate(results, folder, allure, f"{title} - {BANNER[origin]}")
        page = (folder / "report" / "index.html").read_text("utf-8")
    page = closed(embed_once(page), origin, listed, verdicts)
    remaining = remote_loads(page)
    if remaining:
        raise HarnessError(f"wanted a report that loads nothing, found {remaining[0]}: no HTML is written")
    write_whole(output, page)


def _generate(results: Sequence[Path], folder: Path, allure: Path, title: str) -> None:
    if not results:
        raise HarnessError("wanted at least one folder of Allure results, found none")
    config = folder / "allurerc.json"
    config.write_text(json.dumps({"name": one_line(title), "categories": {"rules": CATEGORIES}}), "utf-8")
    copies = []
    for number, source in enumerate(results):
        # The generator takes patterns, not paths: names of our own keep brackets and stars out of it.
        copies.append(f"results-{number}")
        # Containers tell of pytest's fixtures: nothing that a reader of the verdict asks for.
        shutil.copytree(source, folder / copies[-1], ignore=shutil.ignore_patterns("*-container.json"))
    combine([folder / name for name in copies])
    command = [
        str(allure),
        "awesome",
        "--single-file",
        "--group-by",
        "feature,story",
        *(part for label in HIDDEN_LABELS for part in ("--hide-labels", label)),
        "--config",
        str(config),
        "--output",
        "report",
    ]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "ALLURE_NO_ANALYTICS": "1",
    }
    try:
        done = subprocess.run(
            [*command, "--report-name", one_line(title), *copies],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise HarnessError(f"the HTML generator {allure} did not finish: {error}") from error
    if done.returncode or not (folder / "report" / "index.html").is_file():
        said = one_line(done.stderr.strip() or done.stdout.strip())
        raise HarnessError(f"the HTML generator ended with {done.returncode}: {said}")

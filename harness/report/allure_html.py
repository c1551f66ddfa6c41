"""One HTML file from Allure results, complete in itself: nothing in it loads anything from anywhere.

The generator is npm `allure`, pinned by package-lock.json; without Node there is no HTML, and the
caller says so.  It embeds a remote analytics script which no option removes (measured,
ALLURE_NO_ANALYTICS included): it is cut out here, a content security policy forbids every remote load,
and a file that still names one is refused.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from harness.model.errors import HarnessError
from harness.model.judgement import Origin
from harness.report.allure_environment import BANNER, CATEGORIES
from harness.report.safe_text import one_line

TIMEOUT_S = 300
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data:; img-src data: blob:; media-src data: blob:; font-src data:; "
    "connect-src data: blob:; frame-src data: blob:; form-action 'none'; base-uri 'none'"
)
"""Scripts and styles of the page are inline or data URLs; no host is named at all."""

_REMOTE_SCRIPT = re.compile(
    r"<script\b[^>]{0,500}\bsrc\s*=\s*[\"']?(?:https?:)?//[^>]{0,500}>\s*</script>", re.IGNORECASE
)
_ANALYTICS = re.compile(
    r"<script>(?:(?!</script>).){0,200}\bdataLayer\b(?:(?!</script>).){0,1000}</script>", re.DOTALL
)
_LOADING = {"script", "img", "link", "iframe", "source", "video", "audio", "object", "embed", "input"}
_ADDRESS = {"src", "href", "data", "srcset", "poster"}


def generator(root: Path) -> Path | None:
    """The pinned generator under a project folder, or None where it or Node is not installed."""
    found = root / "node_modules" / ".bin" / "allure"
    return found if found.exists() and shutil.which("node") else None


def write_html(results: Sequence[Path], output: Path, allure: Path, origin: Origin, title: str) -> None:
    """Makes one HTML file of several result folders.

    Raises HarnessError where the generator fails or its file would load something remote.
    """
    with tempfile.TemporaryDirectory(prefix="claims-html-") as name:
        folder = Path(name)
        _generate(results, folder, allure, f"{title} - {BANNER[origin]}")
        page = (folder / "report" / "index.html").read_text("utf-8")
    page = closed(page, origin)
    remaining = remote_loads(page)
    if remaining:
        raise HarnessError(f"wanted a report that loads nothing, found {remaining[0]}: no HTML is written")
    output.parent.mkdir(parents=True, exist_ok=True)
    new = output.with_name(output.name + ".new")
    new.write_text(page, "utf-8")
    new.replace(output)


def closed(page: str, origin: Origin) -> str:
    """The page without remote scripts, with the policy and the banner of its origin."""
    page = _ANALYTICS.sub("", _REMOTE_SCRIPT.sub("", page))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    page = re.sub(r"<head\b[^>]*>", lambda found: found.group() + policy, page, count=1)
    if origin is Origin.MEASUREMENT:
        return page
    banner = (
        '<div style="position:fixed;bottom:0;left:0;right:0;z-index:99999;padding:4px;text-align:center;'
        f'font:13px sans-serif;background:#7a1f1f;color:#fff">{escape(BANNER[origin])}</div>'
    )
    return re.sub(r"<body\b[^>]*>", lambda found: found.group() + banner, page, count=1)


def remote_loads(page: str) -> tuple[str, ...]:
    """Every element of the page that would load something from another host."""
    finder = _RemoteFinder()
    finder.feed(page)
    finder.close()
    return tuple(finder.found)


class _RemoteFinder(HTMLParser):
    """Collects loading elements whose address is not a data or blob URL or inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _LOADING:
            return
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name in _ADDRESS and address and not address.startswith(("data:", "blob:", "#")):
                self.found.append(one_line(f"<{tag} {name}={value}>"))


def _generate(results: Sequence[Path], folder: Path, allure: Path, title: str) -> None:
    if not results:
        raise HarnessError("wanted at least one folder of Allure results, found none")
    config = folder / "allurerc.json"
    config.write_text(json.dumps({"name": one_line(title), "categories": {"rules": CATEGORIES}}), "utf-8")
    copies = []
    for number, source in enumerate(results):
        # The generator takes patterns, not paths: names of our own keep brackets and stars out of it.
        copies.append(f"results-{number}")
        shutil.copytree(source, folder / copies[-1])
    command = [
        str(allure),
        "awesome",
        "--single-file",
        "--group-by",
        "feature,story",
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

"""What the vendor's own client libraries send is decoded: Python, node, and the web SDK in Chromium."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sensorsanalytics

from harness.decode import unwrap
from harness.detect import Searcher
from harness.model.message import Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

CANARY = "kqxv7h2mzp.claims.test"
SEARCHER = Searcher([Planted(PlantedId("canary"), PlantedKind.CANARY, CANARY, "host")])


class Server(http.server.ThreadingHTTPServer):
    """A loopback server that keeps every request as the message the recorder would store."""

    page = b""
    script = b""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self._keep(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def do_GET(self) -> None:
        self._keep(b"")

    def _keep(self, body: bytes) -> None:
        content, kind = b"{}", "application/json"
        if self.path == "/page":
            content, kind = self.server.page, "text/html"
        elif self.path == "/sdk.js":
            content, kind = self.server.script, "text/javascript"
        else:
            self.server.messages.append(
                Message(
                    ExchangeId(str(len(self.server.messages))),
                    Direction.OUT,
                    Transport.HTTP,
                    1,
                    0,
                    "127.0.0.1",
                    80,
                    body,
                    scheme="http",
                    method=self.command,
                    target=self.path.encode(),
                    headers=tuple((k.encode(), v.encode()) for k, v in self.headers.items()),
                )
            )
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def assert_decoded(messages: list[Message], event: str) -> None:
    events = [e for m in messages for e in unwrap(m).events if e.name == event]
    sightings = [
        s for m in messages for s in SEARCHER.search(m).sightings if s.path[-1].endswith("properties.url")
    ]
    assert [(e.channel, e.time_ms is not None) for e in events] == [("sensors", True)]
    assert [s.form for s in sightings] == ["plain"]
    assert [g for m in messages for g in unwrap(m).gaps] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("consumer", ["DefaultConsumer", "BatchConsumer"])
def test_the_python_client_is_decoded(server: Server, consumer: str) -> None:
    client = sensorsanalytics.SensorsAnalytics(
        getattr(sensorsanalytics, consumer)(server.url + "/sa?project=p")
    )
    client.track("9774d56d682e549c", "page_load", {"url": f"https://{CANARY}/a"}, is_login_id=False)
    client.flush()
    client.close()

    assert_decoded(server.messages, "page_load")


def modules(name: str, folder: Path) -> Path:
    """The folder of npm modules that holds a package: given, or installed for this test."""
    given = os.environ.get("CLAIMS_NODE_MODULES")
    if given and (Path(given) / name).is_dir():
        return Path(given)
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [npm, "install", "--prefix", str(folder), "--ignore-scripts", name],
            capture_output=True,
            timeout=120,
            check=False,
        )
    if not (folder / "node_modules" / name).is_dir():
        pytest.skip(f"npm could not install {name}")
    return folder / "node_modules"


@pytest.mark.slow
def test_the_node_client_is_decoded(server: Server, tmp_path: Path) -> None:
    found = modules("sa-sdk-node", tmp_path)
    script = f"""
      const SA = require({json.dumps(str(found / "sa-sdk-node"))});
      const sa = new SA();
      sa.submitTo({{url: '{server.url}/sa?project=p', gzip: true, mode: 'track', timeout: 5000}});
      sa.track('9774d56d682e549c', 'page_load', {{url: 'https://{CANARY}/a'}});
      setTimeout(() => process.exit(0), 1500);
    """
    run = subprocess.run(["node", "-e", script], capture_output=True, text=True, timeout=60, check=False)

    assert server.messages, run.stderr
    assert_decoded(server.messages, "page_load")


@pytest.mark.slow
@pytest.mark.parametrize("send", ["image", "ajax", "beacon", "batch"])
def test_the_web_client_is_decoded(server: Server, tmp_path: Path, send: str) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    found = modules("sa-sdk-javascript", tmp_path)
    server.script = (found / "sa-sdk-javascript" / "dist" / "web" / "sensorsdata.js").read_bytes()
    kind = "ajax" if send == "batch" else send
    server.page = f"""<script src="/sdk.js"></script><script>
      var sa = window.sensorsDataAnalytic201505 || window.sensors;
      sa.init({{server_url: '{server.url}/sa?project=p', send_type: '{kind}',
               batch_send: {str(send == "batch").lower()},
               heatmap: false, show_log: false, is_track_single_page: false}});
      sa.track('page_load', {{url: 'https://{CANARY}/a'}});
    </script>""".encode()
    with subprocess.Popen(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--disable-component-update",
            f"--user-data-dir={tmp_path / 'profile'}",
            server.url + "/page",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        for _ in range(250):
            if any(m.target.startswith(b"/sa") for m in server.messages):
                break
            time.sleep(0.1)
        child.terminate()
    sent = [m for m in server.messages if m.target.startswith(b"/sa")]

    assert_decoded(sent, "page_load")

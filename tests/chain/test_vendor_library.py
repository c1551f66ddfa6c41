"""Input that nobody here wrote: the vendor's own client library reports through a recorder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from harness.bench import notes
from harness.bench.child import Child
from harness.capture.client import Recorder, Rehearsal
from harness.decode import BUILT_IN, DEFAULT, Tree, describe
from harness.device.identifiers import Identifier
from harness.model.claim import Grade
from harness.model.documents import PlanDocument
from harness.model.lines import PlantedLine
from harness.model.plan import Plan
from harness.model.planted import PlantedId, PlantedKind
from harness.model.recording import Sent, Unread
from harness.ruling.final import reading_of
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables
from harness.store.folder import RunFolder
from harness.store.run import StoredRun
from tests.chain.suite import lines
from tests.documents import RUN

ADDRESS = "https://sa.api.intl.miui.com/sa?project=global_browser&r=SG"
CANARY = "kd3vq7xw2mznp5tc6ybh"
IMEI, ANDROID_ID = "860123045678917", "9774d56d682e549c"
SENDER = Path(__file__).with_name("vendor_sender.py")
CONSUMERS = ("plain", "batch", "asynchronous")
PROPERTIES = {
    "url": f"https://garden.claims.test/beans?q={CANARY}#top",
    "device": hashlib.md5(ANDROID_ID.encode()).hexdigest(),
    "imei_hash": hashlib.sha256(IMEI.encode()).hexdigest(),
}
OUTSIDE = ("https://tracker.example/collect", "http://outside.example/", "http://198.51.100.7:8080/x")


@dataclass(frozen=True)
class Rehearsed:
    """A recording, what the cloud received meanwhile, and how requests to the outside ended."""

    run: StoredRun
    arrivals: list[dict]
    outside: dict[str, str]


def _send(consumer: str, recorder: Recorder) -> None:
    proxy = f"http://127.0.0.1:{recorder.port}"
    environment = {**os.environ, "https_proxy": proxy, "http_proxy": proxy, "no_proxy": ""}
    sender = subprocess.run(
        [sys.executable, str(SENDER), consumer, ADDRESS, json.dumps(PROPERTIES)],
        env={**environment, "SSL_CERT_FILE": str(recorder.ca)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert sender.returncode == 0, sender.stderr


def _reach(address: str, recorder: Recorder) -> str:
    """What a client of the proxy gets from a host outside the stand-in cloud."""
    proxy = f"http://127.0.0.1:{recorder.port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    try:
        with contextlib.closing(opener.open(address, timeout=20)) as answer:
            return f"answered {answer.status}"
    except urllib.error.HTTPError as error:
        with error:
            return f"refused {error.code}"
    except OSError as error:
        return f"refused: {error}"


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("vendor")
    bench = RunFolder(folder / "run")
    bench.write(
        PlantedLine(
            id=PlantedId("canary:query"),
            kind=PlantedKind.CANARY,
            value=CANARY,
            part="query",
            arm="arm",
            act="visit",
            number=1,
        )
    )
    bench.write(notes.identifier(Identifier("imei", IMEI, "service call iphonesubinfo", registry_prefix=8)))
    bench.write(notes.identifier(Identifier("android_id", ANDROID_ID, "settings")))
    cloud = Child("harness.virtual.cloud", ["--state", str(folder / "cloud")], folder / "cloud.log")
    try:
        rehearsal = Rehearsal(Path(cloud.ready["zone"]), Path(cloud.ready["ca"]))
        with Recorder.start(bench.path, bench.sequence_path, folder / "ca", rehearsal=rehearsal) as recorder:
            _document(bench, recorder.port)
            for consumer in CONSUMERS:
                _send(consumer, recorder)
            outside = {address: _reach(address, recorder) for address in OUTSIDE}
            recorder.stop()
    finally:
        cloud.stop()
        bench.close()
    return Rehearsed(StoredRun(bench.path), lines(Path(cloud.ready["log"])), outside)


def _document(bench: RunFolder, port: int) -> None:
    settings = replace(RUN.settings, proxy=("127.0.0.1", port))
    bench.document(replace(RUN, packages=(), settings=settings))
    nothing = Plan(Grade.SCREENING, (), ())
    bench.document(PlanDocument.of(nothing, (), seed_commitment="", ruleset={}))


def test_what_the_library_sent_is_what_the_cloud_received(rehearsed):
    digests = [event.digest for event in rehearsed.run.events() if isinstance(event, Sent) and event.digest]
    received = [line["digest"] for line in rehearsed.arrivals]

    assert len(received) == 2 * 1 + 1 + 1
    assert set(received) <= set(digests)


@pytest.mark.parametrize("field", ["data", "data_list"])
def test_its_events_are_decoded(rehearsed, field):
    found = [
        describe(Tree(event.message, DEFAULT))
        for event in rehearsed.run.events()
        if isinstance(event, Sent) and event.message.host == "sa.api.intl.miui.com" and event.message.body
    ]
    unwrapped = [item for item in found if any(f"form:{field}" in leaf.path for leaf in item.leaves)]

    assert unwrapped
    for item in unwrapped:
        assert item.events
        assert item.gaps == ()
        told = [
            leaf.path for leaf in item.leaves if f"form:{field}" in leaf.path and "json:" in leaf.path[-1]
        ]
        assert told
        assert all({"base64", "gzip"} <= set(path) for path in told)
    assert "page_load_event_finish" in {event.name for item in unwrapped for event in item.events}


@pytest.mark.parametrize(
    ("part", "form", "step"),
    [
        ("query", "plain", "properties.url"),
        ("android_id", "md5", "properties.device"),
        ("imei", "sha256", "properties.imei_hash"),
    ],
)
def test_what_was_planted_into_them_is_sighted(rehearsed, part, form, step):
    reading = reading_of(rehearsed.run, Tables.load(built_in()), BUILT_IN)
    sighted = [item for item in reading.sightings if item.planted.part == part and item.form == form]

    assert {item.path[1] for item in sighted} == {"form:data", "form:data_list"}
    assert {item.destination.host for item in sighted} == {"sa.api.intl.miui.com"}
    assert all(item.path[-1].endswith(step) for item in sighted)
    assert sum(item.count for item in sighted) == len(CONSUMERS)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_rehearsal_reaches_no_host_outside_the_cloud(rehearsed, address):
    host = urllib.request.urlparse(address).hostname
    refused = [
        event for event in rehearsed.run.events() if isinstance(event, Unread) and event.event == "refused"
    ]

    assert rehearsed.outside[address].startswith("refused")
    assert host in {event.host for event in refused}
    assert host not in {line["host"] for line in rehearsed.arrivals}
    reading = reading_of(rehearsed.run, Tables.load(built_in()), BUILT_IN)
    assert host in {gap.host for gap in reading.gaps}

"""What the phones say they sent and the cloud says it received, against what was recorded and sighted."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.model.wire import ConnectionOpened
from tests.chain.suite import BOTH, MINT, Run, devices, lines, one_browser
from tests.chain.truth import VIRTUAL, Truth, expected, strangers

SHIPPED = sorted(path.stem for path in (VIRTUAL / "firmwares").glob("*.toml"))
BATCH = 3
"""Phones that are measured at the same time."""


def compare(run: Run, handsets: tuple[str, ...]) -> dict[str, list[str]]:
    """Every difference between ground truth and recording, by its kind; all lists are empty at best."""
    truths = [Truth(run, handset) for handset in handsets]
    unknown, missing = strangers(truths, lines(run.truth / "cloud" / "arrivals.jsonl"))
    found = {"arrived, not explained": sorted(unknown), "explained, not arrived": sorted(missing)}
    for truth in truths:
        assert len(truth.sent) > 50, "hardly anything was recorded"
        assert any(truth.seen.values())
        found |= {
            f"{truth.handset}: sent, recorded, not sighted": list(truth.unsighted()),
            f"{truth.handset}: sighted, not sent": list(truth.unfounded()),
            f"{truth.handset}: recorded, not sent": list(truth.unsent()),
            f"{truth.handset}: arrived around the recorder, not counted": list(truth.uncovered()),
        }
    return found


def violated(run: Run, handset: str) -> set[str]:
    return {item["proposition"] for item in run.judgements(handset) if item["outcome"] == "violated"}


def test_the_shipped_firmwares_tell_the_truth(measured):
    assert measured.code == 1
    found = compare(measured, BOTH)
    assert not any(found.values()), found


@pytest.mark.parametrize("firmware", BOTH)
def test_the_shipped_firmwares_violate_what_their_behaviours_say(measured, firmware):
    assert violated(measured, firmware) == expected(firmware)


OTHERS = [name for name in SHIPPED if name not in BOTH]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory):
    """Every other shipped firmware on a phone with one browser, all claims, some phones at a time."""
    runs: dict[str, Run] = {}

    def of(firmware: str) -> Run:
        if firmware not in runs:
            start = OTHERS.index(firmware) // BATCH * BATCH
            batch = OTHERS[start : start + BATCH]
            folder: Path = tmp_path_factory.mktemp("shipped")
            entries = {name: one_browser(folder / "firmwares", name) for name in batch}
            run = Run(folder / "run", "--devices", devices(folder, entries))
            assert run.code in {0, 1, 2}, run.output[-3000:]
            runs.update(dict.fromkeys(batch, run))
        return runs[firmware]

    yield of
    for run in runs.values():
        run.end()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("firmware", OTHERS)
def test_every_other_shipped_firmware_tells_the_truth(firmware, rehearsed):
    start = OTHERS.index(firmware) // BATCH * BATCH
    found = compare(rehearsed(firmware), tuple(OTHERS[start : start + BATCH]))
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("firmware", OTHERS)
def test_every_other_shipped_firmware_violates_what_its_behaviours_say(firmware, rehearsed):
    run = rehearsed(firmware)
    assert violated(run, firmware) == expected(firmware)
    assert all(item["outcome"] != "holds" for item in run.judgements(firmware) if item["app"] == MINT)


@pytest.fixture(scope="module")
def routed(tmp_path_factory: pytest.TempPathFactory):
    """A phone with one browser whose only router the recorder is."""
    folder: Path = tmp_path_factory.mktemp("routed")
    entry = {**one_browser(folder / "firmwares", BOTH[0]), "network": "gateway"}
    run = Run(folder / "run", "--devices", devices(folder, {"routed": entry}))
    assert run.code in {1, 2}, run.output[-3000:]
    yield run
    run.end()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_phone_behind_a_router_tells_the_truth(routed):
    found = compare(routed, ("routed",))
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_phone_behind_a_router_has_no_way_around_it(routed):
    truth = Truth(routed, "routed")
    facts = truth.stored.facts()
    assert facts.network_mode == "gateway"
    assert not [text for text in facts.interventions if text.startswith("proxy")]
    assert {emission.told["path"] for emission in truth.emissions} == {"gateway"}
    assert truth.around() == []
    channels = {channel.channel: channel.state for channel in truth.stored.channels()}
    assert (channels["wifi-ipv4"], channels["ipv6"]) == ("recorded", "recorded")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_phone_behind_a_router_is_told_who_owns_its_connections(routed):
    truth = Truth(routed, "routed")
    read = truth.reading
    owners = {emission.told["conn"][1]: emission.uid for emission in truth.emissions if emission.told["conn"]}
    opened = [event for event in truth.stored.events() if isinstance(event, ConnectionOpened)]
    tcp = {event.conn: event.client[1] for event in opened if event.protocol == "tcp"}
    named = {conn.id: conn.uid for conn in read.connections.values() if conn.uid is not None}

    assert all(owners.get(tcp[conn], uid) == uid for conn, uid in named.items() if conn in tcp)
    assert {event.server is not None for event in opened} == {True}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_phone_behind_a_router_violates_what_its_behaviours_say(routed):
    assert expected(BOTH[0]) & violated(routed, "routed")

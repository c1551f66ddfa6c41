"""The run on which INC-03 holds, judged again with one control deleted at a time: never held."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.model.judgement import Outcome
from harness.ruling.final import judge_stored
from tests.chain.copies import Copy, Damage, Line, judged, remembering
from tests.chain.follow import event_times
from tests.chain.suite import BROWSER

SILENT, COLLECTING = "other", "default"
CHANNELS = ("wifi-ipv4", "ipv6", "cellular", "sms", "bluetooth", "usb-network")
STATISTICS = "sa.api.intl.miui.com"


def channel(name: str, at: str) -> Damage:
    """Nobody looked at a way out of the phone at that end of the silent arm, or of its session."""

    def damage(run: Copy) -> None:
        place = run.session() if at == "close" else run.arm()
        run.drop("channels", run.find("channels", place=place, at=at, channel=name))

    return damage


def arm_end(run: Copy) -> None:
    run.drop("timeline", run.find("timeline", what="arm-closed", arm=run.arm()))


def control_unseen(kind: str, at: str, by: str) -> Damage:
    """Sent as the timeline says, but not in the recording."""

    def damage(run: Copy) -> None:
        noted = run.find("timeline", what="control", arm=run.arm(), control=kind, at=at, by=by)
        values = {line["value"] for line in run.files["planted"] if line["id"] == noted[0]["planted"]}
        run.forget(
            line
            for line in run.within("exchanges", run.arm(), event="sent")
            if any(value in line["target"] for value in values)
        )

    return damage


def control_not_noted(kind: str, at: str, by: str) -> Damage:
    """Nobody noted that it was sent."""

    def damage(run: Copy) -> None:
        noted = run.find("timeline", what="control", arm=run.arm(), control=kind, at=at, by=by)
        run.drop("timeline", noted[:1])

    return damage


def spike_exchange(number: int) -> Damage:
    """One of the requests that carried spikes is missing."""

    def damage(run: Copy) -> None:
        images = [
            line
            for line in run.within("exchanges", run.arm(), event="sent")
            if line["host"].startswith("spike.") and line["target"].startswith(("/i", "/f"))
        ]
        run.forget([images[number]])

    return damage


def spikes_of_another_app(run: Copy) -> None:
    """The sockets behind the spikes are those of the play services."""
    spikes = [
        line for line in run.within("exchanges", run.arm(), event="sent") if line["host"].startswith("spike.")
    ]
    names = {line["conn"] for line in spikes}
    ports = {
        line["client"][1] for line in run.find("exchanges", event="flow-opened") if line["conn"] in names
    }
    for line in run.files["sockets"]:
        for row in (*line["opened"], *line["closed"]):
            if row[2] in ports:
                row[5] = 10012


def socket_samples(run: Copy) -> None:
    """From the silent arm on nobody looked at the phone's sockets."""
    first, _ = run.span(run.arm())
    run.drop("sockets", [line for line in run.files["sockets"] if line["seq"] > first])


def counter_sample(place: Callable[[Copy], str], at: str) -> Damage:
    def damage(run: Copy) -> None:
        run.drop("counters", run.find("counters", place=place(run), at=at))

    return damage


def traffic_mark(at: str, end: int) -> Damage:
    """The recorder's mark before (0) or after (1) a reading of the counters is missing."""

    def damage(run: Copy) -> None:
        place = run.session() if at == "close" else run.arm()
        for sample in run.find("counters", place=place, at=at):
            run.drop("exchanges", run.find("exchanges", event="traffic", mark=sample["marks"][end]))

    return damage


def whole_arm(**arm: object) -> Damage:
    def damage(run: Copy) -> None:
        gone = run.arm(**arm)
        first, last = run.span(gone)
        for file in ("timeline", "preconditions", "channels", "counters", "planted"):
            run.drop(file, [line for line in run.files[file] if gone in (line.get("arm"), line.get("place"))])
        inside = [line for line in run.files["exchanges"] if first < line["seq"] < last and "id" in line]
        run.forget(inside)

    return damage


def uploads(kind: str, *positions: str) -> Damage:
    """What the app reported of those arms was not recorded, whenever it was sent."""

    def damage(run: Copy) -> None:
        spans = []
        for key in run.arms():
            if key.kind == kind and key.every["switch"] in positions:
                (opened,) = run.find("timeline", what="arm-opened", arm=key.id)
                (closed,) = run.find("timeline", what="arm-closed", arm=key.id)
                spans.append((opened["phone_ms"], closed["phone_ms"]))
        posted = run.find("exchanges", event="sent", host=STATISTICS, method="POST")
        times = {line["id"]: event_times(run.run, line["id"]) for line in posted}
        run.forget(
            line
            for line in posted
            if any(first <= time <= last for time in times[line["id"]] for first, last in spans)
        )

    return damage


def heartbeats(run: Copy) -> None:
    first, last = run.span(run.arm())
    run.drop(
        "exchanges",
        [line for line in run.find("exchanges", event="heartbeat") if first - 400 < line["seq"] < last + 400],
    )


def configuration(position: str) -> Damage:
    """The server's answer about what the channel collects was not recorded."""

    def damage(run: Copy) -> None:
        (opened,) = run.find("timeline", what="session-opened", session=run.session(position))
        (closed,) = run.find("timeline", what="session-closed", session=run.session(position))
        asked = [
            line["id"]
            for line in run.find("exchanges", event="sent", host=STATISTICS, method="GET")
            if opened["seq"] < line["seq"] < closed["seq"]
        ]
        run.drop(
            "exchanges",
            [line for line in run.find("exchanges", event="answered") if line["id"] in asked],
        )

    return damage


def of_session(file: str, what: str, position: str = SILENT) -> Damage:
    def damage(run: Copy) -> None:
        run.drop(file, run.find(file, what=what, session=run.session(position)))

    return damage


def blank_values(run: Copy) -> None:
    run.drop("planted", run.find("planted", kind="blank"))


def scenario(run: Copy) -> None:
    """Nobody came to the end of the scenario."""
    run.drop("timeline", run.find("timeline", what="scenario-judged", proposition="INC-03.silent"))


def signals(condition: str, signal: str, *, suspended: bool = False) -> Damage:
    def damage(run: Copy) -> None:
        arm = run.arm(suspended=suspended)
        run.drop("preconditions", run.find("preconditions", arm=arm, condition=condition, signal=signal))

    return damage


def an_act(run: Copy) -> None:
    """The phone's browser failed to open one page."""
    line: Line = run.find("timeline", what="act", arm=run.arm())[0]
    line["outcome"] = "failed"


DELETED: dict[str, tuple[Damage, str]] = {
    **{
        f"nonce of the {by} at the {at}, {how}": (damage("nonce", at, by), "control-missing")
        for by in ("app", "shell")
        for at in ("start", "end")
        for how, damage in (("unseen", control_unseen), ("not noted", control_not_noted))
    },
    **{
        f"channel {name} at the {at}": (channel(name, at), "control-missing")
        for name in CHANNELS
        for at in ("start", "end", "close")
    },
    "spike in the first image": (spike_exchange(0), "control-missing"),
    "spike in the form": (spike_exchange(-1), "control-missing"),
    "spikes by another app": (spikes_of_another_app, "control-missing"),
    "socket samples": (socket_samples, "control-missing"),
    "counters at the start": (counter_sample(Copy.arm, "start"), "closure-not-shown"),
    "counters at the end": (counter_sample(Copy.arm, "end"), "closure-not-shown"),
    "counters at the close": (counter_sample(Copy.session, "close"), "closure-not-shown"),
    "calibration, before": (counter_sample(lambda _: "calibration", "start"), "closure-not-shown"),
    "calibration, after": (counter_sample(lambda _: "calibration", "end"), "closure-not-shown"),
    "mark before the counters": (traffic_mark("start", 0), "closure-not-shown"),
    "mark after the counters": (traffic_mark("start", 1), "closure-not-shown"),
    "mark before the close": (traffic_mark("close", 0), "closure-not-shown"),
    "mark after the close": (traffic_mark("close", 1), "closure-not-shown"),
    "blank arm": (whole_arm(kind="blank"), "arm-missing"),
    "suspended-relay arm": (whole_arm(suspended=True), "arm-missing"),
    "silent arm": (whole_arm(), "arm-missing"),
    "uploads in normal mode": (uploads("permissive", SILENT, COLLECTING), "silent-channel"),
    "uploads in the other position": (uploads("restrictive", COLLECTING), "silent-channel"),
    "heartbeats": (heartbeats, "control-missing"),
    "blank values": (blank_values, "control-missing"),
    "mode marker": (signals("mode", "marker on the home screen"), "precondition-unproven"),
    "history unchanged": (signals("mode", "rows added to the history"), "precondition-unproven"),
    "switch read again": (signals("switch", "the settings page, read again"), "precondition-unproven"),
    "APKs compared": (signals("apks", BROWSER), "precondition-unproven"),
    "suspension read back": (signals("suspended", "dumpsys package", suspended=True), "closure-not-met"),
    "switch in the silent session": (of_session("consent", "condition"), "condition-missing"),
    "switch in the other session": (of_session("consent", "condition", COLLECTING), "condition-missing"),
    "configuration in the silent session": (configuration(SILENT), "configuration-unread"),
    "configuration in the other session": (configuration(COLLECTING), "configuration-unread"),
    "end of the closing window": (of_session("timeline", "session-closed"), "window-cut"),
    "end of the arm": (arm_end, "arm-aborted"),
    "an act": (an_act, "act-failed"),
    "the scenario": (scenario, "scenario-missing"),
}


def test_a_copy_of_the_run_says_what_the_run_said(switched, tmp_path, monkeypatch):
    whole = Copy(switched.stored("kept")).write(tmp_path / "run")
    plain = judge_stored(whole)
    remembering(monkeypatch)
    assert judge_stored(whole) == plain
    assert judged(whole).outcome is Outcome.HOLDS


QUICK = ("blank values", "heartbeats", "suspended-relay arm", "uploads in the other position")
"""The ones that `make test` deletes too: one of each sort."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in DELETED]
)
def test_without_one_control_nothing_holds(name, switched, tmp_path, monkeypatch):
    damage, reason = DELETED[name]
    run = Copy(switched.stored("kept"))
    damage(run)
    remembering(monkeypatch)
    found = judged(run.write(tmp_path / "run"))

    assert found.outcome is Outcome.UNPROVEN, found.because
    assert reason in {item.id for item in found.reasons}, [(item.id, item.detail) for item in found.reasons]


def test_a_line_that_vanished_from_a_file_is_noticed(switched, tmp_path, monkeypatch):
    """Whatever it told: the numbers of all lines of all files are one row without holes."""
    remembering(monkeypatch)
    run = Copy(switched.stored("kept"))
    folder = run.write(tmp_path / "run")
    for name in ("exchanges", "timeline", "sockets"):
        path = folder / "data" / f"{name}.jsonl"
        content = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(content[:5] + content[6:]))
        assert judged(folder).outcome is Outcome.UNPROVEN, name
        path.write_bytes(b"".join(content))

"""Ways in which a run is less than the honest one: each takes a desk and spoils one thing of it."""

from __future__ import annotations

from harness.model.arm import ArmKey, SessionKey
from harness.model.judgement import Outcome
from harness.store.lines import microseconds
from tests.judge import honest as story
from tests.judge.honest import ANALYTICS, GMS, MI, STATISTICS, UIDS, XMSF
from tests.judge.stored import Desk, token


def arms(desk: Desk, *, kind: str = "restrictive", silent: bool = True, suspended: bool = False) -> list[str]:
    """Ids of arms in Mi Browser's silent (other) or collecting (default) position."""
    keys = [ArmKey.parse(line["arm"]) for line in desk.find("timeline", what="arm-opened")]
    return [
        key.id
        for key in keys
        if key.kind.value == kind
        and (key.every["switch"] == "other") is silent
        and ("suspended" in key.every) is suspended
        and "running" not in key.every
    ]


def silent_arm(desk: Desk) -> str:
    return arms(desk)[0]


def drop(file: str, which, *, by: str = "arm", **fields):
    """A damage: lines of that arm (or place) with these fields are deleted."""

    def damage(desk: Desk) -> None:
        lines = desk.find(file, **fields, **({by: which(desk)} if which else {}))
        assert lines
        desk.drop(file, lines)

    return damage


def set_fields(file: str, which, change: dict, *, by: str = "arm", **fields):
    def damage(desk: Desk) -> None:
        lines = desk.find(file, **fields, **({by: which(desk)} if which else {}))
        assert lines
        for line in lines:
            line.update(change)

    return damage


def session_of(desk: Desk, *, silent: bool = True) -> str:
    wanted = "other" if silent else "default"
    (session,) = [
        line["session"]
        for line in desk.find("timeline", what="session-opened")
        if dict(SessionKey.parse(line["session"]).consent)["switch"] == wanted
    ]
    return str(session)


def of_session(file: str, action: str, *, silent: bool = True, **fields):
    """A damage of the lines of a session: `action` is `drop` or a change."""

    def damage(desk: Desk) -> None:
        lines = [
            line
            for line in desk.find(file, **fields)
            if line.get("session") == session_of(desk, silent=silent)
        ]
        assert lines
        desk.drop(file, lines)

    return damage


def window_cut(desk: Desk) -> None:
    for line in desk.find("timeline", what="session-closed", session=session_of(desk)):
        line["window_s"] = 1499


def close_sample(desk: Desk) -> None:
    desk.drop("counters", desk.find("counters", at="close", place=session_of(desk)))


def forget(desk: Desk, arm: str) -> None:
    """As if the arm had never been recorded."""
    for file in ("timeline", "preconditions"):
        desk.drop(file, desk.find(file, arm=arm))
    for file in ("channels", "counters"):
        desk.drop(file, desk.find(file, place=arm))


def blank_arm_missing(desk: Desk) -> None:
    (blank,) = arms(desk, kind="blank")
    forget(desk, blank)


def no_suspended_arm(desk: Desk) -> None:
    (gone,) = arms(desk, suspended=True)
    forget(desk, gone)


def apks_compared_once(desk: Desk) -> None:
    desk.drop("preconditions", desk.find("preconditions", arm=silent_arm(desk), condition="apks")[:1])


def relay_moved(desk: Desk) -> None:
    """The relay sends although it is said to be suspended."""
    (suspended,) = arms(desk, suspended=True)
    for line in desk.find("counters", place=suspended, at="end"):
        line["uids"][str(XMSF)]["tx_bytes"] += 500


def heart_stops(desk: Desk) -> None:
    (opened,) = desk.find("timeline", what="arm-opened", arm=silent_arm(desk))
    beats = [line for line in desk.find("exchanges", event="heartbeat") if line["seq"] > opened["seq"]]
    desk.drop("exchanges", beats[2:9])


def nonce_unseen(desk: Desk) -> None:
    arm = silent_arm(desk)
    value = token("nonce", arm, "end", "shell")
    desk.drop("exchanges", [line for line in desk.find("exchanges", event="sent") if value in line["target"]])


def spike_unseen(desk: Desk) -> None:
    value = token("spike", silent_arm(desk), "image")
    for line in desk.find("exchanges", event="sent"):
        line["target"] = line["target"].replace(value, "")


def spikes_by_another_app(desk: Desk) -> None:
    """The samples show another app behind the connection that carried the spikes."""
    value = token("spike", silent_arm(desk), "image")
    (sent,) = [line for line in desk.find("exchanges", event="sent") if value in line["target"]]
    (opened,) = desk.find("exchanges", event="flow-opened", conn=sent["conn"])
    for line in desk.lines["sockets"]:
        for row in (*line["opened"], *line["closed"]):
            if row[2] == opened["client"][1]:
                row[5] = GMS


def blank_seen(desk: Desk) -> None:
    conn = desk.connect(GMS, "www.google.com")
    desk.send(conn, "www.google.com", f"/search?q={token('blank', 'host')}")


def insert(desk: Desk, act, arm: str = "") -> None:
    """Do something in the midst of an arm (the silent one), as if it had happened there."""
    arm = arm or silent_arm(desk)
    opened = (
        desk.find("timeline", what="act", arm=arm) or desk.find("timeline", what="arm-opened", arm=arm)
    )[0]
    tail = {
        name: [line for line in lines if line["seq"] > opened["seq"]] for name, lines in desk.lines.items()
    }
    for name, lines in tail.items():
        del desk.lines[name][len(desk.lines[name]) - len(lines) :]
    us, sequence, ended = desk.us, desk.sequence, desk._ended
    desk.us, desk.sequence, desk._ended = microseconds(opened["t"]), opened["seq"] * 1000, {}
    for lines in desk.lines.values():
        for line in lines:
            line["seq"] *= 1000
    act(desk)
    for name, lines in tail.items():
        for line in lines:
            line["seq"] *= 1000
        desk.lines[name] += lines
    desk.us, desk.sequence, desk._ended = us, sequence, ended
    desk.renumber()


def opaque(
    uid: int | None, size: int = 5000, *, owner: int | None = None, closed: bool = True, tls: bool = True
):
    """A connection of which nothing could be read; nobody's samples show `uid` None."""

    def damage(desk: Desk) -> None:
        def act(desk: Desk) -> None:
            conn = desk.connect(uid, "opaque.example", tls=tls, owner=owner or GMS)
            desk._sent[conn] = size
            if closed:
                desk.close(conn)

        insert(desk, act)

    return damage


def unknown_leaf(desk: Desk) -> None:
    def act(desk: Desk) -> None:
        conn = desk.connect(UIDS[MI], STATISTICS)
        desk.send(conn, STATISTICS, "/sa?project=x", b'{"what":"qwertyuiopasdf"}')
        desk.close(conn)

    insert(desk, act)


def recorder_fault(desk: Desk) -> None:
    insert(desk, lambda desk: desk.event("fault", detail="a hook raised"))


def bench_fault(desk: Desk) -> None:
    insert(desk, lambda desk: desk.timeline("fault", fault="MeasurementLost", detail="gone", arm=None))


def switch_unreadable(desk: Desk) -> None:
    for line in desk.find("consent", what="condition", session=session_of(desk)):
        line["silent"] = None


def body_cut(desk: Desk) -> None:
    for line in desk.find("exchanges", event="sent", host="www.google.com"):
        line["truncated"] = True


DAMAGES = {
    "nonce-noted-at-start": (
        drop("timeline", silent_arm, what="control", control="nonce", at="start"),
        "control-missing",
    ),
    "nonce-not-seen": (nonce_unseen, "control-missing"),
    "spike-not-seen": (spike_unseen, "control-missing"),
    "spikes-from-another-app": (spikes_by_another_app, "control-missing"),
    "spikes-not-planted": (drop("planted", silent_arm, kind="spike"), "control-missing"),
    "no-blank-values": (drop("planted", None, kind="blank"), "control-missing"),
    "blank-value-seen": (blank_seen, "run-voided"),
    "heartbeat-silent": (heart_stops, "control-missing"),
    "counter-at-start": (drop("counters", silent_arm, by="place", at="start"), "closure-not-shown"),
    "counter-at-close": (close_sample, "closure-not-shown"),
    "calibration": (drop("counters", None, place="calibration", at="end"), "closure-not-shown"),
    "mark": (drop("exchanges", None, event="traffic", mark="1:before"), "closure-not-shown"),
    "channel-at-start": (
        drop("channels", silent_arm, by="place", channel="sms", at="start"),
        "control-missing",
    ),
    "channel-at-close": (
        drop("channels", session_of, by="place", channel="cellular", at="close"),
        "control-missing",
    ),
    "channel-opened-in-the-window": (
        set_fields(
            "channels", session_of, {"state": "unobserved"}, by="place", channel="cellular", at="close"
        ),
        "control-missing",
    ),
    "channel-unobserved": (
        set_fields("channels", silent_arm, {"state": "unobserved"}, by="place", channel="ipv6", at="end"),
        "control-missing",
    ),
    "second-signal": (drop("preconditions", silent_arm), "precondition-unproven"),
    "second-signal-not-met": (
        set_fields("preconditions", silent_arm, {"found": "something else"}),
        "precondition-unproven",
    ),
    "apks-changed": (
        set_fields("preconditions", silent_arm, {"found": "something else"}, condition="apks"),
        "precondition-unproven",
    ),
    "apks-compared-once": (apks_compared_once, "precondition-unproven"),
    "arm-not-closed": (drop("timeline", silent_arm, what="arm-closed"), "arm-aborted"),
    "arm-aborted": (
        set_fields("timeline", silent_arm, {"aborted": "lost"}, what="arm-closed"),
        "arm-aborted",
    ),
    "act-failed": (set_fields("timeline", silent_arm, {"outcome": "failed"}, what="act"), "act-failed"),
    "window-cut": (window_cut, "window-short"),
    "window-not-recorded": (of_session("timeline", "drop", what="session-closed"), "window-cut"),
    "switch-not-read": (of_session("consent", "drop", what="condition"), "condition-missing"),
    "switch-not-understood": (switch_unreadable, "condition-unclear"),
    "blank-arm": (blank_arm_missing, "arm-missing"),
    "suspended-arm": (no_suspended_arm, "arm-missing"),
    "suspended-relay-moved": (relay_moved, "closure-not-met"),
    "opaque-by-the-app": (opaque(UIDS[MI]), "gap-in-scope"),
    "small-and-opaque-by-nobody-known": (opaque(None, 20), "gap-in-scope"),
    "opaque-by-nobody-known-never-closed": (opaque(None, closed=False), "gap-in-scope"),
    "no-tls-and-no-message": (opaque(UIDS[MI], tls=False), "gap-in-scope"),
    "opaque-by-a-relay": (opaque(ANALYTICS), "gap-in-scope"),
    "opaque-never-closed": (opaque(UIDS[MI], closed=False), "gap-in-scope"),
    "residue": (unknown_leaf, "residue"),
    "recorder-fault": (recorder_fault, "fault"),
    "bench-fault": (bench_fault, "fault"),
    "body-cut-off": (body_cut, "gap-in-scope"),
}


def upload_in(which, uid: int | None = -1, *, time_ms: int | None = None, content: bool = False):
    """Usage statistics of one event in an arm; `content` puts what was visited there into it."""

    def damage(desk: Desk) -> None:
        arm = which(desk)

        def act(desk: Desk) -> None:
            teller = story.Teller(story.Story())
            teller.desk = desk
            planted = token("visit", arm, 1, "title") if content else "no content"
            moment = desk.phone_ms if time_ms is None else time_ms
            event = {"name": "secret_event", "time": moment, "properties": {"$title": planted}}
            teller.upload(MI, [event], token("id", "x"), uid=uid)

        insert(desk, act, arm)

    return damage


def silent_blank(desk: Desk) -> str:
    return arms(desk, kind="blank")[0]


UPLOADS = {
    "by-the-app": (upload_in(silent_arm), Outcome.VIOLATED, None),
    "by-a-foreign-app": (upload_in(silent_arm, GMS), Outcome.HOLDS, None),
    "by-a-foreign-app-with-content": (upload_in(silent_arm, GMS, content=True), Outcome.HOLDS, None),
    "by-nobody-known": (upload_in(silent_arm, None), Outcome.UNPROVEN, "unattributed-upload"),
    "by-nobody-known-with-content": (upload_in(silent_arm, None, content=True), Outcome.VIOLATED, None),
    "by-a-relay": (upload_in(silent_arm, ANALYTICS), Outcome.UNPROVEN, "relay-upload"),
    "by-a-relay-with-content": (upload_in(silent_arm, ANALYTICS, content=True), Outcome.VIOLATED, None),
    "of-no-time": (upload_in(silent_arm, time_ms=1), Outcome.UNPROVEN, "untimed-upload"),
    "of-a-time-to-come": (upload_in(silent_arm, time_ms=1 << 42), Outcome.UNPROVEN, "untimed-upload"),
    "in-the-blank-arm": (upload_in(silent_blank), Outcome.UNPROVEN, "upload-in-blank-arm"),
}


def datagrams(desk: Desk) -> None:
    """20 datagrams of 20 bytes from the app: less than the header figure of a TCP segment."""
    more = {"tx_bytes": 20 * 48, "tx_packets": 20, "udp_bytes": 20 * 48, "udp_packets": 20}
    for line in desk.find("counters", at="close", place=session_of(desk)):
        row = line["uids"][str(UIDS[MI])]
        row.update({name: row[name] + figure for name, figure in more.items()})


def datagrams_unknown(desk: Desk) -> None:
    for line in desk.lines["counters"]:
        for row in line["uids"].values():
            row["udp_bytes"] = row["udp_packets"] = None


def resent_residue(desk: Desk) -> None:
    """A value nobody understands is sent in the silent arm and once more in the next one."""
    for arm in (arms(desk)[0], arms(desk, suspended=True)[0]):

        def act(desk: Desk) -> None:
            conn = desk.connect(UIDS[MI], STATISTICS)
            desk.send(conn, STATISTICS, "/config/x", b'{"what":"qwertyuiopasdf"}')
            desk.close(conn)

        insert(desk, act, arm)


def of_collecting(desk: Desk) -> str:
    return arms(desk, silent=False)[0]


def of_normal(desk: Desk) -> str:
    return arms(desk, kind="permissive", silent=False)[0]


def another_port(desk: Desk) -> None:
    """A foreign app has the app's port towards another server: no owner of the connection to the recorder."""
    for line in desk.lines["sockets"]:
        for row in (*line["opened"], *line["closed"]):
            row[4] += 1


def visits_unseen(desk: Desk) -> None:
    arm = silent_arm(desk)
    for part in ("host", "path"):
        value = token("visit", arm, 1, part)
        for line in desk.find("exchanges", event="sent"):
            line["host"] = line["host"].replace(value, "x")
            line["target"] = line["target"].replace(value, "")
            line["headers"] = [[name, text.replace(value, "x")] for name, text in line["headers"]]


def no_spike(desk: Desk) -> None:
    drop("timeline", silent_arm, what="control", control="spike")(desk)
    drop("planted", silent_arm, kind="spike")(desk)


def configuration_unanswered(desk: Desk) -> None:
    sent = desk.find("exchanges", event="sent", target=story.CONFIG)[1]
    desk.drop("exchanges", desk.find("exchanges", event="answered", id=sent["id"]))


def mode_unknown(desk: Desk) -> None:
    desk.documents["run.json"]["settings"]["network_mode"] = "vpn"


def suspension_read_once(desk: Desk) -> None:
    (suspended,) = arms(desk, suspended=True)
    desk.drop("preconditions", desk.find("preconditions", arm=suspended, condition="suspended")[1:])


DAMAGES |= {
    "suspension-read-at-one-end": (suspension_read_once, "closure-not-met"),
    "datagrams": (datagrams, "closure-not-met"),
    "datagrams-not-told": (datagrams_unknown, "closure-not-shown"),
    "residue-sent-twice": (resent_residue, "residue"),
    "collecting-arm-aborted": (
        set_fields("timeline", of_collecting, {"aborted": "x"}, what="arm-closed"),
        "arm-aborted",
    ),
    "collecting-arm-not-incognito": (
        set_fields("preconditions", of_collecting, {"found": "something else"}),
        "precondition-unproven",
    ),
    "normal-arm-never-closed": (drop("timeline", of_normal, what="arm-closed"), "arm-aborted"),
    "no-socket-to-the-recorder": (another_port, "control-missing"),
    "visit-not-seen": (visits_unseen, "act-unseen"),
    "network-mode": (mode_unknown, "closure-not-shown"),
    "no-spike-in-one-arm": (no_spike, "control-missing"),
    "message-removed-from-a-connection": (
        lambda desk: desk.drop("exchanges", desk.find("exchanges", event="sent", method="POST")[-3:]),
        "gap-in-scope",
    ),
    "configuration-of-one-session": (configuration_unanswered, "configuration-unread"),
}

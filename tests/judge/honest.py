"""An honest run of INC-03 on browsers whose switch keeps its word, told line by line.

`honest()` is the run on which INC-03.silent holds: everything that the method asks for is there.  Other
stories differ by what the `Phone` does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from harness.model.arm import ArmKey, ArmKind
from harness.model.claim import Grade
from harness.model.documents import PlanDocument
from harness.model.handset import InstalledPackage
from harness.model.plan import Plan, PlannedPart, PlannedSession
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables
from harness.store.adapters import encode_document
from tests.documents import RUN
from tests.judge.stored import CANARY, PROXY, Desk, sensors, token

MI, MINT = "com.mi.globalbrowser", "com.mi.globalbrowser.mini"
XMSF, ANALYTICS, GMS, SHELL = 10083, 10081, 10012, 2000
UIDS = {MI: 10123, MINT: 10187}
STATISTICS = "sa.api.intl.miui.com"
CONFIG = "/config/Android.conf?project=globalbrowser&v=0"
COLLECTING = {MI: "off", MINT: "on"}
TEXTS = {
    MI: "When on, usage statistics are not collected in incognito mode",
    MINT: "When on, aggregated usage statistics are collected in incognito mode",
}
NAMES = {MI: "mi-browser", MINT: "mint-browser"}
VERSIONS = {MI: "12.1.4-g", MINT: "3.4.3"}
PACKAGES = (
    ("android", 1000, "9", "platform"),
    ("com.android.shell", SHELL, "9", "platform"),
    ("com.miui.analytics", ANALYTICS, "2.18.0", "platform"),
    ("com.xiaomi.xmsf", XMSF, "4.0.2", "platform"),
    ("com.google.android.gms", GMS, "20.12.16", "google"),
    *((app, uid, VERSIONS[app], "vendor") for app, uid in UIDS.items()),
)


Row = tuple[ArmKind, tuple[tuple[str, str], ...], tuple[str, ...]]
ACTS = ("visit", "search", "news")
NORMAL: Row = (ArmKind.PERMISSIVE, (("mode", "normal"),), ACTS)
IDLE: Row = (ArmKind.BLANK, (("mode", "incognito"),), ())
INCOGNITO: Row = (ArmKind.RESTRICTIVE, (("mode", "incognito"),), ACTS)
NO_PUSH: Row = (ArmKind.RESTRICTIVE, (("mode", "incognito"), ("suspended", "com.xiaomi.xmsf")), ACTS)
STOPPED: Row = (ArmKind.BLANK, (("running", "no"),), ())
ROWS = (NORMAL, IDLE, INCOGNITO, NO_PUSH, STOPPED)
"""The arms of a session, in the order of recording."""
BOTH, AS_IT_IS = ("default", "other"), ("default",)
BROWSED = ("visit", "search")
ENCRYPTION = ("ENC-01.https", "ENC-01.tls", "ENC-02.channel", "ENC-03.channel", "ENC-03.payload")
WHOLE = (NORMAL, IDLE, INCOGNITO)
PARTS: dict[str, tuple[tuple[Row, ...], tuple[str, ...], tuple[str, ...], int]] = {
    "INC-02.address": (WHOLE, BOTH, ("visit",), 1),
    "INC-02.search": (WHOLE, BOTH, ("search",), 1),
    "INC-02.news": (WHOLE, BOTH, ("news",), 1),
    "INC-03.switch": ((INCOGNITO,), BOTH, BROWSED, 1),
    "INC-03.silent": ((*WHOLE, NO_PUSH), BOTH, BROWSED, 1),
    "INC-04.upload": ((*WHOLE, NO_PUSH), BOTH, BROWSED, 1),
    "INC-04.content": (WHOLE, BOTH, BROWSED, 1),
    "INC-04.news": (WHOLE, BOTH, ("news",), 1),
    "ANON-01.identifier": (WHOLE, AS_IT_IS, BROWSED, 1),
    "ANON-02.present": ((NORMAL,), AS_IT_IS, BROWSED, 1),
    "ANON-02.derived": (WHOLE, AS_IT_IS, BROWSED, 1),
    "ANON-02.renewed": ((NORMAL,), AS_IT_IS, BROWSED, 2),
    "ANON-02.random": ((NORMAL,), AS_IT_IS, BROWSED, 1),
    **dict.fromkeys(ENCRYPTION, (WHOLE, AS_IT_IS, BROWSED, 1)),
}
"""Proposition → arms, positions of the switch, acts that count, how often all of it from cleared data."""


@dataclass(frozen=True)
class Story:
    """Who uploads what, where the honest phone keeps silent."""

    apps: tuple[str, ...] = (MI,)
    incognito_uploads: frozenset[str] = frozenset({"collecting"})
    """Positions of the switch in which incognito uploads."""
    normal_uploads: bool = True
    counts: tuple[tuple[str, int], ...] = (("visit", 2), ("search", 1), ("news", 0))
    """How many of a planned act are done."""
    config: tuple[tuple[str, bytes], ...] = ()
    """Another answer to the request for the configuration, by the session's position."""
    window_s: int = 1505
    grade: Grade = Grade.SCREENING
    claims: tuple[str, ...] = ("INC-03",)
    renewed: bool = True
    identity: str = ""
    tokens: bool = True
    """Whether the fields of the token hold one."""
    baseline: bool = False
    """Whether INC-04.upload has arms in which the app does not run."""
    scheme: str = "https"
    """That of uploads."""
    push: bool = True
    """Whether a relay's push connection goes around the recorder."""
    offered: bool = True
    """Whether the settings offer the switch."""
    identifiers: tuple[tuple[str, str], ...] = (("serial", "ab13af6f0d2e"),)


@cache
def tables() -> Tables:
    return Tables.load(built_in())


def silent(app: str) -> str:
    return {"on": "off", "off": "on"}[COLLECTING[app]]


class Teller:
    """Tells a story to a desk."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.desk = Desk()

    def tell(self) -> Desk:
        desk, story = self.desk, self.story
        plan = self._plan()
        self._documents(plan)
        desk.event(
            "started",
            listen=list(PROXY),
            simulated=True,
            canary_domain=CANARY,
            mitmproxy="12",
            python="3",
            pid=1,
        )
        for change in ("ipv6", "ca-certificate", "proxy"):
            desk.timeline("intervention", change=change, old="", new="x", changed_at="2026-11-22T14:30:05Z")
        for name in ("host", "path", "search-term"):
            desk.plant("blank", token("blank", name), name)
        for name, value in story.identifiers:
            desk.identifier(name, value)
        self._calibrate()
        for session in plan.sessions:
            self._session(session)
        for part in plan.parts:
            if part.arms:
                desk.timeline(
                    "scenario-judged",
                    scenario=part.scenario,
                    proposition=part.proposition,
                    app=part.package,
                )
        desk.event("stopped", exchanges=0)
        return desk

    def _plan(self) -> Plan:
        parts = tuple(
            self._part(proposition.id, scope.package)
            for claim in self.story.claims
            for proposition in tables().ledger.claim(claim).propositions
            for scope in proposition.apps
        )
        sessions = []
        for repeat in range(1, max(key.repeat for part in parts for key in part.arms) + 1):
            for position in BOTH:
                for app in self.story.apps:
                    wanted = {key for part in parts if part.package == app for key in part.arms}
                    ordered = (self._key(app, row, position, repeat) for row in ROWS)
                    keys = tuple(key for key in ordered if key in wanted)
                    if keys:
                        sessions.append(PlannedSession(keys[0].session, app, keys, self.story.window_s))
        return Plan(self.story.grade, parts, tuple(sessions))

    def _part(self, name: str, app: str) -> PlannedPart:
        rows, positions, acts, rounds = PARTS[name]
        if name == "INC-04.upload" and self.story.baseline:
            rows = (*rows, STOPPED)
        scenario = f"{name}:{app}"
        if app not in self.story.apps:
            return PlannedPart(name, NAMES[app], app, scenario, acts, (), f"{app} is not installed")
        repeats = max(rounds, tables().ledger.proposition(name).repeats.at(self.story.grade))
        keys = tuple(
            self._key(app, row, position, repeat)
            for repeat in range(1, repeats + 1)
            for position in positions
            for row in rows
        )
        return PlannedPart(name, NAMES[app], app, scenario, acts, keys)

    def _key(self, app: str, row: Row, position: str, repeat: int) -> ArmKey:
        kind, conditions, acts = row
        counted = tuple((act, tables().acts.act(act).count(self.story.grade)) for act in acts)
        return ArmKey(NAMES[app], kind, (("switch", position),), conditions, counted, repeat)

    def _documents(self, plan: Plan) -> None:
        desk, known = self.desk, tables()
        desk.texts = {
            "ledger.json": known.ledger.canonical,
            "acts.json": known.acts.canonical,
            "destinations.json": known.destinations.canonical,
        }
        run = replace(
            RUN,
            grade=self.story.grade,
            packages=tuple(
                InstalledPackage(name, uid, version, 1, signer, system=False, shared_user="")
                for name, uid, version, signer in PACKAGES
                if name not in UIDS or name in self.story.apps
            ),
            settings=replace(
                RUN.settings,
                proxy=PROXY,
                canary_domain=CANARY,
                calibration_app=MI,
                services=("google-search",),
                vendor_accounts=0,
            ),
        )
        written = PlanDocument.of(plan, (), seed_commitment="", ruleset={})
        desk.documents = {
            "plan.json": json.loads(encode_document(written)),
            "run.json": json.loads(encode_document(run)),
        }

    def _calibrate(self) -> None:
        desk = self.desk
        desk.counters("calibration", "start")
        conn = desk.connect(UIDS[MI], f"calibration.{CANARY}")
        desk.send(conn, f"calibration.{CANARY}", "/pad", b"pad=x", by="canary", carried=1_100_000)
        desk.close(conn)
        desk.counters("calibration", "end")

    def _session(self, session: PlannedSession) -> None:
        desk, app, name = self.desk, session.package, session.key.id
        other = dict(session.key.consent)["switch"] == "other"
        position = silent(app) if other else COLLECTING[app]
        desk.timeline("session-opened", session=name, app=app, cleared=True, phone_ms=desk.phone_ms)
        self._configuration(app, "collecting" if position == COLLECTING[app] else "silent")
        desk.line("consent", what="dialog", session=name, text="Welcome", answer="Agree")
        desk.line(
            "consent",
            what="condition",
            session=name,
            condition="switch",
            offered=self.story.offered,
            text=TEXTS[app] if self.story.offered else "",
            position=position if self.story.offered else None,
            silent=silent(app) if self.story.offered else None,
            screen="screens/0001.jpg",
        )
        for key in session.arms:
            self._arm(key, app, position)
        self._push()
        conn = desk.connect(GMS, "play.googleapis.com")
        desk.event(
            "handshake-refused",
            conn=conn,
            sni="play.googleapis.com",
            host="play.googleapis.com",
            port=443,
            error="bad",
        )
        desk.close(conn)
        desk.wait(self.story.window_s / 60)
        desk.counters(name, "close")
        desk.channels(name, "close")
        desk.timeline("session-closed", session=name, phone_ms=desk.phone_ms, window_s=self.story.window_s)

    def _configuration(self, app: str, position: str) -> None:
        conn = self.desk.connect(UIDS[app], STATISTICS)
        answer = dict(self.story.config).get(position, b'{"v":1,"configs":{"disableSDK":false}}')
        self.desk.send(conn, STATISTICS, CONFIG, answer=answer)
        self.desk.close(conn)

    def _push(self) -> None:
        """The push connection goes around the recorder and cannot be read."""
        if not self.story.push:
            return
        count = self.desk.count(XMSF)
        count.payload += 90
        count.packets += 2

    def _arm(self, key: ArmKey, app: str, position: str) -> None:
        desk, suspended = self.desk, "suspended" in key.every
        desk.timeline(
            "arm-opened", arm=key.id, app=app, phone_ms=desk.phone_ms, offset_ms=0, offset_error_ms=20
        )
        self._prove(key, app)
        desk.channels(key.id, "start")
        desk.counters(key.id, "start")
        self._nonce(key, "start", "shell")
        if not suspended:
            self._push()
        if key.kind is not ArmKind.BLANK:
            self._act(key, app, position)
        desk.wait(1.1)
        self._prove(key, app)
        self._nonce(key, "end", "shell")
        desk.counters(key.id, "end")
        desk.channels(key.id, "end")
        if key.every.get("mode") == "incognito":
            self._signal(key, "mode", "no new history row", "3")
        desk.timeline("arm-closed", arm=key.id, phone_ms=desk.phone_ms, offset_ms=0, aborted=None)
        desk.wait(0.1)

    def _signal(self, key: ArmKey, condition: str, signal: str, found: str) -> None:
        self.desk.line(
            "preconditions", arm=key.id, condition=condition, signal=signal, wanted=found, found=found
        )

    def _prove(self, key: ArmKey, app: str) -> None:
        for condition, value in key.every.items():
            self._signal(key, condition, f"{condition} as read", value)
        self._signal(key, "apks", app, f"/data/app/{app}-1/base.apk {'0f' * 32}")

    def _nonce(self, key: ArmKey, at: str, by: str, uid: int = SHELL) -> None:
        desk, value = self.desk, token("nonce", key.id, at, by)
        name = desk.plant("nonce", value, "path", key.id, at=at, by=by)
        conn = desk.connect(uid, f"nonce.{CANARY}", tls=False)
        desk.send(conn, f"nonce.{CANARY}", f"/{value}", scheme="http", by="canary")
        desk.close(conn)
        desk.timeline("control", arm=key.id, control="nonce", at=at, by=by, way="request", planted=name)

    def _act(self, key: ArmKey, app: str, position: str) -> None:
        desk, uid = self.desk, UIDS[app]
        conn = desk.connect(uid, f"spike.{CANARY}")
        self._spikes(key, conn)
        events: list[dict[str, Any]] = []
        for act, planned in key.acts:
            for number in range(1, dict(self.story.counts).get(act, planned) + 1):
                events.append(getattr(self, f"_{act}")(key, number, conn, uid))
                desk.timeline(
                    "act", arm=key.id, act=act, number=number, outcome="done", detail="", planted=[]
                )
                desk.wait(0.05)
        self._nonce(key, "end", "app", uid)
        desk.close(conn)
        normal = key.kind is ArmKind.PERMISSIVE
        state = "collecting" if position == COLLECTING[app] else "silent"
        if self.story.normal_uploads if normal else state in self.story.incognito_uploads:
            self.upload(app, events, self._identity(key))

    def _identity(self, key: ArmKey) -> str:
        """The token of the app's statistics: another one after each clearing, as a rule."""
        if self.story.identity:
            return self.story.identity
        return token("id", key.app, key.consent, key.repeat if self.story.renewed else 0)

    def upload(
        self, app: str, events: list[dict[str, Any]], identity: str, *, uid: int | None = -1, **more: Any
    ) -> str:
        """Usage statistics of events, from the app's own socket unless `uid` says otherwise."""
        bodies = [
            {
                "_track_id": 1234567 + number,
                "time": event["time"],
                "type": "track",
                "event": event["name"],
                **dict.fromkeys(("distinct_id", "anonymous_id"), identity if self.story.tokens else ""),
                "lib": {"$lib": "Android"},
                "properties": {"$os": "Android", **event["properties"]},
            }
            for number, event in enumerate(events)
        ]
        shown = UIDS[app] if uid == -1 else uid
        clear = self.story.scheme == "http"
        conn = self.desk.connect(shown, STATISTICS, tls=not clear, **more)
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        sent = self.desk.send(
            conn,
            STATISTICS,
            "/sa?project=globalbrowser&r=SG",
            sensors(*bodies),
            headers=headers,
            scheme=self.story.scheme,
        )
        self.desk.close(conn)
        return sent

    def _spikes(self, key: ArmKey, conn: str) -> None:
        desk, host = self.desk, f"spike.{CANARY}"
        values = {part: token("spike", key.id, part) for part in ("image", "form")}
        for part, value in values.items():
            name = desk.plant("spike", value, part, key.id, wrapping="plain")
            desk.timeline(
                "control", arm=key.id, control="spike", at="start", by="app", way=part, planted=name
            )
        desk.send(conn, host, f"/i?d={values['image']}", by="canary")
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        desk.send(conn, host, "/f", f"note={values['form']}".encode(), by="canary", headers=headers)

    def _visit(self, key: ArmKey, number: int, conn: str, _uid: int) -> dict[str, Any]:
        desk = self.desk
        parts = {part: token("visit", key.id, number, part) for part in ("host", "path", "title")}
        for part, value in parts.items():
            desk.plant("canary", value, part, key.id, act="visit", number=number)
        host = f"{parts['host']}.{CANARY}"
        target = f"/{parts['path']}"
        desk.send(conn, host, target, by="canary")
        url = f"https://{host}{target}"
        return {"name": "page_load_event_finish", "time": desk.phone_ms, "properties": {"url": url}}

    def _search(self, key: ArmKey, number: int, _conn: str, uid: int) -> dict[str, Any]:
        desk, term = self.desk, token("search", key.id, number)
        desk.plant("canary", term, "search-term", key.id, act="search", number=number)
        conn = desk.connect(uid, "www.google.com")
        desk.send(conn, "www.google.com", f"/s?q={quote(term)}")
        desk.close(conn)
        return {"name": "search", "time": desk.phone_ms, "properties": {"search_word": term}}

    def _news(self, key: ArmKey, number: int, conn: str, _uid: int) -> dict[str, Any]:
        desk = self.desk
        title = f"Garden news {token('title', key.id, number)}"
        address = f"https://news.{CANARY}/{token('news', key.id, number)}"
        desk.plant("observed", title, "feed-title", key.id, act="news", number=number)
        desk.plant("observed", address, "feed-address", key.id, act="news", number=number)
        desk.send(conn, f"news.{CANARY}", address.partition(CANARY)[2], by="canary")
        return {"name": "news_click", "time": desk.phone_ms, "properties": {"$title": title}}


@cache
def told(**differences: Any) -> Desk:
    return Teller(replace(Story(), **differences)).tell()


def honest(*apps: str) -> Desk:
    """A copy of the run on which INC-03.silent holds, for Mi Browser alone or for these apps."""
    return told(apps=apps or (MI,)).copy()

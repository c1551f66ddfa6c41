"""An honest run of INC-03 on browsers whose switch keeps its word, told line by line.

`honest()` is the run on which INC-03.silent holds: everything that the method asks for is there.  Other
stories differ by what the `Phone` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from harness.bench.shipped import features_folder
from harness.bench.tables import Tables
from harness.ledger import Selection, sessions
from harness.ledger.plan import Session
from harness.model.arm import ArmKey, ArmKind, Mode
from harness.model.claim import Grade
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
VERSIONS = {MI: "12.1.4-g", MINT: "3.4.3"}
PACKAGES = (
    ("android", 1000, "9", "platform"),
    ("com.android.shell", SHELL, "9", "platform"),
    ("com.miui.analytics", ANALYTICS, "2.18.0", "platform"),
    ("com.xiaomi.xmsf", XMSF, "4.0.2", "platform"),
    ("com.google.android.gms", GMS, "20.12.16", "google"),
    *((app, uid, VERSIONS[app], "vendor") for app, uid in UIDS.items()),
)


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
    identifiers: tuple[tuple[str, str], ...] = (("serial", "ab13af6f0d2e"),)


@cache
def tables() -> Tables:
    return Tables.load(features_folder())


def silent(app: str) -> str:
    return {"on": "off", "off": "on"}[COLLECTING[app]]


class Teller:
    """Tells a story to a desk."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.desk = Desk()

    def tell(self) -> Desk:
        desk, story = self.desk, self.story
        versions = {app: VERSIONS[app] for app in story.apps}
        planned = sessions(tables().ledger, versions, Selection(story.grade, story.claims))
        self._documents(planned)
        desk.event("started", listen=list(PROXY))
        for change in ("ipv6", "ca-certificate", "proxy"):
            desk.timeline("intervention", change=change, old=None, new="x", undone=False)
        for name in ("host", "path", "search-term"):
            desk.plant("blank", token("blank", name), name, "run", "blank", 0)
        for name, value in story.identifiers:
            desk.line("identifiers", id=f"identifier:{name}", name=name, value=value, why_not="")
        self._calibrate()
        for session in planned:
            self._session(session)
        for claim in story.claims:
            for proposition in tables().ledger.claim(claim).propositions:
                for app in story.apps:
                    name = f"{proposition.id}:{app}"
                    desk.timeline("scenario", scenario=name, proposition=proposition.id, app=app)
        desk.event("stopped")
        return desk

    def _documents(self, planned: tuple[Session, ...]) -> None:
        desk, known = self.desk, tables()
        desk.texts = {
            "ledger.json": known.ledger.canonical,
            "acts.json": known.acts.canonical,
            "destinations.json": known.destinations.canonical,
        }
        desk.documents = {
            "plan.json": {
                "schema": "claims/plan/v1",
                "claims": list(self.story.claims),
                "sessions": [{"arms": [key.id for key in session.arms]} for session in planned],
            },
            "run.json": {
                "schema": "claims/run/v1",
                "id": "20261122T143005Z-desk-000000",
                "grade": self.story.grade.value,
                "date": "2026-11-22",
                "handset": {"name": "desk", "kind": "SIMULATED"},
                "firmware": {"fingerprint": "xiaomi/desk"},
                "packages": [
                    {"name": name, "uid": uid, "version": version, "signer": signer}
                    for name, uid, version, signer in PACKAGES
                    if name not in UIDS or name in self.story.apps
                ],
                "settings": {
                    "network_mode": "lan",
                    "proxy": list(PROXY),
                    "canary_domain": CANARY,
                    "calibration_app": MI,
                    "vendor_accounts": 0,
                },
            },
        }

    def _calibrate(self) -> None:
        desk = self.desk
        desk.counters("calibration", "start")
        conn = desk.connect(UIDS[MI], f"calibration.{CANARY}")
        desk.send(conn, f"calibration.{CANARY}", "/pad", b"pad=x", by="canary", carried=1_100_000)
        desk.close(conn)
        desk.counters("calibration", "end")

    def _session(self, session: Session) -> None:
        desk, app = self.desk, session.app
        other = dict(session.consent).get("switch") == "other"
        position = silent(app) if other else COLLECTING[app]
        consent = "+".join(f"{name}={value}" for name, value in session.consent)
        name = f"{session.name}/{consent}/r{session.repeat}"
        desk.timeline(
            "session-opened",
            session=name,
            app=app,
            consent=dict(session.consent),
            repeat=session.repeat,
            cleared=True,
            phone_ms=desk.phone_ms,
        )
        self._configuration(app, "collecting" if position == COLLECTING[app] else "silent")
        desk.line("consent", session=name, dialogs=[{"text": "Welcome", "answer": "Agree"}], switches=[])
        desk.timeline(
            "switch",
            session=name,
            exists=True,
            summary=TEXTS[app],
            position=position,
            silent_position=silent(app),
            screen="screens/0001.jpg",
        )
        for key in session.arms:
            self._arm(key, name, position)
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
        count = self.desk.count(XMSF)
        count.payload += 90
        count.packets += 2

    def _arm(self, key: ArmKey, session: str, position: str) -> None:
        desk, need = self.desk, key.need
        desk.timeline(
            "arm-opened",
            arm=key.id,
            session=session,
            key={
                "app": key.app,
                "kind": need.kind.value,
                "mode": need.mode.value,
                "consent": dict(need.consent),
                "acts": [list(act) for act in need.acts],
                "repeat": need.repeat,
                "suspended": list(need.suspended),
            },
            phone_ms=desk.phone_ms,
            offset_ms=0,
            offset_error_ms=20,
        )
        self._prove(key)
        desk.channels(key.id, "start")
        desk.counters(key.id, "start")
        self._nonce(key, "start", "shell")
        if not need.suspended:
            self._push()
        if need.kind is not ArmKind.BLANK:
            self._act(key, position)
        desk.wait(1.1)
        self._prove(key)
        self._nonce(key, "end", "shell")
        desk.counters(key.id, "end")
        desk.channels(key.id, "end")
        if need.mode is Mode.INCOGNITO:
            self._signal(key, "no new history row", "3")
        desk.timeline("arm-closed", arm=key.id, phone_ms=desk.phone_ms, aborted=None)
        desk.wait(0.1)

    def _signal(self, key: ArmKey, signal: str, found: str) -> None:
        self.desk.line("preconditions", arm=key.id, signal=signal, wanted=found, found=found, met=True)

    def _prove(self, key: ArmKey) -> None:
        self._signal(key, "mode marker on the home screen", key.need.mode.value)
        for package in key.need.suspended:
            self._signal(key, f"suspended:{package}", "True")
        self._signal(key, f"APKs of {key.app}", f"/data/app/{key.app}-1/base.apk {'0f' * 32}")

    def _nonce(self, key: ArmKey, at: str, by: str) -> None:
        desk, value = self.desk, token("nonce", key.id, at, by)
        name = desk.plant("nonce", value, "path", key.id, f"nonce-{at}-{by}", 0)
        uid = SHELL if by == "shell" else UIDS[key.app]
        conn = desk.connect(uid, f"nonce.{CANARY}", tls=False)
        desk.send(conn, f"nonce.{CANARY}", f"/{value}", scheme="http", by="canary")
        desk.close(conn)
        desk.timeline(
            "control", arm=key.id, control="nonce", at=at, by="curl" if by == "shell" else "app", planted=name
        )

    def _act(self, key: ArmKey, position: str) -> None:
        desk, uid = self.desk, UIDS[key.app]
        conn = desk.connect(uid, f"spike.{CANARY}")
        self._spikes(key, conn)
        events: list[dict[str, Any]] = []
        for act, planned in key.need.acts:
            for number in range(1, dict(self.story.counts).get(act, planned) + 1):
                events.append(getattr(self, f"_{act}")(key, number, conn))
                desk.timeline(
                    "act", arm=key.id, act=act, number=number, outcome="done", detail="", planted=[]
                )
                desk.wait(0.05)
        self._nonce(key, "end", "app")
        desk.close(conn)
        normal = key.need.mode is Mode.NORMAL
        state = "collecting" if position == COLLECTING[key.app] else "silent"
        if self.story.normal_uploads if normal else state in self.story.incognito_uploads:
            self.upload(key.app, events, self._identity(key))

    def _identity(self, key: ArmKey) -> str:
        """The token of the app's statistics: another one after each clearing, as a rule."""
        if self.story.identity:
            return self.story.identity
        return token("id", key.app, key.need.consent, key.need.repeat if self.story.renewed else 0)

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
                "distinct_id": identity,
                "anonymous_id": identity,
                "lib": {"$lib": "Android"},
                "properties": {"$os": "Android", **event["properties"]},
            }
            for number, event in enumerate(events)
        ]
        shown = UIDS[app] if uid == -1 else uid
        conn = self.desk.connect(shown, STATISTICS, **more)
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        sent = self.desk.send(
            conn, STATISTICS, "/sa?project=globalbrowser&r=SG", sensors(*bodies), headers=headers
        )
        self.desk.close(conn)
        return sent

    def _spikes(self, key: ArmKey, conn: str) -> None:
        desk, host = self.desk, f"spike.{CANARY}"
        values = {part: token("spike", key.id, part) for part in ("image", "form")}
        for part, value in values.items():
            name = desk.plant("spike", value, part, key.id, "spike", 0, "plain")
            desk.timeline("control", arm=key.id, control="spike", at="start", by=f"app, {part}", planted=name)
        desk.send(conn, host, f"/i?d={values['image']}", by="canary")
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        desk.send(conn, host, "/f", f"note={values['form']}".encode(), by="canary", headers=headers)

    def _visit(self, key: ArmKey, number: int, conn: str) -> dict[str, Any]:
        desk = self.desk
        parts = {part: token("visit", key.id, number, part) for part in ("host", "path", "title")}
        for part, value in parts.items():
            desk.plant("canary", value, part, key.id, "visit", number)
        host = f"{parts['host']}.{CANARY}"
        target = f"/{parts['path']}"
        desk.send(conn, host, target, by="canary")
        url = f"https://{host}{target}"
        return {"name": "page_load_event_finish", "time": desk.phone_ms, "properties": {"url": url}}

    def _search(self, key: ArmKey, number: int, _conn: str) -> dict[str, Any]:
        desk, term = self.desk, token("search", key.id, number)
        desk.plant("canary", term, "search-term", key.id, "search", number)
        conn = desk.connect(UIDS[key.app], "www.google.com")
        desk.send(conn, "www.google.com", f"/search?q={quote(term)}")
        desk.close(conn)
        return {"name": "search", "time": desk.phone_ms, "properties": {"search_word": term}}

    def _news(self, key: ArmKey, number: int, conn: str) -> dict[str, Any]:
        desk = self.desk
        title = f"Garden news {token('title', key.id, number)}"
        address = f"https://news.{CANARY}/{token('news', key.id, number)}"
        desk.plant("observed", title, "feed-title", key.id, "news", number)
        desk.plant("observed", address, "feed-address", key.id, "news", number)
        desk.send(conn, f"news.{CANARY}", address.partition(CANARY)[2], by="canary")
        return {"name": "news_click", "time": desk.phone_ms, "properties": {"$title": title}}


@cache
def told(**differences: Any) -> Desk:
    return Teller(replace(Story(), **differences)).tell()


def honest(*apps: str) -> Desk:
    """A copy of the run on which INC-03.silent holds, for Mi Browser alone or for these apps."""
    return told(apps=apps or (MI,)).copy()

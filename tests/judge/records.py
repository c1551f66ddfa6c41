"""Records of a run, with what a test does not ask for left plain."""

from __future__ import annotations

from typing import Any

from harness.judge.findings import Sighted
from harness.judge.outbound import Outbound
from harness.model.arm import ArmKey, ArmKind, SessionKey
from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination
from harness.model.message import ConnectionId, Direction, ExchangeId, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.model.recording import ArmRecord, SessionRecord

SOURCE = Citation("a test", Confidence.PRIMARY, "2026-11-22")


def arm_key(name: str) -> ArmKey:
    return ArmKey(name, ArmKind.RESTRICTIVE, (), (), (("visit", 1),))


def arm(name: str, opened: int, closed: int | None) -> ArmRecord:
    return ArmRecord(arm_key(name), "org.a", opened, closed, opened, closed, 0, None)


def session(name: str, opened: int, closed: int | None, app: str = "org.a") -> SessionRecord:
    return SessionRecord(SessionKey(name, ()), app, True, opened, closed, opened, closed, 1500)


def sighted(uid: int | None = 10123, **more: Any) -> Sighted:
    fields: dict[str, Any] = {
        "planted": planted("canary:a", "abcdefgh"),
        "form": "plain",
        "path": ("body",),
        "uid": uid,
        "app": None,
        "destination": destination(),
        "inbound": False,
        "cleartext": False,
        "by_canary": False,
        "exchange": "e1",
        "time_us": 10,
        "channel": None,
        "chance": 0.0,
        "place": "body",
    }
    return Sighted(**fields | more)


def destination(
    host: str = "a.test",
    role: ActRole = ActRole.NONE,
    controller: Controller = Controller.VENDOR,
    **more: Any,
) -> Destination:
    pattern = None if controller is Controller.UNKNOWN else host
    return Destination(host, role, controller, None, SOURCE, pattern=pattern, **more)


def message(**more: Any) -> Message:
    fields: dict[str, Any] = {
        "exchange": ExchangeId("e1"),
        "direction": Direction.OUT,
        "transport": Transport.HTTP,
        "sequence": 1,
        "time_us": 15,
        "host": "a.test",
        "port": 443,
        "connection": ConnectionId("c1"),
        "target": b"/path?q=1",
    }
    return Message(**fields | more)


def outbound(to: Destination | None = None, **more: Any) -> Outbound:
    fields: dict[str, Any] = {
        "uid": 10123,
        "app": "org.a",
        "destination": to or destination(),
        "answered_by": "upstream",
        "channel": None,
        "message": message(),
    }
    return Outbound(**fields | more)


def planted(name: str, value: str, kind: PlantedKind = PlantedKind.CANARY, **more: Any) -> Planted:
    return Planted(PlantedId(name), kind, value, "path", **more)

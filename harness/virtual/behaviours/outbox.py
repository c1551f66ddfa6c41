"""Events of one behaviour and one app between the moment they happen and the moment they leave.

They are kept in the sender's data, so that what a killed app had not sent leaves after its next start,
and what `pm clear` wiped never leaves.  What could not be sent waits and is tried again, at first after
10 phone seconds, then after twice as long, at most 20 minutes (facts: retry of the analytics clients).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.virtual.behaviours.filling import Values, json_text, overlay, parts
from harness.virtual.behaviours.model import Behaviour, Event
from harness.virtual.behaviours.tokens import token
from harness.virtual.net.addresses import parse
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.messages import Request, Response
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone
from harness.wrap import chain

FIRST_RETRY_S, LAST_RETRY_S = 10.0, 1200.0
_UDP_LIMIT = 1400
_SUCCESS = range(200, 300)
TELLING = (
    "url",
    "host",
    "path",
    "title",
    "search_term",
    "android_id",
    "imei",
    "imei2",
    "serial",
    "mac",
    "gaid",
    "oaid",
)
"""Names whose values tell of what was browsed, or of the phone: the ground truth names each that left."""


class Outbox:
    """The queue of one behaviour for one app."""

    def __init__(self, phone: Phone, network: Network, behaviour: Behaviour, package: str) -> None:
        self.behaviour = behaviour
        self.package = package
        self.sender = behaviour.sender or package
        self._phone = phone
        self._network = network
        self._sending = False
        self._retry_s = FIRST_RETRY_S

    @property
    def _path(self) -> Path:
        return self._phone.store(self.sender) / "databases" / f"{self.behaviour.id}.{self.package}.json"

    def _rows(self) -> list[dict[str, Any]]:
        try:
            rows: list[dict[str, Any]] = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        return rows

    def _keep(self, rows: list[dict[str, Any]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(rows), encoding="utf-8")
        beside.replace(self._path)

    def add(self, event: Event, values: Values) -> None:
        """Keep an event that happened now, and see to its leaving."""
        name, forms = parts(event.value)
        values.used.clear()
        body = self.body(event, values)
        row = {
            "values": _telling(values),
            "due_ms": self._phone.clock.now_ms() + int(self.behaviour.delay_s * 1000),
            "name": event.name,
            "value": values.get(name) if name else event.value,
            "forms": forms,
            "body": body,
            "json": event.text is None,
        }
        rows = [*self._rows(), row]
        self._keep(rows)
        full = len(rows) >= self.behaviour.flush_count
        self._later(self.behaviour.delay_s if full else self.behaviour.delay_s + self.behaviour.flush_s)

    def give_token(self, values: Values) -> None:
        """Let templates name the app's analytics token; it is made when the first one does."""
        values.make("anonymous_id", lambda: token(self._phone, self.package, self.behaviour.token))

    def body(self, event: Event, values: Values) -> str:
        """The event as it will stand in the envelope."""
        values.put("event", event.name)
        if event.text is not None:
            return values.text(event.text)
        return json_text(values.fill(overlay(self.behaviour.common, event.body or {})))

    def resume(self) -> None:
        """The app starts: what waited since an earlier life leaves at the first flush after it is due."""
        now_ms = self._phone.clock.now_ms()
        for left_ms in {max(0, row["due_ms"] - now_ms) for row in self._rows()}:
            self._later(left_ms / 1000 + self.behaviour.flush_s)

    def background(self) -> None:
        """The app went to the background."""
        if self.behaviour.flush_on_background and self._rows():
            self._later(0)

    def stopped(self) -> None:
        """The sender was stopped: its timers are gone."""
        self._sending = False
        self._retry_s = FIRST_RETRY_S

    def _later(self, seconds: float) -> None:
        self._phone.task(self._flush_after(seconds), self.sender)

    async def _flush_after(self, seconds: float) -> None:
        await self._phone.clock.sleep(seconds)
        await self.flush()

    async def flush(self) -> None:
        """Send what is due, batch by batch; what fails stays and is tried again later."""
        if self._sending:
            return
        self._sending = True
        try:
            while due := [row for row in self._rows() if row["due_ms"] <= self._phone.clock.now_ms()]:
                batch = due[: self.behaviour.batch]
                await self.send(batch)
                self._keep([row for row in self._rows() if row not in batch])
                self._retry_s = FIRST_RETRY_S
        except NetworkError:
            wait, self._retry_s = self._retry_s, min(2 * self._retry_s, LAST_RETRY_S)
            self._later(wait)
        finally:
            self._sending = False

    async def send(self, rows: list[dict[str, Any]]) -> Response | None:
        """One upload; None for a datagram.  Raises NetworkError, also for an answer that is no success."""
        behaviour = self.behaviour
        values = Values(self._phone, self.package, {"events": ",".join(self._event(row) for row in rows)})
        self.give_token(values)
        steps = [values.text(step) for step in behaviour.wrap]
        body = chain.apply(values.text(behaviour.envelope).encode("utf-8"), steps)
        port = f":{behaviour.port}" if behaviour.port else ""
        path = values.text(behaviour.path)
        headers = tuple((name, values.text(value)) for name, value in behaviour.headers.items())
        told = [row["value"] for row in rows if row["value"]]
        told += [value for row in rows for value in row.get("values", ())]
        cause = Cause(
            behaviour.id,
            ",".join(dict.fromkeys(row["name"] for row in rows)),
            tuple(dict.fromkeys((*told, *_telling(values)))),
            (*rows[0]["forms"], *behaviour.wrap),
            relay=behaviour.route == "relay",
        )
        if behaviour.scheme == "udp":
            await self._network.datagram(
                self.sender, behaviour.host, behaviour.real_port, body[:_UDP_LIMIT], cause
            )
            return None
        target = parse(f"{behaviour.scheme}://{behaviour.host}{port}{path}")
        body = body if behaviour.method == "POST" else b""
        request = Request(behaviour.method, target, headers, body)
        answer = await self._network.request(
            self.sender, request, cause, direct=behaviour.route == "direct", pin=behaviour.pin
        )
        if answer.status not in _SUCCESS:
            raise NetworkError(f"{behaviour.host} says {answer.status}")
        return answer

    def _event(self, row: dict[str, Any]) -> str:
        if not row["json"] or not self.behaviour.flush_field:
            return str(row["body"])
        stamped = {**json.loads(row["body"]), self.behaviour.flush_field: self._phone.clock.now_ms()}
        return json_text(stamped)


def _telling(values: Values) -> list[str]:
    """What of the values that were filled in somebody may look for."""
    return [values.used[name] for name in TELLING if values.used.get(name)]

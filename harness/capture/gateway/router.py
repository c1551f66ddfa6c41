"""Flows of packets: UDP, ICMP and every other protocol but TCP, recorded packet by packet and relayed.

A packet is on record before it is handed on.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from mitmproxy import connection
from mitmproxy.proxy import mode_specs

from harness.capture.body import whole_body
from harness.capture.connections import Row
from harness.capture.flow_record import FlowRecord
from harness.capture.gateway import answers
from harness.capture.gateway.header import UDP, Route
from harness.capture.gateway.link import Link
from harness.capture.gateway.names import Names
from harness.capture.gateway.policy import Policy, scheme
from harness.capture.guard import Guard
from harness.capture.recording import Recording
from harness.capture.upstream import CANARY_ADDRESS
from harness.model.wire import Carrier, Failed, MessageSent, Refused, Way


@dataclass(slots=True)
class Flow:
    """A flow while it lives; `kind` is what its packets are, known from the first."""

    route: Route
    link: Link
    row: Row
    kind: str = ""
    upstream: asyncio.DatagramTransport | None = None
    told: set[str] = field(default_factory=set)


class Upstream(asyncio.DatagramProtocol):
    """The socket on the other side of a flow."""

    def __init__(self, router: Router, flow: Flow) -> None:
        self._router = router
        self._flow = flow

    def datagram_received(self, data: bytes, _address: Any) -> None:
        """An answer."""
        self._router.came_back(self._flow, data)

    def error_received(self, error: Exception) -> None:
        """Nobody takes datagrams there."""
        self._router.failed(self._flow, str(error) or type(error).__name__)


class Router:
    """Serves the flows of one phone until each ends."""

    def __init__(
        self, guard: Guard, recording: Recording, flows: FlowRecord, names: Names, policy: Policy
    ) -> None:
        self._guard = guard
        self._recording = recording
        self._flows = flows
        self._names = names
        self._policy = policy

    def reject(self, error: str) -> None:
        """Write that something came to the gateway port that is no flow of the phone."""
        if not self._guard.ended:
            with self._guard:
                self._recording.write(Failed(error=f"the gateway port: {error}"))

    async def serve(self, route: Route, link: Link, mode: mode_specs.ProxyMode) -> None:
        """Record and relay a flow until the phone ends it."""
        if self._guard.ended:
            link.close()
            return
        client = connection.Client(
            peername=route.source,
            sockname=route.destination,
            timestamp_start=time.time(),
            transport_protocol="udp",
            proxy_mode=mode,
            state=connection.ConnectionState.OPEN,
        )
        with self._guard:
            row = self._flows.open(client, route.protocol_name, route.destination)
        flow = Flow(route, link, row)
        why = "the phone ended the flow"
        try:
            while (packet := await link.receive()) is not None:
                if self._guard.ended:
                    return
                await self._went_out(flow, packet)
        except ValueError as error:
            why = str(error)
            self.failed(flow, why)
        except asyncio.CancelledError:
            why = "the recorder was stopped"
            raise
        finally:
            if flow.upstream is not None:
                flow.upstream.close()
            link.close()
            if not self._guard.ended and self._flows.is_open(row):
                with self._guard:
                    self._flows.finish(row, why)

    async def _went_out(self, flow: Flow, packet: bytes) -> None:
        route = flow.route
        with self._guard:
            flow.kind = flow.kind or scheme(route, packet)
            flow.row.tally.send(packet)
            flow.row.tally.sent_packets += 1
            answer = self._canary(flow, packet)
            reason = None if answer is not None else self._policy.refusal(route, packet)
            by = "canary" if answer is not None else "refused" if reason is not None else "upstream"
            self._write(flow, "out", packet, by)
        if answer is not None:
            self.came_back(flow, answer)
            return
        if reason is None:
            try:
                await self._hand_on(flow, packet)
            except OSError as error:
                reason = str(error)
        if reason is not None:
            self._refused(flow, reason)

    def _canary(self, flow: Flow, packet: bytes) -> bytes | None:
        """The recorder's own answer to the question for a canary site, None for anything else."""
        if flow.kind != "dns" or answers.is_response(packet):
            return None
        try:
            name = answers.question(packet).name
            if self._policy.upstream.is_canary(name):
                return answers.answer(packet, CANARY_ADDRESS)
        except ValueError:
            return None
        return None

    async def _hand_on(self, flow: Flow, packet: bytes) -> None:
        """Raises OSError where nobody may be reached there."""
        if flow.upstream is None:
            loop = asyncio.get_running_loop()
            flow.upstream, _ = await loop.create_datagram_endpoint(
                lambda: Upstream(self, flow), remote_addr=flow.route.destination
            )
        flow.upstream.sendto(packet)

    def came_back(self, flow: Flow, packet: bytes) -> None:
        """A packet to the phone: recorded, then handed over."""
        if self._guard.ended:
            return
        with self._guard:
            flow.row.tally.receive(packet)
            flow.row.tally.received_packets += 1
            if flow.kind == "dns":
                self._names.learn(packet, flow.route.destination[0])
            self._write(flow, "in", packet, "upstream")
        flow.link.send(packet)

    def failed(self, flow: Flow, error: str) -> None:
        """Write that a flow broke, once for each reason."""
        if self._guard.ended or error in flow.told:
            return
        flow.told.add(error)
        host, port = self._called(flow)
        with self._guard:
            self._recording.write(Failed(conn=flow.row.conn, host=host, port=port, error=error))

    def _called(self, flow: Flow) -> tuple[str, int]:
        address, port = flow.route.destination
        return self._names.of(address).host, port

    def _refused(self, flow: Flow, reason: str) -> None:
        """Write that packets of a flow are kept back, once for each reason."""
        if self._guard.ended or reason in flow.told:
            return
        flow.told.add(reason)
        host, port = self._called(flow)
        with self._guard:
            self._recording.write(Refused(conn=flow.row.conn, host=host, port=port, reason=reason))

    def _write(self, flow: Flow, direction: Way, packet: bytes, answered_by: str) -> None:
        route = flow.route
        address, port = route.destination
        named = self._names.of(address)
        kind: Carrier = "ip" if route.protocol != UDP else "dns" if flow.kind == "dns" else "udp"
        body = whole_body(b"", packet)
        if direction == "out":
            flow.row.read_one()
        self._recording.write(
            MessageSent(
                id=self._recording.new_exchange(),
                kind=kind,
                direction=direction,
                conn=flow.row.conn,
                scheme=flow.kind,
                host=named.host,
                port=port,
                address=address,
                named_by=named.by,
                body=self._recording.body(body.kept),
                length=body.length,
                truncated=body.truncated,
                digest=body.digest,
                answered_by=answered_by,
            )
        )

"""The recorder: a process with one mitmproxy Master that writes down what one phone sends.

1. Open the run folder's recording, then the proxy; say `ready` only once it really listens.
2. Take commands until `stop`, the end of standard input or SIGTERM; write a heartbeat each second.
3. End what is open, make everything durable, say so, leave with 0; with 3 after a fault of our own.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import platform
import signal
import sys
from collections.abc import Mapping
from typing import Any

from mitmproxy import exceptions, version
from mitmproxy.addons import core, next_layer, tlsconfig
from mitmproxy.master import Master
from mitmproxy.options import Options

from harness.capture.ca import alone_in
from harness.capture.command_line import FAILED, arguments, complain
from harness.capture.complaints import Complaints
from harness.capture.connections import GATEWAY, ConnectionEvents, Connections
from harness.capture.control import Control, say
from harness.capture.door import DoorEvents
from harness.capture.exchanges import ExchangeEvents
from harness.capture.flow_record import FlowRecord
from harness.capture.gateway.names import Names
from harness.capture.gateway.policy import Policy
from harness.capture.gateway.router import Router
from harness.capture.gateway.server import Proxyserver
from harness.capture.guard import Guard
from harness.capture.pages import Pages
from harness.capture.recording import BODY_LIMIT, Recording
from harness.capture.streams import StreamEvents
from harness.capture.upstream import Upstream, Zone, ZoneLoop
from harness.model.errors import HarnessError, SetupError
from harness.model.wire import (
    Heartbeat,
    RecorderFault,
    RecorderStarted,
    RecorderStopped,
    TrafficMark,
)

HEARTBEAT_SECONDS = 1.0
CA_NAME = "mitmproxy-ca-cert.pem"


class Running:
    """Tells when the Master has started; the addon that mitmproxy calls for it."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def running(self) -> None:
        """Called by mitmproxy once its servers were set up, whether or not they listen."""
        self.event.set()


class Recorder:
    """One proxy and one recording, wired together.  Made inside a running event loop."""

    def __init__(self, options: argparse.Namespace, zone: Zone | None) -> None:
        self._options = options
        self._fault: str | None = None
        self._stopping = asyncio.Event()
        self._guard = Guard(self._on_fault)
        self._recording = Recording(options.run / "data", options.sequence)
        self._pages = Pages(options.canary_domain)
        upstream = Upstream(options.canary_domain, zone)
        self._names = Names(upstream, options.resolver)
        self._connections = Connections(self._names)
        self._proxy = Proxyserver()  # type: ignore[no-untyped-call]
        self._running = Running()
        self._streams = StreamEvents(self._guard, self._recording, self._connections, self._names)
        door = DoorEvents(self._guard, self._recording, self._connections, upstream)
        exchanges = ExchangeEvents(
            door, self._recording, self._connections, upstream, self._pages, self._names
        )
        self._flows = FlowRecord(self._recording, self._connections, (exchanges.finish, self._streams.finish))
        events = ConnectionEvents(self._guard, self._recording, self._connections, self._proxy, self._flows)
        policy = Policy(upstream, options.pass_quic)
        self._proxy.router = Router(self._guard, self._recording, self._flows, self._names, policy)
        self._master = Master(Options())
        with alone_in(options.confdir):
            self._master.addons.add(  # type: ignore[no-untyped-call]
                *(core.Core(), self._proxy, next_layer.NextLayer(), tlsconfig.TlsConfig()),
                *(events, door, exchanges, self._streams, self._running),
            )
            self._master.options.update(**self._proxy_options())  # type: ignore[no-untyped-call]

    def _proxy_options(self) -> dict[str, Any]:
        ca = self._options.upstream_ca
        listen = self._options.listen
        modes = {
            "proxy": f"regular@{listen}",
            "wire": f"{GATEWAY}@{listen}",
            "kernel": f"{GATEWAY}:{self._options.interface}@{listen}",
        }
        return {
            "confdir": str(self._options.confdir),
            "mode": [modes[self._options.network]],
            "connection_strategy": "lazy",
            "stream_large_bodies": str(BODY_LIMIT),
            **({"ssl_verify_upstream_trusted_ca": str(ca)} if ca else {}),
        }

    async def run(self) -> int:
        """Record until told to stop, and give the exit code."""
        logger = logging.getLogger("mitmproxy")
        logger.setLevel(logging.INFO)
        for name in ("mitmproxy", "asyncio"):
            logging.getLogger(name).addHandler(Complaints(self._guard, self._recording, self._connections))
            logging.getLogger(name).propagate = False
        proxy = asyncio.create_task(self._master.run(), name="proxy")
        started = asyncio.create_task(self._running.event.wait(), name="started")
        await asyncio.wait({proxy, started}, return_when=asyncio.FIRST_COMPLETED)
        self._ready()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stopping.set)
        commands = {"mark": self._mark, "pages": self._register, "stop": self._stop}
        Control(commands, loop.call_soon_threadsafe).start()
        beat = asyncio.create_task(self._beat(), name="heartbeat")
        stop = asyncio.create_task(self._stopping.wait(), name="stop")
        await asyncio.wait({proxy, stop, beat}, return_when=asyncio.FIRST_COMPLETED)
        if proxy.done() and not self._stopping.is_set():
            self._on_fault(proxy.exception() or RuntimeError("the proxy ended by itself"))
        return self._finish()

    def _ready(self) -> None:
        addresses = self._proxy.listen_addrs()
        if not addresses:
            causes = [str(server.last_exception) for server in self._proxy.servers]
            raise SetupError(
                f"wanted to listen on {self._options.listen}: {'; '.join(causes) or 'no server'}"
            )
        host, port = addresses[0][:2]
        self._recording.start(
            RecorderStarted(
                listen=(host, port),
                simulated=self._options.simulated,
                canary_domain=self._options.canary_domain,
                mitmproxy=version.VERSION,
                python=platform.python_version(),
                pid=os.getpid(),
                network=self._options.network,
            )
        )
        say({"ready": True, "port": port, "ca": str(self._options.confdir / CA_NAME), "pid": os.getpid()})

    async def _beat(self) -> None:
        while not self._guard.ended:
            with self._guard:
                self._streams.flush()
                self._recording.write(Heartbeat(exchanges=self._recording.sent))
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _mark(self, command: Mapping[str, Any]) -> Mapping[str, Any]:
        if not isinstance(command.get("id"), str):
            raise SetupError('wanted {"do": "mark", "id": text}')
        with self._guard:
            self._streams.flush(older_than=0)
            conns = self._connections.traffic()
            seq = self._recording.write(TrafficMark(mark=command["id"], conns=conns))
        sent = self._connections.sent()
        return {"id": command["id"], "seq": seq, "exchanges": self._recording.sent, "sent": sent}

    def _register(self, command: Mapping[str, Any]) -> Mapping[str, Any]:
        if not isinstance(command.get("pages"), list):
            raise SetupError('wanted {"do": "pages", "pages": [...]}')
        return {"count": self._pages.register(command["pages"])}

    def _stop(self, _command: Mapping[str, Any]) -> Mapping[str, Any]:
        code = self._finish()
        self._stopping.set()
        return {"code": code, "exchanges": self._recording.sent}

    def _on_fault(self, error: BaseException) -> None:
        if self._fault is None:
            self._fault = f"{type(error).__name__}: {error}"
            complain(f"fault in the recorder itself: {self._fault}")
            with contextlib.suppress(OSError):
                self._recording.write(RecorderFault(detail=self._fault))
            self._stopping.set()

    def _finish(self) -> int:
        """End everything once; later calls only repeat the exit code."""
        if not self._guard.ended:
            if self._fault is None:
                with self._guard:
                    for row in self._connections.living():
                        self._flows.finish(row, "the recorder was stopped")
                    if self._options.network != "proxy":
                        self._flows.total()
                    self._recording.write(RecorderStopped(exchanges=self._recording.sent))
            self._guard.end()
            with self._guard:
                self._recording.close()
        return FAILED if self._fault else 0


async def _record(options: argparse.Namespace, zone: Zone | None) -> int:
    return await Recorder(options, zone).run()


def main(argv: list[str] | None = None) -> int:
    """Run the recorder and give its exit code; one line on standard error says why it is not 0."""
    options = arguments(argv)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if options.simulated != (options.zone is not None):
            raise SetupError(
                "wanted --simulated together with --zone: a rehearsal has no way out but its zone"
            )
        if (options.network == "kernel") != (options.interface is not None):
            raise SetupError(
                "wanted --network kernel together with --interface, the phone's side of the router"
            )
        zone = Zone.load(options.zone) if options.zone else None
        options.sequence.parent.mkdir(parents=True, exist_ok=True)
        with asyncio.Runner(loop_factory=(lambda: ZoneLoop(zone)) if zone else None) as runner:
            return runner.run(_record(options, zone))
    except (HarnessError, OSError, exceptions.OptionsError) as error:
        complain(str(error))
        return FAILED


if __name__ == "__main__":
    sys.exit(main())

"""The fold of a recording into a reading: one pass over the network's events, bodies one at a time."""

from __future__ import annotations

from harness.decode import VendorFormats
from harness.judge.attribution import Attribution
from harness.judge.findings import Offer
from harness.judge.gaps import Gaps
from harness.judge.messages import Classify, Messages
from harness.judge.places import Places
from harness.judge.reading import Reading
from harness.judge.traffic import Traffic
from harness.model.lines import Fault
from harness.model.message import Direction
from harness.model.recording import NetworkEvent, Recording, Sent, Unread
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Heartbeat,
    TlsEstablished,
    TrafficMark,
)


class Fold:
    """Folds one recording.  Every method raises what the recording raises: nothing is skipped."""

    def __init__(self, recording: Recording, classify: Classify, formats: VendorFormats) -> None:
        self._recording = recording
        self._facts = recording.facts()
        self._arms, self._sessions = recording.arms(), recording.sessions()
        self._planted = {str(item.id): item for item in recording.planted()}
        places = Places(self._arms, self._sessions)
        port = None if self._facts.network_mode == "gateway" else self._facts.proxy_address[1]
        owners = Attribution(recording.sockets(), self._facts.packages, port)
        self._gaps = Gaps(owners, places)
        self._traffic = Traffic(owners, self._gaps)
        self._messages = Messages(self._planted, places, owners, self._traffic, self._gaps, classify, formats)
        self._beats: list[int] = []
        self._faults: list[Fault] = []

    def run(self) -> Reading:
        """The reading of the whole recording."""
        recording, messages, traffic = self._recording, self._messages, self._traffic
        last_us = 0
        for event in recording.events():
            self._take(event)
            last_us = event.message.time_us if isinstance(event, Sent) else event.time_us
        traffic.finish(last_us)
        return Reading(
            facts=self._facts,
            plan=recording.plan(),
            planted=self._planted,
            arms=self._arms,
            sessions={session.id: session for session in self._sessions},
            acts=recording.acts(),
            controls=recording.controls(),
            conditions=recording.conditions(),
            preconditions=recording.preconditions(),
            faults=recording.faults() + tuple(self._faults),
            counters=recording.counters(),
            channels=recording.channels(),
            unread_identifiers=recording.unread_identifiers(),
            sightings=messages.sightings.result(),
            uploads=messages.uploads.result(),
            tokens=messages.uploads.tokens,
            unexplained=messages.requests.unexplained,
            cleartext=messages.requests.cleartext,
            configurations=messages.requests.configurations,
            gaps=self._gaps.result(),
            residue=messages.residue.result(),
            connections=traffic.connections,
            marks=traffic.marks,
            offers=tuple(
                Offer(uid, messages.destination(host), versions, count)
                for (uid, host, versions), count in traffic.offers.items()
            ),
            heartbeats_us=tuple(self._beats),
            examined=dict(messages.examined),
            vendor_peers=tuple(sorted(messages.peers)),
        )

    def _take(self, event: NetworkEvent) -> None:
        match event:
            case Sent():
                out = event.message.direction is Direction.OUT
                (self._messages.sent if out else self._messages.got)(event)
            case ConnectionOpened():
                self._traffic.opened(event)
            case ConnectionClosed():
                self._traffic.closed(event)
            case TrafficMark():
                self._traffic.mark(event)
            case ClientHello():
                self._traffic.hello(event)
            case TlsEstablished():
                self._traffic.established(event)
            case Unread():
                self._messages.unread(event)
            case Heartbeat():
                self._beats.append(event.time_us)
            case Fault():
                self._faults.append(event)


def read(recording: Recording, classify: Classify, formats: VendorFormats) -> Reading:
    """The reading of a recording: one pass, in memory that grows with what differs.

    `classify` says what a host is to the acts of the run; messages are read with the vendor `formats`,
    whose salts identifiers are searched with.
    """
    return Fold(recording, classify, formats).run()

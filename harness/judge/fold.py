"""The fold of a recording into a reading: one pass over the network's events, bodies one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from harness.decode import DEFAULT, DecodeGap, Tree, Unwrapped, VendorFormats, describe
from harness.detect import Searcher
from harness.judge.attribution import Attribution
from harness.judge.findings import Offer
from harness.judge.gaps import Gaps
from harness.judge.outbound import Outbound
from harness.judge.places import Places
from harness.judge.reading import Reading
from harness.judge.requests import Requests
from harness.judge.residue import Residue
from harness.judge.sightings import Sightings
from harness.judge.traffic import Traffic
from harness.judge.uploads import Uploads
from harness.model.destination import Destination
from harness.model.lines import Fault
from harness.model.message import Direction, GapReason, Message, Transport
from harness.model.planted import ControlBy, Planted, PlantedKind
from harness.model.recording import NetworkEvent, Recording, Sent, Unread
from harness.model.sighting import Sighting
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Heartbeat,
    TlsEstablished,
    TrafficMark,
)

SHELL = "com.android.shell"
UNREAD_REASONS = {
    "handshake-refused": GapReason.TLS_REFUSED,
    "failed": GapReason.UPSTREAM_FAILED,
    "refused": GapReason.UPSTREAM_FAILED,
}

Classify = Callable[[str], Destination]


class Fold:
    """Folds one recording.  Every method raises what the recording raises: nothing is skipped."""

    def __init__(self, recording: Recording, classify: Classify, formats: VendorFormats) -> None:
        self._recording = recording
        self._formats = formats
        self._classify = classify
        facts, planted = recording.facts(), recording.planted()
        arms, sessions = recording.arms(), recording.sessions()
        places = Places(arms, sessions)
        values: dict[str, Planted] = {item.id: item for item in planted}
        self._planted, self._places = values, places
        self._shell = next((package.uid for package in facts.packages if package.name == SHELL), None)
        self._searcher = Searcher(planted, formats.salts, formats=formats)
        self._destinations: dict[str, Destination] = {}
        self._attribution = Attribution(recording.sockets(), facts.packages, facts.proxy_address[1])
        self._gaps = Gaps(self._attribution, places)
        self._traffic = Traffic(self._attribution, self._gaps)
        self._sightings = Sightings(values, places, formats)
        self._uploads = Uploads(places, formats)
        self._residue = Residue(values)
        self._requests = Requests(places)
        self._answers: dict[str, tuple[int | None, str]] = {}
        self._examined: Counter[tuple[int | None, tuple[str, ...]]] = Counter()
        self._peers: set[tuple[str, str]] = set()
        self._beats: list[int] = []
        self._faults: list[Fault] = []
        self._reading = Reading(
            facts=facts,
            plan=recording.plan(),
            planted=values,
            arms=arms,
            sessions={session.id: session for session in sessions},
            acts=recording.acts(),
            controls=recording.controls(),
            conditions=recording.conditions(),
            preconditions=recording.preconditions(),
            faults=recording.faults(),
            counters=recording.counters(),
            channels=recording.channels(),
            unread_identifiers=recording.unread_identifiers(),
        )

    def run(self) -> Reading:
        """The reading of the whole recording."""
        last_us = 0
        for event in self._recording.events():
            self._take(event)
            last_us = event.message.time_us if isinstance(event, Sent) else event.time_us
        self._traffic.finish(last_us)
        reading = self._reading
        reading.sightings = self._sightings.result()
        reading.uploads = self._uploads.result()
        reading.tokens = self._uploads.tokens
        reading.unexplained = self._requests.unexplained
        reading.cleartext = self._requests.cleartext
        reading.configurations = self._requests.configurations
        reading.gaps = self._gaps.result()
        reading.residue = self._residue.result()
        reading.connections, reading.marks = self._traffic.connections, self._traffic.marks
        reading.offers = tuple(
            Offer(uid, self._destination(host), versions, count)
            for (uid, host, versions), count in self._traffic.offers.items()
        )
        reading.heartbeats_us = tuple(self._beats)
        reading.faults = reading.faults + tuple(self._faults)
        reading.examined = dict(self._examined)
        reading.vendor_peers = tuple(sorted(self._peers))
        return reading

    def _take(self, event: NetworkEvent) -> None:
        match event:
            case Sent():
                take = self._message if event.message.direction is Direction.OUT else self._inbound
                take(event)
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
                self._unread(event)
            case Heartbeat():
                self._beats.append(event.time_us)
            case Fault():
                self._faults.append(event)

    def _destination(self, host: str) -> Destination:
        known = self._destinations.get(host)
        if known is None:
            known = self._destinations[host] = self._classify(host)
        return known

    def _outbound(self, message: Message, uid: int | None, answered_by: str, channel: str | None) -> Outbound:
        destination = self._destination(message.host)
        return Outbound(message, uid, self._attribution.name(uid), destination, answered_by, channel)

    def _is_shell_nonce(self, sightings: Iterable[Sighting]) -> bool:
        """A nonce that the bench gave to the phone's shell alone: too short a connection to be sampled."""
        values = (self._planted[sighting.planted] for sighting in sightings)
        return any(value.kind is PlantedKind.NONCE and value.by is ControlBy.SHELL for value in values)

    def _message(self, event: Sent) -> None:
        message = event.message
        uid = self._traffic.owner(message.connection)
        known = self._traffic.living(message.connection)
        if known:
            known.requests += 1
            known.host = known.host or message.host
        if message.transport is Transport.HTTP:
            self._answers[message.exchange] = (uid, event.answered_by)
        tree = Tree(message, DEFAULT, self._formats)
        unwrapped = describe(tree)
        found = self._searcher.search(message, tree)
        if uid is None and known and self._is_shell_nonce(found.sightings):
            uid = known.uid = self._shell
        channel = unwrapped.events[0].channel if unwrapped.events else None
        sent = self._outbound(message, uid, event.answered_by, channel)
        self._examined[uid, self._places.at(message.time_us)] += 1
        self._unreadable(sent, (*unwrapped.gaps, *found.gaps))
        self._readable(sent, unwrapped, found.sightings)

    def _readable(self, sent: Outbound, unwrapped: Unwrapped, sightings: tuple[Sighting, ...]) -> None:
        for sighting in sightings:
            self._sightings.add(sighting, sent)
        for reported in unwrapped.events:
            self._uploads.add(reported, sent)
        self._requests.clear(sent)
        for leaf in unwrapped.leaves:
            if sent.channel and leaf.path:
                self._uploads.token(leaf, sent)
            self._residue.add(leaf, sightings, sent)
        if not unwrapped.events and not sent.by_canary:
            self._requests.account(sent)

    def _unreadable(self, sent: Outbound, gaps: tuple[DecodeGap, ...]) -> None:
        for gap in dict.fromkeys(gaps):
            if not (sent.by_canary and gap.reason is GapReason.MEDIA):
                self._gap(gap.reason, f"{'/'.join(gap.path)}: {gap.detail}", sent, gap.size or 0)
        if sent.message.truncated:
            self._gap(GapReason.TRUNCATED, "the recorder kept the beginning only", sent, 0)

    def _gap(self, reason: GapReason, detail: str, sent: Outbound, size: int) -> None:
        message = sent.message
        self._gaps.add(
            reason,
            sent.uid,
            message.host,
            detail,
            message.time_us,
            exchange=message.exchange,
            connection=message.connection,
            size=size,
        )

    def _inbound(self, event: Sent) -> None:
        message = event.message
        if event.peer:
            self._peers.add((message.host, event.peer[0]))
        owner = (self._traffic.owner(message.connection), "")
        uid, answered_by = self._answers.pop(message.exchange, owner)
        sent = self._outbound(message, uid, answered_by, None)
        if sent.by_canary:
            return
        self._requests.answered(message, sent)
        # An answer repeats the request's target, which did not come back from anywhere.
        for sighting in self._searcher.search(replace(message, target=b"")).sightings:
            self._sightings.add(sighting, sent)

    def _unread(self, event: Unread) -> None:
        if event.exchange is not None:
            self._answers.pop(event.exchange, None)
        if event.event == "handshake-refused" and (known := self._traffic.living(event.connection)):
            known.refused = True
        self._gaps.add(
            UNREAD_REASONS[event.event],
            self._traffic.owner(event.connection),
            event.host,
            f"{event.event}: {event.detail}",
            event.time_us,
            exchange=event.exchange,
            connection=event.connection,
        )


def read(recording: Recording, classify: Classify, formats: VendorFormats) -> Reading:
    """The reading of a recording: one pass, in memory that grows with what differs.

    `classify` says what a host is to the acts of the run; messages are read with the vendor `formats`,
    whose salts identifiers are searched with.
    """
    return Fold(recording, classify, formats).run()

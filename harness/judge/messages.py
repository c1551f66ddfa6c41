"""What the phone sent and got, message by message: each read and searched once, then forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from harness.decode import DEFAULT, DecodeGap, Tree, Unwrapped, VendorFormats, describe
from harness.detect import Neighbours, Searcher
from harness.judge.attribution import Attribution
from harness.judge.gaps import Gaps
from harness.judge.outbound import Outbound
from harness.judge.places import Places
from harness.judge.requests import Requests
from harness.judge.residue import Residue
from harness.judge.sightings import Sightings
from harness.judge.traffic import Traffic
from harness.judge.uploads import Uploads
from harness.model.destination import Destination
from harness.model.message import GapReason, Message, Transport
from harness.model.planted import ControlBy, Planted, PlantedKind
from harness.model.recording import Sent, Unread
from harness.model.sighting import Sighting

SHELL = "com.android.shell"
UNREAD_REASONS = {
    "handshake-refused": GapReason.TLS_REFUSED,
    "failed": GapReason.UPSTREAM_FAILED,
    "refused": GapReason.UPSTREAM_FAILED,
}

Classify = Callable[[str], Destination]


class Messages:
    """Gathers what messages hold; `examined` counts those sent by (uid, places), `peers` are upstreams."""

    def __init__(
        self,
        planted: Mapping[str, Planted],
        places: Places,
        attribution: Attribution,
        traffic: Traffic,
        gaps: Gaps,
        classify: Classify,
        formats: VendorFormats,
    ) -> None:
        self._planted, self._places, self._attribution = planted, places, attribution
        self._traffic, self._gaps = traffic, gaps
        self._classify, self._formats = classify, formats
        self._neighbours = Neighbours()
        self._searcher = Searcher(tuple(planted.values()), formats.salts, formats=formats)
        self._destinations: dict[str, Destination] = {}
        self._answers: dict[str, tuple[int | None, str]] = {}
        self.sightings = Sightings(planted, places, formats)
        self.uploads = Uploads(places, formats)
        self.residue = Residue(planted)
        self.requests = Requests(places)
        self.examined: Counter[tuple[int | None, tuple[str, ...]]] = Counter()
        self.peers: set[tuple[str, str]] = set()

    def destination(self, host: str) -> Destination:
        """What a host is to the acts of the run; asked for once."""
        known = self._destinations.get(host)
        if known is None:
            known = self._destinations[host] = self._classify(host)
        return known

    def _outbound(self, message: Message, uid: int | None, answered_by: str, channel: str | None) -> Outbound:
        destination = self.destination(message.host)
        return Outbound(message, uid, self._attribution.name(uid), destination, answered_by, channel)

    def _is_shell_nonce(self, sightings: Iterable[Sighting]) -> bool:
        """A nonce that the bench gave to the phone's shell alone.

        Its connection is too short to be sampled; a socket of that port which was may be a later one.
        """
        values = (self._planted[sighting.planted] for sighting in sightings)
        return any(value.kind is PlantedKind.NONCE and value.by is ControlBy.SHELL for value in values)

    def sent(self, event: Sent) -> None:
        """A message of the phone."""
        message = event.message
        uid = self._traffic.owner(message.connection)
        known = self._traffic.living(message.connection)
        if known:
            known.requests += 1
            known.host = known.host or message.host
        tree = Tree(message, DEFAULT, self._formats)
        unwrapped = describe(tree)
        found = self._searcher.search(message, tree)
        across = self._searcher.search_across(message, self._neighbours.follow(message, unwrapped.leaves))
        by_bench = event.answered_by == "canary"
        if by_bench and known and known.requests == 1 and self._is_shell_nonce(found.sightings):
            uid = known.uid = self._attribution.uid_of(SHELL)
        if message.transport is Transport.HTTP:
            self._answers[message.exchange] = (uid, event.answered_by)
        channel = unwrapped.events[0].channel if unwrapped.events else None
        sent = self._outbound(message, uid, event.answered_by, channel)
        self.examined[uid, self._places.at(message.time_us)] += 1
        self._unreadable(sent, (*unwrapped.gaps, *found.gaps))
        self._readable(sent, unwrapped, (*found.sightings, *across))

    def _readable(self, sent: Outbound, unwrapped: Unwrapped, sightings: tuple[Sighting, ...]) -> None:
        for sighting in sightings:
            self.sightings.add(sighting, sent)
        for reported in unwrapped.events:
            self.uploads.add(reported, sent)
        self.requests.clear(sent)
        for leaf in unwrapped.leaves:
            if sent.channel and leaf.path:
                self.uploads.token(leaf, sent)
            self.residue.add(leaf, sightings, sent)
        if not unwrapped.events and not sent.by_canary:
            self.requests.account(sent)

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

    def got(self, event: Sent) -> None:
        """A message to the phone."""
        message = event.message
        if event.peer:
            self.peers.add((message.host, event.peer[0]))
        owner = (self._traffic.owner(message.connection), "")
        uid, answered_by = self._answers.pop(message.exchange, owner)
        sent = self._outbound(message, uid, answered_by, None)
        if sent.by_canary:
            return
        self.requests.answered(message, sent)
        # An answer repeats the request's target, which did not come back from anywhere.
        for sighting in self._searcher.search(replace(message, target=b"")).sightings:
            self.sightings.add(sighting, sent)

    def unread(self, event: Unread) -> None:
        """Something that could not be read."""
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

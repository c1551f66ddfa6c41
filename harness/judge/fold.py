"""The fold of a recording into a reading: one pass over the network's events, bodies one at a time."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from harness.decode import DEFAULT, Tree, Unwrapped, describe
from harness.detect import Searcher
from harness.judge.attribution import Attribution
from harness.judge.reading import (
    Cleartext,
    Connection,
    ReadGap,
    Reading,
    ResidueLeaf,
    Sighted,
    Unexplained,
    Upload,
)
from harness.model.destination import ActRole, Controller, Destination
from harness.model.message import Direction, GapReason, Message, Transport
from harness.model.planted import Planted, PlantedKind
from harness.model.recording import (
    ArmRecord,
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Fault,
    Heartbeat,
    NetworkEvent,
    Recording,
    Sent,
    SessionRecord,
    TlsEstablished,
    TrafficMark,
    Unread,
)
from harness.model.sighting import LayerPath, Leaf, Sighting

RESIDUE_LONGER_THAN = 5
"""Bytes up to which an unexplained leaf cannot carry a planted value (method §7)."""
SHELL = "com.android.shell"
SHARED_BY = 2
"""Arms or sessions that must have sent the same value before it counts as independent of what was planted in one."""
VALUES_MOST = 256
"""Different values kept for one kind of place; beyond, they are residue together, whatever they are."""
TOKEN_FIELDS = re.compile(r"(?:^|\.)(distinct_id|anonymous_id|uuid|instance_id)$")
CONFIGURATION = "configuration"
UNREAD_REASONS = {
    "handshake-refused": GapReason.TLS_REFUSED,
    "failed": GapReason.UPSTREAM_FAILED,
    "refused": GapReason.UPSTREAM_FAILED,
}

Classify = Callable[[str], Destination]


def general_path(path: LayerPath) -> LayerPath:
    """The path with list positions left out: the same field of another event is the same place."""
    return tuple(re.sub(r"\[\d+\]", "[*]", step) for step in path)


def public_steps(path: LayerPath) -> tuple[str, ...]:
    """The steps of a path that undo an encoding, in order."""
    return tuple(step for step in path if ":" not in step and "." not in step and step != "body")


def covered(leaf: Leaf, sightings: Iterable[Sighting], planted: Mapping[str, Planted]) -> bool:
    """Whether a leaf is, or lies around, a planted value that was sighted there."""
    for sighting in sightings:
        if sighting.path[: len(leaf.path)] == leaf.path:
            return True
        inside = leaf.path[: len(sighting.path)] == sighting.path
        if inside and planted[sighting.planted].value.encode() in leaf.value:
            return True
    return False


class Fold:
    """Folds one recording.  Every method raises what the recording raises: nothing is skipped."""

    def __init__(self, recording: Recording, classify: Classify, salts: tuple[str, ...] = ()) -> None:
        self._recording = recording
        self._classify = classify
        facts = recording.facts()
        planted = recording.planted()
        self._shell = next((package.uid for package in facts.packages if package.name == SHELL), None)
        self._arms = recording.arms()
        self._sessions = recording.sessions()
        self._attribution = Attribution(recording.sockets(), facts.packages)
        self._searcher = Searcher(planted, salts)
        self._destinations: dict[str, Destination] = {}
        self._sightings: dict[tuple[object, ...], Sighted] = {}
        self._uploads: dict[tuple[object, ...], Upload] = {}
        self._unexplained: dict[tuple[object, ...], Unexplained] = {}
        self._gaps: dict[tuple[object, ...], ReadGap] = {}
        self._residue: dict[tuple[object, ...], ResidueLeaf] = {}
        self._leaf_values: dict[tuple[object, ...], set[bytes]] = {}
        self._connections: dict[str, Connection] = {}
        self._open: dict[str, Connection] = {}
        self._closed_bytes: Counter[int | None] = Counter()
        self._closed_count: Counter[int | None] = Counter()
        self._answers: dict[str, tuple[int | None, str]] = {}
        self._examined: Counter[tuple[int | None, str]] = Counter()
        self._configurations: dict[tuple[int | None, str, str], set[str]] = {}
        self._peers: set[tuple[str, str]] = set()
        self._beats: list[int] = []
        self._recorder_faults: list[Fault] = []
        self._cleartext: dict[tuple[object, ...], Cleartext] = {}
        self._marks: dict[str, dict[str, int]] = {}
        self._offers: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._tokens: dict[tuple[int | None, str, str], str] = {}
        self._token_places: dict[tuple[int | None, str, str, str], tuple[str, LayerPath, str]] = {}
        self._reading = Reading(
            facts=facts,
            planted={item.id: item for item in planted},
            arms=self._arms,
            sessions={session.id: session for session in self._sessions},
            acts=recording.acts(),
            controls=recording.controls(),
            switches=recording.switches(),
            preconditions=recording.preconditions(),
            faults=recording.faults(),
            counters=recording.counters(),
            channels=recording.channels(),
            unread_identifiers=recording.unread_identifiers(),
        )

    def run(self) -> Reading:
        """The reading of the whole recording."""
        for event in self._recording.events():
            self._take(event)
        reading = self._reading
        reading.sightings = tuple(self._sightings.values())
        reading.uploads = tuple(self._uploads.values())
        reading.unexplained = tuple(self._unexplained.values())
        reading.gaps = tuple(self._gaps.values())
        reading.residue = tuple(leaf for leaf in self._residue.values() if len(leaf.places) < SHARED_BY)
        reading.connections = self._connections
        reading.marks = self._marks
        reading.heartbeats_us = tuple(self._beats)
        reading.faults = reading.faults + tuple(self._recorder_faults)
        reading.cleartext = tuple(self._cleartext.values())
        reading.offers = dict(self._offers)
        reading.tokens = self._tokens
        reading.token_places = self._token_places
        reading.configurations = {key: tuple(sorted(found)) for key, found in self._configurations.items()}
        reading.examined = dict(self._examined)
        reading.vendor_peers = tuple(sorted(self._peers))
        return reading

    def _take(self, event: NetworkEvent) -> None:
        match event:
            case Sent():
                self._message(event)
            case ConnectionOpened():
                uid = self._attribution.uid(event.client, event.time_us)
                connection = Connection(event.connection, uid, event.time_us)
                self._open[event.connection] = connection
                self._connections[event.connection] = connection
            case ConnectionClosed():
                self._close(event)
            case TrafficMark():
                self._mark(event)
            case ClientHello():
                self._hello(event)
            case TlsEstablished():
                if event.side == "client" and (known := self._open.get(event.connection)):
                    known.encrypted = True
            case Unread():
                self._unread(event)
            case Heartbeat():
                self._beats.append(event.time_us)
            case Fault():
                self._recorder_faults.append(event)

    def _is_shell_nonce(self, sightings: Iterable[Sighting]) -> bool:
        """A nonce that the bench gave to the phone's shell alone: too short a connection to be sampled."""
        values = (self._reading.planted[sighting.planted] for sighting in sightings)
        return any(
            value.kind is PlantedKind.NONCE and (value.act or "").endswith("-shell") for value in values
        )

    def _owner(self, connection: str | None) -> int | None:
        known = self._connections.get(connection or "")
        return known.uid if known else None

    def _destination(self, host: str) -> Destination:
        known = self._destinations.get(host)
        if known is None:
            known = self._destinations[host] = self._classify(host)
        return known

    def _place(self, time_us: int) -> str:
        """The arm at that moment, else the sessions whose closing window it is in."""
        arm = self._arm_at(time_us)
        if arm:
            return arm.id
        return "+".join(
            session.id
            for session in self._sessions
            if session.opened_us <= time_us and (session.closed_us is None or time_us <= session.closed_us)
        )

    def _arm_at(self, time_us: int) -> ArmRecord | None:
        for arm in self._arms:
            if arm.opened_us <= time_us and (arm.closed_us is None or time_us <= arm.closed_us):
                return arm
        return None

    def _arm_of_event(self, time_ms: int) -> ArmRecord | None:
        for arm in self._arms:
            closed = arm.phone_closed_ms
            if arm.phone_opened_ms <= time_ms and (closed is None or time_ms <= closed):
                return arm
        return None

    def _session_at(self, time_us: int, app: str | None) -> SessionRecord | None:
        for session in self._sessions:
            inside = session.opened_us <= time_us
            if session.app == app and inside and (session.closed_us is None or time_us <= session.closed_us):
                return session
        return None

    def _message(self, sent: Sent) -> None:
        message = sent.message
        if message.direction is Direction.IN:
            self._inbound(sent)
            return
        uid = self._owner(message.connection)
        known = self._open.get(message.connection or "")
        if known:
            known.requests += 1
            known.host = known.host or message.host
        if message.transport is Transport.HTTP:
            self._answers[message.exchange] = (uid, sent.answered_by)
        destination = self._destination(message.host)
        tree = Tree(message, DEFAULT)
        unwrapped = describe(tree)
        found = self._searcher.search(message, tree)
        channel = unwrapped.events[0].channel if unwrapped.events else None
        if uid is None and known and self._is_shell_nonce(found.sightings):
            uid = known.uid = self._shell
        place = self._place(message.time_us)
        self._examined[uid, place] += 1
        for sighting in found.sightings:
            self._sight(sighting, message, uid, destination, sent.answered_by, channel)
        for gap in dict.fromkeys((*unwrapped.gaps, *found.gaps)):
            if not (sent.answered_by == "canary" and gap.reason is GapReason.MEDIA):
                self._gap(
                    gap.reason,
                    uid,
                    message.host,
                    f"{'/'.join(gap.path)}: {gap.detail}",
                    message.time_us,
                    message.exchange,
                    message.connection,
                    gap.size or 0,
                )
        if message.truncated:
            self._gap(
                GapReason.TRUNCATED,
                uid,
                message.host,
                "the recorder kept the beginning only",
                message.time_us,
                message.exchange,
                message.connection,
                0,
            )
        self._events(message, unwrapped, uid, destination)
        self._clear(message, uid, destination, sent.answered_by)
        for leaf in unwrapped.leaves:
            self._leaf(leaf, found.sightings, message, uid, sent.answered_by, channel)
        if not unwrapped.events and sent.answered_by != "canary":
            self._account(message, uid, destination)

    def _inbound(self, sent: Sent) -> None:
        message = sent.message
        uid, answered_by = self._answers.pop(message.exchange, (self._owner(message.connection), ""))
        destination = self._destination(message.host)
        if sent.peer:
            self._peers.add((message.host, sent.peer[0]))
        if answered_by == "canary":
            return
        path = message.target.split(b"?", 1)[0].decode("utf-8", "replace")
        if destination.purpose_of(path) == CONFIGURATION and message.status is not None:
            session = self._session_at(message.time_us, self._attribution.name(uid))
            key = (uid, message.host + path, session.id if session else "")
            self._configurations.setdefault(key, set()).add(hashlib.sha256(message.body).hexdigest())
        for sighting in self._searcher.search(message).sightings:
            self._sight(sighting, message, uid, destination, answered_by, None)

    def _sight(
        self,
        sighting: Sighting,
        message: Message,
        uid: int | None,
        destination: Destination,
        answered_by: str,
        channel: str | None,
    ) -> None:
        inbound = sighting.direction is Direction.IN
        key = (sighting.planted, sighting.form, general_path(sighting.path), uid, message.host, inbound)
        known = self._sightings.get(key)
        if known is None:
            known = self._sightings[key] = Sighted(
                planted=self._reading.planted[sighting.planted],
                form=sighting.form,
                path=sighting.path,
                uid=uid,
                app=self._attribution.name(uid),
                destination=destination,
                inbound=inbound,
                cleartext=message.scheme == "http",
                answered_by=answered_by,
                exchange=message.exchange,
                time_us=message.time_us,
                channel=channel,
                chance=sighting.chance,
            )
        known.count += 1
        known.cleartext = known.cleartext or message.scheme == "http"
        known.chance = max(known.chance, sighting.chance)
        arm = self._arm_at(message.time_us)
        if arm:
            known.arms.add(arm.id)

    def _events(
        self, message: Message, unwrapped: Unwrapped, uid: int | None, destination: Destination
    ) -> None:
        for event in unwrapped.events:
            arm = self._arm_of_event(event.time_ms) if event.time_ms is not None else None
            key = (uid, message.host, event.channel, event.name, arm.id if arm else None, message.scheme)
            known = self._uploads.get(key)
            if known is None:
                known = self._uploads[key] = Upload(
                    uid=uid,
                    app=self._attribution.name(uid),
                    destination=destination,
                    channel=event.channel,
                    name=event.name,
                    arm=arm.id if arm else None,
                    path=event.path,
                    exchange=message.exchange,
                    steps=public_steps(event.path),
                    cleartext=message.scheme == "http",
                    timed=event.time_ms is not None,
                )
            known.count += 1
            known.timed = known.timed and event.time_ms is not None
            known.moments.add(message.time_us)

    def _clear(self, message: Message, uid: int | None, destination: Destination, answered_by: str) -> None:
        if message.scheme != "http" or message.transport is not Transport.HTTP or answered_by == "canary":
            return
        if destination.neutral:
            return
        key = (uid, message.host, bool(message.body))
        if key not in self._cleartext:
            self._cleartext[key] = Cleartext(
                uid,
                self._attribution.name(uid),
                destination,
                message.exchange,
                message.time_us,
                len(message.body),
            )

    def _leaf(
        self,
        leaf: Leaf,
        sightings: tuple[Sighting, ...],
        message: Message,
        uid: int | None,
        answered_by: str,
        channel: str | None,
    ) -> None:
        if channel and leaf.path:
            self._token(leaf, message, uid)
        if leaf.explained or len(leaf.value) <= RESIDUE_LONGER_THAN:
            return
        if covered(leaf, sightings, self._reading.planted):
            return
        host = "canary site" if answered_by == "canary" else message.host
        path = general_path(leaf.path)
        place_key = (uid, host, path)
        values = self._leaf_values.setdefault(place_key, set())
        digest = hashlib.sha256(leaf.value).digest()[:8]
        if digest not in values and len(values) >= VALUES_MOST:
            digest = b""
        values.add(digest)
        key = (*place_key, digest)
        known = self._residue.get(key)
        if known is None:
            known = self._residue[key] = ResidueLeaf(
                uid, self._attribution.name(uid), host, leaf.path, message.exchange
            )
        if digest:
            known.places.add(self._place(message.time_us))
        known.moments.add(message.time_us)

    def _token(self, leaf: Leaf, message: Message, uid: int | None) -> None:
        last = leaf.path[-1]
        found = TOKEN_FIELDS.search(last)
        if not found or not leaf.value:
            return
        session = self._session_at(message.time_us, self._attribution.name(uid))
        name = session.id if session else ""
        token = leaf.value.decode("utf-8", "replace")
        self._tokens.setdefault((uid, found.group(1), token), name)
        self._token_places.setdefault(
            (uid, found.group(1), token, name), (message.exchange, leaf.path, message.host)
        )

    def _account(self, message: Message, uid: int | None, destination: Destination) -> None:
        """An outbound message that is no upload must be a page, a service, or of a known quiet purpose (§4)."""
        path = message.target.split(b"?", 1)[0].decode("utf-8", "replace")
        lawful = destination.act_role is not ActRole.NONE or destination.purpose_of(path) is not None
        if lawful and destination.controller is not Controller.UNKNOWN:
            return
        key = (uid, message.host)
        known = self._unexplained.get(key)
        if known is None:
            known = self._unexplained[key] = Unexplained(
                uid, self._attribution.name(uid), destination, message.exchange
            )
        known.count += 1
        known.moments.add(message.time_us)

    def _hello(self, event: ClientHello) -> None:
        known = self._open.get(event.connection)
        if known:
            known.host = known.host or event.server_name
            known.encrypted = True
        name = self._attribution.name(known.uid if known else None) or "unattributed"
        self._offers[name, event.versions] += 1

    def _unread(self, event: Unread) -> None:
        if event.event == "handshake-refused" and (known := self._open.get(event.connection or "")):
            known.refused = True
        self._gap(
            UNREAD_REASONS[event.event],
            self._owner(event.connection),
            event.host,
            f"{event.event}: {event.detail}",
            event.time_us,
            event.exchange,
            event.connection,
            0,
        )

    def _close(self, event: ConnectionClosed) -> None:
        known = self._open.pop(event.connection, None)
        if known is None:
            return
        if known.uid is not None:
            del self._connections[event.connection]
        known.closed_us, known.sent_bytes = event.time_us, event.sent_bytes
        self._closed_bytes[known.uid] += event.sent_bytes
        self._closed_count[known.uid] += 1
        if known.encrypted and known.requests == 0 and not known.refused:
            self._gap(
                GapReason.TLS_OPAQUE,
                known.uid,
                known.host,
                "a TLS connection without a readable message",
                known.opened_us,
                None,
                known.id,
                event.sent_bytes,
                event.time_us,
            )

    def _mark(self, event: TrafficMark) -> None:
        totals: Counter[int | None] = Counter(self._closed_bytes)
        counts: Counter[int | None] = Counter(self._closed_count)
        for connection, (sent, _) in event.connections.items():
            known = self._open.get(connection)
            if known:
                totals[known.uid] += sent
                counts[known.uid] += 1
        figures = {f"bytes:{uid}": total for uid, total in totals.items()}
        figures.update({f"connections:{uid}": count for uid, count in counts.items()})
        self._marks[event.mark] = figures

    def _gap(
        self,
        reason: GapReason,
        uid: int | None,
        host: str,
        detail: str,
        time_us: int,
        exchange: str | None,
        connection: str | None,
        size: int,
        end_us: int | None = None,
    ) -> None:
        place = self._place(time_us)
        key = (reason, uid, host, detail[:80], place, connection if uid is None else None)
        known = self._gaps.get(key)
        end = time_us if end_us is None else end_us
        if known is None:
            known = self._gaps[key] = ReadGap(
                reason,
                uid,
                self._attribution.name(uid),
                host,
                detail[:400],
                exchange,
                connection,
                time_us,
                end,
            )
        known.first_us, known.last_us = min(known.first_us, time_us), max(known.last_us, end)
        known.size += size
        known.count += 1


def read(recording: Recording, classify: Classify, salts: tuple[str, ...] = ()) -> Reading:
    """The reading of a recording: one pass, in memory that grows with what differs."""
    return Fold(recording, classify, salts).run()

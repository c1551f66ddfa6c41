"""The ground truth of a rehearsal against its recording: emissions, arrivals, exchanges, sightings.

What the phone says it sent (`emissions.jsonl`) and what the cloud says it received (`arrivals.jsonl`)
come from processes that share no code with what is tested.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote_plus

from harness.decode import BUILT_IN
from harness.detect import Searcher
from harness.judge import counters
from harness.judge.closure import close
from harness.judge.conviction import CHANCE_MOST
from harness.judge.reading import Reading
from harness.model.judgement import ClosureState
from harness.model.lines import CounterSample
from harness.model.message import Direction, Transport
from harness.model.planted import ControlBy, End, Planted, PlantedKind
from harness.model.recording import Sent, Unread
from harness.model.sighting import Sighting
from harness.model.wire import ConnectionClosed, TrafficMark
from harness.ruling.final import reading_of, stored_tables
from harness.store.lines import microseconds
from harness.store.run import StoredRun
from tests.chain.suite import ROOT, Run, lines

VIRTUAL = ROOT / "harness" / "virtual"


@dataclass(frozen=True)
class Emission:
    """What the phone told of one sending, with its outcome."""

    told: dict[str, Any]
    outcome: str
    settled: str
    """When its outcome was told, "" where it never was."""

    @property
    def digest(self) -> str:
        return str(self.told["digest"])

    @property
    def uid(self) -> int:
        return int(self.told["uid"])

    def within(self, start_us: int, end_us: int) -> bool:
        """Whether all of it was sent in that time: told before its first byte, settled after its last."""
        first = microseconds(self.told["t"])
        return bool(self.settled) and start_us <= first and microseconds(self.settled) <= end_us

    @property
    def direct(self) -> bool:
        return self.told["path"] == "direct"

    @property
    def raw(self) -> bool:
        """Of a raw connection: it is told piece by piece, and at its end once more as a whole."""
        return bool(self.told["behaviour"] == "ambient:push")

    @property
    def whole(self) -> bool:
        return not self.raw or self.told["event"] == "connection"

    @property
    def left(self) -> bool:
        return self.outcome in {"answered", "sent"}

    @property
    def own(self) -> bool:
        """A page, its pictures, a form, a search: what the browser asks for because it was told to."""
        return bool(self.told["behaviour"] == "browser")

    def carries(self, planted: Planted, event: Sent) -> bool:
        """Whether that value is in what was sent: a page's address says more than the request for it."""
        if self.own:
            asked = unquote_plus(f"{event.message.host}{event.message.target.decode('latin-1')}")
            return planted.value in asked
        return any(planted.value in value for value in self.told["values"])


class Truth:
    """One handset of a run."""

    def __init__(self, run: Run, handset: str) -> None:
        self.handset = handset
        self.stored = StoredRun(run.stored(handset))
        told = lines(run.truth / handset / "emissions.jsonl")
        outcomes = {line["id"]: (line["outcome"], line["t"]) for line in told if "outcome" in line}
        self.emissions = [
            Emission(line, *outcomes.get(line["id"], ("", ""))) for line in told if "app" in line
        ]
        self.planted = self.stored.planted()

    @cached_property
    def reading(self) -> Reading:
        return reading_of(self.stored, stored_tables(self.stored), BUILT_IN)

    @cached_property
    def sent(self) -> list[Sent]:
        """Every message of the phone in the recording."""
        return [
            event
            for event in self.stored.events()
            if isinstance(event, Sent) and event.message.direction is Direction.OUT
        ]

    @cached_property
    def failed(self) -> set[str]:
        """Exchanges that broke: nobody knows how much of them arrived."""
        return {
            event.exchange for event in self.stored.events() if isinstance(event, Unread) and event.exchange
        }

    def recorded(self) -> Counter[str]:
        """Digests of what the recorder handed on; a raw connection arrives as a whole."""
        messages = (
            event.digest
            for event in self.sent
            if event.answered_by == "upstream"
            and event.message.exchange not in self.failed
            and event.message.transport is not Transport.TCP
        )
        refused = {event.connection for event in self.stored.events() if isinstance(event, Unread)}
        streams = (
            event.stream.digest
            for event in self.stored.events()
            if isinstance(event, ConnectionClosed) and event.stream and event.conn not in refused
        )
        return Counter((*messages, *streams))

    def around(self) -> list[Emission]:
        """What left past the recorder; of raw connections their pieces."""
        return [
            item
            for item in self.emissions
            if item.direct and item.left and not (item.raw and item.told["event"] == "connection")
        ]

    def bypassed(self) -> Counter[str]:
        """Digests of what arrived past the recorder: a raw connection arrives as a whole."""
        return Counter(item.digest for item in self.emissions if item.direct and item.left and item.whole)

    def doubtful(self) -> Counter[str]:
        """Digests of what broke, on its way past the recorder or through it: it arrived or it did not."""
        past = (item for item in self.emissions if item.direct and not item.left and item.whole)
        through = (event for event in self.sent if event.message.exchange in self.failed)
        return Counter(item.digest for item in (*past, *through))

    @cached_property
    def seen(self) -> dict[str, tuple[Sighting, ...]]:
        """Exchange → what is sighted in it, searched message by message."""
        searcher = Searcher(self.planted, BUILT_IN.salts)
        return {
            event.message.exchange: searcher.search(event.message).sightings
            for event in self.sent
            if event.message.transport is Transport.HTTP
        }

    def caused(self, event: Sent) -> list[Emission]:
        """The emissions that a recorded message may be."""
        return self._by_digest.get(event.digest, [])

    @cached_property
    def _by_digest(self) -> dict[str, list[Emission]]:
        found: dict[str, list[Emission]] = defaultdict(list)
        for emission in self.emissions:
            found[emission.digest].append(emission)
        return found

    def unsighted(self) -> Iterator[str]:
        """Values that the phone sent, that were recorded, and that nobody saw."""
        gaps = {gap.exchange for gap in self.reading.gaps}
        read = {(item.planted.id, item.destination.host) for item in self.reading.sightings}
        for event in self.sent:
            message = event.message
            seen = {item.planted for item in self.seen.get(message.exchange, ())}
            for planted in self.planted:
                if not any(emission.carries(planted, event) for emission in self.caused(event)):
                    continue
                sighted = planted.id in seen and (planted.id, message.host) in read
                if not sighted and message.exchange not in gaps:
                    yield f"{planted.id} ({planted.part}) in {message.exchange} to {message.host}"

    def unfounded(self) -> Iterator[str]:
        """Sightings that nobody caused: neither an emission, nor a canary site's own page, nor a control."""
        by_id = {item.id: item for item in self.planted}
        for event in self.sent:
            caused = self.caused(event)
            for sighting in self.seen.get(event.message.exchange, ()):
                planted = by_id[sighting.planted]
                if planted.kind in {PlantedKind.NONCE, PlantedKind.SPIKE} and event.answered_by == "canary":
                    continue
                if any(emission.own for emission in caused):
                    continue
                if caused and planted.kind is PlantedKind.IDENTIFIER:
                    continue
                if sighting.chance > CHANCE_MOST:
                    continue
                if not any(emission.carries(planted, event) for emission in caused):
                    where = f"{event.message.exchange} to {event.message.host} {'/'.join(sighting.path)}"
                    yield f"{planted.value} ({planted.part}, {sighting.form}, {sighting.chance}) in {where}"

    def unsent(self) -> Iterator[str]:
        """Recorded messages that no app of the phone sent; the shell sends path nonces alone."""
        nonces = {item.value for item in self.planted if item.by is ControlBy.SHELL}
        for event in self.sent:
            shell = any(value.encode() in event.message.target for value in nonces)
            if event.digest and not self.caused(event) and not shell:
                yield f"{event.message.exchange}: {event.message.method} {event.message.host}"

    @cached_property
    def marked(self) -> dict[str, int]:
        """When the recorder set each traffic mark, in microseconds UTC."""
        return {event.mark: event.time_us for event in self.stored.events() if isinstance(event, TrafficMark)}

    def intervals(self) -> Iterator[tuple[CounterSample, CounterSample, int, ClosureState, list[Emission]]]:
        """Between each two readings at rest, per uid: its closure, and what surely went around.

        Elsewhere bytes may be under way: counted before a reading and recorded after it, they would stand
        against what went around in the next interval.
        """
        calibration = counters.calibration(self.reading)
        assert calibration is not None
        at_rest = {
            (item.place, item.at): item
            for item in sorted(self.reading.counters, key=lambda item: item.sequence)
            if item.at not in (End.BETWEEN, End.WINDOW) and item.place != "run"
        }
        samples = sorted(at_rest.values(), key=lambda item: item.sequence)
        around = self.around()
        names = {package.uid: package.name for package in self.reading.facts.packages}
        for i, before in enumerate(samples[:-1]):
            after = samples[i + 1]
            start_us, end_us = self.marked[before.marks[1]], self.marked[after.marks[0]]
            for uid in sorted(set(names) | {item.uid for item in around}):
                counted = counters.difference(before, after, uid)
                span = counters.recorded(self.reading, before, after, uid)
                assert counted is not None
                assert span is not None
                number = counters.connections_between(self.reading, before, after, uid)
                state = close("", str(uid), counted, span, number, calibration)
                inside = [item for item in around if item.uid == uid and item.within(start_us, end_us)]
                yield before, after, uid, state, inside

    def uncovered(self) -> Iterator[str]:
        """What arrived around the recorder while counters were read, and no uid's counter shows."""
        for before, after, uid, state, inside in self.intervals():
            sent = sum(item.told["length"] for item in inside)
            hidden = state.met and sent > state.recorded_high - state.recorded_low
            if inside and (hidden or state.counted - state.recorded_low < sent):
                names = ", ".join(
                    sorted({f"{item.told['behaviour']} {item.told['host']}" for item in inside})
                )
                where = f"{before.place} {before.at}..{after.place} {after.at}"
                yield f"uid {uid} in {where}: {sent} bytes ({names}): {state}"


def strangers(
    truths: Iterable[Truth], arrivals: Iterable[dict[str, Any]]
) -> tuple[Counter[str], Counter[str]]:
    """Arrivals that neither recorder nor phone explains, and explanations that did not arrive.

    A request that was cut off on its way has a digest of its own: each takes one that broke.
    """
    told = [(line["digest"], line.get("note", "").endswith("is cut off")) for line in arrivals]
    received = Counter(digest for digest, is_cut in told if not is_cut)
    explained: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for truth in truths:
        explained += truth.recorded() + truth.bypassed()
        doubtful += truth.doubtful()
    unknown = received - explained - doubtful
    unknown["cut off"] = max(0, sum(is_cut for _, is_cut in told) - doubtful.total())
    return +unknown, explained - received


def expected(firmware: str) -> set[str]:
    """Propositions that the behaviours of a shipped firmware say they violate."""
    table = tomllib.loads((VIRTUAL / "firmwares" / f"{firmware}.toml").read_text())
    shipped = sorted(path.stem for path in (VIRTUAL / "behaviours").glob("*.toml"))
    names = [name for pattern in table["behaviours"] for name in fnmatch.filter(shipped, pattern)]
    read = {name: _behaviour(name) for name in names}
    replaced = {gone for item in read.values() for gone in item["behaviour"].get("replaces", ())}
    return {
        proposition
        for name in names
        if name not in replaced
        for proposition in read[name]["expect"]["violates"]
    }


def _behaviour(name: str) -> dict[str, Any]:
    return tomllib.loads((VIRTUAL / "behaviours" / f"{name}.toml").read_text())
